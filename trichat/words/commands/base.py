"""One row of the table of slash commands, and how requests are built from what was typed."""

import re
from collections.abc import Callable

from trichat.errors import UsageError
from trichat.words.events import Who
from trichat.words.names.names import is_room
from trichat.words.reasons import Reason
from trichat.words.record import Record
from trichat.words.requests import Request


class UnknownCommand(UsageError):
    """There is no such command; `nearest` is one that looks like it, or empty."""

    def __init__(self, name: str, nearest: str) -> None:
        hint = f" Did you mean /{nearest}?" if nearest else ""
        super().__init__(f"There is no command /{name}.{hint}")
        self.name = name
        self.nearest = nearest


class WrongArguments(UsageError):
    """The arguments do not fit the command; `why` is what more is known of that."""

    def __init__(self, command: "Command", why: "Unfit | None" = None) -> None:
        super().__init__(f"Usage: {command.usage}")
        self.command = command
        self.why = why


class Unfit(UsageError):
    """Raised by what builds a request, where more can be said than how the command is used: as in `Refused`."""

    def __init__(self, reason: Reason, about: str = "", detail: str = "") -> None:
        super().__init__(reason, about)
        self.reason = reason
        self.about = about
        self.detail = detail


class Command(Record, kw_only=True):
    """One row. `build` makes the request out of what follows the name; it raises ValueError if that does not fit.

    `help` is one line, in English: the key of its translations.
    """

    name: str
    usage: str
    help: str
    build: Callable[[str], Request]
    aliases: tuple[str, ...] = ()
    plain_only: bool = False  # for those whom the server speaks to in sentences: not in the client
    who: Who = Who.NAMED
    done_anyway: bool = False  # even if what comes behind the name cannot be read: it is only a reason


def in_short(help: str, most: int) -> str:  # noqa: A002 - the word for it in Command
    """Give a help text, or as much of its beginning as can stand alone in so many characters."""
    if len(help) <= most:
        return help
    ends = [[found.start() for found in re.finditer(marks, help[:most])] for marks in (r"[:;.](?=\s)|[(—]", ",")]
    at = max(ends[0] or ends[1] or [most - 1])
    return help[:at].rstrip() + "."


def room_name(word: str) -> str:
    """Give the name of a room as typed at a prompt, where the `#` may be left out."""
    return word if is_room(word) else "#" + word


def words(text: str, least: int, most: int) -> list[str]:
    """Split off `most` words, the last of them with all that follows; missing ones are empty."""
    words = text.split(None, most - 1)
    if len(words) < least:
        raise ValueError(text)
    return [word.strip() for word in words] + [""] * (most - len(words))


def filled(request: type[Request], *fields: str, needs: int | None = None, **more: object) -> Callable[[str], Request]:
    """Make the builder of a command whose words are `fields` of one request, the last with all that follows.

    It `needs` the first of them, all unless told otherwise.
    """
    least = len(fields) if needs is None else needs
    assert {*fields, *more} <= {*request.__struct_fields__}, request
    return lambda text: request(**dict(zip(fields, words(text, least, len(fields)), strict=True)), **more)


def nothing(request: Callable[[], Request]) -> Callable[[str], Request]:
    """Make the builder of a command that takes no arguments."""

    def build(text: str) -> Request:
        if text:
            raise ValueError(text)
        return request()

    return build
