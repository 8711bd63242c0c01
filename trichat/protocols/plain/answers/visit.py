"""Answers about the visit and the server, as sentences: the welcome, help, refusals."""

from trichat.protocols.plain import refusals
from trichat.protocols.plain.answers import help as help_
from trichat.protocols.plain.answers.writer import Language, Lines, Writers, says
from trichat.words import events as ev
from trichat.words.commands import find
from trichat.words.reasons import Reason


def _refused(event: ev.Refused, language: Language) -> Lines:
    sentence = refusals.write(event.reason, event.about, event.detail, language.gettext)
    if event.reason is Reason.USAGE:  # and what that is for, which tells what the words in it mean
        sentence += "  " + language.gettext(find(event.about).help)
    return [sentence]


def _welcome(event: ev.Welcome, language: Language) -> Lines:
    return [language.gettext("Welcome, {nick}! Type to talk; /help shows the commands.").format(nick=event.nick)]


def _became(event: ev.Became, language: Language) -> Lines:
    return [language.gettext("You are now called {nick}.").format(nick=event.nick)]


def _token_shown(event: ev.TokenShown, language: Language) -> Lines:
    how = language.gettext("To go on with this visit over another connection, type there: /resume {token}")
    return [how.format(token=event.token), language.gettext("Whoever has that is you: show it to nobody.")]


def _resumed(event: ev.Resumed, language: Language) -> Lines:
    return [language.gettext("You go on as {nick}.").format(nick=event.nick)]


def _motd(event: ev.MotdShown, language: Language) -> Lines:
    if event.lines or not event.asked:
        return list(event.lines)
    return [language.gettext("There is no message of the day.")]


def _farewell(event: ev.Farewell, language: Language) -> Lines:
    if not event.reason:
        return [language.gettext("Goodbye!")]
    return [language.gettext("Goodbye: {reason}").format(reason=language.gettext(event.reason))]


WRITERS: Writers = {
    ev.Refused: _refused,
    ev.Welcome: _welcome,
    ev.Became: _became,
    ev.TokenShown: _token_shown,
    ev.Resumed: _resumed,
    ev.MotdShown: _motd,
    ev.HelpShown: help_.write,
    ev.LanguageSet: says("From now on you are spoken to in English."),
    ev.Farewell: _farewell,
}
