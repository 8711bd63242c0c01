"""What a person or a room may be called, when two names are the same, and masks that names are held against."""

import fnmatch
import functools
import re

from precis_i18n import get_profile

from trichat.errors import TrichatError
from trichat.words.reasons import Reason
from trichat.words.text.clean import clean

NAME_BYTES = 40  # of UTF-8: twenty Cyrillic letters, and little of the 512 bytes of an IRC line
ROOM_BYTES = 64
USERNAME_BYTES = 16  # of a mask `nick!username@host`, and with it of every line
MASK_BYTES = 200  # of a mask that is compiled; none that is longer fits anything
HOST_BYTES = 63  # likewise; longer is no part of a name of a machine either (RFC 1035, 2.3.4)
LOBBY = "#lobby"  # where everyone at the plain door begins

# Names for which people look when they trust somebody with a password, and those in which the server would speak.
# Whoever runs the server can make accounts of them.
RESERVED = frozenset(
    {"botserv", "chanserv", "global", "hostserv", "memoserv", "nickserv", "operserv", "saslserv", "server", "system"}
    | {"admin", "administrator", "moderator", "operator", "support", "trichat"}
    | {"админ", "администратор", "модератор", "оператор", "поддержка", "сервер", "система"}
)

# A room, a membership prefix, a server mask or a command begins with one of these.
_FORBIDDEN_FIRST = frozenset("#&~@%+$/-:")
# Separators and wildcards of IRC, and the dot that only the names of servers have
# (modern.ircdocs.horse, "Client-to-Server Protocol Structure").
_FORBIDDEN = re.compile(r"[\s,*?!@.:#&\"<>/]")
_ROOM_FORBIDDEN = re.compile(r"[\s,:*?!\"<>]")
# The nicknames of RFC 2812, 2.3.1, and a leading digit: the ones that need no closer look.
_STARS = re.compile(r"\*\*+")
_NOTHING = re.compile(r"(?!)")
_ORDINARY = re.compile(r"[A-Za-z0-9_\[\]\\`^{|}][A-Za-z0-9_\[\]\\`^{|}-]*")

# RFC 8266: the profile for nicknames, with case kept to show and mapped to compare.
_SHOWN = get_profile("NicknameCasePreserved")
_FOLDED = get_profile("NicknameCaseMapped")


class NameNotAllowed(TrichatError):
    """A name that nobody can have: `reason` says why, `what` is the part that is wrong."""

    def __init__(self, reason: Reason, what: str) -> None:
        super().__init__(reason.name, what)
        self.reason = reason
        self.what = what


def check_name(name: str) -> str:
    """Give a person's name as it will be shown (RFC 8266: NFC, nothing invisible).

    Raises NameNotAllowed.
    """
    name = name.strip()
    if not name:
        raise NameNotAllowed(Reason.NAME_EMPTY, name)
    if len(name.encode()) > NAME_BYTES:
        raise NameNotAllowed(Reason.NAME_TOO_LONG, str(NAME_BYTES))
    if _ORDINARY.fullmatch(name):
        return name
    if name[0] in _FORBIDDEN_FIRST:
        raise NameNotAllowed(Reason.NAME_FIRST_CHARACTER, name[0])
    if found := _FORBIDDEN.search(name):
        raise NameNotAllowed(Reason.NAME_CHARACTER, found[0])
    shown = _enforced(name)
    if shown is None or _is_combining(shown[0]):
        raise NameNotAllowed(Reason.NAME_UNPRINTABLE, clean(name))
    # NFKC makes some of them out of look-alikes, and can lengthen a name eighteenfold.
    if found := _FORBIDDEN.search(shown):
        raise NameNotAllowed(Reason.NAME_CHARACTER, found[0])
    if shown[0] in _FORBIDDEN_FIRST:
        raise NameNotAllowed(Reason.NAME_FIRST_CHARACTER, shown[0])
    if len(shown.encode()) > NAME_BYTES:
        raise NameNotAllowed(Reason.NAME_TOO_LONG, str(NAME_BYTES))
    return shown


def _is_combining(char: str) -> bool:
    """Tell whether a character has no width, and would combine with what stands before the name."""
    from wcwidth import wcwidth  # noqa: PLC0415 (25 ms to import, and few names need it)

    width: int = wcwidth(char)
    return width < 1


def may_be_name(mask: str) -> bool:
    """Tell whether a mask with `*` and `?` may fit the name of a person."""
    literal = mask.replace("*", "").replace("?", "x")
    return not literal or _is_name(literal) or ("*" in mask[:1] and _is_name("x" + literal))


def _is_name(name: str) -> bool:
    try:
        check_name(name)
    except NameNotAllowed:
        return False
    return True


def check_room(name: str) -> str:
    """Give a room's name as it will be shown: `#` and at least one more character.

    Raises NameNotAllowed, always with Reason.ROOM_NAME.
    """
    if not name.startswith("#") or len(name) < 2 or len(name.encode()) > ROOM_BYTES:
        raise NameNotAllowed(Reason.ROOM_NAME, clean(name))
    if _ROOM_FORBIDDEN.search(name):
        raise NameNotAllowed(Reason.ROOM_NAME, clean(name))
    if name.isascii() and name.isprintable():
        return name
    shown = _enforced(name[1:])
    if shown is None or _ROOM_FORBIDDEN.search(shown) or 1 + len(shown.encode()) > ROOM_BYTES:  # as with names
        raise NameNotAllowed(Reason.ROOM_NAME, clean(name))
    return "#" + shown


def _enforced(name: str) -> str | None:
    """Give a name as RFC 8266 wants it shown; None if it holds what cannot be seen."""
    if clean(name) != name:
        return None
    try:
        shown: str = _SHOWN.enforce(name)
        _FOLDED.enforce(name)
    except UnicodeEncodeError:
        return None
    return shown if clean(shown) == shown else None  # NFKC can pile up marks


def fold(name: str) -> str:
    """Give the key of a name of a person or a room: equal keys mean the same name.

    Total: what cannot be a name has a key too, which no name has.
    """
    if name.isascii():
        return name.lower()
    try:
        folded: str = _FOLDED.enforce(name)
    except UnicodeEncodeError:
        return name.casefold()
    return folded


def is_room(name: str) -> bool:
    """Tell whether `name` stands for a room, rather than for a person."""
    return name.startswith("#")


@functools.lru_cache(maxsize=4096)  # a ban is held against everybody who comes in or speaks
def compile_mask(mask: str) -> re.Pattern[str]:
    """Compile a mask with `*` and `?`; `fullmatch` it against folded text. Case does not count.

    One that is too long is not cut, for then it would mean something else: it fits nothing.
    """
    mask = _STARS.sub("*", mask)
    if len(mask) > MASK_BYTES:
        return _NOTHING
    return re.compile(fnmatch.translate(fold(mask).replace("[", "[[]")))


def readable_mask(mask: str) -> str:
    """Give a mask of a list as people write it: `bob`, `account:bob`, `10.0.0.0/8`, or as it is."""
    if mask.startswith("a:"):
        return "account:" + mask.removeprefix("a:")
    nick, _, rest = mask.partition("!")
    if rest == "*@*":
        return nick
    return rest.removeprefix("*@") if nick == "*" and rest.startswith("*@") else mask
