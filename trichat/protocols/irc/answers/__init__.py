"""Answers to one IRC client, as lines, by subject."""

from trichat.protocols.irc.answers import accounts, moderating, people, rooms, server, talking, visit
from trichat.protocols.irc.answers.writer import LINE_BYTES, ServerFacts, Writer, Writers
from trichat.words import events as ev
from trichat.words.text.clean import truncate

__all__ = ["NOT_TOLD", "WRITERS", "ServerFacts", "write"]


WRITERS: Writers = {
    **server.WRITERS,
    **moderating.WRITERS,
    **accounts.WRITERS,
    **talking.WRITERS,
    **people.WRITERS,
    **rooms.WRITERS,
    **visit.WRITERS,
}
# For people at a prompt, and for the command line of whoever runs the server; echoes are the dialect's.
NOT_TOLD: tuple[type[ev.Event], ...] = (
    ev.SaidAlready, ev.AskName, ev.AskPassword, ev.PasswordTaken, ev.LanguageSet, ev.LineEndsSet, ev.RecordingTold,
    ev.AccountsListed, ev.AccountAdded, ev.AccountRemoved, ev.PasswordSet, ev.Appointed,
    ev.ApiTokenAdded, ev.ApiTokenRemoved, ev.ApiTokensListed,
)  # fmt: skip


def write(event: ev.Event, nick: str, facts: ServerFacts, enabled: frozenset[str]) -> list[str]:
    """Give the lines of an answer, without line ends; none if IRC has no words for it."""
    writer = WRITERS.get(type(event))
    return [truncate(line, LINE_BYTES) for line in writer(event, Writer(nick, facts, enabled))] if writer else []
