"""Answers to those who look after rooms, and to those whom they meet: as notices of the server."""

from collections.abc import Iterator

from trichat.protocols.irc import numerics as num
from trichat.protocols.irc.answers.writer import Writer, Writers
from trichat.words import events as ev
from trichat.words import times


def _notice(to: Writer, text: str) -> str:
    return f":{to.facts.server} NOTICE {to.nick} :{text}"


def _sentenced(event: ev.Sentenced, to: Writer) -> Iterator[str]:
    what = "may not speak in" if event.mute else "are banned from"
    length = f" for {times.write(event.seconds)}" if event.seconds else ""
    reason = f": {event.reason}" if event.reason else ""
    yield _notice(to, f"You {what} {event.room}{length}, says {event.by}{reason}")


def _ignores(event: ev.IgnoresShown, to: Writer) -> Iterator[str]:
    if event.name:
        yield _notice(to, f"You {'ignore' if event.on else 'hear'} {event.name} from now on")
    else:
        yield _notice(to, f"You ignore {', '.join(event.names)}" if event.names else "You ignore nobody")


def _reported(event: ev.Reported, to: Writer) -> Iterator[str]:
    yield _notice(to, f"Your report about {event.about} is kept; operators who read it now: {event.operators}")


def _report_made(event: ev.ReportMade, to: Writer) -> Iterator[str]:
    yield _notice(to, f"{event.by.nick} reports {event.about}: {event.text}")


def _made(_event: ev.OperatorMade, to: Writer) -> Iterator[str]:
    yield to.numeric(num.RPL_YOUREOPER)


def _rehashed(_event: ev.Rehashed, to: Writer) -> Iterator[str]:
    yield to.numeric(num.RPL_REHASHING, "settings")


def _killed(event: ev.Killed, to: Writer) -> Iterator[str]:
    yield f":{to.facts.server} NOTICE {to.nick} :{event.nick} is off the server."


WRITERS: Writers = {
    ev.Sentenced: _sentenced,
    ev.IgnoresShown: _ignores,
    ev.Reported: _reported,
    ev.ReportMade: _report_made,
    ev.OperatorMade: _made,
    ev.Rehashed: _rehashed,
    ev.Killed: _killed,
}
