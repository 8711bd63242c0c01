"""SASL, step by step."""

import base64
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.scram_clients import Client, Raw, RawDecomposed, Scramp
from trichat.chat.core.accounts import Account, CheckPassword, Secret
from trichat.chat.core.outcome import Dropped, Kept, Outcome, Work
from trichat.chat.core.people import Session
from trichat.protocols import scram
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
    """PLAIN takes the name of the mechanism, then name and password."""
    assert GO_ON == chat.wait(client, mechanism("plain"))
    assert IN == chat.wait(client, encoded(b"\0anna\0sesame"))
    assert "Anna" == client.account


def test_what_follows_waits_for_the_hash(chat: "Chat", client: Session) -> None:
    """An IRC client that sends all at once comes in logged in."""
    heard = chat.wait(client, mechanism("PLAIN"), encoded(b"\0anna\0sesame"), ask.Enter(name="ann"))
    assert [ev.Challenged, ev.LoggedIn, ev.Welcome] == [type(event) for event in heard][:3]
    assert client.user is not None
    assert ("ann", "Anna") == (client.user.nick, client.user.source.account)


@pytest.mark.parametrize("data", [b"\0anna\0wrong!", b"\0nobody\0sesame", b"rubbish", b"\0Boris\0sesame"])
def test_plain_fails(chat: "Chat", client: Session, data: bytes) -> None:
    """A login by PLAIN that fails can be tried again."""
    assert [*GO_ON, FAILED] == chat.wait(client, mechanism("PLAIN"), encoded(data))
    assert [*GO_ON, *IN] == chat.wait(client, mechanism("PLAIN"), encoded(b"\0anna\0sesame"))


def test_what_is_not_base64(chat: "Chat", client: Session) -> None:
    """What is not base64 fails at once."""
    assert [*GO_ON, FAILED] == chat.wait(client, mechanism("PLAIN"), ask.Authenticate(text="!!!"))


def test_an_unknown_mechanism(chat: "Chat", client: Session) -> None:
    """A client that names an unknown mechanism is told which there are."""
    listed = ev.MechanismsListed(mechanisms=("PLAIN", "SCRAM-SHA-256", "EXTERNAL"))
    assert [listed, FAILED] == chat.wait(client, mechanism("FOO"))


def test_aborting(chat: "Chat", client: Session) -> None:
    """After an abort the next word is the name of a mechanism again."""
    aborted = Refused(reason=Reason.SASL_ABORTED, command="AUTHENTICATE")
    assert [*GO_ON, aborted] == chat.wait(client, mechanism("PLAIN"), ask.StopAuthenticating())
    assert GO_ON == chat.wait(client, mechanism("PLAIN"))


def test_coming_in_aborts(chat: "Chat", client: Session) -> None:
    """Whoever ends registration aborts SASL (IRCv3 sasl-3.1)."""
    heard = chat.wait(client, mechanism("PLAIN"), ask.Enter(name="ann"))
    assert Refused(reason=Reason.SASL_ABORTED, command="AUTHENTICATE") == heard[1]
    assert client.user is not None
    assert "" == client.user.source.account


def test_rubbish_counts_as_wrong_passwords(chat: "Chat", client: Session) -> None:
    """Five failures of any kind in a minute close the connection."""
    heard: list[Event] = []
    for _ in range(5):
        heard = chat.wait(client, mechanism("PLAIN"), encoded(b"rubbish"))
    assert isinstance(heard[-1], ev.Farewell)


def test_a_certificate(chat: "Chat", client: Session) -> None:
    """A certificate of an account logs in by itself; a name may be said, if it is that one."""
    client.fingerprint = "ab" * 32
    for data in (b"", b"anna"):
        assert [*GO_ON, *IN] == chat.wait(client, mechanism("EXTERNAL"), encoded(data))
    assert [*GO_ON, FAILED] == chat.wait(client, mechanism("EXTERNAL"), encoded(b"boris"))


@pytest.mark.parametrize("fingerprint", ["", "cd" * 32])
def test_no_certificate_of_an_account(chat: "Chat", client: Session, fingerprint: str) -> None:
    """Without a certificate, or with one of no account, EXTERNAL fails."""
    client.fingerprint = fingerprint
    assert [*GO_ON, FAILED] == chat.wait(client, mechanism("EXTERNAL"), encoded(b""))


