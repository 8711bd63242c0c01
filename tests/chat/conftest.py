"""A hub to talk to, and what each session is told."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest

from trichat.chat.core.accounts import (
    Account,
    CheckPassword,
    DeriveKeys,
    DrawRandom,
    Hashed,
    HashPassword,
    RandomValues,
    Secret,
)
from trichat.chat.core.clock import ClockRecord
from trichat.chat.core.outcome import Answered, Durable, Kept, LabelledAnswer, Moved, Outcome, Told, Work, flat
from trichat.chat.core.people import Session
from trichat.chat.core.room_records import GONE, RoomRecord
from trichat.chat.core.rules import Rules
from trichat.chat.hub import Hub
from trichat.chat.people.attendance import RoomsSeen
from trichat.chat.people.presence import set_operator
from trichat.chat.talking.offline_messages import Waiting
from trichat.protocols import scram
from trichat.words import events as ev
from trichat.words import modes
from trichat.words import requests as ask
from trichat.words.events import Event, Kind, Refused
from trichat.words.names.addresses import is_local
from trichat.words.names.names import fold
from trichat.words.passwords import prepare
from trichat.words.reasons import Reason
from trichat.words.record import replace
from trichat.words.requests import Request

RULES = Rules(motd=("hello",), languages=("en", "ru"), most_rooms=3, resume_key=b"a key", started=1_600_000_000_000)
PASSWORD = "sesame"
START = 1_700_000_000_000  # Unix milliseconds


class Chat:
    """A hub, and a clock that stands still unless it is moved."""

    def __init__(self, rules: Rules, records: Iterable[Durable] = (), last_id: int = 0) -> None:
        self.hub = Hub(rules, records, last_id)
        self.now = START
        self.outcomes: list[Outcome] = []  # of the last batch

    def ask(self, session: Session, *requests: Request) -> list[Event]:
        """Ask in one batch; give what this session is told, its own echoes included."""
        return self.heard(self.run([(session, requests)]), session)

    def wait(self, session: Session, *requests: Request) -> list[Event]:
        """Ask, and have done what takes time; give all that this session is told."""
        heard = self.ask(session, *requests)
        while works := [outcome for outcome in self.outcomes if isinstance(outcome, Work)]:
            for work in works:
                heard += self.ask(work.session, ask.Worked(result=self.do(work.task)))
        return heard

    @staticmethod
    def do(task: object) -> object:
        """Do what the server does in a thread, without taking time."""
        match task:
            case HashPassword(forms=forms):
                return Hashed(verifier="hash of " + forms[0], scram=derive(*forms))
            case DeriveKeys(forms=forms):
                return derive(*forms)
            case CheckPassword(password=password, verifier=verifier):
                return verifier == "hash of " + password
            case DrawRandom():
                return RandomValues(nonce="chance", secret=b"secret")
        raise AssertionError(task)

    def registered(self, name: str, password: str = PASSWORD, *rooms: str) -> Session:
        """Come in, and make an account of the name."""
        session = self.enter(name, *rooms)
        self.wait(session, ask.Register(password=password))
        assert self.hub.state.accounts.find(name) is not None
        return session

    def run(self, batch: Iterable[tuple[Session, Sequence[Request]]]) -> list[Outcome]:
        """Run a batch. Whatever a test asks, something that is to be kept must not be confirmed where it cannot be."""
        self.outcomes = self.hub.run(batch, self.now)
        assert not confirmed_unkept(self.outcomes)
        return self.outcomes

    def heard(self, outcomes: Iterable[Outcome], session: Session) -> list[Event]:
        """Give the events among `outcomes` that `session` is shown, answered or echoed."""
        heard: list[Event] = []
        for outcome in outcomes:
            match outcome:
                case Told(event=event, audience=audience, source=source) if session in audience or source is session:
                    heard.append(event)
                case Answered(event=event, session=asker) if asker is session:
                    heard.append(event)
                case LabelledAnswer(outcomes=inner):
                    heard += self.heard(inner, session)
        return heard

    def others_heard(self, session: Session) -> list[Event]:
        """Give what of the last batch this session was told."""
        return self.heard(self.outcomes, session)

    def arrive(self, *, prompts: bool = False, address: str = "") -> Session:
        """Connect, without a name yet."""
        session = Session("localhost", address=address)
        session.exempt = not address or is_local(address)
        self.ask(session, ask.Arrive(prompts=prompts))
        return session

    def enter(self, name: str, *rooms: str) -> Session:
        """Connect like an IRC client, come in and join rooms."""
        session = self.arrive()
        self.ask(session, ask.Enter(name=name, username="user", realname=name.title()))
        self.ask(session, *(ask.Join(room=room) for room in rooms))
        assert session.user is not None
        return session

    def make_operator(self, session: Session) -> None:
        """Let somebody be an operator of the server."""
        assert session.user is not None
        self.run([])
        set_operator(self.hub.state, session.user, True)

    def sit_down(self, name: str) -> Session:
        """Connect like a person at the plain door, and give a name."""
        session = self.arrive(prompts=True)
        self.ask(session, ask.Typed(text=name))
        assert session.user is not None
        return session


def confirmed_unkept(outcomes: Sequence[Outcome]) -> list[object]:
    """Give the records that are to be kept though no event of the batch would be refused if they could not be.

    True whatever the disk does: that a room is founded by whoever enters it, and forgotten when it is empty, perhaps
    with what was said in it; that messages have waited for somebody who is shown them now; the secret that a
    SASL exchange begins with; keys for further forms of a password, which are made again at the next login; what the
    clock has done; who has seen what.
    """
    found = list(flat(outcomes))
    if any(isinstance(each, (Told, Answered)) and each.event.if_unstored() is not None for each in found):
        return []
    silent = (Waiting.kind, Secret.kind, ClockRecord.kind, RoomsSeen.kind)
    kept = [each for each in found if isinstance(each, Kept) and each.record.kind not in silent]
    kept = [each for each in kept if not (isinstance(each.record, Moved) and each.record.to.startswith(GONE))]
    return [each.record for each in kept if not _is_silent(each)]


def _is_silent(kept: Kept) -> bool:
    """Tell whether a room is only founded or forgotten, or an account has more keys for the password it has."""
    match kept:
        case Kept(record=Account() as record, before=Account() as before):
            return record == replace(before, scram=record.scram)
        case Kept(record=RoomRecord() as record, before=RoomRecord() as before):
            return record == replace(before, founder=record.founder)
        case Kept(record=RoomRecord()) | Kept(before=RoomRecord()):
            return True
    return False


def derive(*forms: str) -> scram.Keys:
    """Make SCRAM keys, in as little time as is allowed."""
    return scram.derive(*forms, salt=b"sixteen of bytes", iterations=scram.LEAST_ITERATIONS)


def account(name: str, password: str = PASSWORD, **fields: Any) -> Account:
    """Give an account as it could have been kept, by a version that made SCRAM keys of one form of a password."""
    kept: dict[str, Any] = {"key": fold(name), "name": name, "created": START}
    kept |= {"verifier": "hash of " + prepare(password), "scram": derive(prepare(password))}
    return Account(**kept | fields)


def log_in(session: Session, account: str) -> None:
    """Let somebody be logged in, whatever proved who they are."""
    assert session.user is not None
    session.user.source = replace(session.user.source, account=account)


def mode(room: str, *words: str) -> ask.RoomModes:
    """Ask as IRC writes it."""
    return ask.RoomModes(room=room, changes=modes.read(words))


def brief(events: list[Event]) -> list[object]:
    """Give changes as IRC writes them, and refusals by their reasons."""
    found: list[object] = []
    for event in events:
        match event:
            case ev.ModesChanged():
                found.append(modes.write(event.changes))
            case Refused():
                found.append(event.reason)
            case _:
                found.append(type(event))
    return found


def say(room: str, kind: Kind = Kind.MESSAGE) -> ask.Say:
    """Ask to say something in a room."""
    return ask.Say(target=room, text="hi", kind=kind)


def kinds(events: Iterable[Event]) -> list[type[Event]]:
    """Give of what kind these events are."""
    return [type(event) for event in events]


def reasons(events: Iterable[Event]) -> list[Reason]:
    """Give why something was refused."""
    return [event.reason for event in events if isinstance(event, Refused)]


MakeAccount = Callable[..., Account]


@pytest.fixture
def make_account() -> MakeAccount:
    """Give the function, for chats that begin with accounts."""
    return account


@pytest.fixture
def chat() -> Chat:
    """Give a chat that nobody is in yet."""
    return Chat(RULES)


@pytest.fixture
def make_chat() -> type[Chat]:
    """Give the class, for chats with other rules."""
    return Chat
