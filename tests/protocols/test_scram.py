"""SCRAM-SHA-256 on the side of the server."""

import base64
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trichat.protocols import scram
from trichat.protocols.sasl import NotUnderstood

# RFC 7677, 3: user "user", password "pencil"
KEYS = scram.derive("pencil", base64.b64decode("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096)
FIRST = b"n,,n=user,r=rOprNGfwEbeRWgbNEkqO"
NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
CHALLENGE = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
FINAL = b"c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
PROOF_OF_THE_SERVER = b"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="


@pytest.fixture
def server() -> scram.Server:
    return scram.Server(scram.read_first(FIRST), KEYS, NONCE)


def test_the_exchange_of_the_rfc(server: scram.Server) -> None:
    """The example of RFC 7677, section 3, byte by byte."""
    assert CHALLENGE == server.challenge
    assert PROOF_OF_THE_SERVER == server.finish(FINAL)


def test_another_password_proves_nothing() -> None:
    """The answer is None, not an error: it can be told from rubbish."""
    keys = scram.derive("pen", KEYS.salt, KEYS.iterations)
    assert None is scram.Server(scram.read_first(FIRST), keys, NONCE).finish(FINAL)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"c=biws", b"c=eSws"),  # "y,,": not what the first message began with
        (b"c=biws", b"c=!"),
        (b"k0,p", b"k1,p"),  # another nonce
        (b"p=dHzb", b"p=!Hzb"),
        (b"c=biws,", b""),
        (b",p=", b",m=x,p="),  # RFC 5802, 5.1: an extension that we do not know, and must
        (b"c=", b"\xff="),
    ],
)
def test_rubbish_at_the_end(server: scram.Server, before: bytes, after: bytes) -> None:
    """What cannot be the last message of this exchange is not understood."""
    with pytest.raises(NotUnderstood):
        server.finish(FINAL.replace(before, after, 1))


@pytest.mark.parametrize("proof", [b"", b"AAAA", base64.b64encode(b"x" * 32), base64.b64encode(b"x" * 99)])
def test_wrong_proofs(server: scram.Server, proof: bytes) -> None:
    """Of whatever length."""
    assert None is server.finish(FINAL.partition(b",p=")[0] + b",p=" + proof)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"n",
        b"n,,",
        b"n,,n=user",
        b"n,,n=,r=x",
        b"n,,n=user,r=",
        b"n,,n=user,r=\x07",
        b"p=tls-unique,,n=user,r=x",  # channel binding, which we did not offer
        b"n,a=other,n=user,r=x",
        b"n,,m=ext,n=user,r=x",
        b"n,,n=us=er,r=x",
        b"n,,n=\xff,r=x",
        b"n,,r=x,n=user",
        b"n,,n=user,rr=x",
    ],
)
def test_rubbish_at_the_beginning(data: bytes) -> None:
    """What cannot be a first message is not understood."""
    with pytest.raises(NotUnderstood):
        scram.read_first(data)


@pytest.mark.parametrize(
    ("data", "name", "header"),
    [
        (b"n,,n=user,r=x", "user", "n,,"),
        (b"y,,n=user,r=x,ext=1"[:13], "user", "y,,"),
        (b"n,a=user,n=user,r=x", "user", "n,a=user,"),
        (b"n,a==2C=3D,n==2C=3D,r=x", ",=", "n,a==2C=3D,"),
        ("n,,n=анна,r=x".encode(), "анна", "n,,"),
    ],
)
def test_first_messages(data: bytes, name: str, header: str) -> None:
    """The name, with its escapes undone, and the header that the last message repeats."""
    first = scram.read_first(data)
    assert (name, header) == (first.name, first.header)


def test_made_up_keys() -> None:
    """A name without an account looks like one with: a salt that stays, another for another name, as many rounds."""
    assert scram.made_up("anna", b"s") == scram.made_up("anna", b"s")
    salts = {scram.made_up(name, secret).salt for name in ("anna", "boris") for secret in (b"s", b"t")}
    assert 4 == len(salts)
    assert (len(KEYS.salt), scram.ITERATIONS) == (len(salts.pop()), scram.made_up("anna", b"s").iterations)


def test_enough_iterations() -> None:
    """RFC 7677, section 4, wants 4,096 at least."""
    assert 4096 <= scram.ITERATIONS


@given(st.binary(max_size=80))
def test_any_bytes_are_understood_or_not(data: bytes) -> None:
    """And nothing else: neither message raises anything of its own."""
    for step in (scram.read_first, scram.Server(scram.read_first(FIRST), KEYS, NONCE).finish):
        with contextlib.suppress(NotUnderstood):
            step(data)
