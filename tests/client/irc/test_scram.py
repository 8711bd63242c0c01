"""SCRAM-SHA-256, with the example of the RFC, and with servers that lie."""

import re

import pytest

from trichat.client.irc.scram import Scram, prepared
from trichat.errors import ProtocolError

# RFC 7677, section 3.
NONCE = "rOprNGfwEbeRWgbNEkqO"
CHALLENGE = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
PROOF = "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
LAST = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="


@pytest.fixture
def scram() -> Scram:
    return Scram("user", "pencil", NONCE)


def test_the_example_of_the_rfc(scram: Scram) -> None:
    """The proof is right, and the server's is recognized."""
    assert f"n,,n=user,r={NONCE}" == scram.first()
    assert PROOF == scram.final(CHALLENGE)
    assert scram.check(LAST)


@pytest.mark.parametrize("last", ["v=AAAA", "v=", "", "e=other-error", "v=not base64"])
def test_a_server_that_does_not_know_the_password(scram: Scram, last: str) -> None:
    """It cannot prove that it does."""
    scram.final(CHALLENGE)
    assert not scram.check(last)


def test_nothing_is_proved_before_the_challenge(scram: Scram) -> None:
    """Not even by nothing."""
    assert not scram.check("v=")


@pytest.mark.parametrize(
    ("challenge", "sentence"),
    [
        ("r=another,s=W22Z,i=4096", "does not fit"),
        (f"r={NONCE},s=W22Z,i=4096", "does not fit"),
        (f"r={NONCE}x,s=,i=4096", "does not fit"),
        (f"r={NONCE}x,s=?,i=4096", "does not fit"),
        (f"r={NONCE}x,s=W22Z,i=1", "asks for 1 rounds, which is too few or too many"),
        (f"r={NONCE}x,s=W22Z,i=99999999", "asks for 99999999 rounds"),
        (f"r={NONCE}x,s=W22Z,i=-1", "asks for -1 rounds"),
        (f"r={NONCE}x,s=W22Z", "asks for no rounds"),
        ("", "does not fit"),
    ],
)
def test_a_challenge_that_cannot_be_right(scram: Scram, challenge: str, sentence: str) -> None:
    """The proof is not given away for it."""
    with pytest.raises(ProtocolError, match=re.escape(sentence)):
        scram.final(challenge)


def test_names_are_escaped() -> None:
    """What would end them, and what escapes."""
    assert "n,,n=a=2Cb=3Dc,r=x" == Scram("a,b=c", "p", "x").first()


def test_a_password_is_the_same_from_every_keyboard() -> None:
    """SASLprep, RFC 4013, section 3."""
    assert ["IX", "user", "USER", "a", "IX", "a b"] == [
        prepared(text) for text in ("I\u00adX", "user", "USER", "\u00aa", "\u2168", "a\u00a0b")
    ]
