"""What the hub has asked after some time."""

from collections.abc import Callable

import pytest
import trio

from tests.server.conftest import Parlour
from trichat.chat.core.accounts import Account
from trichat.chat.core.people import Session
from trichat.protocols import scram
from trichat.words import requests as ask


@pytest.mark.virtual_time
async def test_half_a_minute_to_prove_that_a_name_is_ones_own(open_parlour: Callable[..., Parlour]) -> None:
    """Whoever has a name that belongs to an account is renamed then, and not before; unless they have gone."""
    parlour = open_parlour()
    anna, gone = [await parlour.visit().peer.register(name) for name in ("anna", "gone")]
    for name in ("anna", "gone"):
        keys = scram.derive("sesame", salt=b"salt", iterations=4096)
        parlour.hub.restore(Account(key=name, name=name, created=0, verifier="", scram=keys))
    begun = trio.current_time()
    for visit in parlour.visits:
        session: Session = visit.connection.session
        session.outlet.later(30.0, ask.ProofDue(name=session.user.key if session.user else ""))
    await gone.close()
    with trio.fail_after(60):
        assert await anna.stream.receive_some(4096) == b":anna!anna@localhost NICK Guest1\r\n"
    assert 30.0 == pytest.approx(trio.current_time() - begun)
