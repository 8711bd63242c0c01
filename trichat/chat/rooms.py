"""A room: who is in it, and what is known of it."""

from typing import ClassVar

from trichat.chat.people import Session, User
from trichat.words.record import record


@record
class RoomRecord:
    """What is kept of a room, besides its history. Times are in Unix milliseconds."""

    kind: ClassVar[str] = "room"
    key: str
    name: str
    created: int
    topic: str = ""
    topic_by: str = ""
    topic_at: int = 0


class Room:
    """People who hear each other."""

    __slots__ = ("_audience", "about", "members")

    def __init__(self, about: RoomRecord) -> None:
        self.about = about
        self.members: dict[User, None] = {}  # a set that keeps the order of arrival
        self._audience: tuple[Session, ...] | None = ()

    @property
    def key(self) -> str:
        """The key of the name."""
        return self.about.key

    @property
    def name(self) -> str:
        """The name, as whoever made the room wrote it."""
        return self.about.name

    @property
    def audience(self) -> tuple[Session, ...]:
        """Every session that hears what happens here.

        The same tuple as long as nobody comes or goes: what is broadcast to it keeps it, whatever happens next.
        """
        if self._audience is None:
            self._audience = tuple([session for user in self.members for session in user.sessions])
        return self._audience

    def seen_by(self, user: User | None) -> list[User]:
        """Give the members that `user` may know of: from outside, not those who are invisible."""
        if user in self.members:
            return list(self.members)
        return [member for member in self.members if not member.invisible]

    def forget_audience(self) -> None:
        """The sessions of a member have changed."""
        self._audience = None

    def add(self, user: User) -> None:
        """Let somebody in."""
        self.members[user] = None
        user.rooms[self.key] = self
        self._audience = None

    def remove(self, user: User) -> None:
        """See somebody out. Sessions that stood here stand in the last other room they came to, if any."""
        del self.members[user]
        del user.rooms[self.key]
        self._audience = None
        for session in user.sessions:
            if session.room is self:
                session.room = next(reversed(user.rooms.values()), None)
