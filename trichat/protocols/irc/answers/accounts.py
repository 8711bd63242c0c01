"""Answers about accounts."""

from collections.abc import Iterator

from trichat.protocols.irc import numerics as num
from trichat.protocols.irc.answers.writer import Writer, Writers
from trichat.protocols.irc.sasl import cut
from trichat.words import events as ev


def _logged_in(event: ev.LoggedIn, to: Writer) -> Iterator[str]:
    yield to.numeric(num.RPL_LOGGEDIN, event.mask, event.account, account=event.account)
    if event.sasl:
        yield to.numeric(num.RPL_SASLSUCCESS)


def _logged_out(event: ev.LoggedOut, to: Writer) -> Iterator[str]:
    yield to.numeric(num.RPL_LOGGEDOUT, event.mask)


def _registered(event: ev.Registered, to: Writer) -> Iterator[str]:
    yield f":{to.facts.server} REGISTER SUCCESS {event.account} :The name is yours now"


def _password_changed(event: ev.PasswordChanged, to: Writer) -> Iterator[str]:
    yield f":{to.facts.server} NOTE PASSWORD CHANGED {event.account} :The password is another one now"


def _challenged(event: ev.Challenged, _to: Writer) -> Iterator[str]:
    for piece in cut(event.data):
        yield f"AUTHENTICATE {piece}"


def _mechanisms(event: ev.MechanismsListed, to: Writer) -> Iterator[str]:
    yield to.numeric(num.RPL_SASLMECHS, ",".join(event.mechanisms))


def _certificates(event: ev.CertificatesListed, to: Writer) -> Iterator[str]:
    for fingerprint in event.fingerprints:
        yield f":{to.facts.server} NOTE CERT FINGERPRINT {fingerprint} :logs in to your account"
    if not event.fingerprints:
        yield f":{to.facts.server} NOTE CERT NO_FINGERPRINT :No certificate logs in to your account"


WRITERS: Writers = {
    ev.LoggedIn: _logged_in,
    ev.LoggedOut: _logged_out,
    ev.Registered: _registered,
    ev.CertificatesListed: _certificates,
    ev.PasswordChanged: _password_changed,
    ev.Challenged: _challenged,
    ev.MechanismsListed: _mechanisms,
}
