"""Answers to one person, as lines of text in their language, by subject."""

from trichat.protocols.plain.answers import accounts, moderating, people, rooms, talking, visit
from trichat.protocols.plain.answers.writer import Language, Writers
from trichat.words import events as ev
from trichat.words.text.clean import strip_formatting

__all__ = ["NOT_TOLD", "WRITERS", "Language", "write"]


WRITERS: Writers = {
    **accounts.WRITERS,
    **talking.WRITERS,
    **moderating.WRITERS,
    **people.WRITERS,
    **rooms.WRITERS,
    **visit.WRITERS,
}
# What only client programs can ask for; the questions at a prompt are the dialect's.
NOT_TOLD: tuple[type[ev.Event], ...] = (
    ev.SaidAlready, ev.AskName, ev.AskPassword, ev.PasswordTaken, ev.LineEndsSet, ev.AlreadyIn, ev.NameShared,
    ev.ReadUpTo,
    ev.CapabilitiesAnswered, ev.Pong, ev.Challenged, ev.MechanismsListed, ev.Counted, ev.ServerShown, ev.StatsShown,
    ev.PastShown, ev.HereShown, ev.UserHostsShown, ev.UserModesShown, ev.UserModesChanged, ev.AcceptsShown,
    ev.Watched, ev.WatchList, ev.MetadataShown, ev.SubscriptionsShown, ev.NamesListed, ev.UploadGranted,
)  # fmt: skip


def write(event: ev.Event, language: Language) -> list[str]:
    """Give the lines of an answer, without the formatting of IRC; none if a person at a plain door need not be told."""
    writer = WRITERS.get(type(event))
    return [strip_formatting(line) for line in writer(event, language)] if writer else []
