"""A room the client is in: who is there, and what is known of it. Pure."""

from trichat.words.names.names import fold


class Room:
    """A room the client is in, or will be in when it is connected.

    `members` has the nicks by their keys, those who spoke last at the end, and `roles` the signs of those who
    have a role, highest first: `@+`. `inside` is True from the server's
    JOIN until the connection is lost; `known` from the first such JOIN on: then coming in again is not news.
    """

    def __init__(self, name: str) -> None:
        """Begin outside."""
        self.name = name
        self.members: dict[str, str] = {}
        self.roles: dict[str, str] = {}
        self.topic = ""
        self.inside = False
        self.known = False
        self.quiet = False

    def entered(self) -> None:
        """Be inside, and say nothing about it the second time."""
        self.quiet = self.known
        self.inside = self.known = True

    def spoke(self, nick: str) -> None:
        """Count `nick` as the last who was heard."""
        if self.members.pop(fold(nick), None) is not None:
            self.members[fold(nick)] = nick

    def role(self, nick: str) -> str:
        """Give the sign of the highest role of `nick`, or an empty text."""
        return self.roles.get(fold(nick), "")[:1]

    def without(self, nick: str) -> None:
        """Know that `nick` is not here."""
        self.members.pop(fold(nick), None)
        self.roles.pop(fold(nick), None)

    def renamed(self, old: str, new: str) -> None:
        """Know that `old` is called `new` now."""
        del self.members[fold(old)]
        self.members[fold(new)] = new
        if role := self.roles.pop(fold(old), ""):
            self.roles[fold(new)] = role

    def latest_first(self) -> list[str]:
        """Give the nicks, those who spoke last first."""
        return list(reversed(self.members.values()))
