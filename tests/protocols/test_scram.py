"""SCRAM-SHA-256, both sides: with the example of the RFC, with an implementation by others, and with those that lie."""

import base64
import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scramp import ScramClient, ScramException, ScramMechanism

from trichat.errors import ProtocolError
from trichat.protocols import scram
from trichat.protocols.sasl import NotUnderstood

# RFC 7677, section 3: user "user", password "pencil".
SALT = base64.b64decode("W22ZaJ0SNY7soEsUEjb6gQ==")
KEYS = scram.derive("pencil", salt=SALT, iterations=4096)
CLIENT_NONCE = "rOprNGfwEbeRWgbNEkqO"
FIRST = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO"
NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
CHALLENGE = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
FINAL = "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
PROOF_OF_THE_SERVER = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="


@pytest.fixture
def server() -> scram.Server:
    return scram.Server(scram.read_first(FIRST), KEYS, NONCE)


@pytest.fixture
def client() -> scram.Client:
    return scram.Client("user", "pencil", CLIENT_NONCE)


def test_the_server_of_the_rfc(server: scram.Server) -> None:
    """The server's side of the example of RFC 7677, section 3, is right byte by byte."""
    assert CHALLENGE == server.challenge
    assert PROOF_OF_THE_SERVER == server.finish(FINAL)


def test_the_client_of_the_rfc(client: scram.Client) -> None:
    """The client's side of that example is right, and it recognizes the server's proof."""
    assert FIRST == client.first
    assert FINAL == client.respond(CHALLENGE)
    client.verify(PROOF_OF_THE_SERVER)


# The server


def test_another_password_proves_nothing() -> None:
    """Another password gives None, not an error: it can be told from rubbish."""
    keys = scram.derive("pen", salt=SALT, iterations=4096)
    assert None is scram.Server(scram.read_first(FIRST), keys, NONCE).finish(FINAL)


@pytest.mark.parametrize("forms", [("pencil", "pen"), ("pen", "pencil"), ("pen", "pan", "pin", "pencil")])
def test_any_form_of_a_password_is_proved(forms: tuple[str, ...]) -> None:
    """Whichever kept form a client uses, the challenge is the same, and the answer is made with its keys."""
    server = scram.Server(scram.read_first(FIRST), scram.derive(*forms, salt=SALT, iterations=4096), NONCE)
    assert CHALLENGE == server.challenge
    assert PROOF_OF_THE_SERVER == server.finish(FINAL)


@pytest.mark.parametrize("forms", [("a",), ("a", "b"), ("a", "b", "c", "d")])
def test_as_many_keys_are_tried_for_any_name(forms: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """As many keys are tried for any name, so that time tells nothing of it or its password."""
    tried: list[bytes] = []

    def proves(_proof: bytes, _message: str, stored_key: bytes) -> bool:
        tried.append(stored_key)
        return False

    monkeypatch.setattr(scram, "_proves", proves)
    for keys in (scram.derive(*forms, salt=SALT, iterations=4096), scram.made_up("user", b"secret")):
        tried.clear()
        server = scram.Server(scram.read_first(FIRST), keys, NONCE)
        assert None is server.finish(FINAL)
        assert 4 == len(tried)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("c=biws", "c=eSws"),  # "y,,": not what the first message began with
        ("c=biws", "c=!"),
        ("k0,p", "k1,p"),  # another nonce
        ("p=dHzb", "p=!Hzb"),
        ("c=biws,", ""),
        (",p=", ",m=x,p="),  # section 5.1: an extension that we do not know, and must
        ("c=", "\ud800="),
    ],
)
def test_rubbish_at_the_end(server: scram.Server, before: str, after: str) -> None:
    """What cannot be the last message of this exchange is not understood."""
    with pytest.raises(NotUnderstood):
        server.finish(FINAL.replace(before, after, 1))


