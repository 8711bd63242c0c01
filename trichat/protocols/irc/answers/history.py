"""Answers about what was before."""

from collections.abc import Iterator

from trichat.protocols.irc import capabilities as cap
from trichat.protocols.irc.answers.writer import Writer, Writers, param
from trichat.protocols.irc.timestamps import write_time
from trichat.words import events as ev


def _read_up_to(event: ev.ReadUpTo, to: Writer) -> Iterator[str]:
    if event.asked or cap.READ_MARKER in to.enabled:
        time = f"timestamp={write_time(event.time)}" if event.time else "*"
        yield f":{to.facts.server} MARKREAD {param(event.target)} {time}"


WRITERS: Writers = {
    ev.ReadUpTo: _read_up_to,
}
