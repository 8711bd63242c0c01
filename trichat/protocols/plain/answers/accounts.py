"""Answers about accounts."""

from trichat.protocols.plain.answers.base import Language, Lines, Writers
from trichat.words import events as ev


def _logged_in(event: ev.LoggedIn, language: Language) -> Lines:
    return [language.gettext("You are logged in as {name}.").format(name=event.account)]


def _logged_out(_event: ev.LoggedOut, language: Language) -> Lines:
    return [language.gettext("You are logged in no longer.")]


def _registered(event: ev.Registered, language: Language) -> Lines:
    return [language.gettext("The name {name} is yours now.").format(name=event.account)]


def _password_changed(_event: ev.PasswordChanged, language: Language) -> Lines:
    return [language.gettext("Your password is another one now.")]


def _certificates(event: ev.CertificatesListed, language: Language) -> Lines:
    return list(event.fingerprints) or [language.gettext("No certificate logs in to your account.")]


WRITERS: Writers = {
    ev.LoggedIn: _logged_in,
    ev.LoggedOut: _logged_out,
    ev.Registered: _registered,
    ev.CertificatesListed: _certificates,
    ev.PasswordChanged: _password_changed,
}
