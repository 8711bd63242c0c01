"""Answers about accounts."""

from collections.abc import Iterator

from trichat.protocols.irc import numerics as num
from trichat.protocols.irc.answers.writer import Writer, Writers
from trichat.protocols.irc.event_lines import BODIES
from trichat.protocols.irc.refusals import NICKSERV
from trichat.protocols.irc.wire.sasl_chunks import cut
from trichat.words import events as ev


def _logged_in(event: ev.LoggedIn, to: Writer) -> Iterator[str]:
    yield to.numeric(num.RPL_LOGGEDIN, event.mask, event.account, account=event.account)
    if event.sasl:
        yield to.numeric(num.RPL_SASLSUCCESS)


def _logged_out(event: ev.LoggedOut, to: Writer) -> Iterator[str]:
    yield to.numeric(num.RPL_LOGGEDOUT, event.mask)


def _registered(event: ev.Registered, to: Writer) -> Iterator[str]:
    if event.command == NICKSERV:
        yield to.notice(f"The nickname {event.account} is yours now")
    else:
        yield f":{to.facts.server} REGISTER SUCCESS {event.account} :The name is yours now"


def _password_changed(event: ev.PasswordChanged, to: Writer) -> Iterator[str]:
    yield to.notice(f"The password of {event.account} is another one now")


def _challenged(event: ev.Challenged, _to: Writer) -> Iterator[str]:
    for piece in cut(event.data):
        yield f"AUTHENTICATE {piece}"


def _mechanisms(event: ev.MechanismsListed, to: Writer) -> Iterator[str]:
    yield to.numeric(num.RPL_SASLMECHS, ",".join(event.mechanisms))


def _certificates(event: ev.CertificatesListed, to: Writer) -> Iterator[str]:
    for fingerprint in event.fingerprints:
        yield to.notice(f"{fingerprint} logs in to your account")
    if not event.fingerprints:
        yield to.notice("No certificate logs in to your account")


def _proof_demanded(event: ev.ProofDemanded, to: Writer) -> Iterator[str]:
    yield to.notice(
        f"The nickname {event.name} is registered: log in within {event.seconds:.0f} seconds, for example with "
        "/msg NickServ IDENTIFY password, or you will be called otherwise"
    )


def _name_shared(event: ev.NameShared, to: Writer) -> Iterator[str]:
    several = "Several connections can" if event.several else "Only one connection can"
    yield to.notice(f"{several} be here under your name")


def _already_in(event: ev.AlreadyIn, to: Writer) -> Iterator[str]:
    yield f":{event.joined.source.mask} {BODIES[ev.Joined](event.joined, to.enabled)}"


WRITERS: Writers = {
    ev.LoggedIn: _logged_in,
    ev.LoggedOut: _logged_out,
    ev.Registered: _registered,
    ev.ProofDemanded: _proof_demanded,
    ev.NameShared: _name_shared,
    ev.AlreadyIn: _already_in,
    ev.CertificatesListed: _certificates,
    ev.PasswordChanged: _password_changed,
    ev.Challenged: _challenged,
    ev.MechanismsListed: _mechanisms,
}
