"""What takes time is done in a thread; the connection that asked reads nothing until then."""

import threading
from typing import TYPE_CHECKING

import pytest
import trio
from trio.testing import MockClock

from trichat.chat import hub
from trichat.chat.core.accounts import Account, CheckPassword, DeriveKeys, DrawRandom, HashPassword
from trichat.chat.core.people import Session
from trichat.chat.core.state import State
from trichat.protocols import scram
from trichat.server import work
from trichat.server.work import Turns, Workers
from trichat.storage.rows import record_from_text
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.passwords import forms
from trichat.words.record import replace

if TYPE_CHECKING:
    from tests.server.conftest import Parlour


async def test_each_kind_of_task_has_its_worker() -> None:
    """A task is done by the function for its kind, and its result comes back."""
    workers = Workers({str: str.upper, int: abs})
    assert "TEA" == await workers.do("tea", "")
    assert 3 == await workers.do(-3, "")


async def test_lines_behind_the_task_wait_for_its_result(parlour: "Parlour", monkeypatch: pytest.MonkeyPatch) -> None:
    """What a client sends behind a command that takes time is answered behind it, in one read or in two."""

    def handle(state: State, session: Session, _request: ask.Motd) -> None:
        state.work(session, "tea", lambda state, session, result: state.answer(session, ev.Pong(token=result)))

    kind: type[ask.Request] = ask.Motd
    monkeypatch.setitem(hub._HANDLERS, kind, handle)
    anna = await parlour.visit().peer.register("anna")
    await anna.send("MOTD", "PING 1")
    await anna.send("PING 2")
    lines = await anna.lines("PONG trichat.local :2")
    assert ["TEA", "1", "2"] == [line.rpartition(":")[2] for line in lines]


async def test_what_is_waited_for_is_awaited() -> None:
    """A task that cares for its threads itself is awaited."""

    async def double(number: int) -> int:
        await trio.lowlevel.checkpoint()
        return 2 * number

    assert 6 == await Workers({str: str.upper}, {int: double}).do(3, "")


async def test_what_a_connection_asked_for_that_has_ended_is_not_done(parlour: "Parlour") -> None:
    """Work for a connection that has ended is dropped without an error."""
    visit = parlour.visit()
    await visit.peer.register("anna")
    await visit.peer.close()
    await visit.over.wait()
    visit.connection.work("tea")
    visit.connection.later(0, ask.Motd())
    assert (await (await parlour.visit().peer.register("boris")).pong()) == []


async def test_each_address_has_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who has a hundred passwords hashed does not make another wait until theirs are done."""
    monkeypatch.setattr("trichat.server.work._AT_ONCE", 1)
    done: list[str] = []
    gate = threading.Event()

    def do(task: str) -> None:
        gate.wait()
        done.append(task)

    workers = Workers({str: do})
    async with trio.open_nursery() as nursery:
        for number in range(100):
            nursery.start_soon(workers.do, f"crowd {number}", "10.0.0.7")
        await trio.testing.wait_all_tasks_blocked()
        nursery.start_soon(workers.do, "alone", "10.0.0.8")
        await trio.testing.wait_all_tasks_blocked()
        gate.set()
    assert 101 == len(done)
    assert done.index("alone") <= 2


async def test_whoever_no_longer_waits_loses_the_turn_to_nobody(autojump_clock: MockClock) -> None:
    """A connection that ends while it waits is passed over, and the next one has its turn."""
    turns = Turns(1)
    async with turns.turn("a"):
        with trio.move_on_after(1):
            async with turns.turn("b"):
                raise AssertionError
    with trio.fail_after(1):
        async with turns.turn("c"):
            pass
    assert not turns._waiting


SESAME = work.make(HashPassword(forms=("sesame",)))


def test_a_hash_is_argon2id_with_a_salt() -> None:
    """A hash is Argon2id with 19 MiB and two passes (OWASP); the same password twice has nothing in common."""
    assert SESAME.verifier.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    again = work.make(HashPassword(forms=("sesame",)))
    assert SESAME.verifier != again.verifier
    assert SESAME.scram.salt != again.scram.salt


def test_checking() -> None:
    """Only the right password is right; nothing is where nothing is kept, nor is an empty one."""
    assert work.check(CheckPassword(password="sesame", verifier=SESAME.verifier))
    assert not work.check(CheckPassword(password="Sesame", verifier=SESAME.verifier))
    assert not work.check(CheckPassword(password="sesame"))
    assert not work.check(CheckPassword(password="", verifier=SESAME.verifier))


def test_keys_of_every_form() -> None:
    """Every form of a password has keys with one salt; the hash is of the form that is compared."""
    hashed = work.make(HashPassword(forms=forms("m²-key-long")))
    assert work.check(CheckPassword(password="m²-key-long", verifier=hashed.verifier))
    alone = [scram.derive(form, salt=hashed.scram.salt) for form in ("m²-key-long", "m2-key-long")]
    assert [(each.stored_key, each.server_key) for each in alone] == [
        (each.stored_key, each.server_key) for each in (hashed.scram, *hashed.scram.others)
    ]


# As a version that knew one form of a password kept it, of "m²-key-long".
OLD = """{"key": "anna", "name": "Anna", "created": 1700000000000, "verifier": "-", "scram": {
    "salt": "c2l4dGVlbiBvZiBieXRlcw==", "iterations": 4096,
    "stored_key": "DSE7+pV8QZ8dxQTieb6tpC8PLTJnafbcVrP9tELIcoQ=",
    "server_key": "rRRAb/RHLAI7vmKvlyH9FowacBBKH9nzK4/BTcVsr/k="
}, "email": "", "operator": false, "fingerprints": [], "removed": false, "metadata": [], "several": true}"""


def test_the_keys_of_an_older_record() -> None:
    """An older record says that keys are missing; they are made with its salt and count, which stay."""
    account = record_from_text("account", OLD)
    assert isinstance(account, Account)
    assert () == account.scram.others
    keys = work.derive(DeriveKeys(forms=forms("m²-key-long"), keys=account.scram))
    assert account.scram == replace(keys, others=())
    assert scram.derive("m2-key-long", salt=keys.salt, iterations=4096).stored_key == keys.others[0].stored_key


def test_random_values() -> None:
    """Random values are long, never the same, and without a comma, which SCRAM does not allow (RFC 5802, 5.1)."""
    one, two = work.draw(DrawRandom()), work.draw(DrawRandom())
    assert one.nonce.isalnum()
    assert 24 == len(one.nonce)
    assert 32 == len(one.secret)
    assert (one.nonce, one.secret) != (two.nonce, two.secret)