@pytest.mark.parametrize("proof", [b"", b"AAAA", base64.b64encode(b"x" * 32), base64.b64encode(b"x" * 99)])
def test_wrong_proofs(server: scram.Server, proof: bytes) -> None:
    """A wrong proof of whatever length is wrong."""
    assert None is server.finish(FINAL.partition(",p=")[0] + ",p=" + proof.decode())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "n",
        "n,,",
        "n,,n=user",
        "n,,n=,r=x",
        "n,,n=user,r=",
        "n,,n=user,r=\x07",
        "p=tls-unique,,n=user,r=x",  # channel binding, which we did not offer
        "n,a=other,n=user,r=x",
        "n,,m=ext,n=user,r=x",
        "n,,n=us=er,r=x",
        "n,,r=x,n=user",
        "n,,n=user,rr=x",
    ],
)
def test_rubbish_at_the_beginning(text: str) -> None:
    """What cannot be a first message is not understood."""
    with pytest.raises(NotUnderstood):
        scram.read_first(text)


@pytest.mark.parametrize(
    ("text", "name", "header"),
    [
        ("n,,n=user,r=x", "user", "n,,"),
        ("y,,n=user,r=x", "user", "y,,"),
        ("n,a=user,n=user,r=x", "user", "n,a=user,"),
        ("n,a==2C=3D,n==2C=3D,r=x", ",=", "n,a==2C=3D,"),
        ("n,,n=анна,r=x", "анна", "n,,"),
    ],
)
def test_first_messages(text: str, name: str, header: str) -> None:
    """A first message gives the name, with its escapes undone, and the header that the last one repeats."""
    first = scram.read_first(text)
    assert (name, header) == (first.name, first.header)


def test_made_up_keys() -> None:
    """A name without an account looks like one with: a salt that stays, another for another name, as many rounds."""
    assert scram.made_up("anna", b"s") == scram.made_up("anna", b"s")
    salts = {scram.made_up(name, secret).salt for name in ("anna", "boris") for secret in (b"s", b"t")}
    assert 4 == len(salts)
    assert (len(KEYS.salt), scram.ITERATIONS) == (len(salts.pop()), scram.made_up("anna", b"s").iterations)


def test_made_up_salts_outlive_versions() -> None:
    """The made-up salt of a name is the same after an update, as that of a registered one."""
    assert "18d9ba4aa4af12221f1a221cb924521a" == scram.made_up("анна", b"s").salt.hex()


@pytest.mark.parametrize("iterations", [0, 4095, 1_000_001])
def test_keys_that_no_client_would_take(iterations: int) -> None:
    """Keys have 4,096 iterations at least (RFC 7677, section 4), and not so many that clients freeze."""
    with pytest.raises(ValueError, match="iterations"):
        scram.derive("pencil", salt=SALT, iterations=iterations)
    assert scram.LEAST_ITERATIONS <= scram.ITERATIONS <= scram.MOST_ITERATIONS


@given(st.text(max_size=80))
def test_any_text_is_understood_or_not(text: str) -> None:
    """Any message is understood or not, and raises nothing of its own."""
    for step in (scram.read_first, scram.Server(scram.read_first(FIRST), KEYS, NONCE).finish):
        with contextlib.suppress(NotUnderstood):
            step(text)


# The client


@pytest.mark.parametrize(
    ("last", "sentence"),
    [
        ("v=AAAA", "cannot prove"),
        ("v=", "cannot prove"),
        ("x=AAAA", "cannot prove"),
        ("e=invalid-proof", "The server says invalid-proof."),
        ("v=not base64", "SCRAM"),
        ("", "SCRAM"),
    ],
)
def test_a_server_that_does_not_know_the_password(client: scram.Client, last: str, sentence: str) -> None:
    """A server that does not know the password cannot prove that it does."""
    client.respond(CHALLENGE)
    with pytest.raises(ProtocolError, match=sentence):
        client.verify(last)


def test_nothing_is_proved_before_the_challenge(client: scram.Client) -> None:
    """Nothing is proved before the challenge, by nothing neither."""
    with pytest.raises(ProtocolError, match="cannot prove"):
        client.verify("v=")


