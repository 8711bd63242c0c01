"""What one session is told of those it watches for."""

from trichat.words.events.base import Event, Source


class Watched(Event, kw_only=True):
    """These people are here, these names are nobody's."""

    online: tuple[Source, ...] = ()
    offline: tuple[str, ...] = ()


class WatchList(Event, kw_only=True):
    """For whom one watches."""

    names: tuple[str, ...]
