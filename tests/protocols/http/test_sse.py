"""What is said as Server-Sent Events."""

import json

import pytest

from trichat.protocols.http import api, sse
from trichat.protocols.http.messages import Refused, Request
from trichat.words import events as ev
from trichat.words.events import Happened, Kind, Source
from trichat.words.names.identity import LAST_ID, to_text
from trichat.words.reasons import Reason
from trichat.words.record import replace

ANNA = Source(nick="anna", username="a", host="h")
PAGE = ev.Page(place="#a", target="#A", after=3, before=9, limit=2, now=0, forward=True, complete=True)


def said(number: int) -> Happened:
    return ev.Said(id=number, source=ANNA, place="#a", target="#A", kind=Kind.MESSAGE, text=f"one\nof {number}")


def request(query: str = "", method: str = "GET", **headers: str) -> Request:
    given = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Request(method=method, target=f"/?{query}", headers=given)


def test_a_message_is_an_event_with_its_id() -> None:
    """Its data is what it is as a line of JSON; an empty line ends it."""
    dialect = sse.StreamDialect()
    shown = dialect.page(PAGE, [said(4), said(5)]).decode()
    for block, number in zip(shown.removesuffix("\n\n").split("\n\n"), (4, 5), strict=True):
        name, data = block.split("\n")
        assert f"id: {to_text(number)}" == name
        assert json.loads(api.ApiDialect().show(said(number))) == json.loads(data.removeprefix("data: "))
    assert ("#a", 8, False) == (dialect.place, dialect.position, dialect.more)
    assert sse.is_stream(shown.encode())


def test_a_page_without_a_message_tells_how_far_it_goes() -> None:
    """So who comes back before anything was said goes on from there."""
    assert f"id: {to_text(8)}\n\n".encode() == sse.StreamDialect().page(PAGE, [])
    dialect = sse.StreamDialect()
    dialect.page(replace(PAGE, complete=False), [said(4), said(5)])
    assert (5, True) == (dialect.position, dialect.more)


def test_a_refusal_is_no_part_of_a_stream() -> None:
    """It is an answer of its own."""
    refused = ev.Refused(reason=Reason.NO_SUCH_TOKEN)
    assert not sse.is_stream(sse.StreamDialect().answer(refused, ""))


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        (request(accept="text/event-stream"), True),
        (request(accept="application/json, Text/Event-Stream;q=0.9"), True),
        (request(accept="*/*"), False),
        (request(), False),
        (request(method="HEAD", accept="text/event-stream"), False),
    ],
)
def test_who_asks_for_a_stream(asked: Request, wanted: bool) -> None:
    """Whoever says so: what takes anything takes lines."""
    assert wanted is sse.is_wanted(asked)


@pytest.mark.parametrize(
    ("asked", "after"),
    [
        (request(), LAST_ID),
        (request("limit=5"), 0),
        (request(f"after={to_text(7)}"), 7),
        (request(f"after={to_text(7)}", last_event_id=to_text(8)), 8),
    ],
)
def test_where_a_stream_begins(asked: Request, after: int) -> None:
    """After what was seen last, or where the address says, or with what comes from now on."""
    read, _ = api.read(asked, "a", "hash")
    assert after == sse.begin(asked, read).after


def test_what_was_never_an_id() -> None:
    """It is refused: what was missed cannot be known."""
    asked = request(last_event_id="7")
    with pytest.raises(Refused):
        sse.begin(asked, api.read(asked, "a", "hash")[0])
