"""Answers to those who moderate, and to those who are banned or reported: mostly notices of the server."""

from collections.abc import Iterator

from trichat.protocols.irc import numerics as num
from trichat.protocols.irc.answers.writer import Writer, Writers, one_notice, one_numeric
from trichat.words import events as ev
from trichat.words import times


def _sentenced(event: ev.Sentenced, to: Writer) -> Iterator[str]:
    what = "may not speak in" if event.mute else "are banned from"
    length = f" for {times.write(event.seconds)}" if event.seconds else ""
    reason = f": {event.reason}" if event.reason else ""
    yield to.notice(f"You {what} {event.room}{length}, says {event.by}{reason}")


def _ignores(event: ev.IgnoresShown, to: Writer) -> Iterator[str]:
    if event.name:
        yield to.notice(f"You {'ignore' if event.on else 'hear'} {event.name} from now on")
    else:
        yield to.notice(f"You ignore {', '.join(event.names)}" if event.names else "You ignore nobody")


def _rehashed(_event: ev.Rehashed, to: Writer) -> Iterator[str]:
    yield to.numeric(num.RPL_REHASHING, "settings")


def _clock(event: ev.ClockTold, to: Writer) -> Iterator[str]:
    said = times.write_utc(event.now)
    if event.expected:
        yield to.notice(f"The clock of this server says {said}, but should say about {times.write_utc(event.expected)}")
        yield to.notice("Nothing is deleted for its age until that is put right. If it is right as it is: CLOCK RIGHT")
    else:
        yield to.notice(f"The clock of this server says {said}, and is believed")


WRITERS: Writers = {
    ev.Sentenced: _sentenced,
    ev.IgnoresShown: _ignores,
    ev.Reported: one_notice("Your report about {about} is kept; operators who read it now: {operators}"),
    ev.ReportMade: one_notice("{by.nick} reports {about}: {text}"),
    ev.OperatorMade: one_numeric(num.RPL_YOUREOPER),
    ev.Rehashed: _rehashed,
    ev.ClockTold: _clock,
    ev.Killed: one_notice("{nick} is off the server."),
}
