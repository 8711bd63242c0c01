"""What the client knows: who it is, its rooms, who is there. Messages in, items to show out. Pure."""

from collections import Counter
from collections.abc import Callable

from trichat.client import about, lists, renaming
from trichat.client.answers import answer
from trichat.client.items import Change, Item, Look
from trichat.client.making import error, event, info, topic_set
from trichat.client.mentions import spans
from trichat.client.people import People, roles
from trichat.client.reading import msgid_of, nick_of, param, time_of, unwrap
from trichat.client.room import Room
from trichat.client.typists import Typists
from trichat.client.who import WhoList
from trichat.protocols.irc.message import Message
from trichat.words.names import fold, is_room

_MANY = 40  # names that are still worth listing when one comes in


class Model:
    """What is known. `apply` takes each message from the server once, in order."""

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
        self._listed: dict[str, list[str]] = {}  # NAMES under way, by room
        self.listed_entries: Counter[str] = Counter()  # of lists under way, by the numeric of the entries
        self.greeted = False  # with the message of the day that comes without being asked for
        self._who_list = WhoList()
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
        self._listed.clear()
        self.listed_entries.clear()
        self.greeted = False
        self.typists.clear()
        self._who_list = WhoList()

    def apply(self, message: Message, now: int) -> list[Item]:
        """Learn from a message and give what there is to show."""
        self.people.learn(message)
        learn = _LEARN.get(message.command)
        return learn(self, message, now) if learn else answer(message, now)

    def said(self, message: Message, now: int) -> Item | None:
        """Make an item of what somebody said, without learning from it; None if it is no such message."""
        if message.command not in ("PRIVMSG", "NOTICE"):
            return None
        nick, target = nick_of(message), param(message, 0)
        look, text = _manner(message)
        mine = self.is_me(nick)
        private = not is_room(target) and "!" in message.source
        private_notice = private and look is Look.NOTICE  # services say one's name in every other line
        place = target if is_room(target) or mine else nick if private else ""
        return Item(
            look=look,
            text=text,
            at=time_of(message, now),
            nick=nick,
            place=place,
            private=private and bool(place),
            mine=mine,
            msgid=msgid_of(message),
            mention=not (mine or private_notice) and bool(place) and self._names_me(text),
            reply_to=about.reply_to(message),
        )

    def _names_me(self, text: str) -> bool:
        return any(spans(text, word) for word in (self.nick, *self.highlight))

    def forget(self, name: str) -> None:
        """Be in that room no longer, and stand in another one if it was the active one."""
        self.rooms.pop(fold(name), None)
        if fold(self.active) == fold(name):
            self.active = list(self.rooms.values())[-1].name if self.rooms else ""

    def _said(self, message: Message, now: int) -> list[Item]:
        item = self.said(message, now)
        if item is None or about.REACT in message.tags:  # a reaction may have a text, for those who know none
            return about.reaction(self, message, now)
        self.typists.stopped(item.place, item.nick)
        if room := self.room(item.place):
            room.spoke(item.nick)
        return [item]

    def _join(self, message: Message, now: int) -> list[Item]:
        nick, name = nick_of(message), param(message, 0)
        room = self.room(name)
        if not self.is_me(nick):
            if room:
                room.members[fold(nick)] = nick
            return [event(message, now, name, "has joined", Change.JOINED)]
        self.mask = message.source if "!" in message.source else ""
        if not _can_be_addressed(name):
            return []
        return self._entered(room or Room(name), message, now)

    def _entered(self, room: Room, message: Message, now: int) -> list[Item]:
        expected = fold(room.name) in self.rooms and fold(self.active) != fold(room.name)
        self.rooms[fold(room.name)] = room
        room.entered()
        room.quiet = room.quiet or expected  # one of several to be in from the start: another one is looked at
        if room.quiet:
            return []
        self.active = room.name
        return [info(message, now, f"You are in {room.name}.", room.name)]

    def _part(self, message: Message, now: int) -> list[Item]:
        nick, name, reason = nick_of(message), param(message, 0), _because(param(message, 1))
        if self.is_me(nick):
            self.forget(name)
            where = f" You are in {self.active} now." if self.active else " You are in no room now."
            return [info(message, now, f"You have left {name}.{where}", self.active)]
        self._away_from(name, nick)
        return [event(message, now, name, f"has left{reason}", Change.LEFT)]

    def _kick(self, message: Message, now: int) -> list[Item]:
        name, victim, reason = param(message, 0), param(message, 1), _because(param(message, 2))
        if self.is_me(victim):
            self.forget(name)
            return [error(message, now, f"{nick_of(message)} has put you out of {name}{reason}.")]
        self._away_from(name, victim)
        return [event(message, now, name, f"has put {victim} out{reason}")]

    def _quit(self, message: Message, now: int) -> list[Item]:
        nick = nick_of(message)
        places = self._shared(nick)
        for name in places:
            self._away_from(name, nick)
        text = f"has left the chat{_because(param(message, 0))}"
        return [] if self.is_me(nick) else [event(message, now, name, text, Change.LEFT) for name in places]

    def _nick(self, message: Message, now: int) -> list[Item]:
        old, new = nick_of(message), param(message, 0)
        places = self._shared(old)
        for name in places:
            self.rooms[fold(name)].renamed(old, new)
        if self.is_me(old):
            self.nick = new
            self.mask = self.mask and new + self.mask.removeprefix(old)
            return [info(message, now, f"You are {new} now.", self.active)]
        if fold(self.active) == fold(old) and new and not is_room(new):  # a private conversation goes on
            self.active = new
        return [event(message, now, name, f"is {new} now", Change.RENAMED, new) for name in places]

    def _shared(self, nick: str) -> list[str]:
        """Give the rooms in which `nick` is."""
        return [room.name for room in self.rooms.values() if fold(nick) in room.members]

    def _away_from(self, name: str, nick: str) -> None:
        if room := self.room(name):
            room.without(nick)
            self.typists.stopped(name, nick)

    def _topic(self, message: Message, now: int) -> list[Item]:
        name, topic = param(message, 0), param(message, 1)
        if room := self.room(name):
            room.topic = topic
        return [topic_set(message, now)]

    def _topic_shown(self, message: Message, now: int) -> list[Item]:
        name, topic = param(message, 1), param(message, 2)
        if message.command == "331":
            return [info(message, now, f"{name} has no topic.", name)]
        if room := self.room(name):
            room.topic = topic
            if room.quiet:
                return []
        return [info(message, now, f"Topic of {name}: {topic}", name)]

    def _names(self, message: Message, now: int) -> list[Item]:  # noqa: ARG002 - the shape of all in _LEARN
        self._listed.setdefault(fold(param(message, 2)), []).extend(param(message, 3).split())
        return []

    def _names_end(self, message: Message, now: int) -> list[Item]:
        name = param(message, 1)
        signs = "".join(roles(self.support.get("PREFIX", "")).values())
        words = [word.partition("!")[0] for word in self._listed.pop(fold(name), [])]  # IRCv3 userhost-in-names
        called = {(nick := word.lstrip(signs)): word[: len(word) - len(nick)] for word in words}
        shown = ", ".join(called[nick][:1] + nick for nick in sorted(called, key=fold))
        room = self.room(name)
        if not room or not room.inside:
            return [info(message, now, f"In {name}: {shown}" if shown else f"Nobody is in {name}.")]
        self._arrange(room, called)
        quiet, room.quiet = room.quiet, False
        shown = shown if len(called) <= _MANY else f"{len(called)} people"
        return [] if quiet else [info(message, now, f"In {room.name}: {shown}", room.name)]

    def _arrange(self, room: Room, called: dict[str, str]) -> None:
        """Take over a list of members with their roles; those who have spoken stay in front of the others."""
        here = {fold(nick): nick for nick in called}
        heard = {key: here.pop(key) for key in room.members if key in here}
        room.members = here | heard
        room.roles = {fold(nick): signs for nick, signs in called.items() if signs}

    def _who(self, message: Message, now: int) -> list[Item]:
        return [] if self._who_list.add(message) else answer(message, now)

    def _who_end(self, message: Message, now: int) -> list[Item]:
        asked = param(message, 1)
        lines = self._who_list.end(asked, self.people, self.room(asked), self.support)
        return [info(message, now, line) for line in lines]

    def _support(self, message: Message, now: int) -> list[Item]:  # noqa: ARG002 - the shape of all in _LEARN
        for word in message.params[1:-1]:
            name, _, value = word.partition("=")
            self.support[name] = value
        return []

    def _welcome(self, message: Message, now: int) -> list[Item]:
        self.nick = param(message, 0) or self.nick
        return [info(message, now, f"You are {self.nick} on {message.source or 'this server'}.", self.active)]

    def _not_inside(self, message: Message, now: int) -> list[Item]:
        room = self.room(param(message, 1))
        if room and not room.inside:
            self.forget(room.name)
        return answer(message, now)


