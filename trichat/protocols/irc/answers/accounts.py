"""Answers about accounts, as IRC writes them: SASL, REGISTER, NickServ."""

from collections.abc import Iterator

from trichat.protocols.irc import numerics as num
from trichat.protocols.irc.answers.writer import Writer, Writers, one_notice, one_numeric
from trichat.protocols.irc.event_lines import BODIES
from trichat.protocols.irc.refusals import NICKSERV
from trichat.protocols.irc.wire.sasl_chunks import cut
from trichat.words import events as ev


def _logged_in(event: ev.LoggedIn, to: Writer) -> Iterator[str]:
    yield to.numeric(num.RPL_LOGGEDIN, event.mask, event.account, account=event.account)
    if event.sasl:
        yield to.numeric(num.RPL_SASLSUCCESS)


def _registered(event: ev.Registered, to: Writer) -> Iterator[str]:
    if event.command == NICKSERV:
        yield to.nickserv_notice(f"The nickname {event.account} is yours now")
    else:
        yield f":{to.facts.server} REGISTER SUCCESS {event.account} :The name is yours now"


def _challenged(event: ev.Challenged, _to: Writer) -> Iterator[str]:
    for piece in cut(event.data):
        yield f"AUTHENTICATE {piece}"


def _mechanisms(event: ev.MechanismsListed, to: Writer) -> Iterator[str]:
    yield to.numeric(num.RPL_SASLMECHS, ",".join(event.mechanisms))


def _certificates(event: ev.CertificatesListed, to: Writer) -> Iterator[str]:
    for fingerprint in event.fingerprints:
        yield to.nickserv_notice(f"{fingerprint} logs in to your account")
    if not event.fingerprints:
        yield to.nickserv_notice("No certificate logs in to your account")


def _name_shared(event: ev.NameShared, to: Writer) -> Iterator[str]:
    several = "Several connections can" if event.several else "Only one connection can"
    yield to.nickserv_notice(f"{several} be here under your name")


def _upload_granted(event: ev.UploadGranted, to: Writer) -> Iterator[str]:
    yield f":{to.facts.server} NOTE UPLOAD TOKEN {event.token} :Good for one upload within a minute"


def _already_in(event: ev.AlreadyIn, to: Writer) -> Iterator[str]:
    yield f":{event.joined.source.mask} {BODIES[ev.Joined](event.joined, to.enabled)}"


WRITERS: Writers = {
    ev.LoggedIn: _logged_in,
    ev.LoggedOut: one_numeric(num.RPL_LOGGEDOUT, "mask"),
    ev.Registered: _registered,
    ev.ProofDemanded: one_notice(
        "The nickname {name} is registered: log in within {seconds:.0f} seconds, for example with "
        "/msg NickServ IDENTIFY password, or you will be called otherwise",
        Writer.nickserv_notice,
    ),
    ev.NameShared: _name_shared,
    ev.AlreadyIn: _already_in,
    ev.UploadGranted: _upload_granted,
    ev.CertificatesListed: _certificates,
    ev.PasswordChanged: one_notice("The password of {account} is another one now", Writer.nickserv_notice),
    ev.Challenged: _challenged,
    ev.MechanismsListed: _mechanisms,
}