# SCRAM-SHA-256


MakeClient = Callable[[str, str, str], Client]
CLIENTS: dict[str, MakeClient] = {"ours": scram.Client, "scramp": Scramp, "raw": Raw}
PASSWORDS = {
    "ascii": "sesame-tree",
    "superscript": "m²-key-long",
    "full width": "ｓｅｓａｍｅ－ｔｒｅｅ",
    "composed": "caf\u00e9-cr\u00e8me",
    "decomposed": "cafe\u0301-cre\u0300me",
    "no-break space": "open\u00a0sesame",
    "ideographic space": "open\u3000ses²me",
    "all of it": "e\u0301t\u00e9\u2003Ⅸ ｔｅａ",
    "cyrillic": "сезам-откройся",
}
every_password = pytest.mark.parametrize("password", PASSWORDS.values(), ids=PASSWORDS.keys())
every_client = pytest.mark.parametrize("make_client", CLIENTS.values(), ids=CLIENTS.keys())


def challenge(chat: "Chat", session: Session, client: Client) -> str:
    go_on, challenged = chat.wait(session, mechanism("SCRAM-SHA-256"), encoded(client.first.encode()))
    assert [go_on] == GO_ON
    assert isinstance(challenged, ev.Challenged)
    return challenged.data.decode()


def prove(chat: "Chat", session: Session, client: Client) -> list[Event]:
    """Begin an exchange, and send the proof; give what comes of it."""
    return chat.wait(session, encoded(client.respond(challenge(chat, session, client)).encode()))


def log_in(chat: "Chat", session: Session, client: Client) -> list[Event]:
    """Do the whole exchange; give what comes of it. Raises if the client does not believe the server."""
    heard = prove(chat, session, client)
    match heard:
        case [ev.Challenged(data=data)]:
            client.verify(data.decode())
            return chat.wait(session, encoded(b""))
    return heard


def tasks(outcomes: list[Outcome]) -> list[type]:
    return [type(outcome.task) for outcome in outcomes if isinstance(outcome, Work)]


def test_scram(chat: "Chat", client: Session) -> None:
    """In SCRAM each side proves that it knows the password; then the client says that it is content."""
    raw = Raw("anna", "sesame", "mine")
    asked = challenge(chat, client, raw)
    assert asked.startswith("r=minechance,s=")
    [challenged] = chat.wait(client, encoded(raw.respond(asked).encode()))
    assert isinstance(challenged, ev.Challenged)
    raw.verify(challenged.data.decode())
    assert "" == client.account
    assert IN == chat.wait(client, encoded(b""))


@every_client
@every_password
def test_a_password_that_was_registered(chat: "Chat", password: str, make_client: MakeClient) -> None:
    """A registered password logs in by every kind of client, which believes the server."""
    chat.registered("clara", password)
    session = chat.arrive()
    heard = log_in(chat, session, make_client("clara", password, "mine"))
    assert [ev.LoggedIn(account="clara", mask="*!*@localhost", sasl=True)] == heard
    assert [FAILED] == log_in(chat, chat.arrive(), make_client("clara", password + "²", "mine"))
    assert [FAILED] == log_in(chat, chat.arrive(), make_client("clara", password[:-1], "mine"))


def test_a_client_that_composes_nothing(chat: "Chat") -> None:
    """A client that composes nothing proves what was typed when the password was chosen."""
    password = PASSWORDS["decomposed"]
    chat.registered("clara", password)
    assert [ev.LoggedIn] == [
        type(event) for event in log_in(chat, chat.arrive(), RawDecomposed("clara", password, "x"))
    ]


@pytest.mark.parametrize("make_client", [scram.Client, Scramp])
@pytest.mark.parametrize("typed", ["cafe\u0301 m²", "caf\u00e9\u00a0m²", "ｃａｆｅ\u0301\u3000m²"])
def test_a_password_from_another_keyboard(chat: "Chat", typed: str, make_client: MakeClient) -> None:
    """Passwords that are the same after SASLprep are the same to clients that prepare."""
    chat.registered("clara", "caf\u00e9 m²")
    assert [ev.LoggedIn] == [type(event) for event in log_in(chat, chat.arrive(), make_client("clara", typed, "x"))]


