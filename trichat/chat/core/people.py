"""Sessions, the users that they belong to, and the rooms that users are in. They refer to each other by nature."""

from collections import OrderedDict
from collections.abc import Iterator
from typing import Any, ClassVar

from trichat.chat.core.masks import fitting
from trichat.chat.core.room_records import HISTORY_OFF, RoomRecord
from trichat.words import times
from trichat.words.events import Member, Said, Source
from trichat.words.modes import OP, ListEntry, with_role
from trichat.words.names.addresses import place
from trichat.words.names.names import LOBBY, fold
from trichat.words.record import Record, replace
from trichat.words.requests import Enter

_LIMITING = frozenset("CMWm")  # modes that keep members from saying something: see `permissions.why_not_speak`
RECENT_MOST = 100  # messages of one room
SPEAKERS_MOST = 1000  # remembered in a slow room; whoever spoke first is forgotten first


class Session:
    """One visit over one connection.

    `outlet` is where the server sends what this session is told; nothing in `chat` looks at it.
    """

    __slots__ = (
        "account", "address", "admin", "admitted", "api", "exempt", "expects_tokens", "fingerprint", "heard",
        "host", "introduced", "lost_at", "outlet", "place", "prompts", "queued", "refused_entry", "room", "secure",
        "user",
    )  # fmt: skip

    def __init__(self, host: str = "", outlet: Any = None, address: str = "") -> None:
        self.come_from(address, host)
        self.outlet = outlet
        self.user: User | None = None  # None until a name is given and allowed
        self.room: Room | None = None  # the current one: for what names no target
        self.queued = 0  # of what it asks, items that wait for the hub: see server/connection/queue.py
        self.prompts = False  # is sent prompts: a person at the plain door
        self.refused_entry: Enter | None = None  # the last try to come in, while no name was allowed
        self.admitted = False  # the password of the server was given, if there is one
        self.admin = False  # the command line of whoever runs the server, and no visit
        self.api = False  # one request of a program over HTTP, and no visit
        self.account = ""  # which it is logged in to, as long as it has no name; then its user knows
        self.introduced = "*!*"  # as whom it means to come in: nick and username
        self.fingerprint = ""  # SHA-256 of the client's TLS certificate, in hex; empty if it showed none
        self.secure = False  # whether its connection is encrypted
        self.expects_tokens = False  # wants to be told those of its visits
        self.heard = 0  # the last event before something came from it last: until then it was surely there
        self.lost_at = 0  # the last event that it has seen, once its connection is gone

    @property
    def named_user(self) -> "User":
        """The user of a session that has one: most requests reach their handlers from no other (see `Hub.apply`)."""
        assert self.user is not None
        return self.user

    @property
    def payer(self) -> str:
        """At whose expense something is kept: an account, or else an address, or a visit where that has no limits.

        Whoever opens many connections has no more for it; and none of these can be mistaken for another.
        """
        account = self.user.source.account if self.user else self.account
        if account:
            return fold(account)
        if self.exempt or not self.address:
            return self.user.identity if self.user else ""
        return self.place

    def come_from(self, address: str, host: str, *, exempt: bool = False) -> None:
        """Be from there. It does not change any more once something has been asked."""
        self.address = address  # the real one, for bans; never shown
        self.host = host  # as others see it, not an address
        self.place = place(address)  # what counts as one address, for limits
        self.exempt = exempt  # from those limits


