"""What events know of themselves."""

import pytest

from trichat.words import events as ev
from trichat.words.events import Source, places_of

ANNA = Source(nick="anna", username="a", host="h")
ROOMS = (("#a", "#A"), ("#b", "#b"))


def test_a_mask() -> None:
    """The source of an IRC message."""
    assert "anna!a@h" == ANNA.mask


@pytest.mark.parametrize(
    ("event", "places"),
    [
        (ev.Joined(id=1, source=ANNA, place="#a", target="#A", realname=""), ("#a",)),
        (ev.Renamed(id=1, source=ANNA, nick="ann", places=ROOMS), ("#a", "#b")),
        (ev.Departed(id=1, source=ANNA, reason="", places=ROOMS), ("#a", "#b")),
        (ev.Welcome(nick="anna"), ()),
    ],
)
def test_places(event: ev.Event, places: tuple[str, ...]) -> None:
    """An event is kept in the place where it happened, or in each room it was seen in; an answer nowhere."""
    assert places == places_of(event)
