"""The hub against a model of it, in any order of requests."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.chat.conftest import PASSWORD, account
from tests.chat.model import ACCOUNT, Heard, Model, Visit
from trichat.chat.core.accounts import CheckPassword
from trichat.chat.core.outcome import Answered, Bug, Kept, LabelledAnswer, Later, OnFailure, Outcome, Told, Work
from trichat.chat.core.people import Roles, Room, Session
from trichat.chat.core.rules import Rules
from trichat.chat.core.tokens import make
from trichat.chat.hub import Hub
from trichat.chat.talking.replies import Find, Found
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.modes import Change, read, write
from trichat.words.names.identity import from_text, to_text
from trichat.words.names.names import fold
from trichat.words.reasons import Reason
from trichat.words.record import Record
from trichat.words.requests import Request

RULES = Rules(most_rooms=2, history_on_join=5, resume_key=b"a key")
NAMES = ("anna", "Anna", "bob", "Боб", "боб", "carl", ACCOUNT)  # equal when in small letters
NOT_NAMES = ("", "#anna", "two words", "a\u202eb", "x" * 41)
ROOMS = ("#a", "#A", "#b", "#ж", "#Ж")
NOT_ROOMS = ("room", "#", "#a b")
TARGETS = (*NAMES, *ROOMS, "nobody", "#nowhere")
SETTINGS = ("+m", "-m", "+n", "-n", "+s", "-s", "+i", "-i", "+t", "-t", "+M", "+R", "-R")
VALUES = ("+k tea", "+k cup", "-k tea", "+l 1", "+l 3", "-l")
LINES = (*SETTINGS, *VALUES)
BEGINNINGS = (("#a",), ("#a", "#b"), ("#b", "#a"), ("#b",), ())
ROLES = ("+o", "-o", "+v", "-v")

# What a session is answered that has not asked: where it is now, what of rooms its other sessions come into, and that
# another goes on in its place.
UNASKED = (ev.Farewell, ev.MembersListed, ev.Page, ev.ReadUpTo, ev.Refused, ev.TopicShown)
# What a person is refused along with what they asked: they stand nowhere now, their other session has no lobby, or it
# was so already.
HARMLESS = {Reason.AS_IT_WAS, Reason.NO_ROOM, Reason.TOO_MANY_ROOMS}

QUESTIONS = (ask.Who(mask="*"), ask.Who(mask="#a"), ask.Rooms(), ask.Lusers(), ask.Motd(), ask.Help())
somebody = st.integers(0, 5)
chances = st.integers(0, 3)
# Mostly what can be granted: a refusal changes nothing, so it leads nowhere.
names = st.sampled_from(NAMES) | st.sampled_from(NAMES + NOT_NAMES)
others = st.sampled_from(("", "anna", "bob", "carl", ACCOUNT)) | st.sampled_from((*NAMES, "nobody"))
rooms = st.sampled_from(("#a", "#b")) | st.sampled_from(ROOMS + NOT_ROOMS)
places = st.sampled_from(("", "#a", "#b")) | st.sampled_from(("#lobby", *ROOMS))
keys = st.sampled_from(("", "tea"))


def brief(event: ev.Event) -> Heard:
    """Give what is to be predicted of an event."""
    match event:
        case ev.Said() | ev.TopicChanged():
            return (type(event), event.source.nick, event.target.lower(), event.text)
        case ev.Joined() | ev.Left() | ev.Tagged():
            return (type(event), event.source.nick, event.target.lower())
        case ev.Renamed():
            return (ev.Renamed, event.source.nick, event.nick, frozenset(key for key, _ in event.places))
        case ev.Departed():
            return (ev.Departed, event.source.nick, frozenset(key for key, _ in event.places))
        case ev.ModesChanged():
            text = write(event.changes)
            masks = event.changes[0].letter == "b"  # of names that nobody has, as they were written
            return (ev.ModesChanged, event.source.nick, event.target.lower(), text.lower() if masks else text)
        case ev.Kicked():
            return (ev.Kicked, event.source.nick, event.target.lower(), event.nick)
        case ev.Redacted():
            return (ev.Redacted, event.source.nick, event.target.lower(), event.redacted)
        case ev.Invited():
            return (ev.Invited, event.source.nick, event.room.lower(), event.nick, event.overheard)
        case ev.AwayChanged():
            return (ev.AwayChanged, event.source.nick, event.text)
        case ev.AccountChanged():
            return (ev.AccountChanged, event.source.nick, event.source.account)
        case ev.Sentenced():
            return (ev.Sentenced, event.by, event.room.lower(), event.mute)
    raise AssertionError(event)


def flat(outcomes: list[Outcome]) -> Iterator[Told | Answered | Kept | OnFailure | Work | Later | Bug]:
    """Give the outcomes, those under labels too, in order."""
    for outcome in outcomes:
        if isinstance(outcome, LabelledAnswer):
            yield from flat(outcome.outcomes)
        else:
            yield outcome


class ChatMachine(RuleBasedStateMachine):
    """People come, talk, lead rooms and go. After each request all have heard what the model says, and only that."""

    def __init__(self) -> None:
        super().__init__()
        self.hub = Hub(RULES, [account(ACCOUNT)])
        self.model = Model(RULES.most_rooms)
        self.now = 1_000_000
        self.clock = Visit(Session(""), False)
        self.visits: list[Visit] = []
        self.stream: dict[Visit, list[ev.Happened]] = {}
        self.kept: dict[int, ev.Said | ev.Tagged] = {}  # by id, what history has
        self.batches: list[tuple[int, Session, list[Request]]] = []
        self.results: list[list[Outcome]] = []

    @initialize(people=st.lists(st.tuples(st.booleans(), chances, st.sampled_from(BEGINNINGS)), min_size=2, max_size=4))
    def come_in(self, people: list[tuple[bool, int, tuple[str, ...]]]) -> None:
        """Begin with some people who are somewhere, and some of them logged in."""
        for number, (prompts, chance, joins) in enumerate(people):
            self.arrive(prompts)
            if chance == 1:
                self.log_in(number)
            if self.visits[number].person is None:
                name = ACCOUNT if chance == 1 else ("anna", "bob", "carl", "Боб")[number]
                self.take_name(number, name, prompts, False)
            for room in joins:
                self.join(number, room, "", False)

    # One request

    def request(self, visit: Visit, request: Request, allowed: bool, label: bool = False) -> None:
        """Apply it. If it was not `allowed` it must be refused, and change nothing; all hear what the model says."""
        before = self.digest()
        asked: Request = ask.Labelled(label="x", requests=(request,)) if label else request
        expected = self.model.heard()
        called = {"", visit.session.user.nick if visit.session.user else "", visit.person.nick if visit.person else ""}
        heard: dict[Visit, list[Heard]] = {}
        refused: list[Reason] = []
        for outcome in flat(self.run(visit.session, asked)):
            match outcome:
                case Told(event=event, audience=audience, source=source):
                    shown = [*audience, *([source] if source and source not in audience else [])]
                    assert len(set(shown)) == len(shown)
                    self.note(event)
                    for listener in map(self.visit_of, shown):
                        self.stream.setdefault(listener, []).append(event)
                        heard.setdefault(listener, []).append(brief(event))
                case Answered(event=ev.Sentenced() as event, session=session):
                    heard.setdefault(self.visit_of(session), []).append(brief(event))
                case Answered(event=event, session=session, nick=nick):
                    assert nick in called or session is not visit.session
                    assert session is visit.session or isinstance(event, UNASKED)
                    refused += [event.reason] if isinstance(event, ev.Refused) else []
                case Bug(error=error):
                    raise error
        assert expected == heard
        if allowed:
            assert {*refused} <= HARMLESS
        else:
            assert before == self.digest()
            assert {} == heard
            assert refused

    def run(self, session: Session, request: Request) -> list[Outcome]:
        """Have the hub do it, and what takes time as well."""
        requests: list[Request] = [request]
        found: list[Outcome] = []
        while requests:
            outcomes = self.hub.run([(session, requests)], self.now)
            self.batches.append((self.now, session, requests))
            self.results.append(outcomes)
            found += outcomes
            works = [outcome for outcome in flat(outcomes) if isinstance(outcome, Work)]
            requests = [ask.Worked(result=self.work(work.task)) for work in works]
        return found

    def work(self, task: object) -> object:
        match task:
            case CheckPassword(password=password, verifier=verifier):
                return verifier == "hash of " + password
            case Find(place=place, name=name):
                event = self.kept.get(from_text(name) or 0)
                return Found(event=event if event and event.place == place else None)
        raise AssertionError(task)

    def note(self, event: ev.Happened) -> None:
        """Keep what can be taken back, and know who can."""
        if isinstance(event, (ev.Said, ev.Tagged)):
            self.kept[event.id] = event
            place = self.model.places.get(event.place)
            if place is not None:
                speaker = self.model.people[fold(event.source.nick)]
                self.model.said[event.id] = (place, speaker.identity)
        elif isinstance(event, ev.Redacted):
            del self.kept[event.redacted]

    def visit_of(self, session: Session) -> Visit:
        return next(visit for visit in self.visits if visit.session is session)

    def digest(self) -> object:
        """Give all that a refused request must not change."""
        state = self.hub.state
        rooms = {
            key: (room.record, [(user.key, roles) for user, roles in room.members.items()])
            for key, room in state.rooms.items()
        }
        users = {
            key: (user.source, list(user.rooms), user.modes, user.last_spoke, user.away, dict(user.invitations))
            for key, user in state.users.items()
        }
        stands = [visit.session.room and visit.session.room.key for visit in self.visits]
        return (rooms, users, stands, state.last_id, len(state.sessions))

    # What people do

    def pick(self, number: int) -> Visit:
        present = [visit for visit in self.visits if visit.here]
        return present[number % len(present)]

    def leader(self, number: int, room: str) -> tuple[Visit, str]:
        """Give mostly somebody who leads a room, and that room; else whoever it is, and what was drawn."""
        led = [
            (visit, place.key)
            for visit in self.visits
            for place in (visit.person.places if visit.person else ())
            if visit.person and place.leads(visit.person)
        ]
        return led[number % len(led)] if led and number > 1 else (self.pick(number), room)

    def meant(self, name: str, room: str) -> str:
        """Give whom an op means: without a name, whoever came into the room last."""
        place = self.model.places.get(room.lower())
        return name or (list(place.members)[-1].nick if place and place.members else "nobody")

    def anyone_here(self) -> bool:
        return any(visit.here for visit in self.visits)

    @rule(prompts=st.booleans())
    @precondition(lambda self: sum(visit.here for visit in self.visits) < 5)
    def arrive(self, prompts: bool) -> None:
        visit = Visit(Session("localhost"), prompts)
        self.visits.append(visit)
        self.request(visit, ask.Arrive(prompts=prompts), True)

    @rule(number=somebody, name=names, typed=st.booleans(), label=st.booleans())
    @precondition(anyone_here)
    def take_name(self, number: int, name: str, typed: bool, label: bool) -> None:
        visit = self.pick(number)
        good = name in NAMES
        if visit.person:
            self.request(visit, ask.Rename(name=name), good and self.model.rename(visit, name), label)
        else:
            typed = typed and name != ACCOUNT  # whose password would be asked for
            request: Request = ask.Typed(text=name) if typed else ask.Enter(name=name)
            self.request(visit, request, good and self.model.enter(visit, name), label)

    @rule(number=somebody)
    @precondition(anyone_here)
    def log_in(self, number: int) -> None:
        visit = self.pick(number)
        self.request(visit, ask.LogIn(name=ACCOUNT, password=PASSWORD), self.model.log_in(visit))

    @rule(number=somebody, whose=somebody)
    @precondition(lambda self: self.anyone_here() and any(not each.account for each in self.model.people.values()))
    def resume(self, number: int, whose: int) -> None:
        """Go on with the visit of a guest."""
        visit = self.pick(number)
        guests = [person for person in self.model.people.values() if not person.account]
        person = guests[whose % len(guests)]
        token = make(RULES.resume_key, RULES.started, self.hub.state.users[fold(person.nick)].visit)
        self.request(visit, ask.Resume(token=token), self.model.resume(visit, person))

    @rule(number=somebody, text=st.sampled_from(("tea", "lunch", "")))
    @precondition(anyone_here)
    def go_away(self, number: int, text: str) -> None:
        visit = self.pick(number)
        self.request(visit, ask.Away(text=text), self.model.set_away(visit, text))

    @rule(number=somebody, room=rooms, key=keys, label=st.booleans())
    @precondition(anyone_here)
    def join(self, number: int, room: str, key: str, label: bool) -> None:
        visit = self.pick(number)
        allowed = room not in NOT_ROOMS and self.model.join(visit, room, key)
        self.request(visit, ask.Join(room=room, key=key), allowed, label)

    @rule(number=somebody, room=places)
    @precondition(anyone_here)
    def leave(self, number: int, room: str) -> None:
        visit = self.pick(number)
        self.request(visit, ask.Leave(room=room), self.model.leave(visit, room))

    @rule(
        number=somebody,
        to=st.sampled_from(("", "#a", "#b")) | st.sampled_from(TARGETS),
        text=st.sampled_from(("hi", "yo", " ")),
        tag=st.booleans(),
    )
    @precondition(anyone_here)
    def say(self, number: int, to: str, text: str, tag: bool) -> None:
        visit = self.pick(number)
        if tag:
            self.request(visit, ask.Tag(target=to, tags=(("+x", ""),)), self.model.say(visit, to, ev.Tagged))
        else:
            allowed = bool(text.strip()) and self.model.say(visit, to, ev.Said, text)
            self.request(visit, ask.Say(target=to, text=text), allowed)

    @rule(number=somebody, to=somebody)
    @precondition(anyone_here)
    def whisper(self, number: int, to: int) -> None:
        people = [*self.model.people, ACCOUNT]
        self.say(number, people[to % len(people)], "psst", False)

    @rule(number=somebody, room=st.sampled_from(("", "", "#a")), back=st.integers(0, 3))
    @precondition(lambda self: self.anyone_here() and self.kept)
    def redact(self, number: int, room: str, back: int) -> None:
        event_id = list(self.kept)[-1 - back % len(self.kept)]
        place = self.model.places.get(self.kept[event_id].place)
        there = place.visits if place else []
        visit = there[number % len(there)] if there else self.pick(number)
        room = room or (place.key if place else "#b")
        request = ask.Redact(target=room, name=to_text(event_id))
        self.request(visit, request, self.model.redact(visit, room, event_id))

    @rule(number=somebody, name=st.sampled_from(NAMES), logs_in=st.booleans())
    @precondition(lambda self: any(place.members for place in self.model.places.values()))
    def think_better_of_it(self, number: int, name: str, logs_in: bool) -> None:
        """What one said is one's own under another name too; but not that of a visit once one is logged in."""
        visits = [visit for place in self.model.places.values() for visit in place.visits]
        visit = visits[number % len(visits)]
        place = visit.person.places[-1] if visit.person else None
        assert place is not None
        before = len(self.kept)
        self.request(visit, ask.Say(target=place.key, text="oops"), self.model.say(visit, place.key, ev.Said, "oops"))
        if logs_in:
            self.request(visit, ask.LogIn(name=ACCOUNT, password=PASSWORD), self.model.log_in(visit))
        self.request(visit, ask.Rename(name=name), self.model.rename(visit, name))
        if len(self.kept) > before:
            event_id = list(self.kept)[-1]
            request = ask.Redact(target=place.key, name=to_text(event_id))
            self.request(visit, request, self.model.redact(visit, place.key, event_id))

    @rule(number=somebody, room=places, text=st.sampled_from(("one", "two", "")))
    @precondition(anyone_here)
    def set_topic(self, number: int, room: str, text: str) -> None:
        visit = self.pick(number)
        self.request(visit, ask.Topic(room=room, text=text), self.model.set_topic(visit, room, text))

    # What ops do

    @rule(number=somebody, room=places, line=st.sampled_from(LINES))
    @precondition(anyone_here)
    def change(self, number: int, room: str, line: str) -> None:
        self.change_modes(*self.leader(number, room), line)

    @rule(number=somebody, room=places, sign=st.sampled_from(ROLES), name=others)
    @precondition(anyone_here)
    def change_role(self, number: int, room: str, sign: str, name: str) -> None:
        visit, room = self.leader(number, room)
        self.change_modes(visit, room, f"{sign} {self.meant(name, room)}")

    def change_modes(self, visit: Visit, room: str, line: str) -> None:
        (change,) = read(line.split())
        shown = Change(on=False, letter="k", argument="*") if change.letter == "k" and not change.on else change
        self.request(visit, ask.RoomModes(room=room, changes=(change,)), self.model.change(visit, room, shown))

    @rule(number=somebody, room=places, name=others)
    @precondition(anyone_here)
    def kick(self, number: int, room: str, name: str) -> None:
        visit, room = self.leader(number, room)
        name = self.meant(name, room)
        self.request(visit, ask.Kick(room=room, name=name), self.model.kick(visit, room, name))

    @rule(number=somebody, room=places, name=others, mute=st.booleans(), seconds=st.sampled_from((0, 1, 2)))
    @precondition(anyone_here)
    def ban(self, number: int, room: str, name: str, mute: bool, seconds: int) -> None:
        visit, room = self.leader(number, room)
        name = self.meant(name, room)
        self.model.now = self.now
        request = ask.Ban(room=room, target=name, mute=mute, seconds=seconds)
        self.request(visit, request, self.model.ban(visit, room, name, mute, seconds))

    @rule(number=somebody, room=places, name=others, mute=st.booleans())
    @precondition(anyone_here)
    def unban(self, number: int, room: str, name: str, mute: bool) -> None:
        visit, room = self.leader(number, room)
        place = self.model.places.get(room.lower())
        if not name and place and place.bans:
            mask = next(iter(place.bans))
            mute, name = mask.startswith("m:"), mask.removeprefix("m:").removeprefix("a:").partition("!")[0]
        name = name or "nobody"
        request = ask.Unban(room=room, target=name, mute=mute)
        self.request(visit, request, self.model.unban(visit, room, name, mute))

    @rule(number=somebody, room=places, name=others)
    @precondition(anyone_here)
    def invite(self, number: int, room: str, name: str) -> None:
        visit, room = self.leader(number, room)
        name = self.meant(name, room)
        self.request(visit, ask.Invite(room=room, name=name), self.model.invite(visit, room, name))

    @rule(
        number=somebody,
        line=st.sampled_from(("+i", "+i", "+l 1", "+l 1", "+k tea", "+s", "+R")),
        host=somebody,
        invited=st.booleans(),
        key=keys,
    )
    @precondition(lambda self: any(place.members for place in self.model.places.values()))
    def knock(self, number: int, line: str, host: int, invited: bool, key: str) -> None:
        """A room is closed in some way; somebody from outside comes all the same, invited or not, and comes back."""
        place = list(self.model.places.values())[number % len(self.model.places)]
        visits = [visit for visit in self.visits if visit.person and visit.person not in place.members]
        if not place.members or not visits:
            return
        guest, hosts = visits[number % len(visits)], place.visits
        leaders = [each for each in hosts if each.person and place.leads(each.person)]
        self.change_modes((leaders or hosts)[0], place.key, line)
        if invited and guest.person:
            request = ask.Invite(room=place.key, name=guest.person.nick)
            inviter = hosts[host % len(hosts)]
            self.request(inviter, request, self.model.invite(inviter, place.key, guest.person.nick))
        for _ in range(2):
            self.request(guest, ask.Join(room=place.key, key=key), self.model.join(guest, place.key, key))
            if guest.person in place.members:
                self.request(guest, ask.Leave(room=place.key), self.model.leave(guest, place.key))

    @rule(milliseconds=st.integers(-1_000, 2_000))
    def time_passes(self, milliseconds: int) -> None:
        """What has an end ends when the alarm clock of the server rings, and not before."""
        self.now += milliseconds
        self.model.now = self.now
        due = self.hub.due
        ends = [until for place in self.model.places.values() for until in place.bans.values() if until]
        assert due is None or due <= min(ends, default=due)
        assert due is not None or not ends
        if due is not None and due <= self.now:
            self.request(self.clock, ask.Expire(), self.model.expire())

    @rule(number=somebody, question=st.sampled_from(QUESTIONS), label=st.booleans())
    @precondition(anyone_here)
    def ask_something(self, number: int, question: Request, label: bool) -> None:
        visit = self.pick(number)
        before = self.digest()
        anybody = isinstance(question, (ask.Lusers, ask.Motd, ask.Help))
        self.request(visit, question, anybody or visit.person is not None, label)
        assert before == self.digest()

    @rule(number=somebody, lost=st.booleans())
    @precondition(anyone_here)
    def go(self, number: int, lost: bool) -> None:
        visit = self.pick(number)
        visit.here = False
        self.model.part(visit)
        self.request(visit, ask.Gone(reason="lost") if lost else ask.Quit(reason="bye"), True)

    @rule(number=st.integers(0, 9), text=st.sampled_from(("anna", "hi", "/quit")))
    @precondition(lambda self: any(not visit.here for visit in self.visits))
    def ask_after_the_end(self, number: int, text: str) -> None:
        gone = [visit for visit in self.visits if not visit.here]
        before = self.digest()
        self.request(gone[number % len(gone)], ask.Typed(text=text), True)
        assert before == self.digest()

    # What always holds

    @invariant()
    def the_rooms_are_as_the_model_says(self) -> None:
        state = self.hub.state
        assert set(self.model.places) == set(state.rooms)
        for key, place in self.model.places.items():
            room = state.rooms[key]
            assert {person.nick: roles for person, roles in place.members.items()} == {
                user.nick: roles for user, roles in room.members.items()
            }
            assert {visit.session for visit in place.visits} == set(room.audience)
            assert (place.topic, place.founder, place.kept) == (
                room.record.topic,
                room.record.founder,
                dict(room.record.roles),
            )
            assert place.modes == room.modes
            assert place.bans == {fold(entry.mask): entry.until for entry in room.record.entries}

    @invariant()
    def the_people_are_as_the_model_says(self) -> None:
        state = self.hub.state
        assert {visit.session for visit in self.visits if visit.here} == set(state.sessions)
        assert {key: person.nick for key, person in self.model.people.items()} == {
            key: user.nick for key, user in state.users.items()
        }
        for key, person in self.model.people.items():
            user = state.users[key]
            assert (person.account, person.away) == (user.source.account, user.away)
            assert {visit.session for visit in person.visits} == set(user.sessions)
            assert [place.key for place in person.places] == list(user.rooms)
        for visit in self.visits:
            assert (visit.stands.key if visit.stands else "") == (visit.session.room.key if visit.session.room else "")
            assert (visit.person.nick if visit.person else "") == (
                visit.session.user.nick if visit.session.user else ""
            )

    @invariant()
    def there_is_one_order_for_all(self) -> None:
        """Identities grow in everybody's view (what one says to oneself comes twice), so all views agree."""
        by_id: dict[int, ev.Happened] = {}
        for events in self.stream.values():
            assert [] == [pair for pair in pairwise(event.id for event in events) if pair[0] > pair[1]]
            for event in events:
                assert event == by_id.setdefault(event.id, event)

    def teardown(self) -> None:
        """The same batches, replayed on a new hub, give the same outcomes."""
        again = Hub(RULES, [account(ACCOUNT)])
        first = [self.clock.session, *(visit.session for visit in self.visits)]
        second = [Session(session.host) for session in first]
        numbers = {session: number for sessions in (first, second) for number, session in enumerate(sessions)}
        for (now, session, requests), result in zip(self.batches, self.results, strict=True):
            outcomes = again.run([(second[numbers[session]], requests)], now)
            assert portable(result, numbers) == portable(outcomes, numbers)


def portable(value: Any, places: dict[Session, int]) -> Any:
    """Give outcomes with numbers instead of sessions, to compare two hubs."""
    if isinstance(value, Session):
        return places[value]
    if isinstance(value, Room):
        return value.key
    if isinstance(value, Roles):
        return (value.key, value.roles)  # whose they are: the user, who may have another name meanwhile
    if isinstance(value, Record):
        return [type(value).__name__, *(portable(getattr(value, name), places) for name in value.__struct_fields__)]
    if isinstance(value, (tuple, list)):
        return [type(value).__name__, *(portable(part, places) for part in value)]
    return value


TestChat = ChatMachine.TestCase
TestChat.settings = settings(max_examples=150, stateful_step_count=50)