class User:
    """Somebody under one name, with the sessions that are theirs."""

    __slots__ = (
        "away", "invitations", "key", "last_correspondent", "last_spoke", "modes", "realname",
        "resumable", "rooms", "sessions", "since", "source", "visit", "was",
    )  # fmt: skip

    def __init__(self, *, key: str, source: Source, realname: str, identity: str, since: int, visit: int) -> None:
        self.key = key
        self.visit = visit  # its number, which tokens name: that of the event with which it began
        self.resumable = False  # somebody knows the token with which it can go on
        self.source = replace(source, identity=identity)
        self.was: tuple[str, ...] = ()  # the accounts that they have logged out of
        self.realname = realname
        self.since = since  # Unix milliseconds
        self.last_spoke = since
        self.away = ""  # why, as long as they are
        self.modes: frozenset[str] = frozenset()  # letters: `i` for invisible and so on
        self.rooms: dict[str, Room] = {}
        self.invitations: dict[str, tuple[Room, bool]] = {}  # good for once; True: whatever the modes of the room say
        self.sessions: list[Session] = []
        self.last_correspondent: User | None = None  # who wrote last in private

    @property
    def nick(self) -> str:
        """The name, as it is shown."""
        return self.source.nick

    @property
    def identity(self) -> str:
        """Whose private conversations these are: never given to another."""
        return self.source.identity

    @identity.setter
    def identity(self, identity: str) -> None:
        self.source = replace(self.source, identity=identity)
        self.resumable = False  # the token was that of another

    @property
    def addresses(self) -> list[str]:
        """The real addresses of the connections, for bans; never shown."""
        return [session.address for session in self.sessions]

    @property
    def invisible(self) -> bool:
        """Whether those who share no room cannot find this user."""
        return "i" in self.modes

    @property
    def operator(self) -> bool:
        """Whether this user may do on this server what the ops of a room may do in it."""
        return "o" in self.modes

    def as_member(self, now: int, room: str = "", roles: str = "") -> Member:
        """Describe this user, found in a room where they have these roles, for a list."""
        return Member(
            source=self.source,
            realname=self.realname,
            room=room,
            roles=roles,
            since=self.since,
            idle=max(0, now - self.last_spoke),
            away=self.away,
            operator=self.operator,
        )


class Roles(Record, kw_only=True):
    """The roles of a user in a room, whose key this is: letters. Not kept, but put back if the disk fails."""

    kind: ClassVar[str] = "roles"
    key: str
    user: User
    roles: str


