"""The last messages: to be answered by a short number, quoted where something is about them, and counted. Pure."""

from itertools import count

from trichat.client.display.item import Item, Look
from trichat.errors import UsageError
from trichat.words.names.names import fold
from trichat.words.record import replace

KEPT = 500  # messages of all rooms together: what can still be on somebody's screen
LISTED = 10  # that are offered to be answered
_REACTIONS = 50  # different ones to one message: anybody can invent more


class Recent:
    """Takes every item once, in order, and gives it back with what is known of the message that it is about."""

    def __init__(self) -> None:
        """Begin with none."""
        self._by_id: dict[str, Item] = {}  # oldest first
        self._reactions: dict[str, dict[str, set[str]]] = {}
        self._numbers = count(1)

    def take(self, item: Item) -> Item:
        """Keep what was said, and complete what is about something that was said."""
        about = self._by_id.get(item.reply_to) if item.reply_to else None
        if about:
            item = replace(item, quote=about.text, quoted=about.nick)
        if item.look is Look.REACTION:
            return replace(item, count=self._react(item))
        if item.look is Look.DELETED:
            self._forget(item.reply_to)
        elif item.spoken and item.msgid:
            return self._keep(item)
        return item

    def latest(self, place: str) -> list[Item]:
        """Give the last messages of a place, latest first."""
        return self._said_in(place)[:LISTED]

    def find(self, word: str, place: str) -> Item:
        """Give the message with this number, or the last one of a person. Raises UsageError."""
        if word.isdecimal():
            found = next((item for item in self._by_id.values() if item.number == int(word)), None)
            if found is None:
                raise UsageError(f"There is no message {word} any more: /reply shows the last ones.")
            return found
        nick = fold(word.removeprefix("@"))
        found = next((item for item in self._said_in(place) if fold(item.nick) == nick), None)
        if found is None:
            raise UsageError(f"{word} has said nothing here lately: /reply shows the last messages.")
        return found

    def _said_in(self, place: str) -> list[Item]:
        """Give what was said in a place, latest first, also where history has shown older words after newer ones."""
        here = [item for item in reversed(self._by_id.values()) if fold(item.place) == fold(place)]
        return sorted(here, key=lambda item: item.at, reverse=True)

    def rename(self, old: str, new: str) -> None:
        """Know where messages were said, by the name that the place has now."""
        for item in [item for item in self._by_id.values() if fold(item.place) == fold(old)]:
            self._by_id[item.msgid] = replace(item, place=new)

    def _keep(self, item: Item) -> Item:
        known = self._by_id.get(item.msgid)
        if known:
            return replace(item, number=known.number)
        kept = replace(item, number=next(self._numbers))
        self._by_id[kept.msgid] = kept
        if len(self._by_id) > KEPT:
            self._forget(next(iter(self._by_id)))
        return kept

    def _react(self, item: Item) -> int:
        """Count who reacted like this to the same message; once each, and only to what is still known."""
        if item.reply_to not in self._by_id:
            return 1
        reactions = self._reactions.setdefault(item.reply_to, {})
        if item.text not in reactions and len(reactions) >= _REACTIONS:
            return 1
        people = reactions.setdefault(item.text, set())
        people.add(fold(item.nick))
        return len(people)

    def _forget(self, msgid: str) -> None:
        self._by_id.pop(msgid, None)
        self._reactions.pop(msgid, None)