@pytest.mark.parametrize(
    ("challenge", "sentence"),
    [
        ("r=another,s=W22Z,i=4096", "does not fit"),
        (f"r={CLIENT_NONCE},s=W22Z,i=4096", "does not fit"),
        (f"r={CLIENT_NONCE}x,s=,i=4096", "does not fit"),
        (f"r={CLIENT_NONCE}x,s=W22Z,i=1", "asks for 1 rounds, which is too few or too many"),
        (f"r={CLIENT_NONCE}x,s=W22Z,i=4095", "asks for 4095 rounds"),
        (f"r={CLIENT_NONCE}x,s=W22Z,i=1000001", "asks for 1000001 rounds"),
        (f"r={CLIENT_NONCE}x,s=W22Z,i=99999999", "asks for 99999999 rounds"),
        (f"r={CLIENT_NONCE}x,s=W22Z,i={'9' * 9000}", f"asks for {'9' * 20} rounds"),
        (f"r={CLIENT_NONCE}x,s=W22Z,i=٤٠٩٦", "asks for ٤٠٩٦ rounds"),
        (f"r={CLIENT_NONCE}x,s=W22Z,i=-1", "asks for -1 rounds"),
        (f"r={CLIENT_NONCE}x,s=W22Z", "asks for no rounds"),
        ("e=unknown-user", "The server says unknown-user."),
        (f"m=x,r={CLIENT_NONCE}x,s=W22Z,i=4096", "SCRAM"),  # section 5.1: an extension that we do not know, and must
        (f"r={CLIENT_NONCE}x,s=?,i=4096", "SCRAM"),
        ("", "SCRAM"),
    ],
)
def test_a_challenge_that_cannot_be_right(client: scram.Client, challenge: str, sentence: str) -> None:
    """The proof is not given away for a challenge that cannot be right."""
    with pytest.raises(ProtocolError, match=re.escape(sentence)):
        client.respond(challenge)


def test_names_are_escaped() -> None:
    """What would end a name, and what escapes, is escaped in it."""
    assert "n,,n=a=2Cb=3Dc,r=x" == scram.Client("a,b=c", "p", "x").first


def test_passwords_are_prepared() -> None:
    """The client proves what SASLprep makes of name and password (RFC 5802, section 2.2)."""
    typed, plain = [scram.Client(name, password, CLIENT_NONCE) for name, password in (("Ⅸ", "m²"), ("IX", "m2"))]
    assert typed.first == plain.first
    assert typed.respond(CHALLENGE) == plain.respond(CHALLENGE)


# An implementation by others


@pytest.mark.parametrize("password", ["pencil", "m²-key-long", "и м\u00a0я"])
def test_our_client_at_the_server_of_others(password: str) -> None:
    """Our client logs in at others' server, which keeps what SASLprep makes of the password."""
    mechanism = ScramMechanism("SCRAM-SHA-256")
    kept = mechanism.make_auth_info(password, salt=SALT)
    server = mechanism.make_server(lambda _name: kept)
    client = scram.Client("user", password, CLIENT_NONCE)
    server.set_client_first(client.first)
    server.set_client_final(client.respond(server.get_server_first()))
    client.verify(server.get_server_final())


def test_the_client_of_others_checks_our_proof(server: scram.Server) -> None:
    """Others' client takes our right proof, and sees through another."""
    theirs = [ScramClient(["SCRAM-SHA-256"], "user", "pencil", c_nonce=CLIENT_NONCE) for _ in range(2)]
    for each in theirs:
        assert FIRST == each.get_client_first()
        each.set_server_first(server.challenge)
    proof = server.finish(theirs[0].get_client_final())
    theirs[0].set_server_final(proof)
    theirs[1].get_client_final()
    with pytest.raises(ScramException, match="signature"):
        theirs[1].set_server_final("v=AAAA")
