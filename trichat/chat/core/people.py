"""Who is here: sessions, the users they belong to, and the rooms those are in. They refer to each other by nature."""

from collections import deque
from typing import Any, ClassVar

from trichat.chat.core.masks import fitting
from trichat.chat.core.room_records import HISTORY_OFF, RoomRecord
from trichat.words import times
from trichat.words.events import Member, Said, Source
from trichat.words.modes import OP, with_role
from trichat.words.names.addresses import place
from trichat.words.names.names import LOBBY, fold
from trichat.words.record import Record, replace
from trichat.words.requests import Enter

_LIMITING = frozenset("CMWm")  # modes that keep members from saying something: see `permissions.why_not_speak`
_SAID_MOST = 100  # messages of one room
_SPOKE_MOST = 1000  # remembered before those are looked for who need not be


class Session:
    """One visit over one connection.

    `outlet` is where the server sends what this session is told; nothing in `chat` looks at it.
    """

    __slots__ = (
        "account",
        "address",
        "admin",
        "admitted",
        "exempt",
        "fingerprint",
        "host",
        "outlet",
        "place",
        "prompts",
        "queued",
        "room",
        "secure",
        "user",
        "wanted",
    )

    def __init__(self, host: str, outlet: Any = None, address: str = "") -> None:
        self.host = host  # as others see it, not an address
        self.address = address  # the real one, for bans; never shown
        self.place = place(address)  # what counts as one address, for limits
        self.exempt = False  # from those limits
        self.outlet = outlet
        self.user: User | None = None  # None until a name is given and granted
        self.room: Room | None = None  # where what is said goes that names no target
        self.queued = 0  # of what it asks, items that wait for the hub: see server/connection/queue.py
        self.prompts = False  # a person at the plain door
        self.wanted: Enter | None = None  # how it tried to come in, while no name was granted
        self.admitted = False  # the password of the server was given, if there is one
        self.admin = False  # the command line of whoever runs the server, and no visit
        self.account = ""  # which it is logged in to, as long as it has no name; then its user knows
        self.fingerprint = ""  # SHA-256 of the client's TLS certificate, in hex; empty if it showed none
        self.secure = False  # whether its connection is encrypted

    @property
    def named_user(self) -> "User":
        """The user of a session that has one: most requests reach their handlers from no other (see `Hub.apply`)."""
        assert self.user is not None
        return self.user


class User:
    """Somebody under one name, with the sessions that speak for them."""

    __slots__ = (
        "away",
        "correspondent",
        "invited",
        "key",
        "modes",
        "realname",
        "rooms",
        "sessions",
        "since",
        "source",
        "spoke",
    )

    def __init__(self, *, key: str, source: Source, realname: str, identity: str, since: int) -> None:
        self.key = key
        self.source = replace(source, identity=identity)
        self.realname = realname
        self.since = since  # Unix milliseconds
        self.spoke = since
        self.away = ""  # why, as long as they are
        self.modes: frozenset[str] = frozenset()  # letters: `i` for invisible and so on
        self.rooms: dict[str, Room] = {}
        self.invited: dict[str, tuple[Room, bool]] = {}  # where they may come in once; True: whatever the settings say
        self.sessions: list[Session] = []
        self.correspondent: User | None = None  # who wrote last in private

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
            idle=max(0, now - self.spoke),
            away=self.away,
            operator=self.operator,
        )


class Roles(Record, kw_only=True):
    """What somebody is in a room, whose key this is: letters. Not kept, but put back if the disk fails."""

    kind: ClassVar[str] = "roles"
    key: str
    user: User
    letters: str