def _can_be_addressed(name: str) -> bool:
    """Tell whether a line to `name` can be written; a server that says otherwise is broken."""
    return bool(name) and " " not in name and not name.startswith(":")


def _manner(message: Message) -> tuple[Look, str]:
    command, text = unwrap(param(message, 1))
    if command == "ACTION":
        return Look.ACTION, text
    if command:
        text = f"[{command}] {text}"
    return (Look.NOTICE if message.command == "NOTICE" or command else Look.SAID), text


def _because(reason: str) -> str:
    return f" ({reason})" if reason else ""


_Learn = Callable[[Model, Message, int], list[Item]]  # of the model, the message and the time
_LEARN: dict[str, _Learn] = {
    "PRIVMSG": Model._said,
    "NOTICE": Model._said,
    "JOIN": Model._join,
    "PART": Model._part,
    "KICK": Model._kick,
    "QUIT": Model._quit,
    "NICK": Model._nick,
    "TOPIC": Model._topic,
    "001": Model._welcome,
    "005": Model._support,
    "TAGMSG": about.tagged,
    "REDACT": about.deleted,
    "MODE": about.modes_changed,
    "INVITE": about.invited,
    "AWAY": about.away,
    "RENAME": renaming.room,
    "352": Model._who,
    "354": Model._who,
    "315": Model._who_end,
    "331": Model._topic_shown,
    "332": Model._topic_shown,
    "353": Model._names,
    "366": Model._names_end,
    "324": lists.settings,
    **dict.fromkeys(lists.ENTRIES, lists.entry),
    **dict.fromkeys(lists.ENDS, lists.end),
    **dict.fromkeys(lists.MOTD_ENDS, lists.motd_end),
    # A room that cannot be entered: none such, too many, full, by invitation, banned, key, bad name, registered only.
    **dict.fromkeys(("403", "405", "471", "473", "474", "475", "476", "477", "479", "489"), Model._not_inside),
}
