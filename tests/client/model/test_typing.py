"""Who is typing."""

from trichat.client.model.typing import _MOST, AGAIN, OwnTyping, Typists


def test_one_who_types_is_shown_for_a_while() -> None:
    """Typing is shown for six seconds after `active`, thirty after `paused`, as the specification has it."""
    typists = Typists()
    typists.heard("#a", "bob", "active", 0)
    typists.heard("#a", "carl", "paused", 0)
    assert typists.at("#A", 5_999) == ["bob", "carl"]
    assert typists.at("#a", 6_000) == ["carl"]
    assert typists.at("#a", 30_000) == []


def test_one_who_has_said_it_types_no_more() -> None:
    """Who has said it types no more, nor who says so, nor anybody when the connection is lost."""
    typists = Typists()
    for nick in ("bob", "carl", "dora"):
        typists.heard("#a", nick, "active", 0)
    typists.heard("#a", "Bob", "done", 0)
    typists.stopped("#a", "carl")
    typists.heard("#a", "x", "nonsense", 0)
    assert typists.at("#a", 1) == ["dora"]
    assert typists.at("#b", 1) == []
    typists.clear()
    assert typists.at("#a", 1) == []


def test_a_crowd_that_claims_to_type_is_not_remembered() -> None:
    """Of those who claim to type no more are remembered than a bound."""
    typists = Typists()
    for number in range(_MOST + 10):
        typists.heard("#a", f"n{number}", "active", 0)
    assert len(typists.at("#a", 1)) == _MOST


def test_others_are_told_now_and_then() -> None:
    """Others are told at once that one types, and again no sooner than after three seconds."""
    own = OwnTyping()
    assert own.changed("h", "#a", 10_000) == [("#a", "active")]
    assert own.changed("he", "#a", 10_000 + AGAIN - 1) == []
    assert own.changed("hel", "#a", 10_000 + AGAIN) == [("#a", "active")]


def test_a_line_that_is_cleared_is_done() -> None:
    """Others are told once that a line was cleared."""
    own = OwnTyping()
    own.changed("h", "#a", 1)
    assert own.changed("", "#a", 2) == [("#a", "done")]
    assert own.changed("", "#a", 3) == []
    assert own.changed("no room", "", 3) == []


def test_what_is_sent_says_it_itself() -> None:
    """Others are told no `done` after a message; the next line is told at once."""
    own = OwnTyping()
    own.changed("h", "#a", 1)
    own.sent()
    assert own.changed("", "#a", 2) == []
    assert own.changed("i", "#a", 3) == [("#a", "active")]


def test_a_line_taken_to_another_room() -> None:
    """A line that is taken to another room is done here, and typed there."""
    own = OwnTyping()
    own.changed("h", "#a", 1)
    assert own.changed("hi", "#b", 2) == [("#a", "done"), ("#b", "active")]


def test_a_pause_is_told_once() -> None:
    """A pause is told once, and that it is over."""
    own = OwnTyping()
    assert own.tick(1) == []
    own.changed("h", "#a", 10_000)
    assert [own.tick(at) for at in (15_999, 16_000, 17_000)] == [[], [("#a", "paused")], []]
    assert own.changed("hi", "#a", 17_001) == [("#a", "active")]