class Room:
    """People who hear each other."""

    __slots__ = (
        "_about",
        "_audience",
        "_verdicts",
        "kept",
        "key",
        "limits_speech",
        "members",
        "modes",
        "name",
        "place",
        "said",
        "spoke",
    )

    def __init__(self, about: RoomRecord) -> None:
        self.about = about
        self.members: dict[User, str] = {}  # in the order of arrival, each with their roles: letters
        self.said: deque[Said] = deque(maxlen=_SAID_MOST)  # lately, so that one sees whose words are answered
        self.spoke: dict[str, int] = {}  # in a slow room: who said something last when, in Unix milliseconds
        self.kept = False  # a record of it is, so that it has to be dropped when the room is forgotten
        self._audience: tuple[Session, ...] | None = ()

    @property
    def about(self) -> RoomRecord:
        """What is kept of the room."""
        return self._about

    @about.setter
    def about(self, about: RoomRecord) -> None:
        self._about = about  # and what follows from it, which nothing else sets
        self.key = about.key  # of the name
        self.name = about.name  # as whoever made the room wrote it
        self.modes = dict(about.modes)
        # Whether those who are in it may be kept from saying something; few rooms do, and it is asked for each message.
        self.limits_speech = bool(about.entries) or not _LIMITING.isdisjoint(self.modes)
        # The key of the place in which history keeps what happens here from now on; empty if it keeps nothing.
        self.place = "" if self.modes.get("H") == HISTORY_OFF else about.key
        self._verdicts: dict[tuple[User, str], tuple[Source, bool]] = {}

    @property
    def audience(self) -> tuple[Session, ...]:
        """Every session that hears what happens here.

        The same tuple as long as nobody comes or goes: what is broadcast to it keeps it, whatever happens next.
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
        """The sessions of a member have changed, and with them perhaps whom an address fits."""
        self._audience = None
        self._verdicts.clear()

    def see_off(self, session: Session) -> None:
        """One session of a member is gone: the same as to forget the audience, in less time."""
        audience = self._audience
        self.forget_audience()
        if audience is not None:
            at = audience.index(session)
            self._audience = audience[:at] + audience[at + 1 :]

    # Roles

    def founded_by(self, user: User) -> bool:
        """Tell whether the room is this user's own."""
        return bool(self._about.founder) and fold(user.source.account) == self._about.founder

    def kept_roles(self, user: User) -> str:
        """Give the roles that are kept for the account of somebody."""
        account = fold(user.source.account)
        if not account:
            return ""
        roles = dict(self._about.roles).get(account, "")
        return with_role(roles, OP) if account == self._about.founder else roles

    @property
    def orphaned(self) -> bool:
        """Whether there is nobody who could let anybody in: nobody is here, and nobody will come back as op."""
        kept = self._about.founder or any(OP in roles for _, roles in self._about.roles)
        return not self.members and not kept and self.key != LOBBY

    def matches(self, letter: str, user: User, *, mute: bool = False) -> bool:
        """Tell whether an entry of a list fits somebody; remembered until the list or their name changes."""
        if not self._about.entries:
            return False
        asked = letter + "m" * mute
        known = self._verdicts.get((user, asked))
        if known is None or known[0] is not user.source:
            found = any(True for _ in fitting(self._about.entries, letter, user.source, user.addresses, mute=mute))
            known = self._verdicts[user, asked] = (user.source, found)
        return known[1]

    def why(self, user: User, now: int, *, mute: bool = False) -> str:
        """Give the reason why somebody may not come in or speak, and for how long; empty if none was given."""
        entry = next(iter(fitting(self._about.entries, "b", user.source, user.addresses, mute=mute)), None)
        if entry is None:
            return ""
        length = times.write(max(1, (entry.until - now) // 1000)) if entry.until else ""
        parts = [part for part in (entry.reason, length) if part]
        return f" ({', '.join(parts)})" if parts else ""

    # Slow rooms

    def wait(self, user: User, now: int) -> int:
        """Give how many seconds somebody has to wait before they say more."""
        left = self.spoke.get(_voice(user), 0) + int(self.modes["W"]) * 1000 - now
        return max(0, -(-left // 1000))

    def note_speech(self, user: User, now: int) -> None:
        """Remember when somebody spoke; forget those who may speak again."""
        if len(self.spoke) > _SPOKE_MOST:
            since = now - int(self.modes["W"]) * 1000
            self.spoke = {voice: then for voice, then in self.spoke.items() if then > since}
        self.spoke[_voice(user)] = now

    def forget_said(self, event_id: int) -> None:
        """Something was taken back."""
        kept = [said for said in self.said if said.id != event_id]
        self.said.clear()
        self.said.extend(kept)

    # Coming and going

    def add(self, user: User, roles: str = "") -> None:
        """Let somebody in."""
        self.members[user] = roles
        user.rooms[self.key] = self
        if self._audience is not None:  # to make it anew takes as long as there are members
            self._audience += tuple(user.sessions)

    def remove(self, user: User) -> None:
        """See somebody out. Sessions that stood here stand in the last other room they came to, if any."""
        del self.members[user]
        del user.rooms[self.key]
        if user.sessions:
            self._audience = None
        for asked in [asked for asked in self._verdicts if asked[0] is user]:
            del self._verdicts[asked]
        for session in user.sessions:
            if session.room is self:
                session.room = next(reversed(user.rooms.values()), None)


def _voice(user: User) -> str:
    """Give what somebody is known by who leaves, comes back, or changes their name."""
    return fold(user.source.account) or user.identity
