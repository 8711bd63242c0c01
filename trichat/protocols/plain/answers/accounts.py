"""Answers about accounts, as sentences."""

from datetime import UTC, datetime

from trichat.protocols.plain.answers.writer import Language, Lines, Writers, says
from trichat.words import events as ev


def _proof_demanded(event: ev.ProofDemanded, language: Language) -> Lines:
    text = language.gettext("The name {name} is registered: /login in {n} seconds, or you get another name.")
    return [text.format(name=event.name, n=f"{event.seconds:.0f}")]


def _certificates(event: ev.CertificatesListed, language: Language) -> Lines:
    return list(event.fingerprints) or [language.gettext("No certificate logs in to your account.")]


def _accounts(event: ev.AccountsListed, language: Language) -> Lines:
    if not event.accounts:
        return [language.gettext("There are no accounts.")]
    return [_account(line, language) for line in event.accounts]


def _account(line: ev.AccountLine, language: Language) -> str:
    day = datetime.fromtimestamp(line.created / 1000, UTC)
    parts = [line.name, language.gettext("since {day}").format(day=f"{day:%Y-%m-%d}"), line.email]
    parts.append(language.gettext("operator") if line.operator else "")
    return ", ".join([part for part in parts if part])


def _api_tokens(event: ev.ApiTokensListed, language: Language) -> Lines:
    if not event.tokens:
        return [language.gettext("There are no tokens.")]
    return [_api_token(line, language) for line in event.tokens]


def _api_token(line: ev.ApiTokenLine, language: Language) -> str:
    day = datetime.fromtimestamp(line.created / 1000, UTC)
    since = language.gettext("since {day}").format(day=f"{day:%Y-%m-%d}")
    return ", ".join([line.name, line.account, " ".join(line.rooms), since])


def _appointed(event: ev.Appointed, language: Language) -> Lines:
    if event.operator:
        return [language.gettext("{name} is an operator of the server now.").format(name=event.account)]
    return [language.gettext("{name} is no operator of the server any more.").format(name=event.account)]


WRITERS: Writers = {
    ev.LoggedIn: says("You are logged in as {name}.", name="account"),
    ev.LoggedOut: says("You are logged in no longer."),
    ev.Registered: says("The name {name} is yours now.", name="account"),
    ev.ProofDemanded: _proof_demanded,
    ev.CertificatesListed: _certificates,
    ev.AccountsListed: _accounts,
    ev.AccountAdded: says("There is an account {name} now.", name="account"),
    ev.AccountRemoved: says("There is no account {name} any more.", name="account"),
    ev.PasswordSet: says("{name} has another password now.", name="account"),
    ev.ApiTokensListed: _api_tokens,
    ev.ApiTokenAdded: says("Token {name} speaks for {account} now."),
    ev.ApiTokenRemoved: says("Token {name} is good for nothing any more."),
    ev.Appointed: _appointed,
    ev.PasswordChanged: says("Your password is another one now."),
}
