"""Answers to those who moderate, and to those who are banned or reported: mostly notices of the server."""

from collections.abc import Iterator

from trichat.protocols.irc import numerics as num
from trichat.protocols.irc.answers.writer import Writer, Writers, one_notice, one_numeric
from trichat.words import events as ev
from trichat.words import times
from trichat.words.names.names import readable_mask


def _length(event: ev.Sentenced | ev.BanTold) -> str:
    return f" for {times.write(event.seconds)}, until {times.write_utc(event.until)}" if event.seconds else " for good"


def _ban_told(event: ev.BanTold, to: Writer) -> Iterator[str]:
    what = "is muted in" if event.mask.startswith("m:") else "is banned from"
    yield to.notice(f"{readable_mask(event.mask.removeprefix('m:'))} {what} {event.room}{_length(event)}")


def _sentenced(event: ev.Sentenced, to: Writer) -> Iterator[str]:
    what = "may not speak in" if event.mute else "are banned from"
    length = _length(event)
    reason = f": {event.reason}" if event.reason else ""
    yield to.notice(f"You {what} {event.room}{length}, says {event.by}{reason}")


def _ignores(event: ev.IgnoresShown, to: Writer) -> Iterator[str]:
    if event.name:
        until = f", until you say UNIGNORE {event.name}" if event.on else ""
        yield to.notice(f"You {'ignore' if event.on else 'hear'} {event.name} from now on{until}")
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
    ev.BanTold: _ban_told,
    ev.IgnoresShown: _ignores,
    ev.Reported: one_notice("Your report about {about} is kept; operators who read it now: {operators}"),
    ev.ReportMade: one_notice("{by.nick} reports {about}: {text}"),
    ev.OperatorMade: one_numeric(num.RPL_YOUREOPER),
    ev.Rehashed: _rehashed,
    ev.ClockTold: _clock,
    ev.Killed: one_notice("{nick} is off the server."),
}
