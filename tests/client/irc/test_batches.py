"""Pages, texts of many lines and findings out of batches; and how a text of many lines is sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from trichat.client.irc import requests
from trichat.client.irc.batches import (
    Batches,
    HistoryPage,
    Limits,
    SearchResult,
    multiline,
    read_limits,
    split_line,
    split_text,
)
from trichat.protocols.irc.wire.message import Message, parse


def take(batches: Batches, *lines: str) -> list[Message | HistoryPage | SearchResult]:
    """Give what comes out."""
    return [taken for line in lines if (taken := batches.add(parse(line))) is not None]


def test_a_page_comes_out_whole() -> None:
    """A page comes out in its order, though other messages come in between, and these at once."""
    first, second = "@batch=1 :a!a@h PRIVMSG #x :one", "@batch=1 :a!a@h PRIVMSG #x :two"
    live = ":b!b@h PRIVMSG #x :live"
    out = take(Batches(), ":s BATCH +1 chathistory #x", first, live, second, ":s BATCH -1")
    assert out == [parse(live), HistoryPage(target="#x", messages=(parse(first), parse(second)))]


def test_two_pages_may_be_open_at_once() -> None:
    """The references of batches keep two open pages apart."""
    one, two = "@batch=1 :a!a@h PRIVMSG #x :one", "@batch=2 :a!a@h PRIVMSG #y :two"
    opened = (":s BATCH +1 chathistory #x", ":s BATCH +2 chathistory #y")
    out = take(Batches(), *opened, two, one, ":s BATCH -2", ":s BATCH -1")
    assert [page.target for page in out if isinstance(page, HistoryPage)] == ["#y", "#x"]


def test_other_batches_are_transparent() -> None:
    """Other batches, such as a labelled answer or a netsplit, are shown as they come."""
    inside = "@batch=1 :s 352 a"
    assert take(Batches(), "@label=x :s BATCH +1 labeled-response", inside, ":s BATCH -1") == [parse(inside)]


def test_a_page_within_a_labelled_answer() -> None:
    """Batches nest: a page in a labelled answer is a page."""
    inside = "@batch=2 :a!a@h PRIVMSG #x :one"
    opened = (":s BATCH +1 labeled-response", "@batch=1 :s BATCH +2 chathistory #x")
    assert take(Batches(), *opened, inside, ":s BATCH -2", ":s BATCH -1") == [
        HistoryPage(target="#x", messages=(parse(inside),))
    ]


def test_the_end_of_nothing_is_nothing() -> None:
    """A stray end of a batch breaks nothing."""
    assert take(Batches(), ":s BATCH -9", ":s BATCH") == []


MULTILINE = (
    "@msgid=7;+reply=3 :a!a@h BATCH +1 draft/multiline #x",
    "@batch=1 :a!a@h PRIVMSG #x hello",
    "@batch=1 :a!a@h PRIVMSG #x :how is ",
    "@batch=1;draft/multiline-concat :a!a@h PRIVMSG #x :everyone?",
    "BATCH -1",
)


def test_a_text_of_many_lines_is_one_message() -> None:
    """A multiline batch is one message with the tags of the batch; a line that goes on is joined to it."""
    (message,) = take(Batches(), *MULTILINE)
    assert isinstance(message, Message)
    assert (message.command, message.params) == ("PRIVMSG", ("#x", "hello\nhow is everyone?"))
    assert (message.source, dict(message.tags)) == ("a!a@h", {"msgid": "7", "+reply": "3"})


def test_a_text_of_many_lines_in_a_page() -> None:
    """A text of many lines in a page belongs to the page."""
    opened = MULTILINE[0].replace("@", "@batch=h;")
    (page,) = take(Batches(), ":s BATCH +h chathistory #x", opened, *MULTILINE[1:], ":s BATCH -h")
    assert isinstance(page, HistoryPage)
    assert [message.params[1] for message in page.messages] == ["hello\nhow is everyone?"]


def test_an_empty_or_endless_text() -> None:
    """Nothing is shown for an empty text, and not everything is kept of one that never ends."""
    assert take(Batches(), MULTILINE[0], MULTILINE[-1]) == []
    (message,) = take(Batches(), MULTILINE[0], *[MULTILINE[1]] * 2000, MULTILINE[-1])
    assert isinstance(message, Message)
    assert message.params[1].count("\n") == 999


def test_what_a_search_has_found_comes_out_whole() -> None:
    """What a search has found has the label of the question, and texts of several lines in it."""
    out = take(
        Batches(),
        "@label=x :s BATCH +1 soju.im/search",
        "@batch=1 :s BATCH +2 draft/multiline #x",
        "@batch=2 :a!a@h PRIVMSG #x :one",
        "@batch=2 :a!a@h PRIVMSG #x :two",
        ":s BATCH -2",
        ":s BATCH -1",
    )
    assert [("x", ["one\ntwo"])] == [
        (found.label, [message.params[1] for message in found.messages])
        for found in out
        if isinstance(found, SearchResult)
    ]


# A text of many lines as one message.


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("max-bytes=4096,max-lines=24", Limits(size=4096, lines=24)),
        ("max-lines=24,what=ever,max-bytes=4096", Limits(size=4096, lines=24)),
        ("max-bytes=40", Limits(size=40, lines=100_000)),
        ("max-bytes=40,max-lines=x", Limits(size=40, lines=100_000)),
        ("max-lines=24", None),
        ("max-bytes=0", None),
        ("", None),
    ],
)
def test_what_a_server_takes(value: str, read: Limits | None) -> None:
    """The size that a server takes is required; what is not known of its value is passed over."""
    assert read_limits(value) == read


def test_a_long_line_goes_on() -> None:
    """The pieces of a long line together are the line; a space between two of them ends the first."""
    assert split_line("how is everyone?", 8) == ["how is ", "everyon", "e?"]
    assert split_line("", 8) == [""]


def test_one_message_where_it_fits() -> None:
    """Line breaks count as a byte, and blank lines at the edges go."""
    most = Limits(size=7, lines=3)
    assert split_text("\none\ntwo\n", 100, most) == ["one\ntwo"]
    assert split_text("one\ntwo!", 100, most) == ["one", "two!"]
    assert split_text("a\nb\nc\nd", 100, most) == ["a\nb\nc", "d"]
    assert split_text("a\n\nb", 100, most) == ["a\n\nb"], "a blank line within stays"
    assert split_text("\n\n", 100, most) == []


def test_a_line_longer_than_a_message_is_cut() -> None:
    """A line that is longer than a message may be becomes several messages."""
    assert split_text("x" * 20, 100, Limits(size=8, lines=3)) == ["x" * 8, "x" * 8, "x" * 4]


def test_how_it_is_sent() -> None:
    """A text of many lines is sent in a batch, with all that is said of the message at its beginning."""
    message = Message(command="PRIVMSG", params=("#a", "hello\nhow is everyone?"), tags={"+reply": "7"})
    lines = [requests.line(one) for one in multiline(message, 10, "t1")]
    reference = lines[0].split()[2].removeprefix("+")
    assert lines == [
        f"@+reply=7;label=t1 BATCH +{reference} draft/multiline #a",
        f"@batch={reference} PRIVMSG #a hello",
        f"@batch={reference} PRIVMSG #a :how is ",
        f"@batch={reference};draft/multiline-concat PRIVMSG #a everyone?",
        f"BATCH -{reference}",
    ]


@given(some.text(some.characters(codec="utf-8", exclude_characters="\r\0"), max_size=200), some.integers(8, 60))
def test_what_is_sent_is_what_is_heard(text: str, space: int) -> None:
    """Whatever is sent is the same text when it is put together again, and every line fits."""
    message = Message(command="PRIVMSG", params=("#a", text))
    sent = multiline(message, space, "")
    assert all(len(one.params[1].encode()) <= space for one in sent if one.command == "PRIVMSG")
    batches = Batches()
    heard = [batches.add(parse(requests.line(one))) for one in sent]
    whole = heard[-1]
    assert isinstance(whole, Message)
    assert whole.params == ("#a", text)


@given(
    some.lists(some.text("ab é", max_size=30), max_size=20),
    some.integers(12, 60),
    some.integers(4, 80),
    some.integers(1, 6),
)
def test_nothing_is_too_much_and_nothing_is_lost(lines: list[str], space: int, size: int, most: int) -> None:
    """Each message keeps the bounds; together they say what was typed."""
    text = "\n".join(lines)
    made = split_text(text, space, Limits(size=size, lines=most))
    for one in made:
        assert len(one.encode()) <= size
        assert sum(len(split_line(line, space)) for line in one.split("\n")) <= most
        assert one.strip()
    assert "".join("".join(made).split()) == "".join(text.split())
