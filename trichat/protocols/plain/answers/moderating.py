"""Answers to those who moderate, and to those who are banned or reported, as sentences."""

from trichat.protocols.plain.answers.writer import Language, Lines, Writers, says
from trichat.words import events as ev
from trichat.words import times


def _sentenced(event: ev.Sentenced, language: Language) -> Lines:
    _ = language.gettext
    sentence = _("{nick} has muted you in {room}.") if event.mute else _("{nick} has banned you from {room}.")
    parts = [sentence.format(nick=event.by, room=event.room)]
    if event.seconds:
        parts.append(_("It ends in {time}.").format(time=times.write(event.seconds)))
    if event.reason:
        parts.append(_("The reason: {reason}").format(reason=event.reason))
    return [" ".join(parts)]


def _ignores(event: ev.IgnoresShown, language: Language) -> Lines:
    _ = language.gettext
    if event.name:
        sentence = _("You hear nothing more of {nick}.") if event.on else _("You hear {nick} again.")
        return [sentence.format(nick=event.name)]
    if not event.names:
        return [_("You ignore nobody.")]
    return [_("You ignore {nicks}.").format(nicks=", ".join(event.names))]


def _reported(event: ev.Reported, language: Language) -> Lines:
    _ = language.gettext
    sentence = _("Those who run the server know now about {nick}.")
    later = _("Those who run the server will read about {nick} in the log: none of them is here.")
    return [(sentence if event.operators else later).format(nick=event.about)]


def _report_made(event: ev.ReportMade, language: Language) -> Lines:
    sentence = language.gettext("{nick} reports {who}: {text}")
    return [sentence.format(nick=event.by.nick, who=event.about, text=event.text)]


def _clock(event: ev.ClockTold, language: Language) -> Lines:
    _ = language.gettext
    now = times.write_utc(event.now)
    if not event.expected:
        return [_("The clock of this server says {time}, and is believed.").format(time=now)]
    sentence = _("The clock of this server says {time}, but should say about {other}.")
    until = _("Nothing is deleted for its age until that is put right. If it is right as it is: /clock right")
    return [sentence.format(time=now, other=times.write_utc(event.expected)), until]


WRITERS: Writers = {
    ev.Sentenced: _sentenced,
    ev.IgnoresShown: _ignores,
    ev.Reported: _reported,
    ev.ReportMade: _report_made,
    ev.OperatorMade: says("You are an operator of this server now."),
    ev.Rehashed: says("The settings were read again."),
    ev.ClockTold: _clock,
    ev.Killed: says("{nick} is off the server."),
}
