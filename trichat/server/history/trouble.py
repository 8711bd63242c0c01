"""What goes wrong with history, in the log: each kind of it once, however many ask."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum

from trichat.errors import HistoryError, HistoryGoneError

_log = logging.getLogger(__name__)


class Deed(Enum):
    """What is done with history, as it stands in a sentence."""

    WRITE = "written, so nothing that is said is shown"
    READ = "read"
    SEARCH = "searched"
    TEND = "tended"


_GONE = (Deed.WRITE, HistoryGoneError)  # whoever finds out, and whatever they wanted to do


class Trouble:
    """Knows what is in the log already.

    That nothing can be written is a state, and its end is logged too. Of what is read, one part may be damaged and the
    next one whole: each kind of error is logged once, until there was something wrong with writing and that is over.
    """

    def __init__(self) -> None:
        self._logged: set[tuple[Deed, type[HistoryError]]] = set()

    @contextmanager
    def during(self, deed: Deed) -> Iterator[None]:
        """Log a HistoryError, unless the like of it has been; and let it be raised."""
        try:
            yield
        except HistoryError as exc:
            kind = _GONE if isinstance(exc, HistoryGoneError) else (deed, type(exc))
            if kind not in self._logged:
                self._logged.add(kind)
                _log.error("history cannot be %s: %s", kind[0].value, exc)
            raise

    def written(self) -> None:
        """Something was written: log that this is so again, if it could not be."""
        if self._logged and any(deed is Deed.WRITE for deed, _ in self._logged):
            self._logged.clear()
            _log.warning("history can be written again")

    def there(self) -> None:
        """The file is where it should be: log that this is so again, if it was gone."""
        if _GONE in self._logged:
            self._logged.discard(_GONE)
            _log.warning("history is where it was, and can be written again")
