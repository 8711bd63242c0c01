"""Answers about being away, and about those who are watched for."""

from collections.abc import Iterable, Iterator

from trichat.protocols.irc import numerics as num
from trichat.protocols.irc.answers.writer import LINE_BYTES, Writer, Writers, packed
from trichat.protocols.irc.numerics import Numeric
from trichat.words import events as ev


def _away_noted(event: ev.AwayNoted, to: Writer) -> Iterator[str]:
    yield to.numeric(num.RPL_NOWAWAY if event.text else num.RPL_UNAWAY)


def _away_shown(event: ev.AwayShown, to: Writer) -> Iterator[str]:
    yield to.numeric(num.RPL_AWAY, event.nick, text=event.text)


def _accepts(event: ev.AcceptsShown, to: Writer) -> Iterator[str]:
    if event.nicks:
        start = to.numeric(num.RPL_ACCEPTLIST)
        for line in packed(event.nicks, LINE_BYTES - len(start.encode()) - 1):
            yield f"{start} {line}"
    yield to.numeric(num.RPL_ENDOFACCEPT)


def _names(to: Writer, numeric: Numeric, names: Iterable[str]) -> Iterator[str]:
    """Write names with commas between them, in as few lines as they need."""
    start = to.numeric(numeric, names="")
    for line in packed(names, LINE_BYTES - len(start.encode())):
        if line:
            yield start + line.replace(" ", ",")


def _watched(event: ev.Watched, to: Writer) -> Iterator[str]:
    yield from _names(to, num.RPL_MONONLINE, [source.mask for source in event.online])
    yield from _names(to, num.RPL_MONOFFLINE, event.offline)


def _watch_list(event: ev.WatchList, to: Writer) -> Iterator[str]:
    yield from _names(to, num.RPL_MONLIST, event.names)
    yield to.numeric(num.RPL_ENDOFMONLIST)


WRITERS: Writers = {
    ev.AwayNoted: _away_noted,
    ev.AwayShown: _away_shown,
    ev.AcceptsShown: _accepts,
    ev.Watched: _watched,
    ev.WatchList: _watch_list,
}
