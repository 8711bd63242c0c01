"""Certificates that log in to an account."""

from typing import TYPE_CHECKING

import pytest

from trichat.chat.core.people import Session
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Event, Refused
from trichat.words.reasons import Reason

if TYPE_CHECKING:
    from tests.chat.conftest import Chat

MINE, OTHER = "ab" * 32, "cd" * 32
ADD = ask.Certificates(add=True)


def listed(*fingerprints: str) -> list[Event]:
    return [ev.CertificatesListed(fingerprints=fingerprints)]


def reasons(heard: list[Event]) -> list[Reason]:
    return [event.reason for event in heard if isinstance(event, Refused)]


@pytest.fixture
def anna(chat: "Chat") -> Session:
    session = chat.registered("anna")
    session.fingerprint = MINE
    return session


def test_adding_and_removing(chat: "Chat", anna: Session) -> None:
    """The certificate of the connection, or one by its fingerprint however it is written, is added and removed."""
    assert listed() == chat.ask(anna, ask.Certificates())
    assert listed(MINE) == chat.ask(anna, ADD)
    colons = ":".join(["CD"] * 32)
    assert listed(MINE, OTHER) == chat.ask(anna, ask.Certificates(add=True, fingerprint=colons))
    assert listed(OTHER) == chat.ask(anna, ask.Certificates(remove=True))
    assert listed() == chat.ask(anna, ask.Certificates(remove=True, fingerprint=OTHER))


def test_what_cannot_be(chat: "Chat", anna: Session) -> None:
    """No certificate, a wrong fingerprint, one that is known already or not at all, and one too many are refused."""
    chat.ask(anna, ADD)
    assert [Reason.CERTIFICATE_KNOWN] == reasons(chat.ask(anna, ADD))
    for request in (ask.Certificates(add=True, fingerprint="xyz"), ask.Certificates(remove=True, fingerprint=OTHER)):
        assert [Reason.NO_SUCH_CERTIFICATE] == reasons(chat.ask(anna, request))
    anna.fingerprint = ""
    assert [Reason.NO_CERTIFICATE] == reasons(chat.ask(anna, ADD))
    for number in range(9):
        chat.ask(anna, ask.Certificates(add=True, fingerprint=f"{number}" * 64))
    assert [Reason.TOO_MANY_CERTIFICATES] == reasons(chat.ask(anna, ask.Certificates(add=True, fingerprint=OTHER)))
    assert [Reason.NOT_LOGGED_IN] == reasons(chat.ask(chat.enter("boris"), ADD))


def test_one_account_each(chat: "Chat", anna: Session) -> None:
    """A certificate, which says who one is, is of one account."""
    chat.ask(anna, ADD)
    boris = chat.registered("boris")
    assert [Reason.CERTIFICATE_KNOWN] == reasons(chat.ask(boris, ask.Certificates(add=True, fingerprint=MINE)))