def test_other_passwords_with_the_same_saslprep(chat: "Chat") -> None:
    """`m²` and `m2` are two passwords where nothing is prepared, or the password itself is sent."""
    chat.registered("boris", "m2-key-long")
    chat.registered("clara", "m²-key-long")
    assert [FAILED] == log_in(chat, chat.arrive(), Raw("boris", "m²-key-long", "mine"))
    heard = chat.wait(chat.arrive(), mechanism("PLAIN"), encoded(b"\0clara\0m2-key-long"))
    assert [*GO_ON, FAILED] == heard


@every_client
@every_password
def test_a_password_that_was_changed(chat: "Chat", password: str, make_client: MakeClient) -> None:
    """A changed password logs in by every kind of client; the old one by none."""
    owner = chat.registered("clara", "old²-password")
    chat.wait(owner, ask.ChangePassword(old="old²-password", new=password))
    assert [FAILED] == log_in(chat, chat.arrive(), make_client("clara", "old²-password", "mine"))
    assert [ev.LoggedIn] == [
        type(event) for event in log_in(chat, chat.arrive(), make_client("clara", password, "mine"))
    ]


# Accounts from before SCRAM keys were made of several forms of a password


def by_plain(chat: "Chat", session: Session, password: str) -> list[Event]:
    return chat.wait(session, mechanism("PLAIN"), encoded(f"\0clara\0{password}".encode()))[1:]


def by_login(chat: "Chat", session: Session, password: str) -> list[Event]:
    return chat.wait(session, ask.LogIn(name="clara", password=password))


@pytest.mark.parametrize("by_password", [by_plain, by_login])
@pytest.mark.parametrize("make_client", [scram.Client, Scramp])
def test_an_older_account_gets_its_missing_keys(
    chat: "Chat",
    make_account: MakeAccount,
    make_client: MakeClient,
    by_password: Callable[["Chat", Session, str], list[Event]],
) -> None:
    """An older account gets missing keys at a login with the password itself; its others stay right."""
    old = make_account("clara", "m²-key-long")
    chat.hub.restore(old)
    assert [FAILED] == log_in(chat, chat.arrive(), make_client("clara", "m²-key-long", "mine"))
    assert [ev.LoggedIn] == [type(event) for event in by_password(chat, chat.arrive(), "m²-key-long")]
    (kept,) = [outcome for outcome in chat.outcomes if isinstance(outcome, Kept)]
    assert isinstance(kept.record, Account)
    assert old == kept.before == replace(kept.record, scram=replace(kept.record.scram, others=()))
    for make in (make_client, Raw):
        heard = log_in(chat, chat.arrive(), make("clara", "m²-key-long", "mine"))
        assert [ev.LoggedIn] == [type(event) for event in heard]


def test_nothing_is_hashed_once_more_where_nothing_is_missing(chat: "Chat", make_account: MakeAccount) -> None:
    """No keys are made where none are missing, or where the password is wrong."""
    chat.hub.restore(make_account("boris", "sesame-tree"))
    chat.hub.restore(make_account("old", "m²-key-long"))
    chat.registered("clara", "m²-key-long")
    for name, password, fits in (
        ("boris", "sesame-tree", True),
        ("clara", "m²-key-long", True),
        ("old", "m³-key-long", False),
        ("nobody", "m²-key-long", False),
    ):
        session = chat.arrive()
        chat.ask(session, ask.LogIn(name=name, password=password))
        assert [CheckPassword] == tasks(chat.outcomes)
        chat.ask(session, ask.Worked(result=fits))
        assert [] == tasks(chat.outcomes)
        assert [] == [outcome for outcome in chat.outcomes if isinstance(outcome, Kept)]


def test_what_follows_waits_for_the_missing_keys(chat: "Chat", make_account: MakeAccount, client: Session) -> None:
    """What is sent along with a login waits for missing keys; no person is asked for a name meanwhile."""
    chat.hub.restore(make_account("clara", "m²-key-long"))
    heard = chat.wait(client, ask.LogIn(name="clara", password="m²-key-long"), ask.Enter(name="cl"))
    assert [ev.LoggedIn, ev.Welcome] == [type(event) for event in heard][:2]
    assert client.user is not None
    assert "clara" == client.user.source.account
    person = chat.arrive(prompts=True)
    heard = chat.wait(person, ask.Typed(text="clara"), ask.Typed(text="m²-key-long"))
    assert [ev.AskPassword, ev.PasswordTaken, ev.LoggedIn] == [type(event) for event in heard][:3]


