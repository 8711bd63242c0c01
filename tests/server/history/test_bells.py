"""Who waits for what is said in a place."""

import trio

from tests.conftest import PATIENCE
from trichat.server.history.bells import Bells
from trichat.words.events import Happened, Joined, Kind, Said, Source

ANNA = Source(nick="anna", username="a", host="h")


def said(place: str) -> Happened:
    return Said(id=1, source=ANNA, place=place, target=place, kind=Kind.MESSAGE, text="hi")


def test_a_bell_rings_for_what_is_said_in_its_place() -> None:
    """Not for what is said elsewhere, nor for who comes in; and after the end nothing is left of it."""
    bells = Bells()
    with bells.listening("#a") as one, bells.listening("#a") as two, bells.listening("#b") as other:
        for bell in (one, two, other):
            assert bell.take()  # there may have been something before
        bells.ring([said("#b"), Joined(id=2, source=ANNA, place="#a", target="#a", realname="")])
        assert (False, False, True) == (one.take(), two.take(), other.take())
        bells.ring([said("#a")])
        assert (True, True, False) == (one.take(), two.take(), other.take())
        assert not one.take()
    assert not bells._of


async def test_what_is_said_while_one_looks_away_is_not_missed() -> None:
    """A bell stays rung until it is taken; and who waits is not woken by other places."""
    bells = Bells()
    with bells.listening("#a") as bell:
        bell.take()
        bells.ring([said("#a")])
        with trio.fail_after(PATIENCE):
            await bell.wait()
        bell.take()
        bells.ring([said("#b")])
        with trio.move_on_after(0) as waiting:
            await bell.wait()
        assert waiting.cancelled_caught