class Room:
    """A room: its record, its members with their roles, and what was said in it lately."""

    __slots__ = (
        "_audience", "_matches", "_record", "kept", "key", "last_spoke", "limits_speech", "made_for", "members",
        "modes", "name", "place", "recent",
    )  # fmt: skip

    def __init__(self, record: RoomRecord) -> None:
        self.record = record
        self.members: dict[User, str] = {}  # in the order of arrival, each with their roles: letters
        # Who has said what lately, by the ids of messages: so that one sees whose words are answered. No more of it is
        # kept, for a message may have eight thousand bytes, and a room is made with one line.
        self.recent: OrderedDict[int, str] = OrderedDict()
        self.last_spoke: dict[str, int] = {}  # in a slow room: when each speaker said something, in Unix milliseconds
        self.made_for = ""  # at whose expense it is kept: see `Session.payer`
        self.kept = False  # its record is, so that it has to be dropped when the room is forgotten
        self._audience: tuple[Session, ...] | None = ()  # None: to be made anew

    @property
    def record(self) -> RoomRecord:
        """What is kept of the room."""
        return self._record

    @record.setter
    def record(self, record: RoomRecord) -> None:
        self._record = record  # and what follows from it, which nothing else sets
        self.key = record.key  # of the name
        self.name = record.name  # as whoever made the room wrote it
        self.modes = dict(record.modes)
        # Whether those who are in it may be kept from saying something; few rooms do, and it is asked for each message.
        self.limits_speech = bool(record.entries) or not _LIMITING.isdisjoint(self.modes)
        # The key of the place in which history keeps what happens here from now on; empty if it keeps nothing.
        self.place = "" if self.modes.get("H") == HISTORY_OFF else record.key
        self._matches: dict[User, dict[str, tuple[Source, bool]]] = {}  # of members, by what was asked

    @property
    def audience(self) -> tuple[Session, ...]:
        """Every session that hears what happens here.

        It is the same object as long as nobody comes or goes, and is never changed. So an outcome can refer to it,
        whatever happens next; and what is told in a row to the very same audience is delivered as one piece: delivery
        looks whether it is the same object (`server/pipeline/delivery.py`), and does not compare thousands of sessions.
        To make it anew takes as long as there are members, so `add` and `remove_session` do with less.
        """
        if self._audience is None:
            self._audience = tuple([session for user in self.members for session in user.sessions])
        return self._audience

    @property
    def secret(self) -> bool:
        """Whether those who are not in it do not see it."""
        return "s" in self.modes

    def seen_by(self, user: User | None) -> list[User]:
        """Give the members that `user` may know of: from outside, not those who are invisible."""
        if user in self.members:
            return list(self.members)
        return [] if self.secret else [member for member in self.members if not member.invisible]

    def forget_audience(self) -> None:
        """Make the audience anew when it is asked for: the sessions of a member have changed.

        With them the addresses have, which masks are held against.
        """
        self._audience = None
        self._matches.clear()

    def remove_session(self, session: Session) -> None:
        """Take one session of a member out of the audience: in less time than to make it anew."""
        audience = self._audience
        self.forget_audience()
        if audience is not None:
            at = audience.index(session)
            self._audience = audience[:at] + audience[at + 1 :]

    # Roles

    def founded_by(self, user: User) -> bool:
        """Tell whether the room belongs to the account of this user."""
        return bool(self._record.founder) and fold(user.source.account) == self._record.founder

    def kept_roles(self, user: User) -> str:
        """Give the roles that are kept for the account of somebody."""
        account = fold(user.source.account)
        if not account:
            return ""
        roles = dict(self._record.roles).get(account, "")
        return with_role(roles, OP) if account == self._record.founder else roles

    @property
    def ownerless(self) -> bool:
        """Whether there is nobody who could let anybody in: nobody is here, and nobody will come back as op."""
        kept = self._record.founder or any(OP in roles for _, roles in self._record.roles)
        return not self.members and not kept and self.key != LOBBY

    def matches(self, letter: str, user: User, *, mute: bool = False) -> bool:
        """Tell whether an entry of a list fits somebody; remembered until the list or their name changes."""
        if not self._record.entries:
            return False
        asked = letter + "m" * mute
        mine = self._matches.setdefault(user, {}) if user in self.members else {}
        known = mine.get(asked)
        if known is None or known[0] is not user.source:
            known = mine[asked] = (user.source, any(True for _ in self._fitting(letter, user, mute)))
        return known[1]

    def _fitting(self, letter: str, user: User, mute: bool) -> Iterator[ListEntry]:
        return fitting(self._record.entries, letter, user.source, user.addresses, mute=mute, was=user.was)

    def ban_reason(self, user: User, now: int, *, mute: bool = False) -> str:
        """Give the reason why somebody may not come in or speak, and for how long; empty if none was given."""
        entry = next(self._fitting("b", user, mute), None)
        if entry is None:
            return ""
        length = times.write(max(1, (entry.until - now) // 1000)) if entry.until else ""
        parts = [part for part in (entry.reason, length) if part]
        return f" ({', '.join(parts)})" if parts else ""

    # Messages

    def seconds_to_wait(self, user: User, now: int) -> int:
        """Give how many seconds somebody has to wait in a slow room before they say more."""
        last = self.last_spoke.get(_speaker(user), 0)
        if last > now:  # the clock was set back: nobody has to wait until it comes there again
            return 0
        left = last + int(self.modes["W"]) * 1000 - now
        return max(0, -(-left // 1000))

    def note_message(self, user: User, now: int) -> None:
        """Remember when somebody spoke in a slow room; of too many, forget who spoke first."""
        self.last_spoke.pop(_speaker(user), None)
        self.last_spoke[_speaker(user)] = now
        if len(self.last_spoke) > SPEAKERS_MOST:
            del self.last_spoke[next(iter(self.last_spoke))]

    def remember(self, said: Said) -> None:
        """Remember whose message this is, as long as it is one of the last."""
        self.recent[said.id] = said.source.nick
        if len(self.recent) > RECENT_MOST:
            self.recent.popitem(last=False)

    def forget_talk(self) -> None:
        """Forget what was said lately: nobody is here any more."""
        self.recent.clear()
        self.last_spoke.clear()

    # Coming and going

    def add(self, user: User, roles: str = "") -> None:
        """Make somebody a member."""
        self.members[user] = roles
        user.rooms[self.key] = self
        if self._audience is not None:
            self._audience += tuple(user.sessions)

    def remove(self, user: User) -> None:
        """Take a member out. Sessions whose current room it was go on in the last other room they came to, if any."""
        del self.members[user]
        del user.rooms[self.key]
        if user.sessions:
            self._audience = None
        self._matches.pop(user, None)
        for session in user.sessions:
            if session.room is self:
                session.room = next(reversed(user.rooms.values()), None)


def _speaker(user: User) -> str:
    """Give what somebody is known by who leaves, comes back, or changes their name."""
    return fold(user.source.account) or user.identity
