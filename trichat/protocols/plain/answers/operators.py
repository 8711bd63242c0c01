"""Answers to operators of the server."""

from trichat.protocols.plain.language import Language, Lines, Writers
from trichat.words import events as ev


def _made(_event: ev.OperatorMade, language: Language) -> Lines:
    return [language.gettext("You are an operator of this server now.")]


def _rehashed(_event: ev.Rehashed, language: Language) -> Lines:
    return [language.gettext("The settings were read again.")]


def _killed(event: ev.Killed, language: Language) -> Lines:
    return [language.gettext("{nick} is off the server.").format(nick=event.nick)]


WRITERS: Writers = {
    ev.OperatorMade: _made,
    ev.Rehashed: _rehashed,
    ev.Killed: _killed,
}
