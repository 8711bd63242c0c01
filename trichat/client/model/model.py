"""What the client knows: its name, the rooms it is in, who is there. What is learned from which message: incoming/."""

from collections import Counter

from trichat.client.model.people import People, WhoList
from trichat.client.model.typing import Typists
from trichat.words.names.names import fold


class Room:
    """A room the client is in, or will be in when it is connected.

    `members` has the nicks by their folded form, those who spoke last at the end, and `roles` the signs of those who
    have a role, highest first: `@+`. `inside` is True from the server's JOIN until the connection is lost; `known` from
    the first such JOIN on: then coming in again is not news. `quiet` while topic and members are not news either.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.members: dict[str, str] = {}
        self.roles: dict[str, str] = {}
        self.topic = ""
        self.inside = False
        self.known = False
        self.quiet = False

    def entered(self) -> None:
        """Count as inside; the second time is not news."""
        self.quiet = self.known
        self.inside = self.known = True

    def spoke(self, nick: str) -> None:
        """Count `nick` as the last who was heard."""
        if self.members.pop(fold(nick), None) is not None:
            self.members[fold(nick)] = nick

    def role(self, nick: str) -> str:
        """Give the sign of the highest role of `nick`, or an empty text."""
        return self.roles.get(fold(nick), "")[:1]

    def change_roles(self, changes: list[tuple[str, str, str]], signs: dict[str, str]) -> None:
        """Give and take roles as (sign, mode letter, nick) says; `signs` are those of the letters, highest first."""
        for sign, letter, nick in changes:
            if letter not in signs or fold(nick) not in self.members:
                continue
            had = self.roles.get(fold(nick), "").replace(signs[letter], "")
            has = had + signs[letter] if sign == "+" else had
            self.roles[fold(nick)] = "".join(sorted(has, key=list(signs.values()).index))

    def remove(self, nick: str) -> None:
        """Remove somebody who has left."""
        self.members.pop(fold(nick), None)
        self.roles.pop(fold(nick), None)

    def rename(self, old: str, new: str) -> None:
        """Rename a member."""
        del self.members[fold(old)]
        self.members[fold(new)] = new
        if role := self.roles.pop(fold(old), ""):
            self.roles[fold(new)] = role

    def latest_first(self) -> list[str]:
        """Give the nicks, those who spoke last first."""
        return list(reversed(self.members.values()))


class Model:
    """What is known of the server, of the rooms and of the people there."""

    def __init__(self) -> None:
        self.nick = ""
        self.mask = ""  # our nick!user@host as the server shows it, once known
        self.rooms: dict[str, Room] = {}
        self.active = ""  # the room, or the other person, that the person looks at
        self.support: dict[str, str] = {}  # RPL_ISUPPORT
        self.highlight: tuple[str, ...] = ()  # words that call the person as the nick does
        self.people = People()
        self.typists = Typists()
        self.names_listed: dict[str, list[str]] = {}  # NAMES under way, by room
        self.listed_entries: Counter[str] = Counter()  # of lists under way, by the numeric of the entries
        self.greeted = False  # with the message of the day that comes without being asked for
        self.who_list = WhoList()

    def expect(self, name: str) -> None:
        """Add a room to join when the server has let us in; the first one is looked at."""
        self.rooms.setdefault(fold(name), Room(name))
        self.active = self.active or name

    def is_me(self, nick: str) -> bool:
        """Tell whether this is our own name."""
        return fold(nick) == fold(self.nick)

    def room(self, name: str) -> Room | None:
        """Give a room the client is in, or None."""
        return self.rooms.get(fold(name))

    def lost(self) -> None:
        """Leave every room for now: the connection is gone."""
        for room in self.rooms.values():
            room.inside = False
        self.mask = ""
        self.names_listed.clear()
        self.listed_entries.clear()
        self.greeted = False
        self.typists.clear()
        self.who_list = WhoList()

    def remove_room(self, name: str) -> None:
        """Remove a room that we have left, and look at another one if it was the active one."""
        self.rooms.pop(fold(name), None)
        if fold(self.active) == fold(name):
            self.active = list(self.rooms.values())[-1].name if self.rooms else ""
