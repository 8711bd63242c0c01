"""What the client reads off a message."""

import pytest

from trichat.client.irc.fields import nick_of, param, time_of, unwrap_ctcp, wrap_action
from trichat.protocols.irc.wire.message import parse, write_time


def test_a_missing_parameter_is_empty() -> None:
    """A parameter that a server leaves out is empty, counted from the end too."""
    message = parse(":x PART #room")
    assert [param(message, 0), param(message, 1), param(message, -1), param(message, -2)] == ["#room", "", "#room", ""]


@pytest.mark.parametrize(("source", "nick"), [(":bob!b@h", "bob"), (":irc.x", "irc.x"), (":bob", "bob")])
def test_the_nick_is_what_stands_before_the_user(source: str, nick: str) -> None:
    """The nick is what stands before the user; servers have no user part."""
    assert nick_of(parse(f"{source} QUIT")) == nick


@pytest.mark.parametrize(
    ("tag", "at"),
    [
        ("2026-01-02T03:04:05.678Z", 1767323045678),
        ("2026-01-02T03:04:05.678", 1767323045678),
        ("yesterday", 42),
        ("", 42),
        ("1969-12-31T23:59:59.999Z", 42),
        ("0001-01-01T00:00:00.000", 42),
        ("2999-12-31T23:59:59.999Z", 32503679999999),
        ("3000-01-01T00:00:00.000Z", 42),
    ],
)
def test_the_server_s_time_counts_if_it_is_one(tag: str, at: int) -> None:
    """Without a server-time that can be read, or in a year of which some system knows no local time, it is now."""
    assert time_of(parse(f"@time={tag} PING"), 42) == at


def test_a_time_is_read_as_it_was_written() -> None:
    """A time, which bounds a page of history, is read to the millisecond."""
    assert time_of(parse(f"@time={write_time(1767323045007)} PING"), 0) == 1767323045007


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (wrap_action("waves"), ("ACTION", "waves")),
        ("\x01version\x01", ("VERSION", "")),
        ("\x01ACTION unfinished", ("ACTION", "unfinished")),
        ("hi", ("", "hi")),
    ],
)
def test_ctcp_is_unwrapped(text: str, parts: tuple[str, str]) -> None:
    """CTCP is unwrapped; its closing mark may be missing (modern.ircdocs.horse/ctcp)."""
    assert unwrap_ctcp(text) == parts
