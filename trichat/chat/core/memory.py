"""Bounded memories: names that people had (WHOWAS), who was where, monitor lists, passwords tried, empty rooms."""

from collections import OrderedDict, deque
from collections.abc import Hashable, Iterator
from typing import Generic, TypeVar

from trichat.chat.core.people import Room, Session
from trichat.words.events import PastMember, Said, Source
from trichat.words.names.names import LOBBY, fold
from trichat.words.passwords import likeness

T = TypeVar("T", bound=Hashable)

NAMES_MOST = 1000  # remembered; the name that has been left for the longest time is forgotten first
VISITS_MOST = 10  # under one name
_PLACES_MOST = 10_000  # addresses of wrong passwords; that which has been silent for longest is forgotten


class Whowas:
    """Who had which name."""

    def __init__(self) -> None:
        self._by_name: OrderedDict[str, deque[PastMember]] = OrderedDict()

    def add(self, past: PastMember) -> None:
        """Remember somebody."""
        key = fold(past.source.nick)
        self._by_name.setdefault(key, deque(maxlen=VISITS_MOST)).appendleft(past)
        self._by_name.move_to_end(key)
        if len(self._by_name) > NAMES_MOST:
            self._by_name.popitem(last=False)

    def find(self, name: str) -> tuple[PastMember, ...]:
        """Give those who had a name, the last of them first."""
        return tuple(self._by_name.get(fold(name), ()))

    def names(self) -> Iterator[str]:
        """Give the keys of all names, the last one left first."""
        return reversed(self._by_name)


class MonitorLists:
    """The monitor list of each session that has one, and for each name those who watch for it."""

    def __init__(self) -> None:
        self._lists: dict[Session, dict[str, str]] = {}  # keys of names, with the names as they were given
        self._of: dict[str, dict[Session, None]] = {}

    def names(self, session: Session) -> tuple[str, ...]:
        """Give the names on the list of a session."""
        return tuple(self._lists.get(session, {}).values())

    def of(self, key: str) -> tuple[Session, ...]:
        """Give the sessions that have a name on their lists, by its key."""
        return tuple(self._of.get(key, ()))

    def add(self, session: Session, name: str) -> None:
        """Add a name to the list of a session."""
        key = fold(name)
        self._lists.setdefault(session, {})[key] = name
        self._of.setdefault(key, {})[session] = None

    def remove(self, session: Session, name: str) -> None:
        """Take a name off the list of a session."""
        key = fold(name)
        if self._lists.get(session, {}).pop(key, None) is not None:
            self._drop(session, key)

    def clear(self, session: Session) -> None:
        """Empty the list of a session."""
        for key in self._lists.pop(session, ()):
            self._drop(session, key)

    def _drop(self, session: Session, key: str) -> None:
        del self._of[key][session]
        if not self._of[key]:
            del self._of[key]


HERE = 0  # instead of the id of an event: is in the room now


