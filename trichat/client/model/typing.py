"""Who else is typing, and what others are told of our typing (ircv3.net/specs/client-tags/typing)."""

from trichat.words.names.names import fold

AGAIN = 3_000  # milliseconds: others are told that the person types on, at most so often
_ACTIVE = 6_000  # one who types and is not heard of again has stopped
_PAUSED = 30_000
_MOST = 100  # people: anybody can claim to be typing


class Typists:
    """Others who are typing, by place."""

    def __init__(self) -> None:
        self._until: dict[tuple[str, str], tuple[str, int]] = {}

    def heard(self, place: str, nick: str, state: str, now: int) -> None:
        """Handle what somebody's client says: `active`, `paused` or `done`."""
        key = (fold(place), fold(nick))
        self._until.pop(key, None)
        lasts = {"active": _ACTIVE, "paused": _PAUSED}.get(state, 0)
        if lasts and len(self._until) < _MOST:
            self._until[key] = (nick, now + lasts)

    def stopped(self, place: str, nick: str) -> None:
        """Handle that somebody has said it, or has gone."""
        self._until.pop((fold(place), fold(nick)), None)

    def at(self, place: str, now: int) -> list[str]:
        """Give who is typing in a place, who began first in front."""
        self._until = {key: who for key, who in self._until.items() if who[1] > now}
        return [nick for (where, _), (nick, _) in self._until.items() if where == fold(place)]

    def clear(self) -> None:
        """Forget everybody: the connection is gone."""
        self._until.clear()


class OwnTyping:
    """What others are told of the person's typing, as (place, state) pairs to send."""

    def __init__(self) -> None:
        self._place = ""  # where others know that the person types
        self._told = self._changed = 0
        self._paused = False

    def changed(self, text: str, place: str, now: int) -> list[tuple[str, str]]:
        """Handle a change of the line that is typed; a command is nobody's business, and given as an empty text."""
        notices = []
        if self._place and (not text or place != self._place):
            notices.append((self._place, "done"))
            self._reset()
        if not text or not place:
            return notices
        self._changed = now
        if self._paused or not self._place or now - self._told >= AGAIN:
            notices.append((place, "active"))
            self._place, self._told, self._paused = place, now, False
        return notices

    def tick(self, now: int) -> list[tuple[str, str]]:
        """Handle that a second has passed: the person may have paused."""
        if not self._place or self._paused or now - self._changed < _ACTIVE:
            return []
        self._paused = True
        return [(self._place, "paused")]

    def sent(self) -> None:
        """Handle that the text was sent, which says itself that the typing is done."""
        self._reset()

    def _reset(self) -> None:
        self._place, self._paused = "", False
