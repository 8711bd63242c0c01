"""Who was here: a bounded memory of names and those who had them (WHOWAS)."""

from collections import OrderedDict, deque
from collections.abc import Iterator

from trichat.words.events import PastMember
from trichat.words.names.names import fold

_NAMES = 1000  # remembered; the name that has been left for the longest time is forgotten first
_EACH = 10  # visits under one name


class Memory:
    """What is remembered."""

    def __init__(self) -> None:
        self._by_name: OrderedDict[str, deque[PastMember]] = OrderedDict()

    def add(self, past: PastMember) -> None:
        """Remember somebody."""
        key = fold(past.source.nick)
        self._by_name.setdefault(key, deque(maxlen=_EACH)).appendleft(past)
        self._by_name.move_to_end(key)
        if len(self._by_name) > _NAMES:
            self._by_name.popitem(last=False)

    def find(self, name: str) -> tuple[PastMember, ...]:
        """Give those who had a name, the last of them first."""
        return tuple(self._by_name.get(fold(name), ()))

    def names(self) -> Iterator[str]:
        """Give the keys of all names, the last one left first."""
        return reversed(self._by_name)
