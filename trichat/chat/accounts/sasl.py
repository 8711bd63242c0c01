"""Logs in by SASL, step by step (IRCv3 sasl-3.2), and keeps the certificates that log in to an account."""

from functools import partial

from trichat.chat.accounts import logging_in
from trichat.chat.core.accounts import SALTS, Account, DrawRandom, RandomValues, Secret
from trichat.chat.core.people import Session
from trichat.chat.core.state import Handlers, Restorers, State
from trichat.chat.visit.admission import failed, may_try_password, password_was_right
from trichat.protocols import sasl, scram
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.names.names import fold
from trichat.words.reasons import Reason
from trichat.words.record import Record, replace
from trichat.words.text.clean import clean

_COMMAND = "AUTHENTICATE"


class _Proving(Record, kw_only=True):
    """A SCRAM exchange that waits for the client's proof; `account` is None if the name is not registered."""

    server: scram.Server
    account: Account | None


class _Proved(Record, kw_only=True):
    """A SCRAM exchange that waits for the client's empty answer, which says that it accepts the server's proof."""

    account: Account


def authenticate(state: State, session: Session, request: ask.Authenticate) -> None:
    """Take the next step: the name of a mechanism begins an exchange, anything else answers the last challenge."""
    attempt = state.attempt_of(session)
    exchange, attempt.exchange = attempt.exchange, None  # unless the step says otherwise, it was the last
    if exchange is None:
        _begin(state, session, request.text.upper())
        return
    try:
        _answered(state, session, exchange, sasl.decode(request.text))
    except sasl.NotUnderstood:
        _fail(state, session)


def _begin(state: State, session: Session, mechanism: str) -> None:
    if mechanism not in sasl.MECHANISMS:
        state.answer(session, ev.MechanismsListed(mechanisms=sasl.MECHANISMS))
        state.refuse(session, Reason.SASL_FAILED, command=_COMMAND)
        return
    _go_on(state, session, mechanism, "")


def _go_on(state: State, session: Session, exchange: object, challenge: str) -> None:
    state.attempt_of(session).exchange = exchange
    state.answer(session, ev.Challenged(data=challenge.encode()))


def _answered(state: State, session: Session, exchange: object, text: str) -> None:
    match exchange:
        case sasl.PLAIN:
            plain = sasl.read_plain(text)
            logging_in.check(state, session, plain.name, plain.password, _succeed, _COMMAND, Reason.SASL_FAILED)
        case sasl.EXTERNAL:
            _show_certificate(state, session, sasl.read_external(text))
        case sasl.SCRAM:
            first = scram.read_first(text)
            state.work(session, DrawRandom(), partial(_challenge, first))
        case _Proving():
            _prove(state, session, exchange, text)
        case _Proved(account=account):
            _succeed(state, session, account)


def _challenge(first: scram.ClientFirst, state: State, session: Session, drawn: RandomValues) -> None:
    """Answer the client's first message; for a name that is not registered, with a salt made up of the kept secret."""
    if state.accounts.secret is None:
        state.accounts.secret = Secret(value=drawn.secret)
        state.keep(state.accounts.secret)
    server = scram.Server(first, state.accounts.keys_for(first.name), drawn.nonce)
    exchange = _Proving(server=server, account=state.accounts.find(first.name))
    _go_on(state, session, exchange, server.challenge)


def _prove(state: State, session: Session, exchange: _Proving, text: str) -> None:
    if not may_try_password(state, session, _COMMAND):
        return
    proof = exchange.server.finish(text)
    if proof is None or exchange.account is None:
        _fail(state, session)
    else:
        password_was_right(state, session)
        _go_on(state, session, _Proved(account=exchange.account), proof)


def _show_certificate(state: State, session: Session, name: str) -> None:
    account = state.accounts.with_certificate(session.fingerprint)
    if account is None or (name and fold(name) != account.key):
        _fail(state, session)
    else:
        _succeed(state, session, account)


def _succeed(state: State, session: Session, account: Account) -> None:
    current = state.accounts.current(account)
    if current is None:
        _fail(state, session)
    else:
        logging_in.become(state, session, current, sasl=True)


def _fail(state: State, session: Session) -> None:
    failed(state, session, Reason.SASL_FAILED, _COMMAND)


def stop(state: State, session: Session, request: ask.StopAuthenticating) -> None:
    """Abort the exchange."""
    state.attempt_of(session).exchange = None
    state.refuse(session, request.reason, command=_COMMAND)


def restore_secret(state: State, key: str, secret: Secret | None) -> None:
    """Take in the secret for made-up salts from its record; the other secret (`hosts`) is not the hub's."""
    if key == SALTS:
        state.accounts.secret = secret


CERTIFICATES_MOST = 10  # of one account: laptop, phone, bots


def certificates(state: State, session: Session, request: ask.Certificates) -> None:
    """List the certificates that log in to one's account; add or remove one."""
    account = state.account_of(session)
    if account is None:
        state.refuse(session, Reason.NOT_LOGGED_IN, command=request.command)
        return
    known = account.fingerprints
    if request.add or request.remove:
        fingerprint = _meant(request.fingerprint) or session.fingerprint
        reason = _why_not(state, session, fingerprint) if request.add else None
        if reason is None and request.remove and fingerprint not in known:
            reason = Reason.NO_SUCH_CERTIFICATE
        if reason is not None:
            state.refuse(session, reason, clean(request.fingerprint), str(CERTIFICATES_MOST), command=request.command)
            return
        known = (*known, fingerprint) if request.add else tuple(one for one in known if one != fingerprint)
        state.keep_account(replace(account, fingerprints=known))
    state.answer(session, ev.CertificatesListed(fingerprints=known))


def _meant(fingerprint: str) -> str:
    """Give a fingerprint in the form in which it is kept: lower-case hex without colons."""
    return fingerprint.replace(":", "").lower()


def _why_not(state: State, session: Session, fingerprint: str) -> Reason | None:
    """Give the reason why this certificate cannot be added to the account of the session; None if it can."""
    if not fingerprint:
        return Reason.NO_CERTIFICATE
    if len(fingerprint) != 64 or set(fingerprint) - set("0123456789abcdef"):
        return Reason.NO_SUCH_CERTIFICATE
    if state.accounts.with_certificate(fingerprint) is not None:
        return Reason.CERTIFICATE_KNOWN
    account = state.account_of(session)
    return Reason.TOO_MANY_CERTIFICATES if account and len(account.fingerprints) >= CERTIFICATES_MOST else None


HANDLERS: Handlers = {ask.Authenticate: authenticate, ask.StopAuthenticating: stop, ask.Certificates: certificates}


RESTORERS: Restorers = {Secret: restore_secret}
