"""SASL: logging in from within a client program, step by step (IRCv3 sasl-3.2)."""

from trichat.chat.accounts import logging_in
from trichat.chat.core.accounts import SALTS, Account, DrawLots, Lots, Secret
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
    """A SCRAM exchange in which the client is to prove that it knows the password of `account`, if there is one."""

    server: scram.Server
    account: Account | None


class _Proved(Record, kw_only=True):
    """A SCRAM exchange in which it has; the client has yet to say that it is content with us."""

    account: Account


def authenticate(state: State, session: Session, request: ask.Authenticate) -> None:
    """Take the next step of the exchange: the name of a mechanism begins one, anything else answers what was asked."""
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
    _go_on(state, session, mechanism, b"")


def _go_on(state: State, session: Session, exchange: object, challenge: bytes) -> None:
    state.attempt_of(session).exchange = exchange
    state.answer(session, ev.Challenged(data=challenge))


def _answered(state: State, session: Session, exchange: object, data: bytes) -> None:
    match exchange:
        case sasl.PLAIN:
            plain = sasl.read_plain(data)
            logging_in.check(state, session, plain.name, plain.password, _succeed, _COMMAND, Reason.SASL_FAILED)
        case sasl.EXTERNAL:
            _show_certificate(state, session, sasl.read_external(data))
        case sasl.SCRAM:
            first = scram.read_first(data)
            state.work(session, DrawLots(), lambda state, session, lots: _challenge(state, session, first, lots))
        case _Proving():
            _prove(state, session, exchange, data)
        case _Proved(account=account):
            _succeed(state, session, account)


def _challenge(state: State, session: Session, first: scram.ClientFirst, lots: Lots) -> None:
    if state.accounts.secret is None:
        state.accounts.secret = Secret(value=lots.secret)
        state.keep(state.accounts.secret)
    server = scram.Server(first, state.accounts.keys_for(first.name), lots.nonce)
    exchange = _Proving(server=server, account=state.accounts.find(first.name))
    _go_on(state, session, exchange, server.challenge.encode())


def _prove(state: State, session: Session, exchange: _Proving, data: bytes) -> None:
    if not may_try_password(state, session, _COMMAND):
        return
    proof = exchange.server.finish(data)
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
    """End the exchange."""
    state.attempt_of(session).exchange = None
    state.refuse(session, request.reason, command=_COMMAND)


def restore_secret(state: State, key: str, secret: Secret | None) -> None:
    """Know the secret that its record holds; that of the hosts is no business of the hub."""
    if key == SALTS:
        state.accounts.secret = secret


_MOST = 10  # of one account: laptop, phone, bots


def certificates(state: State, session: Session, request: ask.Certificates) -> None:
    """Show the certificates that log in to one's account, or change which they are."""
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
            state.refuse(session, reason, clean(request.fingerprint), str(_MOST), command=request.command)
            return
        known = (*known, fingerprint) if request.add else tuple(one for one in known if one != fingerprint)
        state.keep_account(replace(account, fingerprints=known))
    state.answer(session, ev.CertificatesListed(fingerprints=known))


def _meant(fingerprint: str) -> str:
    """Give a fingerprint as we keep it, however it was copied from another program."""
    return fingerprint.replace(":", "").lower()


def _why_not(state: State, session: Session, fingerprint: str) -> Reason | None:
    """Tell what is against it that this certificate logs in to the account of the session."""
    if not fingerprint:
        return Reason.NO_CERTIFICATE
    if len(fingerprint) != 64 or set(fingerprint) - set("0123456789abcdef"):
        return Reason.NO_SUCH_CERTIFICATE
    if state.accounts.with_certificate(fingerprint) is not None:
        return Reason.CERTIFICATE_KNOWN
    account = state.account_of(session)
    return Reason.TOO_MANY_CERTIFICATES if account and len(account.fingerprints) >= _MOST else None


HANDLERS: Handlers = {ask.Authenticate: authenticate, ask.StopAuthenticating: stop, ask.Certificates: certificates}


RESTORERS: Restorers = {Secret: restore_secret}
