"""Who is here: sessions, and the users they belong to."""

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from trichat.words.events import Member, Source
from trichat.words.record import replace
from trichat.words.requests import Enter, Request

if TYPE_CHECKING:
    from trichat.chat.outcome import Outcome
    from trichat.chat.rooms import Room
    from trichat.chat.state import State


class Session:
    """One visit over one connection.

    `outlet` is where the server sends what this session is told; nothing in `chat` looks at it.
    """

    __slots__ = (
        "account",
        "address",
        "admin",
        "admitted",
        "attempt",
        "fingerprint",
        "host",
        "outlet",
        "pending",
        "prompts",
        "room",
        "secure",
        "user",
        "wanted",
    )

    def __init__(self, host: str, outlet: Any = None, address: str = "") -> None:
        self.host = host  # as others see it, not an address
        self.address = address  # the real one, for bans; never shown
        self.outlet = outlet
        self.user: User | None = None  # None until a name is given and granted
        self.room: Room | None = None  # where what is said goes that names no target
        self.prompts = False  # a person at the plain door
        self.wanted: Enter | None = None  # how it tried to come in, while no name was granted
        self.admitted = False  # the password of the server was given, if there is one
        self.admin = False  # the command line of whoever runs the server, and no visit
        self.account = ""  # which it is logged in to, as long as it has no name; then its user knows
        self.attempt: Attempt | None = None  # to log in; made when there is one
        self.fingerprint = ""  # SHA-256 of the client's TLS certificate, in hex; empty if it showed none
        self.secure = False  # whether its connection is encrypted
        self.pending: Pending | None = None  # while something that it asked for takes time


class Attempt:
    """What is under way of logging in, and what went wrong of it lately."""

    __slots__ = ("asked", "exchange", "failures")

    def __init__(self) -> None:
        self.exchange: object = None  # the SASL exchange, if there is one: see chat/sasl.py
        self.failures: list[int] = []  # when, in Unix milliseconds
        # A person was asked for a password: what to do with the next line, whatever is in it.
        self.asked: Callable[[State, Session, str], None] | None = None

    @staticmethod
    def of(session: Session) -> "Attempt":
        """Give that of a session; make it if there is none yet."""
        if session.attempt is None:
            session.attempt = Attempt()
        return session.attempt


class Pending:
    """What a session waits for: `then` goes on with the result; its later requests wait meanwhile, in order."""

    __slots__ = ("label", "outcomes", "then", "waiting")

    def __init__(self, then: Callable[["State", Session, Any], None]) -> None:
        self.then = then
        self.waiting: deque[Request] = deque()
        self.label = ""  # of the request that this answers, and what came of it so far
        self.outcomes: list[Outcome] = []


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
