"""Names of people and rooms to begin with: checked before a server is asked, and rooms written as they are meant."""

from trichat.client.settings.table import Settings
from trichat.errors import SettingsError
from trichat.words.names.names import NAME_BYTES, ROOM_BYTES, NameNotAllowed, check_name, check_room
from trichat.words.reasons import Reason
from trichat.words.record import replace

_ROOMS = "#&+!"  # what the names of rooms begin with, at one server or another (RFC 2811, 2.1)


class WrongName(SettingsError, ValueError):
    """A name that nobody, or no room, can have."""


def with_names(settings: Settings) -> Settings:
    """Check the names in settings, and write rooms as they are meant. Raises WrongName.

    A server that speaks no IRC has names of its own.
    """
    if settings.plain:
        return settings
    checked = replace(settings, rooms=tuple(map(room, settings.rooms)))
    return replace(checked, nick=nick(settings.nick)) if settings.nick else checked


def nick(text: str) -> str:
    """Check a name to be seen under. Raises WrongName: what would be right."""
    try:
        return check_name(text)
    except NameNotAllowed as exc:
        raise WrongName(f"{text[:NAME_BYTES]!r} cannot be your name: {_why(exc)}") from exc


def _why(exc: NameNotAllowed) -> str:
    match exc.reason:
        case Reason.NAME_EMPTY:
            return "it is empty."
        case Reason.NAME_TOO_LONG:
            return f"it is too long, at most {exc.what} bytes."
        case Reason.NAME_FIRST_CHARACTER:
            return f"it begins with {exc.what!r}. Begin with a letter or a digit."
        case Reason.NAME_CHARACTER:
            return f"{exc.what!r} is in it. Letters, digits, - and _ are fine."
    return "there is something in it that cannot be seen."


def rooms(text: str) -> tuple[str, ...]:
    """Read rooms with commas between them; one may have a key after a space. Raises WrongName."""
    return tuple(room(part) for part in text.split(",") if part.strip()) if text.strip(", ") else ()


def room(text: str) -> str:
    """Check a room to go into, and write it with its #; it may have a key after a space. Raises WrongName."""
    name, *key = text.split(maxsplit=1) or [""]
    name = name if name and name[0] in _ROOMS else f"#{name}"
    try:
        name = check_room(name) if name[0] == "#" else check_room("#" + name)[1:]
    except NameNotAllowed as exc:
        raise WrongName(
            f"{text[:ROOM_BYTES]!r} cannot be a room: that is a word as in #lobby, at most {ROOM_BYTES} bytes."
        ) from exc
    return " ".join([name, *key])
