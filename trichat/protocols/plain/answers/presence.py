"""Answers about being away."""

from trichat.protocols.plain.language import Language, Lines, Writers
from trichat.words import events as ev
from trichat.words.text.clean import strip_formatting


def _away_noted(event: ev.AwayNoted, language: Language) -> Lines:
    if not event.text:
        return [language.gettext("You are back.")]
    text = strip_formatting(event.text)
    return [language.gettext("You are away: {text}. /away says that you are back.").format(text=text)]


def _away_shown(event: ev.AwayShown, language: Language) -> Lines:
    text = strip_formatting(event.text)
    return [language.gettext("{nick} is away: {text}").format(nick=event.nick, text=text)]


WRITERS: Writers = {
    ev.AwayNoted: _away_noted,
    ev.AwayShown: _away_shown,
}
