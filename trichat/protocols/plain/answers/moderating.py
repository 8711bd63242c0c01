"""Answers to those who moderate, and to those who are banned or reported, as sentences."""

from trichat.protocols.plain.answers.writer import Language, Lines, Writers, says
from trichat.words import events as ev
from trichat.words import times
from trichat.words.names.names import readable_mask


def _sentenced(event: ev.Sentenced, language: Language) -> Lines:
    _ = language.gettext
    sentence = _("{nick} has muted you in {room}.") if event.mute else _("{nick} has banned you from {room}.")
    parts = [sentence.format(nick=event.by, room=event.room)]
    if event.seconds:
        ends = _("It ends in {time}, at {moment}.")
        parts.append(ends.format(time=times.write(event.seconds), moment=times.write_utc(event.until)))
    else:
        parts.append(_("That is for good."))
    if event.reason:
        parts.append(_("The reason: {reason}").format(reason=event.reason))
    return [" ".join(parts)]


def _ban_told(event: ev.BanTold, language: Language) -> Lines:
    _ = language.gettext
    who, mute = readable_mask(event.mask.removeprefix("m:")), event.mask.startswith("m:")
    if not event.seconds:
        sentence = _("{who} is muted in {room} for good.") if mute else _("{who} is banned from {room} for good.")
        return [sentence.format(who=who, room=event.room)]
    until = _("{who} is muted in {room} for {time}, until {moment}.")
    sentence = until if mute else _("{who} is banned from {room} for {time}, until {moment}.")
    length, moment = times.write(event.seconds), times.write_utc(event.until)
    return [sentence.format(who=who, room=event.room, time=length, moment=moment)]


def _ignores(event: ev.IgnoresShown, language: Language) -> Lines:
    _ = language.gettext
    if event.name:
        sentence = (
            _("You hear nothing more of {nick}, until you say /unignore {nick}.")
            if event.on
            else _("You hear {nick} again.")
        )
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
    ev.BanTold: _ban_told,
    ev.IgnoresShown: _ignores,
    ev.Reported: _reported,
    ev.ReportMade: _report_made,
    ev.OperatorMade: says("You are an operator of this server now."),
    ev.Rehashed: says("The settings were read again."),
    ev.ClockTold: _clock,
    ev.Killed: says("{nick} is off the server."),
}
