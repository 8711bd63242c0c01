"""Who watches for whom to come and go, by name (ircv3.net/specs/extensions/monitor)."""

from trichat.chat.core.people import Session
from trichat.words.names.names import fold


class Watchers:
    """The watch list of each session that has one, and for each name those who watch for it."""

    def __init__(self) -> None:
        self._lists: dict[Session, dict[str, str]] = {}  # keys of names, with the names as they were given
        self._of: dict[str, dict[Session, None]] = {}

    def names(self, session: Session) -> tuple[str, ...]:
        """Give the names that a session watches for."""
        return tuple(self._lists.get(session, {}).values())

    def of(self, key: str) -> tuple[Session, ...]:
        """Give the sessions that watch for a name, by its key."""
        return tuple(self._of.get(key, ()))

    def add(self, session: Session, name: str) -> None:
        """Watch for a name."""
        key = fold(name)
        self._lists.setdefault(session, {})[key] = name
        self._of.setdefault(key, {})[session] = None

    def remove(self, session: Session, name: str) -> None:
        """Watch for a name no longer."""
        key = fold(name)
        if self._lists.get(session, {}).pop(key, None) is not None:
            self._drop(session, key)

    def clear(self, session: Session) -> None:
        """Watch for nobody any more."""
        for key in self._lists.pop(session, ()):
            self._drop(session, key)

    def _drop(self, session: Session, key: str) -> None:
        del self._of[key][session]
        if not self._of[key]:
            del self._of[key]
