"""A room: who is in it, and what is known of it."""

from collections import deque
from typing import ClassVar

from trichat.chat.bans import fitting
from trichat.chat.people import Session, User
from trichat.words import durations
from trichat.words.events import Said, Source
from trichat.words.modes import DEFAULT, OP, Entry, with_role
from trichat.words.names import LOBBY, fold
from trichat.words.record import Record, replace

_LIMITING = frozenset("CMWm")  # modes that keep members from saying something: see `permissions.why_not_speak`
HISTORY_OFF = "off"  # as the value of the mode H: nothing is kept


class RoomRecord(Record, kw_only=True):
    """What is kept of a room, besides its history. Times are in Unix milliseconds.

    `founder` is the key of an account; `roles` are pairs of such a key and letters; `modes` pairs of a letter and
    its value.
    """

    kind: ClassVar[str] = "room"
    key: str
    name: str
    created: int
    topic: str = ""
    topic_by: str = ""
    topic_at: int = 0
    founder: str = ""
    roles: tuple[tuple[str, str], ...] = ()
    modes: tuple[tuple[str, str], ...] = DEFAULT
    entries: tuple[Entry, ...] = ()
    metadata: tuple[tuple[str, str], ...] = ()

    @property
    def worth_keeping(self) -> bool:
        """Whether something would be lost if nobody is in the room and it were forgotten."""
        return bool(self.topic or self.founder or self.roles or self.entries or self.metadata) or self.modes != DEFAULT


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

    def roles_of(self, user: User | None) -> str:
        """Give the roles that somebody has here, as letters, the highest first; none if they are not here."""
        return self.members.get(user, "") if user else ""

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
            found = any(True for _ in fitting(self._about.entries, letter, user, mute=mute))
            known = self._verdicts[user, asked] = (user.source, found)
        return known[1]

    def why(self, user: User, now: int, *, mute: bool = False) -> str:
        """Give the reason why somebody may not come in or speak, and for how long; empty if none was given."""
        entry = next(iter(fitting(self._about.entries, "b", user, mute=mute)), None)
        if entry is None:
            return ""
        length = durations.write(max(1, (entry.until - now) // 1000)) if entry.until else ""
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


_SAID_MOST = 100  # messages of one room
_SPOKE_MOST = 1000  # remembered before those are looked for who need not be


def _voice(user: User) -> str:
    """Give what somebody is known by who leaves, comes back, or changes their name."""
    return fold(user.source.account) or user.identity


def with_kept_role(about: RoomRecord, account: str, roles: str) -> RoomRecord:
    """Give the record with other roles kept for an account (its key)."""
    kept = {key: letters for key, letters in about.roles if key != account}
    if roles:
        kept[account] = roles
    return replace(about, roles=tuple(kept.items()))
