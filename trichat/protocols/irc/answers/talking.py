"""Answers about messages, as IRC writes them: read markers, messages that wait for somebody."""

from collections.abc import Iterator

from trichat.protocols.irc import capabilities as cap
from trichat.protocols.irc import numerics as num
from trichat.protocols.irc.answers.writer import Writer, Writers, param
from trichat.protocols.irc.wire.message import write_time
from trichat.words import events as ev


def _read_up_to(event: ev.ReadUpTo, to: Writer) -> Iterator[str]:
    if event.asked or cap.READ_MARKER in to.enabled:
        time = f"timestamp={write_time(event.time)}" if event.time else "*"
        yield f":{to.facts.server} MARKREAD {param(event.target)} {time}"


def _left_waiting(event: ev.LeftWaiting, to: Writer) -> Iterator[str]:
    yield to.numeric(num.RPL_AWAY, event.nick, text="Not here; will be shown that at the next login")


WRITERS: Writers = {
    ev.LeftWaiting: _left_waiting,
    ev.ReadUpTo: _read_up_to,
}
