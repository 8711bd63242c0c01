"""What programs say and are told over HTTP."""

import json

import pytest

from trichat.protocols.http import api
from trichat.protocols.http.messages import Refused, Request
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Kind, Source
from trichat.words.names.identity import first_id, to_text
from trichat.words.reasons import Reason

JSON, TEXT = "application/json", "text/plain"


def request(target: str = "/", **headers: str) -> Request:
    given = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Request(method="POST", target=target, headers=given)


@pytest.mark.parametrize(
    ("kind", "body", "text", "said"),
    [
        (TEXT, b"hello\nthere\n", "hello\nthere", Kind.MESSAGE),
        ("", "привет".encode(), "привет", Kind.MESSAGE),
        ("Text/Plain; charset=utf-8", b"hello", "hello", Kind.MESSAGE),
        (JSON, b'{"text": "hello", "attachments": [], "username": "x"}', "hello", Kind.MESSAGE),
        (JSON, b'{"text": "waves", "kind": "action"}', "waves", Kind.ACTION),
    ],
)
def test_a_message_is_text_or_json(kind: str, body: bytes, text: str, said: Kind) -> None:
    """What else a service tells about itself is passed over."""
    read = api.post(request(content_type=kind), "lobby", body, "hash")
    assert ask.Post(token="hash", room="#lobby", text=text, kind=said) == read


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/x-www-form-urlencoded", b"text=hello", 415),
        (JSON, b"hello", 400),
        (JSON, b'{"txt": "hello"}', 400),
        (JSON, b'{"text": 7}', 400),
        (JSON, b'{"text": "x", "more": ' + b"[" * 7000 + b"]" * 7000 + b"}", 400),
        (JSON, b'{"text": "x", "kind": "ctcp"}', 400),
        (TEXT, b"\xff", 400),
        (TEXT, b"x" * 4097, 413),
        (TEXT, b"x\n" * 33, 413),
    ],
)
def test_what_is_no_message(kind: str, body: bytes, status: int) -> None:
    """It is refused with a sentence that says what one is."""
    with pytest.raises(Refused) as caught:
        api.post(request(content_type=kind), "lobby", body, "hash")
    assert status == caught.value.answer.status


@pytest.mark.parametrize(
    ("part", "room"), [("lobby", "#lobby"), ("%23lobby", "#lobby"), ("%D1%87", "#ч"), ("a%2Fb", "#a/b")]
)
def test_the_room_is_in_the_path(part: str, room: str) -> None:
    """With its sign or without."""
    assert room == api.post(request(), part, b"x", "").room


def test_what_a_message_is_called() -> None:
    """So that it can be sent again; what is too long is no name."""
    assert "a" == api.post(request(idempotency_key="a"), "lobby", b"x", "").key
    with pytest.raises(Refused):
        api.post(request(idempotency_key="a" * 65), "lobby", b"x", "")
    said = ev.Said(
        id=1, source=Source(nick="a", username="", host=""), place="#a", target="#a", kind=Kind.MESSAGE, text="x"
    )
    assert api.ApiDialect().show(said) == api.ApiDialect().answer(ev.SaidAlready(said=said), "")


@pytest.mark.parametrize(
    ("query", "after", "limit", "wait"),
    [("", 0, 100, 0.0), ("after=1a22e837fec00000&wait=30", 0x1A22E837FEC00000, 100, 30.0), ("limit=5", 0, 5, 0.0)],
)
def test_what_is_read(query: str, after: int, limit: int, wait: float) -> None:
    """After which message, how many, and for how long to wait."""
    read, seconds = api.read(request(f"/?{query}"), "lobby", "hash")
    assert (after, limit, wait) == (read.after, read.limit, seconds)


@pytest.mark.parametrize("query", ["after=7", "limit=501", "limit=-1", "wait=61", "wait=x", "befor=1", "wait=٣"])
def test_what_cannot_be_read(query: str) -> None:
    """Nothing is passed over: who misspells something is told."""
    with pytest.raises(Refused) as caught:
        api.read(request(f"/?{query}"), "lobby", "hash")
    assert 400 == caught.value.answer.status
    with pytest.raises(Refused):
        api.read(request(), "%ff", "hash")


@pytest.mark.parametrize("authorization", ["", "Basic abc", "Bearer", "Bearer "])
def test_a_token_is_needed(authorization: str) -> None:
    """Who shows none is told how (RFC 6750, 3)."""
    with pytest.raises(Refused) as caught:
        api.token_of(request(authorization=authorization))
    answer = caught.value.answer
    assert (401, True) == (answer.status, ("WWW-Authenticate", "Bearer") in answer.headers)
    assert "abc" == api.token_of(request(authorization="bearer abc"))


def test_messages_are_lines_of_json() -> None:
    """One line for each, with id and time; what is no message is not shown."""
    dialect = api.ApiDialect()
    anna = Source(nick="anna", username="a", host="h", account="anna")
    said = ev.Said(id=first_id(1_700_000_000_123), source=anna, place="#a", target="#a", kind=Kind.NOTICE, text="a\nb")
    assert {
        "id": to_text(said.id),
        "time": "2023-11-14T22:13:20.123Z",
        "room": "#a",
        "nick": "anna",
        "account": "anna",
        "kind": "notice",
        "text": "a\nb",
    } == json.loads(dialect.show(said))
    assert dialect.show(said).count(b"\n") == 1
    joined = ev.Joined(id=1, source=anna, place="#a", target="#a", realname="")
    page = ev.Page(place="#a", target="#a", after=0, before=9, limit=9, now=0)
    assert dialect.show(said) * 2 == dialect.page(page, [said, joined, said])
    assert b"" == dialect.targets([]) + dialect.skipped(1, 1) + dialect.answer(ev.Farewell(reason=""), "")
    assert b"x" == dialect.label("l", b"x")
    assert dialect is dialect.after(joined)


@pytest.mark.parametrize("time", [-(10**15), 10**18])
def test_a_clock_that_is_very_wrong_keeps_nothing_back(time: int) -> None:
    """Whatever it says, the message is shown."""
    anna = Source(nick="anna", username="a", host="h")
    said = ev.Said(id=1, at=time, source=anna, place="#a", target="#a", kind=Kind.MESSAGE, text="hi")
    assert "hi" == json.loads(api.ApiDialect().show(said))["text"]


@pytest.mark.parametrize(
    ("reason", "status"),
    [(Reason.NO_SUCH_TOKEN, 401), (Reason.MODERATED, 403), (Reason.SLOW, 429), (Reason.NOT_STORED, 503)],
)
def test_why_not_is_a_status_and_a_sentence(reason: Reason, status: int) -> None:
    """A program reads the status and the word, whoever looks at its log the sentence."""
    answer = api.answer(api.ApiDialect().answer(ev.Refused(reason=reason, about="#a", detail="5"), ""), 201)
    told = json.loads(answer.body)
    assert (status, reason.name) == (answer.status, told["error"])
    assert told["text"].endswith(".")
    assert 200 == api.answer(b"", 200).status
