"""Answers to one person, as lines of text in their language, by subject."""

from trichat.protocols.plain.answers import accounts, moderating, people, rooms, talking, visit
from trichat.protocols.plain.language import Language, Writers
from trichat.words import events as ev
from trichat.words.text.clean import strip_formatting

__all__ = ["Language", "write"]


# What has no row here is not told at the plain door.
_WRITERS: Writers = {
    **accounts.WRITERS,
    **talking.WRITERS,
    **moderating.WRITERS,
    **people.WRITERS,
    **rooms.WRITERS,
    **visit.WRITERS,
}


def write(event: ev.Event, language: Language) -> list[str]:
    """Give the lines of an answer; none if a person at a plain door need not be told."""
    writer = _WRITERS.get(type(event))
    return [strip_formatting(line) for line in writer(event, language)] if writer else []
