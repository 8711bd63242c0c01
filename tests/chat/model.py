"""A model of the chat, as simple as can be: who may do what, and who hears of it. It is what the hub is held to."""

from collections.abc import Iterable, Iterator

from trichat.chat.core.people import Session
from trichat.words import events as ev
from trichat.words.modes import Change, write
from trichat.words.names.names import LOBBY

ACCOUNT = "dora"  # the one that there is
SERVER = "trichat.local"

Heard = tuple[object, ...]


class Visit:
    """One session."""

    def __init__(self, session: Session, prompts: bool) -> None:
        self.session = session
        self.prompts = prompts
        self.person: Person | None = None
        self.account = ""  # before there is a name
        self.away = ""  # likewise
        self.stands: Place | None = None
        self.here = True


class Person:
    """Somebody under one name, with their sessions."""

    def __init__(self, nick: str, visit: Visit) -> None:
        self.nick = nick
        self.account = visit.account
        self.away = visit.away
        self.visits: list[Visit] = []
        self.places: list[Place] = []  # in the order in which they were joined
        self.invited: dict[Place, bool] = {}  # True: by an op

    @property
    def identity(self) -> object:
        return self.account or self


class Place:
    """A room."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.members: dict[Person, str] = {}  # with their roles
        self.topic = ""
        self.founder = ""
        self.kept: dict[str, str] = {}  # roles of accounts
        self.modes: dict[str, str] = {"n": ""}
        self.bans: dict[str, int] = {}  # by mask, when they end; those of mutes begin with `m:`

    @property
    def visits(self) -> list[Visit]:
        return [visit for member in self.members for visit in member.visits]

    @property
    def lasts(self) -> bool:
        about = self.topic or self.founder or self.kept or self.bans
        return bool(self.members or about) or self.modes != {"n": ""}

    def kept_roles(self, person: Person) -> str:
        roles = self.kept.get(person.account, "") if person.account else ""
        return ordered(roles + "o") if person.account and person.account == self.founder else roles

    def leads(self, person: Person) -> bool:
        return "o" in self.members.get(person, "")

    def is_safe(self, person: Person, doer: Person) -> bool:
        """Nobody acts on the founder but they themselves, or another of the same account who leads as well."""
        founders = [
            each for each in (person, doer) if self.leads(each) and each.account and each.account == self.founder
        ]
        return person is not doer and person in founders

    def is_orphaned(self) -> bool:
        return not (self.members or self.founder or any("o" in each for each in self.kept.values())) and (
            self.key != LOBBY
        )

    def fits(self, person: Person, mask: str) -> bool:
        return mask == (f"a:{person.account}" if mask.startswith("a:") else f"{person.nick.lower()}!*@*")

    def is_banned(self, person: Person) -> bool:
        return any(self.fits(person, mask) for mask in self.bans if not mask.startswith("m:"))

    def is_silent(self, person: Person) -> bool:
        """Who is banned may not speak either, if they are in the room all the same."""
        return any(self.fits(person, mask.removeprefix("m:")) for mask in self.bans)


def ordered(roles: str) -> str:
    return "".join(role for role in "ov" if role in roles)


class Model:
    """Everybody and every room. What is asked is done at once if it may be; each method tells whether it may."""

    def __init__(self, most_rooms: int) -> None:
        self.most_rooms = most_rooms
        self.people: dict[str, Person] = {}
        self.places: dict[str, Place] = {}
        self.said: dict[int, tuple[Place, object]] = {}  # what can be taken back: where, and whose it is
        self.now = 0
        self._heard: dict[Visit, list[Heard]] = {}

    def tell(self, visits: Iterable[Visit], *event: object) -> None:
        for visit in visits:
            self._heard.setdefault(visit, []).append(event)

    def heard(self) -> dict[Visit, list[Heard]]:
        """Give what everybody has heard since this was asked last."""
        heard, self._heard = self._heard, {}
        return heard

    # Who and where

    def peers(self, person: Person) -> list[Visit]:
        return list(dict.fromkeys([*person.visits, *(visit for place in person.places for visit in place.visits)]))

    def seen(self, visit: Visit, room: str) -> Place | None:
        """Give a room that somebody may know of; without a name, where they stand."""
        place = self.places.get(room.lower()) if room else visit.stands
        return place if place and ("s" not in place.modes or visit.person in place.members) else None

    def led(self, visit: Visit, room: str) -> Place | None:
        place = self.seen(visit, room)
        return place if place and visit.person and place.leads(visit.person) else None

    def forget(self, place: Place) -> None:
        if not place.lasts:
            del self.places[place.key]

    # Names

    def free(self, visit: Visit, name: str) -> bool:
        """Tell whether a name can be had: it is nobody's, or one's own, or that of another session of one's account."""
        holder, account = self.people.get(name.lower()), visit.person.account if visit.person else visit.account
        if holder and (holder is visit.person or (account and holder.account == account)):
            return True
        return holder is None and (name.lower() != ACCOUNT or account == ACCOUNT)

    def enter(self, visit: Visit, name: str) -> bool:
        if not self.free(visit, name):
            return False
        person = self.people.get(name.lower()) or Person(name, visit)
        self.people[name.lower()] = person
        self.attach(visit, person)
        return True

    def attach(self, visit: Visit, person: Person) -> None:
        person.visits.append(visit)
        visit.person = person
        if visit.prompts:
            self.join(visit, LOBBY, "")

    def rename(self, visit: Visit, name: str) -> bool:
        person = visit.person
        assert person is not None
        if not self.free(visit, name):
            return False
        if name == person.nick:
            return True
        if any(not roles and place.is_silent(person) for place, roles in self.roles(person)):
            return False
        holder = self.people.get(name.lower())
        if holder and holder is not person:
            self.part(visit)
            self.attach(visit, holder)
        else:
            self.take_name(person, name)
        return True

    def roles(self, person: Person) -> Iterator[tuple[Place, str]]:
        return ((place, place.members[person]) for place in person.places)

    def take_name(self, person: Person, name: str) -> None:
        self.tell(self.peers(person), ev.Renamed, person.nick, name, frozenset(each.key for each in person.places))
        del self.people[person.nick.lower()]
        person.nick = name
        self.people[name.lower()] = person

    def log_in(self, visit: Visit) -> bool:
        person = visit.person
        if person is None:
            visit.account = ACCOUNT
            return not visit.prompts or self.enter(visit, ACCOUNT)
        if not person.account:
            person.account = ACCOUNT
            others = [peer for peer in self.peers(person) if peer is not visit]
            self.tell(others, ev.AccountChanged, person.nick, ACCOUNT)
        for place, roles in list(self.roles(person)):
            missing = "".join(role for role in place.kept_roles(person) if role not in roles)
            place.members[person] = ordered(roles + missing)
            self.tell_returned(place, person, missing, place.visits)
        if visit.prompts and person.nick.lower() != ACCOUNT:
            holder = self.people.get(ACCOUNT)
            if holder:
                self.part(visit)
                self.attach(visit, holder)
            else:
                self.take_name(person, ACCOUNT)
        return True

    def resume(self, visit: Visit, person: Person) -> bool:
        """Go on as somebody, in place of the sessions that they have."""
        if visit.person.account if visit.person else visit.account:
            return False
        if visit.person is person:
            return True
        self.part(visit)
        old = list(person.visits)
        person.visits.append(visit)
        visit.person = person
        stood = [other.stands for other in old if other.stands] or person.places[:1]
        if visit.prompts and stood:
            visit.stands = stood[-1]
        elif visit.prompts:
            self.join(visit, LOBBY, "")
        for other in old:
            person.visits.remove(other)
            other.person = other.stands = None
            other.here = False
        return True

    def part(self, visit: Visit) -> None:
        """A session is nobody's any more; with the last of them somebody leaves."""
        person = visit.person
        visit.person = visit.stands = None
        if person is None:
            return
        person.visits.remove(visit)
        if person.visits:
            return
        self.tell(self.peers(person), ev.Departed, person.nick, frozenset(each.key for each in person.places))
        for place in list(person.places):
            self.move_out(person, place)
        del self.people[person.nick.lower()]

    def set_away(self, visit: Visit, text: str) -> bool:
        person = visit.person
        if person is None:
            visit.away = text
        elif text != person.away:
            person.away = text
            self.tell([peer for peer in self.peers(person) if peer is not visit], ev.AwayChanged, person.nick, text)
        return True

    # Rooms

    def join(self, visit: Visit, room: str, key: str) -> bool:
        person = visit.person
        if person is None:
            return False
        place = self.places.get(room.lower())
        if place is None or person not in place.members:
            if len(person.places) >= self.most_rooms:
                return False
            if place and not self.may_enter(place, person, key):
                if not place.is_orphaned() or self.is_kept_out(place, person):
                    return False
                place = None  # another one begins
            self.come_in(person, place or self.make(room.lower(), person))
        visit.stands = self.places[room.lower()]
        return True

    def make(self, key: str, person: Person) -> Place:
        place = self.places[key] = Place(key)
        place.founder = person.account if key != LOBBY else ""
        return place

    def may_enter(self, place: Place, person: Person, key: str) -> bool:
        modes = place.modes
        if person.invited.get(place) or place.kept_roles(person):
            return True
        if self.is_kept_out(place, person):
            return False
        full = "l" in modes and place not in person.invited and len(place.members) >= int(modes["l"])
        return "i" not in modes and modes.get("k", key) == key and not full

    def is_kept_out(self, place: Place, person: Person) -> bool:
        return place.is_banned(person) or ("R" in place.modes and not person.account)

    def come_in(self, person: Person, place: Place) -> None:
        roles = place.kept_roles(person)
        if place.is_orphaned() and not place.is_silent(person):
            roles = ordered(roles + "o")
        place.members[person] = roles
        person.places.append(place)
        for each in [each for each in person.invited if each.key == place.key]:
            del person.invited[each]
        self.tell(place.visits, ev.Joined, person.nick, place.key)
        others = [visit for visit in place.visits if visit.person is not person]
        self.tell_returned(place, person, roles, others)
        if person.away:
            self.tell(others, ev.AwayChanged, person.nick, person.away)

    def tell_returned(self, place: Place, person: Person, roles: str, visits: list[Visit]) -> None:
        if roles:
            changes = [Change(on=True, letter=role, argument=person.nick) for role in roles]
            self.tell(visits, ev.ModesChanged, SERVER, place.key, write(changes))

    def leave(self, visit: Visit, room: str) -> bool:
        place, person = self.seen(visit, room), visit.person
        if place is None or person is None or person not in place.members:
            return False
        self.tell(place.visits, ev.Left, person.nick, place.key)
        self.move_out(person, place)
        return True

    def move_out(self, person: Person, place: Place) -> None:
        person.places.remove(place)
        del place.members[person]
        for visit in person.visits:
            if visit.stands is place:
                visit.stands = person.places[-1] if person.places else None
        self.forget(place)

    def set_topic(self, visit: Visit, room: str, text: str) -> bool:
        place, person = self.seen(visit, room), visit.person
        if place is None or person is None or person not in place.members:
            return False
        if not place.leads(person) and ("t" in place.modes or (not place.members[person] and place.is_silent(person))):
            return False
        self.tell(place.visits, ev.TopicChanged, person.nick, place.key, text)
        place.topic = text
        return True

    # Talk

    def say(self, visit: Visit, target: str, kind: type[ev.Event], *text: str) -> bool:
        person = visit.person
        if person is None:
            return False
        if not target or target.startswith("#"):
            place = self.seen(visit, target)
            if place is None or not self.may_speak(place, person):
                return False
            self.tell(dict.fromkeys([*place.visits, visit]), kind, person.nick, place.key, *text)
            return True
        other = self.people.get(target.lower())
        if other is None and target.lower() == ACCOUNT:
            other = next((each for each in self.people.values() if each.account == ACCOUNT), None)
        elif other is None:
            return False
        shown = other.nick.lower() if other else ACCOUNT
        if other is person:
            self.tell([visit], kind, person.nick, shown, *text)  # the echo, and then the message
        listeners = [*(other.visits if other else ()), *person.visits]
        self.tell(dict.fromkeys(listeners), kind, person.nick, shown, *text)
        return True

    def may_speak(self, place: Place, person: Person) -> bool:
        roles, modes = place.members.get(person), place.modes
        if roles is None and ("n" in modes or "s" in modes):
            return False
        if roles:
            return True
        return "m" not in modes and ("M" not in modes or bool(person.account)) and not place.is_silent(person)

    def redact(self, visit: Visit, room: str, event_id: int) -> bool:
        person, place = visit.person, self.places.get(room.lower())
        where, whose = self.said.get(event_id, (None, None))
        if person is None or place is None or person not in place.members or where is None or where.key != place.key:
            return False
        if whose != person.identity and not place.leads(person):
            return False
        self.tell(place.visits, ev.Redacted, person.nick, place.key, event_id)
        del self.said[event_id]
        return True

    # What ops do

    def change(self, visit: Visit, room: str, change: Change) -> bool:
        place, person = self.led(visit, room), visit.person
        if place is None or person is None:
            return False
        if change.letter in "ov":
            return self.change_role(person, place, change)
        if change.on != (change.letter in place.modes) or (change.on and place.modes[change.letter] != change.argument):
            if change.on:
                place.modes[change.letter] = change.argument
            else:
                del place.modes[change.letter]
            self.tell(place.visits, ev.ModesChanged, person.nick, place.key, write([change]))
        return True

    def change_role(self, person: Person, place: Place, change: Change) -> bool:
        target = self.people.get(change.argument.lower())
        if target is None or target not in place.members:
            return False
        if not change.on and change.letter == "o" and place.is_safe(target, person):
            return False
        before = place.members[target]
        after = ordered(before + change.letter) if change.on else before.replace(change.letter, "")
        if before != after:
            place.members[target] = after
            if target.account:
                place.kept[target.account] = after
                place.kept = {account: roles for account, roles in place.kept.items() if roles}
            shown = Change(on=change.on, letter=change.letter, argument=target.nick)
            self.tell(place.visits, ev.ModesChanged, person.nick, place.key, write([shown]))
        return True

    def kick(self, visit: Visit, room: str, name: str) -> bool:
        place, target = self.led(visit, room), self.people.get(name.lower())
        if place is None or visit.person is None or target is None or target not in place.members:
            return False
        if place.is_safe(target, visit.person):
            return False
        self.kick_out(visit.person, place, target)
        return True

    def kick_out(self, person: Person, place: Place, target: Person) -> None:
        self.tell(place.visits, ev.Kicked, person.nick, place.key, target.nick)
        self.move_out(target, place)

    def ban(self, visit: Visit, room: str, name: str, mute: bool, seconds: int) -> bool:
        place, person, target = self.led(visit, room), visit.person, self.people.get(name.lower())
        if place is None or person is None or (target and place.is_safe(target, person)):
            return False
        mask, until = self.mask(name), self.now + seconds * 1000 if seconds else 0
        if place.bans.get(mute * "m:" + mask) == until:
            return True
        place.bans.pop(mute * "m:" + mask, None)
        place.bans[mute * "m:" + mask] = until
        self.tell(place.visits, ev.ModesChanged, person.nick, place.key, f"+b {mute * 'm:'}{mask}")
        for member in [each for each in place.members if place.fits(each, mask) and not place.leads(each)]:
            self.tell(member.visits, ev.Sentenced, person.nick, place.key, mute)
            if not mute:
                self.kick_out(person, place, member)
        return True

    def mask(self, name: str) -> str:
        person = self.people.get(name.lower())
        account = person.account if person else ACCOUNT * (name.lower() == ACCOUNT)
        return f"a:{account}" if account else f"{name.lower()}!*@*"

    def unban(self, visit: Visit, room: str, name: str, mute: bool) -> bool:
        place, person = self.led(visit, room), visit.person
        if place is None or person is None:
            return False
        names = {mute * "m:" + self.mask(name), f"{mute * 'm:'}{name.lower()}!*@*"}
        found = [mask for mask in place.bans if mask in names]
        self.end_bans(place, found, person.nick)
        return bool(found)

    def end_bans(self, place: Place, masks: list[str], nick: str) -> None:
        for mask in masks:
            del place.bans[mask]
        if masks:
            changes = [Change(on=False, letter="b", argument=mask) for mask in masks]
            self.tell(place.visits, ev.ModesChanged, nick, place.key, write(changes))

    def expire(self) -> bool:
        """Let bans and mutes end whose time is over."""
        for place in list(self.places.values()):
            self.end_bans(place, [mask for mask, until in place.bans.items() if 0 < until <= self.now], SERVER)
            self.forget(place)
        return True

    def invite(self, visit: Visit, room: str, name: str) -> bool:
        place, person, target = self.seen(visit, room), visit.person, self.people.get(name.lower())
        if place is None or person is None or person not in place.members or target is None:
            return False
        if target in place.members or ("i" in place.modes and not place.leads(person)):
            return False
        for each in [each for each in target.invited if each.key == place.key and each is not place]:
            del target.invited[each]
        target.invited[place] = place.leads(person) or target.invited.get(place, False)
        self.tell(target.visits, ev.Invited, person.nick, place.key, target.nick, False)
        ops = [visit for visit in place.visits if visit.person and visit.person is not person]
        told = [visit for visit in ops if visit.person and place.leads(visit.person)]
        self.tell(told, ev.Invited, person.nick, place.key, target.nick, True)
        return True
