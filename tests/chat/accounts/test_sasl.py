"""SASL, step by step."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from trichat.chat.core.accounts import Account, Secret
from trichat.chat.core.outcome import Kept
from trichat.chat.core.people import Session
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Event, Refused
from trichat.words.reasons import Reason
from trichat.words.record import replace

if TYPE_CHECKING:
    from tests.chat.conftest import Chat

MakeAccount = Callable[..., Account]
FAILED = Refused(reason=Reason.SASL_FAILED, command="AUTHENTICATE")
GO_ON = [ev.Challenged(data=b"")]
IN = [ev.LoggedIn(account="Anna", mask="*!*@localhost", sasl=True)]


@pytest.fixture(autouse=True)
def _anna(chat: "Chat", make_account: MakeAccount) -> None:
    chat.hub.restore(make_account("Anna", fingerprints=("ab" * 32,)))


@pytest.fixture
def client(chat: "Chat") -> Session:
    return chat.arrive()


def encoded(data: bytes) -> ask.Authenticate:
    return ask.Authenticate(text=base64.b64encode(data).decode())


def mechanism(name: str) -> ask.Authenticate:
    return ask.Authenticate(text=name)


def test_plain(chat: "Chat", client: Session) -> None:
    """The name of the mechanism, then name and password."""
    assert GO_ON == chat.wait(client, mechanism("plain"))
    assert IN == chat.wait(client, encoded(b"\0anna\0sesame"))
    assert "Anna" == client.account


def test_what_follows_waits_for_the_hash(chat: "Chat", client: Session) -> None:
    """An IRC client sends it all at once: it comes in logged in."""
    heard = chat.wait(client, mechanism("PLAIN"), encoded(b"\0anna\0sesame"), ask.Enter(name="ann"))
    assert [ev.Challenged, ev.LoggedIn, ev.Welcome] == [type(event) for event in heard][:3]
    assert client.user is not None
    assert ("ann", "Anna") == (client.user.nick, client.user.source.account)


@pytest.mark.parametrize("data", [b"\0anna\0wrong!", b"\0nobody\0sesame", b"rubbish", b"\0Boris\0sesame"])
def test_plain_fails(chat: "Chat", client: Session, data: bytes) -> None:
    """And can be tried again."""
    assert [*GO_ON, FAILED] == chat.wait(client, mechanism("PLAIN"), encoded(data))
    assert [*GO_ON, *IN] == chat.wait(client, mechanism("PLAIN"), encoded(b"\0anna\0sesame"))


def test_what_is_not_base64(chat: "Chat", client: Session) -> None:
    """It fails at once."""
    assert [*GO_ON, FAILED] == chat.wait(client, mechanism("PLAIN"), ask.Authenticate(text="!!!"))


def test_an_unknown_mechanism(chat: "Chat", client: Session) -> None:
    """The client is told which there are."""
    listed = ev.MechanismsListed(mechanisms=("PLAIN", "SCRAM-SHA-256", "EXTERNAL"))
    assert [listed, FAILED] == chat.wait(client, mechanism("FOO"))


def test_aborting(chat: "Chat", client: Session) -> None:
    """The exchange is over; the next word is the name of a mechanism again."""
    aborted = Refused(reason=Reason.SASL_ABORTED, command="AUTHENTICATE")
    assert [*GO_ON, aborted] == chat.wait(client, mechanism("PLAIN"), ask.StopAuthenticating())
    assert GO_ON == chat.wait(client, mechanism("PLAIN"))


def test_coming_in_aborts(chat: "Chat", client: Session) -> None:
    """Whoever ends registration does not wait for SASL (IRCv3 sasl-3.1)."""
    heard = chat.wait(client, mechanism("PLAIN"), ask.Enter(name="ann"))
    assert Refused(reason=Reason.SASL_ABORTED, command="AUTHENTICATE") == heard[1]
    assert client.user is not None
    assert "" == client.user.source.account


def test_rubbish_counts_as_wrong_passwords(chat: "Chat", client: Session) -> None:
    """Five of any kind of failure in a minute close the connection."""
    heard: list[Event] = []
    for _ in range(5):
        heard = chat.wait(client, mechanism("PLAIN"), encoded(b"rubbish"))
    assert isinstance(heard[-1], ev.Farewell)


def test_a_certificate(chat: "Chat", client: Session) -> None:
    """Whoever shows one that belongs to an account needs nothing else; a name may be said, if it is that one."""
    client.fingerprint = "ab" * 32
    for data in (b"", b"anna"):
        assert [*GO_ON, *IN] == chat.wait(client, mechanism("EXTERNAL"), encoded(data))
    assert [*GO_ON, FAILED] == chat.wait(client, mechanism("EXTERNAL"), encoded(b"boris"))


@pytest.mark.parametrize("fingerprint", ["", "cd" * 32])
def test_no_certificate_of_an_account(chat: "Chat", client: Session, fingerprint: str) -> None:
    """None at all, or another."""
    client.fingerprint = fingerprint
    assert [*GO_ON, FAILED] == chat.wait(client, mechanism("EXTERNAL"), encoded(b""))


# SCRAM-SHA-256

BARE = "n=anna,r=mine"


def proof(password: str, challenge: str, bare: str = BARE) -> tuple[bytes, bytes]:
    """Do the client's part (RFC 5802, 3), independently: give its last message, and what the server is to say then."""
    values = dict(part.split("=", 1) for part in challenge.split(","))
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), base64.b64decode(values["s"]), int(values["i"]))
    signed = f"c=biws,r={values['r']}"
    message = f"{bare},{challenge},{signed}".encode()
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    signature = hmac.digest(hashlib.sha256(client_key).digest(), message, "sha256")
    shown = bytes(a ^ b for a, b in zip(client_key, signature, strict=True))
    server = hmac.digest(hmac.digest(salted, b"Server Key", "sha256"), message, "sha256")
    return f"{signed},p={base64.b64encode(shown).decode()}".encode(), b"v=" + base64.b64encode(server)


