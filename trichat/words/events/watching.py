"""What one session is told of those it watches for."""

from trichat.words.events.base import Event, Source
from trichat.words.record import record


@record
class Watched(Event):
    """These people are here, these names are nobody's."""

    online: tuple[Source, ...] = ()
    offline: tuple[str, ...] = ()


@record
class WatchList(Event):
    """For whom one watches."""

    names: tuple[str, ...]
