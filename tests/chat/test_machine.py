"""The hub against a model of it, in any order of requests."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from trichat.chat.hub import Hub
from trichat.chat.outcome import Answered, Bug, Kept, LabelledAnswer, Later, Outcome, Told, Work
from trichat.chat.people import Session
from trichat.chat.rooms import Room
from trichat.chat.state import Rules
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Happened
from trichat.words.requests import Request

RULES = Rules(most_rooms=2, history_on_join=5)
NAMES = ("anna", "Anna", "bob", "Боб", "боб", "carl")  # equal when in small letters
NOT_NAMES = ("", "#anna", "two words", "a\u202eb", "x" * 41)
ROOMS = ("#a", "#A", "#b", "#ж", "#Ж")
NOT_ROOMS = ("room", "#", "#a b")
TARGETS = (*NAMES, *ROOMS, "nobody", "#nowhere")

QUESTIONS = (ask.Who(mask="*"), ask.Who(mask="#a"), ask.Rooms(), ask.Lusers(), ask.Motd(), ask.Help())
somebody = st.integers(0, 5)
# Mostly what can be granted: a refusal changes nothing, so it leads nowhere.
names = st.sampled_from(NAMES) | st.sampled_from(NAMES + NOT_NAMES)
rooms = st.sampled_from(("#a", "#b")) | st.sampled_from(ROOMS + NOT_ROOMS)
places = st.sampled_from(("", "#a", "#b")) | st.sampled_from(("#lobby", *ROOMS))

Heard = tuple[object, ...]


class Person:
    """What the model knows of one session."""

    def __init__(self, session: Session, prompts: bool) -> None:
        self.session = session
        self.prompts = prompts
        self.nick = ""
        self.rooms: list[str] = []  # keys, in the order in which they were joined
        self.stands = ""
        self.here = True
        self.heard: list[Happened] = []


def brief(event: Happened) -> Heard:
    """Give what is to be predicted of an event."""
    nick = event.source.nick
    match event:
        case ev.Said() | ev.TopicChanged():
            return (type(event), nick, event.target.lower(), event.text)
        case ev.Joined() | ev.Left() | ev.Tagged():
            return (type(event), nick, event.target.lower())
        case ev.Renamed():
            return (ev.Renamed, nick, event.nick, frozenset(key for key, _ in event.places))
        case ev.Departed():
            return (ev.Departed, nick, frozenset(key for key, _ in event.places))
    raise AssertionError(event)


def flat(outcomes: list[Outcome]) -> Iterator[Told | Answered | Kept | Work | Later | Bug]:
    """Give the outcomes, those under labels too, in order."""
    for outcome in outcomes:
        if isinstance(outcome, LabelledAnswer):
            yield from flat(outcome.outcomes)
        else:
            yield outcome


class ChatMachine(RuleBasedStateMachine):
    """People come, talk, move about and go. After each request all have heard what the model says, and only that."""

    def __init__(self) -> None:
        super().__init__()
        self.hub = Hub(RULES)
        self.now = 1_000_000
        self.people: list[Person] = []
        self.topics: dict[str, str] = {}
        self.batches: list[tuple[int, int, list[Request]]] = []
        self.results: list[list[Outcome]] = []

    @initialize(people=st.lists(st.tuples(st.booleans(), st.lists(rooms, max_size=2)), max_size=4))
    def come_in(self, people: list[tuple[bool, list[str]]]) -> None:
        """Begin with some people who are somewhere."""
        for number, (prompts, joins) in enumerate(people):
            self.arrive(prompts)
            self.take_name(number, ("anna", "bob", "carl", "Боб")[number], prompts, False)
            for room in joins:
                self.join(number, room, False)

    # The model

    def members(self, room: str) -> list[Person]:
        return [person for person in self.people if room in person.rooms]

    def named(self, name: str) -> Person | None:
        return next((person for person in self.people if person.nick and person.nick.lower() == name.lower()), None)

    def peers(self, person: Person) -> list[Person]:
        return [other for other in self.people if other is person or set(other.rooms) & set(person.rooms)]

    def free(self, name: str, person: Person) -> bool:
        return name in NAMES and self.named(name) in (None, person)

    def digest(self) -> object:
        """Give all that a refused request must not change."""
        state = self.hub.state
        rooms = {key: (room.about, [user.key for user in room.members]) for key, room in state.rooms.items()}
        users = {key: (user.source, list(user.rooms), user.invisible, user.spoke) for key, user in state.users.items()}
        stands = [person.session.room and person.session.room.key for person in self.people]
        return (rooms, users, stands, state.last_id, len(state.sessions))

    # One request

    def request(
        self, person: Person, request: Request, expected: dict[Person, list[Heard]] | None, label: bool = False
    ) -> None:
        """Apply it. `expected` is what each hears, echoes included; None if it must be refused, and change nothing."""
        before = self.digest()
        asked: Request = ask.Labelled(label="x", requests=(request,)) if label else request
        self.batches.append((self.now, self.people.index(person), [asked]))
        outcomes = self.hub.run([(person.session, [asked])], self.now)
        self.results.append(outcomes)
        heard: dict[Person, list[Heard]] = {}
        answers = []
        for outcome in flat(outcomes):
            match outcome:
                case Told(event, audience, source):
                    shown = [*audience, *([source] if source and source not in audience else [])]
                    assert len(set(shown)) == len(shown)
                    for session in shown:
                        listener = next(other for other in self.people if other.session is session)
                        listener.heard.append(event)
                        heard.setdefault(listener, []).append(brief(event))
                case Answered(event, session, nick):
                    assert person.session is session
                    assert nick in (person.nick, "") or self.free(nick, person)
                    answers.append(type(event))
        if expected is None:
            assert before == self.digest()
            assert {} == heard
            assert ev.Refused in answers
            assert {ev.Refused, ev.AskName} >= set(answers)
        else:
            assert {listener: events for listener, events in expected.items() if events} == heard
            assert ev.Refused not in answers or isinstance(request, ask.Leave)  # who has left the last room is told so

    def told(self, listeners: list[Person], *events: Heard) -> dict[Person, list[Heard]]:
        return {listener: list(events) for listener in listeners}

    # What people do

    def pick(self, number: int) -> Person:
        present = [person for person in self.people if person.here]
        return present[number % len(present)]

    def anyone_here(self) -> bool:
        return any(person.here for person in self.people)

    @rule(prompts=st.booleans())
    @precondition(lambda self: sum(person.here for person in self.people) < 5)
    def arrive(self, prompts: bool) -> None:
        person = Person(Session("localhost"), prompts)
        self.people.append(person)
        self.request(person, ask.Arrive(prompts=prompts), {})

    @rule(number=somebody, name=names, typed=st.booleans(), label=st.booleans())
    @precondition(anyone_here)
    def take_name(self, number: int, name: str, typed: bool, label: bool) -> None:
        person = self.pick(number)
        if person.nick:
            self.rename(person, name, label)
            return
        request: Request = ask.Typed(text=name) if typed else ask.Enter(name=name)
        if not self.free(name, person):
            self.request(person, request, None, label)
            return
        expected = {}
        if person.prompts:
            expected = self.told([person, *self.members("#lobby")], (ev.Joined, name, "#lobby"))
        self.request(person, request, expected, label)
        person.nick = name
        if person.prompts:
            person.rooms.append("#lobby")
            person.stands = "#lobby"

    def rename(self, person: Person, name: str, label: bool) -> None:
        if not self.free(name, person):
            self.request(person, ask.Rename(name=name), None, label)
            return
        event: Heard = (ev.Renamed, person.nick, name, frozenset(person.rooms))
        self.request(
            person, ask.Rename(name=name), self.told(self.peers(person), event) if name != person.nick else {}, label
        )
        person.nick = name

    @rule(number=somebody, room=rooms, label=st.booleans())
    @precondition(anyone_here)
    def join(self, number: int, room: str, label: bool) -> None:
        person, key = self.pick(number), room.lower()
        new = key not in person.rooms
        if not person.nick or room in NOT_ROOMS or (new and len(person.rooms) >= RULES.most_rooms):
            self.request(person, ask.Join(room=room), None, label)
            return
        expected = self.told([person, *self.members(key)], (ev.Joined, person.nick, key)) if new else {}
        self.request(person, ask.Join(room=room), expected, label)
        person.stands = key
        if new:
            person.rooms.append(key)

    @rule(number=somebody, room=places)
    @precondition(anyone_here)
    def leave(self, number: int, room: str) -> None:
        person = self.pick(number)
        key = room.lower() or person.stands
        if key not in person.rooms:
            self.request(person, ask.Leave(room=room), None)
            return
        self.request(person, ask.Leave(room=room), self.told(self.members(key), (ev.Left, person.nick, key)))
        self.move_out(person, key)

    def move_out(self, person: Person, room: str) -> None:
        person.rooms.remove(room)
        if person.stands == room:
            person.stands = person.rooms[-1] if person.rooms else ""
        if not self.members(room) and not self.topics.get(room):
            self.topics.pop(room, None)

    @rule(
        number=somebody,
        to=st.sampled_from(("", *TARGETS)),
        text=st.sampled_from(("hi", "yo", " ")),
        tag=st.booleans(),
    )
    @precondition(anyone_here)
    def say(self, number: int, to: str, text: str, tag: bool) -> None:
        person = self.pick(number)
        tags = (("+x", ""),)
        request: Request = ask.Tag(target=to, tags=tags) if tag else ask.Say(target=to, text=text)
        listeners, shown = self.listeners(person, to)
        if not person.nick or not listeners or (not tag and not text.strip()):
            self.request(person, request, None)
            return
        event: Heard = (ev.Tagged, person.nick, shown) if tag else (ev.Said, person.nick, shown, text)
        expected = self.told(listeners, event)
        if listeners == [person] and not shown.startswith("#"):
            expected = self.told([person], event, event)  # the echo, and the message
        self.request(person, request, expected)

    def listeners(self, person: Person, target: str) -> tuple[list[Person], str]:
        """Give who hears what `person` says to `target`: nobody if it may not be said."""
        key = target.lower() or person.stands
        if key.startswith("#") or not key:
            return (self.members(key) if key in person.rooms else []), key
        other = self.named(target)
        return ([person] if other is person else [person, other] if other else []), key

    @rule(number=somebody, room=places, text=st.sampled_from(("one", "two", "")))
    @precondition(anyone_here)
    def set_topic(self, number: int, room: str, text: str) -> None:
        person = self.pick(number)
        key = room.lower() or person.stands
        request = ask.Topic(room=room, text=text)
        if key not in person.rooms:
            self.request(person, request, None)
            return
        self.request(person, request, self.told(self.members(key), (ev.TopicChanged, person.nick, key, text)))
        self.topics[key] = text

    @rule(number=somebody, question=st.sampled_from(QUESTIONS), label=st.booleans())
    @precondition(anyone_here)
    def ask_something(self, number: int, question: Request, label: bool) -> None:
        person = self.pick(number)
        before = self.digest()
        allowed = person.nick or isinstance(question, (ask.Lusers, ask.Motd, ask.Help))
        self.request(person, question, {} if allowed else None, label)
        assert before == self.digest()

    @rule(number=somebody, lost=st.booleans())
    @precondition(anyone_here)
    def go(self, number: int, lost: bool) -> None:
        person = self.pick(number)
        others = [peer for peer in self.peers(person) if peer is not person]
        event: Heard = (ev.Departed, person.nick, frozenset(person.rooms))
        request: Request = ask.Gone(reason="lost") if lost else ask.Quit(reason="bye")
        person.here = False
        self.request(person, request, self.told(others, event) if person.nick else {})
        person.nick = person.stands = ""
        for room in list(person.rooms):
            self.move_out(person, room)

    @rule(number=st.integers(0, 9), text=st.sampled_from(("anna", "hi", "/quit")))
    @precondition(lambda self: any(not person.here for person in self.people))
    def ask_after_the_end(self, number: int, text: str) -> None:
        gone = [person for person in self.people if not person.here]
        before = self.digest()
        self.request(gone[number % len(gone)], ask.Typed(text=text), {})
        assert before == self.digest()

    @rule(milliseconds=st.integers(-1_000, 1_000))
    def time_passes(self, milliseconds: int) -> None:
        self.now += milliseconds

    # What always holds

    @invariant()
    def the_hub_is_as_the_model_says(self) -> None:
        state = self.hub.state
        here = [person for person in self.people if person.nick]
        assert {person.nick.lower(): person.nick for person in here} == {
            key: user.nick for key, user in state.users.items()
        }
        assert {person.session for person in self.people if person.here} == state.sessions
        occupied = {room for person in here for room in person.rooms}
        assert occupied | {room for room, text in self.topics.items() if text} == set(state.rooms)
        for key, room in state.rooms.items():
            assert {person.nick for person in self.members(key)} == {user.nick for user in room.members}
            assert {person.session for person in self.members(key)} == set(room.audience)
            assert self.topics.get(key, "") == room.about.topic

    @invariant()
    def everybody_stands_where_they_are(self) -> None:
        for person in self.people:
            user, room = person.session.user, person.session.room
            assert person.stands == (room.key if room else "")
            assert bool(person.nick) is (user is not None)
            if user is not None:
                assert [person.session] == user.sessions
                assert set(person.rooms) == set(user.rooms)

    @invariant()
    def there_is_one_order_for_all(self) -> None:
        """Identities grow in everybody's view (what one says to oneself comes twice), so all views agree."""
        for person in self.people:
            ids = [event.id for event in person.heard]
            assert [] == [pair for pair in pairwise(ids) if pair[0] > pair[1]]
        by_id: dict[int, Happened] = {}
        for person in self.people:
            for event in person.heard:
                assert event is by_id.setdefault(event.id, event)

    def teardown(self) -> None:
        """The same batches, replayed on a new hub, give the same outcomes; so does one batch of all at one time."""
        again = Hub(RULES)
        sessions = [Session("localhost") for _ in self.people]
        places = {session: number for number, session in enumerate(sessions)}
        places |= {person.session: number for number, person in enumerate(self.people)}
        for (now, number, requests), result in zip(self.batches, self.results, strict=True):
            assert portable(result, places) == portable(again.run([(sessions[number], requests)], now), places)


def portable(value: Any, places: dict[Session, int]) -> Any:
    """Give outcomes with numbers instead of sessions, to compare two hubs."""
    if isinstance(value, Session):
        return places[value]
    if isinstance(value, Room):
        return value.key
    if isinstance(value, (tuple, list)):
        return [type(value).__name__, *(portable(part, places) for part in value)]
    return value


TestChat = ChatMachine.TestCase
TestChat.settings = settings(max_examples=200, stateful_step_count=50, deadline=None)