def challenge(chat: "Chat", client: Session, bare: str = BARE) -> str:
    go_on, challenged = chat.wait(client, mechanism("SCRAM-SHA-256"), encoded(f"n,,{bare}".encode()))
    assert [go_on] == GO_ON
    assert isinstance(challenged, ev.Challenged)
    return challenged.data.decode()


def test_scram(chat: "Chat", client: Session) -> None:
    """Each side proves to the other that it knows the password; then the client says that it is content."""
    asked = challenge(chat, client)
    assert asked.startswith("r=minechance,s=")
    last, expected = proof("sesame", asked)
    assert [ev.Challenged(data=expected)] == chat.wait(client, encoded(last))
    assert "" == client.account
    assert IN == chat.wait(client, encoded(b""))


def test_scram_with_a_wrong_password(chat: "Chat", client: Session) -> None:
    """The proof is wrong."""
    assert [FAILED] == chat.wait(client, encoded(proof("wrong!", challenge(chat, client))[0]))
    assert [*GO_ON, *IN] == chat.wait(client, mechanism("PLAIN"), encoded(b"\0anna\0sesame"))


def test_a_proof_is_a_guess(chat: "Chat") -> None:
    """Too many wrong ones shut an address out, the right one included; right ones are no guesses."""
    chat.hub.state.rules = replace(chat.hub.state.rules, wrong_passwords=2)
    client, other = chat.arrive(address="203.0.113.7"), chat.arrive(address="203.0.113.8")
    shut_out = Refused(reason=Reason.SASL_SHUT_OUT, detail="10m", command="AUTHENTICATE")
    for password, expected in (("wrong!", FAILED), ("wrong!", FAILED), ("sesame", shut_out)):
        assert [expected] == chat.wait(client, encoded(proof(password, challenge(chat, client))[0]))
    for _ in range(5):
        last, expected_proof = proof("sesame", challenge(chat, other))
        assert [ev.Challenged(data=expected_proof), *IN] == chat.wait(other, encoded(last), encoded(b""))


def test_scram_for_nobody(chat: "Chat", client: Session) -> None:
    """A name that is not registered is challenged all the same, each time with the same salt; that secret is kept."""
    kept = []
    salts = set()
    for _ in range(2):
        asked = challenge(chat, client, "n=nobody,r=mine")
        kept += [outcome.record for outcome in chat.outcomes if isinstance(outcome, Kept)]
        salts.add(asked.split(",")[1])
        assert [FAILED] == chat.wait(client, encoded(proof("sesame", asked, "n=nobody,r=mine")[0]))
    assert [Secret(value=b"secret")] == kept
    assert 1 == len(salts)


@pytest.mark.parametrize("data", [b"rubbish", b"n,,n=anna", b"p=x,,n=anna,r=mine"])
def test_scram_rubbish(chat: "Chat", client: Session, data: bytes) -> None:
    """What is no first message fails."""
    assert [*GO_ON, FAILED] == chat.wait(client, mechanism("SCRAM-SHA-256"), encoded(data))


def test_a_password_that_changes_during_the_exchange(chat: "Chat", client: Session, make_account: MakeAccount) -> None:
    """What was proved holds no more."""
    chat.wait(client, encoded(proof("sesame", challenge(chat, client))[0]))
    chat.hub.restore(make_account("Anna", "another"))
    assert [FAILED] == chat.wait(client, encoded(b""))


# While one is in


def test_logging_in_to_another_account_later(chat: "Chat", make_account: MakeAccount) -> None:
    """A client may authenticate at any time, and again (IRCv3 sasl-3.2)."""
    chat.hub.restore(make_account("ann"))
    anna = chat.enter("x")
    for name in ("anna", "ann"):
        chat.wait(anna, mechanism("PLAIN"), encoded(f"\0{name}\0sesame".encode()))
    assert anna.user is not None
    assert ("x", "ann") == (anna.user.nick, anna.user.source.account)