class Attendance:
    """Up to which event people have seen each room that they were in, by whoever they are.

    Rooms are known by their keys, and the last event that somebody saw by its id.
    """

    def __init__(self) -> None:
        self._rooms: dict[str, dict[str, int]] = {}
        self.absent = 0  # of those people, how many are in none of their rooms now

    def of(self, who: str) -> dict[str, int]:
        """Give the rooms of somebody."""
        return self._rooms.get(who, {})

    def set(self, who: str, rooms: dict[str, int]) -> None:
        """Set the rooms of somebody; none forgets them."""
        self.absent -= _is_absent(self._rooms.pop(who, {}))
        self.absent += _is_absent(rooms)
        if rooms:
            self._rooms[who] = rooms

    def rename(self, room: str, to: str) -> list[str]:
        """Have a room known by another key; give those who were in it."""
        found = [who for who, rooms in self._rooms.items() if room in rooms]
        for who in found:
            self._rooms[who] = {to if key == room else key: seen for key, seen in self._rooms[who].items()}
        return found

    def stale(self, most: int, before: int) -> list[str]:
        """Give those to be forgotten: who left before an event; of more than `most` who left, those who did so first.

        A tenth of them at a time, because to find them takes a look at all.
        """
        last = {who: max(rooms.values()) for who, rooms in self._rooms.items() if _is_absent(rooms)}
        old = [who for who, seen in last.items() if seen < before]
        spare = self.absent - len(old) - most
        if spare > 0:
            kept = sorted((who for who, seen in last.items() if seen >= before), key=last.__getitem__)
            old += kept[: max(spare, most // 10)]
        return old

    def __len__(self) -> int:
        return len(self._rooms)


def _is_absent(rooms: dict[str, int]) -> bool:
    return bool(rooms) and HERE not in rooms.values()


_HOUR = 3_600_000  # milliseconds for which it is known that a message has been said
_KEYS_MOST = 10_000  # messages of all people; those of whoever spoke longest ago are forgotten first
_KEYS_OF_ONE = 200  # more than a client has on its way when it loses its connection


class Keyed:
    """The messages that have a key, by their authors; so that what is sent twice is said once."""

    def __init__(self) -> None:
        self._said: OrderedDict[str, OrderedDict[tuple[str, str], Said]] = OrderedDict()
        self._count = 0

    def find(self, target: str, source: Source, key: str, now: int) -> Said | None:
        """Give what somebody has said to a target under a key within the last hour."""
        mine = self._said.get(_author(source))
        said = mine.get((fold(target), key)) if mine else None
        return said if said is not None and 0 <= now - said.time < _HOUR else None

    def add(self, said: Said, key: str) -> None:
        """Remember a message."""
        who = _author(said.source)
        mine = self._said.setdefault(who, OrderedDict())
        self._said.move_to_end(who)
        self._count -= len(mine)
        mine[fold(said.target), key] = said
        if len(mine) > _KEYS_OF_ONE:
            mine.popitem(last=False)
        self._count += len(mine)
        while self._count > _KEYS_MOST:
            self._count -= len(self._said.popitem(last=False)[1])

    def forget(self, said: Said, key: str) -> None:
        """Forget a message, because it could not be stored."""
        mine = self._said.get(_author(said.source), OrderedDict())
        if mine.pop((fold(said.target), key), None) is not None:
            self._count -= 1


def _author(source: Source) -> str:
    """Give what somebody is known by who comes back: their account, or their name and host."""
    return source.account or f"{fold(source.nick)}@{source.host}"


_TRIED_MOST = 10  # passwords of one connection: more than anybody types and then forgets that it was one
_LATELY = 60_000  # milliseconds in which somebody may think that they are still asked for a password


class TriedPasswords:
    """What was given as a password over one connection, right or wrong, with the time in Unix milliseconds.

    Whoever was wrong types it again, whatever they are asked: it must not become their name, nor be said to all. Kept
    as long as the connection lasts, and stored nowhere.
    """

    def __init__(self) -> None:
        self._tried: dict[str, int] = {}  # the one given last is last; one given twice does not push out another

    def add(self, password: str, now: int) -> None:
        """Remember one."""
        if not password:
            return
        like = likeness(password)
        self._tried.pop(like, None)
        self._tried[like] = now
        if len(self._tried) > _TRIED_MOST:
            del self._tried[next(iter(self._tried))]

    def give_away(self, text: str) -> bool:
        """Tell whether a text would give one of them away."""
        return bool(self._tried) and likeness(text) in self._tried

    def give_away_lately(self, text: str, now: int) -> bool:
        """Tell whether a text would give away one that was tried within the last minute."""
        then = self._tried.get(likeness(text)) if self._tried else None
        return then is not None and now - then < _LATELY


class PasswordAttempts:
    """Counts attempts by the place that they came from, each with its time in Unix milliseconds."""

    def __init__(self, places: int = _PLACES_MOST) -> None:
        self._most = places
        self._times: dict[str, list[int]] = {}  # those that guessed last are last

    def count(self, place: str, now: int, most: int, seconds: float) -> int:
        """Count one more, unless there were `most` of them in so many seconds; then give the milliseconds to wait."""
        wait = self.wait(place, now, most, seconds)
        if not wait:
            self._times.setdefault(place, []).append(now)
            if len(self._times) > self._most:
                del self._times[next(iter(self._times))]
        return wait

    def wait(self, place: str, now: int, most: int, seconds: float) -> int:
        """Give the milliseconds to wait until `count` would count one more; 0 if it would now."""
        since = now - int(seconds * 1000)
        # None of the future: if the clock was there for a minute, nobody has to wait until it comes there again.
        times = [time for time in self._times.pop(place, ()) if since < time <= now]
        if times:
            self._times[place] = times
        return times[-most] - since if len(times) >= most else 0

    def take_back(self, place: str) -> None:
        """Count the last one of a place no more."""
        times = self._times.get(place)
        if times:
            times.pop()
            if not times:
                del self._times[place]


class Shelf(Generic[T]):
    """Things that nobody uses, kept for those whose they are: so many for each of them, and so many in all.

    Beyond, what was put here first is let go. So nobody is refused anything; and whoever puts thousands here loses
    their own, and not those of others.
    """

    _AT_ONCE = 2  # are let go because of all: where fewer may be here than there were before, that takes some turns

    def __init__(self) -> None:
        self._owners: dict[T, str] = {}  # of all, in the order in which they were put here
        self._of: dict[str, dict[T, None]] = {}  # the same, by owner

    def __len__(self) -> int:
        return len(self._owners)

    def put(self, thing: T, owner: str, each: int, most: int) -> list[T]:
        """Put something here; give what is let go for it. Nothing is, for its owner's sake, where that is empty."""
        self.add(thing, owner)
        mine = self._of[owner]
        gone = [next(iter(mine))] if owner and len(mine) > each else []
        for first in gone:
            self.take(first)
        while len(self._owners) > most and len(gone) < self._AT_ONCE:
            gone.append(next(iter(self._owners)))
            self.take(gone[-1])
        return gone

    def add(self, thing: T, owner: str) -> None:
        """Put something here that has been kept before, whatever else is here."""
        self.take(thing)
        self._owners[thing] = owner
        self._of.setdefault(owner, {})[thing] = None

    def take(self, thing: T) -> None:
        """Take something away, if it is here."""
        owner = self._owners.pop(thing, None)
        if owner is not None:
            del self._of[owner][thing]
            if not self._of[owner]:
                del self._of[owner]


class EmptyRooms:
    """The rooms that nobody is in, nor owns: kept for whoever made them, or for an account that has a role there.

    Strangers can make such rooms without end: a topic is enough for one to be kept. Those with roles cost the accounts
    that have them, of which there are only so many; so nobody else can have them let go.
    """

    def __init__(self) -> None:
        self._made = Shelf[Room]()
        self._held = Shelf[Room]()

    def __len__(self) -> int:
        return len(self._made) + len(self._held)

    def put(self, room: Room, each: int, most: int) -> list[Room]:
        """Add a room that somebody has left last; give those that are let go for it."""
        self.take(room)
        holder = _holder(room)
        if not _is_nobodys(room):
            return []
        if holder:
            return self._held.put(room, holder, each, len(self._held) + 1)
        return self._made.put(room, room.made_for, each, most)

    def add(self, room: Room) -> None:
        """Add a room that was kept before."""
        if _is_nobodys(room):
            holder = _holder(room)
            (self._held if holder else self._made).add(room, holder)

    def take(self, room: Room) -> None:
        """Let a room be none of these, because somebody comes in, or it is forgotten."""
        self._made.take(room)
        self._held.take(room)


def _is_nobodys(room: Room) -> bool:
    return not room.record.founder and room.key != LOBBY


def _holder(room: Room) -> str:
    return next((account for account, _ in room.record.roles), "")
