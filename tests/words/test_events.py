"""What events know of themselves."""

import pytest

from trichat.words import events as ev
from trichat.words.events import Source

ANNA = Source(nick="anna", username="a", host="h")
ROOMS = (("#a", "#A"), ("#b", "#b"))


def test_a_mask() -> None:
    """A source is written as an IRC message has it."""
    assert "anna!a@h" == ANNA.mask


@pytest.mark.parametrize(
    ("event", "places"),
    [
        (ev.Joined(id=1, source=ANNA, place="#a", target="#A", realname=""), ("#a",)),
        (ev.Renamed(id=1, source=ANNA, nick="ann", places=ROOMS), ("#a", "#b")),
        (ev.Departed(id=1, source=ANNA, reason="", places=ROOMS), ("#a", "#b")),
    ],
)
def test_places(event: ev.Happened, places: tuple[str, ...]) -> None:
    """An event is kept in the place where it happened, or in each room it was seen in."""
    assert places == tuple(key for key, _ in event.kept_in)


def test_every_kind_that_others_see_says_whether_it_is_stored() -> None:
    """Each kind of event says itself whether it is stored; no two are stored under one word."""
    unsaid = [kind.__name__ for kind in ev.HAPPENED if not hasattr(kind, "stored_as")]
    assert [] == unsaid, "give it a `stored_as`: the word for it in the history file, or None"
    words = [kind.stored_as for kind in ev.HAPPENED if kind.stored_as is not None]
    assert sorted(set(words)) == sorted(words)
