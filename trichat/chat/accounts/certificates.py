"""Certificates that log in to an account, instead of a password (SASL EXTERNAL)."""

from trichat.chat.core.people import Session
from trichat.chat.core.state import Handlers, State
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.reasons import Reason
from trichat.words.record import replace
from trichat.words.text.clean import clean

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


HANDLERS: Handlers = {ask.Certificates: certificates}