def test_an_older_account_changes_its_password(chat: "Chat", make_account: MakeAccount) -> None:
    """The missing keys of an old password do not stand in the way of those of the new one."""
    chat.hub.restore(make_account("clara", "m²-key-long"))
    owner = chat.enter("x")
    assert owner.user is not None
    owner.user.source = replace(owner.user.source, account="clara")
    heard = chat.wait(owner, ask.ChangePassword(old="m²-key-long", new="m³-key-long"))
    assert [ev.PasswordChanged(account="clara")] == heard
    assert [FAILED] == log_in(chat, chat.arrive(), scram.Client("clara", "m²-key-long", "mine"))
    heard = log_in(chat, chat.arrive(), scram.Client("clara", "m³-key-long", "mine"))
    assert [ev.LoggedIn] == [type(event) for event in heard]


@pytest.mark.parametrize("now", [None, "another"])
def test_an_account_that_changes_while_its_missing_keys_are_made(
    chat: "Chat", make_account: MakeAccount, client: Session, now: str | None
) -> None:
    """Nobody is logged in to an account that is gone or changed meanwhile; it keeps its new keys."""
    chat.hub.restore(make_account("clara", "m²-key-long"))
    chat.ask(client, ask.LogIn(name="clara", password="m²-key-long"))
    chat.ask(client, ask.Worked(result=True))
    (work,) = [outcome for outcome in chat.outcomes if isinstance(outcome, Work)]
    account = make_account("clara", now) if now else None
    chat.hub.restore(account or Dropped(kind="account", key="clara"))
    heard = chat.ask(client, ask.Worked(result=chat.do(work.task)))
    assert [Refused(reason=Reason.WRONG_PASSWORD, command="LOGIN")] == heard
    assert ("", account) == (client.account, chat.hub.state.accounts.find("clara"))


# Wrong proofs, and names that nobody has


def test_scram_with_a_wrong_password(chat: "Chat", client: Session) -> None:
    """A wrong password gives a wrong proof, and SCRAM fails."""
    assert [FAILED] == log_in(chat, client, Raw("anna", "wrong!", "mine"))
    assert [*GO_ON, *IN] == chat.wait(client, mechanism("PLAIN"), encoded(b"\0anna\0sesame"))


def test_a_proof_is_a_guess(chat: "Chat") -> None:
    """Too many wrong proofs shut an address out, the right one included; right ones do not count."""
    chat.hub.state.rules = replace(chat.hub.state.rules, wrong_passwords=2)
    client, other = chat.arrive(address="203.0.113.7"), chat.arrive(address="203.0.113.8")
    shut_out = Refused(reason=Reason.SASL_SHUT_OUT, detail="10m", command="AUTHENTICATE")
    for password, expected in (("wrong!", FAILED), ("wrong!", FAILED), ("sesame", shut_out)):
        assert [expected] == prove(chat, client, Raw("anna", password, "mine"))
    for _ in range(5):
        assert IN == log_in(chat, other, Raw("anna", "sesame", "mine"))


def test_scram_for_nobody(chat: "Chat", client: Session) -> None:
    """A name that is not registered is challenged all the same, each time with the same salt."""
    kept = []
    salts = set()
    for _ in range(2):
        nobody = Raw("nobody", "sesame", "mine")
        asked = challenge(chat, client, nobody)
        kept += [outcome.record for outcome in chat.outcomes if isinstance(outcome, Kept)]
        salts.add(asked.split(",")[1])
        assert [FAILED] == chat.wait(client, encoded(nobody.respond(asked).encode()))
    assert [Secret(value=b"secret")] == kept
    assert 1 == len(salts)


@pytest.mark.parametrize("data", [b"rubbish", b"n,,n=anna", b"p=x,,n=anna,r=mine"])
def test_scram_rubbish(chat: "Chat", client: Session, data: bytes) -> None:
    """What is no first message of SCRAM fails."""
    assert [*GO_ON, FAILED] == chat.wait(client, mechanism("SCRAM-SHA-256"), encoded(data))


def test_a_password_that_changes_during_the_exchange(chat: "Chat", client: Session, make_account: MakeAccount) -> None:
    """A proof fails if the password was changed during the exchange."""
    assert [ev.Challenged] == [type(event) for event in prove(chat, client, Raw("anna", "sesame", "mine"))]
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
