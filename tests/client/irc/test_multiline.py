"""A text of many lines as one message."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from trichat.client.irc import requests
from trichat.client.irc.batches import Batches, Limits, multiline, read_limits, split_line, split_text
from trichat.protocols.irc.wire.message import Message, parse


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
    """The size is required; what is not known is passed over."""
    assert read_limits(value) == read


def test_a_long_line_goes_on() -> None:
    """Its pieces together are the line, and a space between two words stands at the end of the first."""
    assert split_line("how is everyone?", 8) == ["how is ", "everyon", "e?"]
    assert split_line("", 8) == [""]


def test_one_message_where_it_fits() -> None:
    """Line breaks count as a byte; blank lines at the edges go."""
    most = Limits(size=7, lines=3)
    assert split_text("\none\ntwo\n", 100, most) == ["one\ntwo"]
    assert split_text("one\ntwo!", 100, most) == ["one", "two!"]
    assert split_text("a\nb\nc\nd", 100, most) == ["a\nb\nc", "d"]
    assert split_text("a\n\nb", 100, most) == ["a\n\nb"], "a blank line within stays"
    assert split_text("\n\n", 100, most) == []


def test_a_line_longer_than_a_message_is_cut() -> None:
    """No server takes more."""
    assert split_text("x" * 20, 100, Limits(size=8, lines=3)) == ["x" * 8, "x" * 8, "x" * 4]


def test_how_it_is_sent() -> None:
    """In a batch, with all that is said of the message at its beginning."""
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
    """Whatever it is: put together again it is the same text, and every line fits."""
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
    """Each text keeps the bounds; together they say what was typed."""
    text = "\n".join(lines)
    made = split_text(text, space, Limits(size=size, lines=most))
    for one in made:
        assert len(one.encode()) <= size
        assert sum(len(split_line(line, space)) for line in one.split("\n")) <= most
        assert one.strip()
    assert "".join("".join(made).split()) == "".join(text.split())
