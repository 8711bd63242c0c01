"""What is told and kept of those who look after rooms and people."""

from typing import ClassVar

from trichat.words.events.base import Event, PlaceEvent, Source

AUDIT = "!audit"  # the place where history keeps what was done: no room and no conversation is called so


class Act(PlaceEvent, kw_only=True):
    """Somebody did something that has to be accounted for: in a room (`target`), or on the server (empty).

    `deed` is one word, or a change as IRC writes it; `about` is whom or what it concerns. Nobody is shown this; the log
    of acts is read by those who run the server.
    """

    stored_as: ClassVar[str | None] = "act"

    deed: str
    about: str = ""
    reason: str = ""


class Sentenced(Event, kw_only=True):
    """The one who is told may not speak in a room, or not come in.

    For how many `seconds`, and `until` when in Unix milliseconds; 0 and 0 for good.
    """

    room: str
    by: str
    mute: bool
    reason: str = ""
    seconds: int = 0
    until: int = 0

    def if_unstored(self) -> str | None:
        """Nothing: whoever sentenced them is refused."""
        return ""


class BanTold(Event, kw_only=True):
    """What a ban or mute that one has asked for means: whom its `mask` fits, and for how long, as in `Sentenced`."""

    room: str
    mask: str
    seconds: int = 0
    until: int = 0

    def if_unstored(self) -> str | None:
        """Nothing: the change itself is refused."""
        return ""


class IgnoresShown(Event, kw_only=True):
    """Whom one ignores; `name` is whose turn it was, if it was somebody's, and whether they are ignored from now on."""

    names: tuple[str, ...]
    name: str = ""
    on: bool = True

    def if_unstored(self) -> str | None:
        """A list that was only asked for is true all the same."""
        return "IGNORE" if self.name else None


class Reported(Event, kw_only=True):
    """A report has reached the operators who are here."""

    about: str
    operators: int

    def if_unstored(self) -> str | None:
        """If operators are here, they have read it; if not, it is nowhere."""
        return None if self.operators else "REPORT"


class ReportMade(Event, kw_only=True):
    """Somebody reports somebody to the operators of the server."""

    by: Source
    about: str
    text: str
