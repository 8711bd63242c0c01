"""What the client knows: who it is, its rooms, who is there. What is learned from which message: incoming/. Pure."""

from collections import Counter

from trichat.client.model.people import People, WhoList
from trichat.client.model.room import Room
from trichat.client.model.typing import Typists
from trichat.words.names.names import fold

_MANY = 40  # names that are still worth listing when one comes in


class Model:
    """What is known."""

    def __init__(self, room: str = "") -> None:
        """Begin in `room`, if one is given, though not inside yet."""
        self.nick = ""
        self.mask = ""  # our nick!user@host as the server shows it, once known
        self.rooms: dict[str, Room] = {}
        self.active = ""
        self.support: dict[str, str] = {}  # RPL_ISUPPORT
        self.highlight: tuple[str, ...] = ()  # words that call the person as the nick does
        self.people = People()
        self.typists = Typists()
        self.names_listed: dict[str, list[str]] = {}  # NAMES under way, by room
        self.listed_entries: Counter[str] = Counter()  # of lists under way, by the numeric of the entries
        self.greeted = False  # with the message of the day that comes without being asked for
        self.who_list = WhoList()
        if room:
            self.expect(room)

    def expect(self, name: str) -> None:
        """Be in a room as soon as the server lets us; the first one is looked at."""
        self.rooms.setdefault(fold(name), Room(name))
        self.active = self.active or name

    def is_me(self, nick: str) -> bool:
        """Tell whether this is our own name."""
        return fold(nick) == fold(self.nick)

    def room(self, name: str) -> Room | None:
        """Give a room the client is in, or None."""
        return self.rooms.get(fold(name))

    def lost(self) -> None:
        """Be outside of every room: the connection is gone."""
        for room in self.rooms.values():
            room.inside = False
        self.mask = ""
        self.names_listed.clear()
        self.listed_entries.clear()
        self.greeted = False
        self.typists.clear()
        self.who_list = WhoList()

    def forget(self, name: str) -> None:
        """Be in that room no longer, and stand in another one if it was the active one."""
        self.rooms.pop(fold(name), None)
        if fold(self.active) == fold(name):
            self.active = list(self.rooms.values())[-1].name if self.rooms else ""
