"""The state of the chat, what sessions wait for, and how a handler says what came of a request."""

import heapq
from collections import deque
from collections.abc import Callable
from typing import Any

from trichat.chat.core.accounts import Account, Accounts
from trichat.chat.core.clock import TURNS_MOST, ClockRecord, ahead_after, placed, time_at
from trichat.chat.core.memory import (
    Attendance,
    EmptyRooms,
    Keyed,
    MonitorLists,
    PasswordAttempts,
    TriedPasswords,
    Whowas,
)
from trichat.chat.core.outcome import Answered, Dropped, Durable, Kept, Later, OnFailure, Outcome, Told, Work
from trichat.chat.core.people import Room, Session, User
from trichat.chat.core.room_records import GONE, HISTORY_OFF, RoomRecord
from trichat.chat.core.rules import Rules
from trichat.words import times
from trichat.words.events import Act, ClockTold, Event, Happened, Refused
from trichat.words.events.moderating import AUDIT
from trichat.words.names.identity import next_id, time_of
from trichat.words.names.lookalikes import Lookalikes
from trichat.words.names.names import NameNotAllowed, fold
from trichat.words.reasons import Reason
from trichat.words.record import replace
from trichat.words.requests import Request

_DAY = 86_400  # seconds
_EXPIRIES_LEAST = 1000  # moments, until those are looked for at which nothing ends any more


class LoginAttempt:
    """What is under way when a session logs in, and how often that failed lately."""

    __slots__ = ("asked", "exchange", "failures", "tried")

    def __init__(self) -> None:
        self.exchange: object = None  # the SASL exchange, if there is one: see chat/accounts/sasl.py
        self.failures: list[int] = []  # when, in Unix milliseconds
        # A person was asked for a password: what to do with the next line, whatever is in it.
        self.asked: Callable[[State, Session, str], None] | None = None
        self.tried = TriedPasswords()


class PendingWork:
    """Work that a session waits for: `then` goes on with the result; its later requests wait meanwhile, in order."""

    __slots__ = ("label", "outcomes", "then", "waiting")

    def __init__(self, then: Callable[["State", Session, Any], None]) -> None:
        self.then = then
        self.waiting: deque[Request] = deque()
        self.label = ""  # of the request that this answers, and what came of it so far
        self.outcomes: list[Outcome] = []


