"""Every event has an answer in every dialect: how it is told, or that it is not."""

from collections.abc import Collection

import pytest

from trichat.protocols.irc import answers as irc
from trichat.protocols.irc.event_lines import BODIES
from trichat.protocols.plain import answers as plain
from trichat.protocols.plain.dialect import SHOWN
from trichat.server.pipeline.delivery import FETCHES
from trichat.words import events as ev


def names(kinds: Collection[type[ev.Event]]) -> list[str]:
    return sorted(kind.__name__ for kind in kinds)


@pytest.mark.parametrize(
    ("written", "not_told"), [(irc.WRITERS, irc.NOT_TOLD), (plain.WRITERS, plain.NOT_TOLD)], ids=["irc", "plain"]
)
def test_each_answer_is_written_or_said_not_to_be(
    written: Collection[type[ev.Event]], not_told: Collection[type[ev.Event]]
) -> None:
    """Each kind of answer has a row among the writers of a dialect, or a place among what it does not tell."""
    assert names(ev.ANSWERS) == names([*written, *not_told])


@pytest.mark.parametrize("shown", [[*BODIES, ev.Said], SHOWN], ids=["irc", "plain"])
def test_each_event_that_others_see_is_shown_or_said_not_to_be(shown: Collection[type[ev.Event]]) -> None:
    """Each kind of event has a row in a dialect; in IRC what was said has a module of its own."""
    assert names(ev.HAPPENED) == names(shown)


def test_each_answer_from_history_is_fetched() -> None:
    """All that the hub permits to be fetched is fetched by somebody; catching up by the outbox."""
    assert names(ev.FETCHED) == names([*FETCHES, ev.CaughtUp])