class State:
    """Who is here, all rooms and accounts, and what has come of the batch so far.

    Where anybody can see the order of something, it is a dict and no set: a set is gone through in another order in
    each process, and the same requests must give the same outcomes.
    """

    def __init__(self, rules: Rules, last_id: int = 0) -> None:
        self.rules = rules
        self.sessions: dict[Session, None] = {}
        self.users: dict[str, User] = {}
        self.visits: dict[int, User] = {}  # the same, by the number of their visit
        self.lost: dict[Session, tuple[int, str]] = {}  # whose connection is gone: until when they stay, and its reason
        self.losses = PasswordAttempts()  # of connections, by address, likewise
        self.rooms: dict[str, Room] = {}
        self.room_skeletons = Lookalikes()  # of their names
        self.empty_rooms = EmptyRooms()
        self.accounts = Accounts()
        self.skeletons = Lookalikes()  # of the names of users
        self.operators: dict[User, None] = {}
        self.most_users = 0
        self.invisible = 0  # of the users, those who are
        self.extra_sessions = 0  # those of users who have another one
        self.whowas = Whowas()
        self.keyed = Keyed()
        self.attendance = Attendance()  # of accounts, by identity
        self.guest_attendance = Attendance()  # of others, by name and address
        self.attendance_looked_at = 0  # when somebody was forgotten, in Unix milliseconds
        self.unrecorded: dict[str, None] = {}  # identities whose attendance was cut short by the end of the server
        self.monitor_lists = MonitorLists()
        self.undelivered: dict[str, int] = {}  # by identity: what was said to them after that event waits for them
        self.read_markers: dict[str, dict[str, int]] = {}  # by identity: how far they have read where
        self.ignored: dict[str, dict[str, str]] = {}  # by identity: those whom they ignore, identities with names
        self.ignorers: dict[str, frozenset[str]] = {}  # by identity: those who ignore them
        self.accept_lists: dict[User, dict[str, str]] = {}  # whose messages somebody takes: identities with names
        self.away: dict[Session, str] = {}  # why those are away who have no name yet
        self.metadata: dict[object, dict[str, str]] = {}  # of those without an account: users, and sessions before
        self.subscriptions: dict[Session, dict[str, None]] = {}  # keys of metadata that sessions want to know about
        self.password_attempts = PasswordAttempts()
        self.accounts_made = PasswordAttempts()  # by address, likewise
        self.made_today = PasswordAttempts()
        self.left_waiting = PasswordAttempts()  # messages for people who are not here, by who pays
        self.reports = PasswordAttempts()  # likewise
        self.login_attempts: dict[Session, LoginAttempt] = {}  # of sessions that have made one
        self.pending: dict[Session, PendingWork] = {}  # work that takes time, by the session that waits for it
        self.closing = ""  # why, once the server stops
        self._expiries: list[int] = []  # when bans and mutes end by themselves, in Unix milliseconds; a heap
        self._expiries_most = _EXPIRIES_LEAST
        self.outcomes: list[Outcome] = []
        self.last_id = last_id
        self.now = time_of(last_id)  # Unix milliseconds; set anew for each batch
        self.clock = ClockRecord()
        self.ahead = 0  # of the clock, by so many milliseconds, the ids are that are given now

    def new_id(self) -> int:
        """Give the identity of the event that happens now."""
        ahead = ahead_after(self.last_id, self.now, self.ahead)
        if ahead != self.ahead:
            first = next_id(self.last_id, self.now + ahead)
            self.keep_clock(replace(self.clock, turns=(*self.clock.turns, (first, ahead))[-TURNS_MOST:]))
        self.last_id = next_id(self.last_id, self.now + ahead)
        return self.last_id

    @property
    def said_at(self) -> int:
        """When what happens now is said to have happened: 0 if its id tells."""
        return self.now if self.ahead else 0

    def id_at(self, wanted: int) -> int:
        """Give the place of a time in the order of ids: `wanted` is the id that it would have by the clock alone."""
        return placed(self.clock.turns, wanted)

    def clock_told(self) -> ClockTold:
        """Tell what the clock says, and what it should say."""
        expected = self.now + self.clock.expected - self.clock.found if self.clock.expected else 0
        return ClockTold(now=self.now, expected=expected)

    @property
    def last_right(self) -> int:
        """When the clock was right for the last time, as far as we know, in Unix milliseconds; 0 if we do not."""
        return self.clock.expected or time_at(self.clock.turns, self.last_id)

    def set_clock(self, record: ClockRecord) -> None:
        """Set what is known of the clock."""
        self.clock, self.ahead = record, record.ahead
        if record.turns:  # what had the first ids after the turn may not have been kept: they are not given twice
            self.last_id = max(self.last_id, record.turns[-1][0] - 1)

    def keep_clock(self, record: ClockRecord) -> None:
        """Set what is known of the clock, and keep it."""
        before = self.clock
        self.set_clock(record)
        self.keep(record, before)

    # What came of it

    def tell(self, event: Happened, audience: tuple[Session, ...], source: Session | None) -> None:
        """Something happened before `audience`; `source` did it."""
        if self.ahead:
            event = replace(event, at=self.now)
        self.outcomes.append(Told(event=event, audience=audience, source=source))

    def tell_room(self, room: Room, event: Happened, session: Session) -> None:
        """Something happened in a room; `session` did it, and hears of it from outside too."""
        inside = session.user in room.members
        self.tell(event, room.audience, session if inside else None)
        if not inside:
            self.tell(event, (), session)

    def answer(self, session: Session, event: Event) -> None:
        """One session is told something."""
        self.outcomes.append(Answered(event=event, session=session, nick=session.user.nick if session.user else ""))

    def refuse(self, session: Session, reason: Reason, about: str = "", detail: str = "", command: str = "") -> None:
        """One session is told why not."""
        self.answer(session, Refused(reason=reason, about=about, detail=detail, command=command))

    def refuse_name(self, session: Session, name: str, exc: NameNotAllowed, command: str = "") -> None:
        """One session is told why a name cannot be had."""
        self.refuse(session, exc.reason, name, exc.what, command)

    def keep(self, record: Durable | Dropped, before: Durable | Dropped | None = None) -> None:
        """Keep a record, or keep it no longer; `before` is what was kept so far, if anything."""
        self.outcomes.append(Kept(record=record, before=before or Dropped(kind=record.kind, key=record.key)))

    def on_failure(self, before: Durable) -> None:
        """Have something put back as `before` says, should this batch not be stored."""
        self.outcomes.append(OnFailure(before=before))

    def change_room(self, room: Room, record: RoomRecord) -> None:
        """Give a room another record, and keep it."""
        before, room.record = room.record, record
        room.kept = True
        self.keep(record, before)

    def founded(self, account: str) -> int:
        """Count the rooms that belong to an account (its key)."""
        return sum(1 for room in self.rooms.values() if room.record.founder == account)

    def keep_account(self, account: Account) -> None:
        """Add an account, or change it, and keep it."""
        before = self.accounts.record(account.key)
        self.accounts.set(account.key, account)
        self.keep(account, before)

    def later(self, session: Session, seconds: float, request: Request) -> None:
        """Have a session ask something after some seconds, if it is still here then."""
        self.outcomes.append(Later(seconds=seconds, request=request, session=session))

    def work(self, session: Session, task: object, then: Callable[["State", Session, Any], None]) -> None:
        """Have `task` done, which takes time; `then` goes on with its result at that point of the order."""
        self.pending[session] = PendingWork(then)
        self.outcomes.append(Work(task=task, session=session))

    def attempt_of(self, session: Session) -> LoginAttempt:
        """Give the login attempt of a session; make one if there is none yet."""
        attempt = self.login_attempts.get(session)
        if attempt is None:
            attempt = LoginAttempt()
            if session in self.sessions:  # or else nobody would ever forget it
                self.login_attempts[session] = attempt
        return attempt

    # Bans and mutes that end by themselves

    @property
    def due(self) -> int | None:
        """When the next of them ends, in Unix milliseconds."""
        return self._expiries[0] if self._expiries else None

    def expires_at(self, moment: int) -> None:
        """Have the server asked `Expire` at that moment; 0 means never."""
        if not moment:
            return
        heapq.heappush(self._expiries, moment)
        if len(self._expiries) > self._expiries_most:  # whoever bans somebody, and lifts it, again and again
            left = {entry.until for room in self.rooms.values() for entry in room.record.entries if entry.until}
            self._expiries = sorted(left | {until for until, _ in self.lost.values()})  # a heap, too
            self._expiries_most = 2 * len(self._expiries) + _EXPIRIES_LEAST

    def forget_expired(self) -> None:
        """Forget the moments that are over."""
        while self._expiries and self._expiries[0] <= self.now:
            heapq.heappop(self._expiries)

    # What is kept

    def audit(self, session: Session | None, deed: str, *, room: str = "", about: str = "", reason: str = "") -> None:
        """Write into the audit log, a place of its own, what somebody has done; None: the server itself."""
        source = session.user.source if session and session.user else self.rules.source
        act = Act(id=self.new_id(), source=source, place=AUDIT, target=room, deed=deed, about=about, reason=reason)
        self.tell(act, (), None)

    def kept_for(self, place: str) -> int | None:
        """Give how long what is said in a room or conversation is kept, in seconds: 0 not at all, None for good."""
        if place.startswith(GONE):
            return 0
        room = self.rooms.get(place)
        setting = room.modes.get("H", "") if room else ""
        if setting == HISTORY_OFF:
            return 0
        return times.seconds(setting) or (self.rules.keep_days * _DAY or None)

    # Who and where

    def set_ignored(self, identity: str, who: dict[str, str]) -> None:
        """Set whom somebody ignores: identities with names."""
        for each in self.ignored.pop(identity, {}):
            left = self.ignorers[each] - {identity}
            if left:
                self.ignorers[each] = left
            else:
                del self.ignorers[each]
        if who:
            self.ignored[identity] = who
        for each in who:
            self.ignorers[each] = self.ignorers.get(each, frozenset()) | {identity}

    def without_ignorers(self, user: User, audience: tuple[Session, ...]) -> tuple[Session, ...]:
        """Leave out of an audience those who ignore somebody: mostly it is the very same, see `Room.audience`."""
        ignorers = self.ignorers.get(user.identity) if self.ignorers else None
        if ignorers is None:
            return audience
        return tuple([each for each in audience if each.user is None or each.user.identity not in ignorers])

    def ignored_by(self, session: Session) -> frozenset[str]:
        """Give the identities of those whom the user of a session ignores."""
        return frozenset(self.ignored.get(session.user.identity, ())) if self.ignored and session.user else frozenset()

    def add_room(self, room: Room) -> None:
        """Add a room, to be found under its name."""
        self.rooms[room.key] = room
        self.room_skeletons.add(room.name)

    def change_record(self, room: Room, record: RoomRecord) -> None:
        """Make a room as a record says, and let it be found under the name that it has then."""
        if record.key != room.key:
            self.rooms.pop(room.key, None)
        self.room_skeletons.remove(room.name)
        room.record = record
        self.add_room(room)

    def user(self, name: str) -> User | None:
        """Find somebody by name."""
        return self.users.get(fold(name))

    def room(self, name: str) -> Room | None:
        """Find a room by name."""
        return self.rooms.get(fold(name))

    def account_of(self, session: Session) -> Account | None:
        """Give the account to which a session is logged in, if any."""
        name = session.user.source.account if session.user else session.account
        return self.accounts.find(name) if name else None

    def peers(self, user: User) -> tuple[Session, ...]:
        """Give every session that shares a room with `user`, and the user's own."""
        if len(user.rooms) == 1:  # as most have: in a large room, to look for doubles takes longer than all else
            return next(iter(user.rooms.values())).audience
        seen = dict.fromkeys(user.sessions)
        for room in user.rooms.values():
            seen.update(dict.fromkeys(room.audience))
        return tuple(seen)


Handlers = dict[type[Request], Callable[[State, Session, Any], None]]  # what the hub does at each kind of request
# For each kind of record, what makes the state as the record under this key says; None: there is none any more.
Restorers = dict[type[Durable], Callable[[State, str, Any], None]]
