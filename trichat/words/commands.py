"""The table of slash commands: one row each, for the plain door, the client, `/help` and the reference page."""

import difflib
import re
from collections.abc import Callable

from trichat.errors import UsageError
from trichat.words import requests as ask
from trichat.words.events import Kind
from trichat.words.identity import LAST_ID, from_text
from trichat.words.names import is_room
from trichat.words.record import record
from trichat.words.requests import Request

HISTORY_LINES = 20
HISTORY_MOST = 100
_HISTORY = re.compile(r"(?P<count>[0-9]{1,4})?\s*(?:before\s+(?P<id>\S+))?", re.IGNORECASE)


class UnknownCommand(UsageError):
    """There is no such command; `nearest` is one that looks like it, or empty."""

    def __init__(self, name: str, nearest: str) -> None:
        hint = f" Did you mean /{nearest}?" if nearest else ""
        super().__init__(f"There is no command /{name}.{hint}")
        self.name = name
        self.nearest = nearest


class WrongArguments(UsageError):
    """The arguments do not fit the command."""

    def __init__(self, command: "Command") -> None:
        super().__init__(f"Usage: {command.usage}")
        self.command = command


@record
class Command:
    """One row. `build` makes the request out of what follows the name; it raises ValueError if that does not fit.

    `help` is one line, in English: the key of its translations.
    """

    name: str
    usage: str
    help: str
    build: Callable[[str], Request]
    aliases: tuple[str, ...] = ()
    plain_only: bool = False  # for those whom the server speaks to in sentences: not in the client


def room_name(word: str) -> str:
    """Give the name of a room as typed at a prompt, where the `#` may be left out."""
    return word if is_room(word) else "#" + word


def _words(text: str, least: int, most: int) -> list[str]:
    """Split off `most` words, the last of them with all that follows; missing ones are empty."""
    words = text.split(None, most - 1)
    if len(words) < least:
        raise ValueError(text)
    return [word.strip() for word in words] + [""] * (most - len(words))


def _nothing(request: Callable[[], Request]) -> Callable[[str], Request]:
    def build(text: str) -> Request:
        if text:
            raise ValueError(text)
        return request()

    return build


def _nick(text: str) -> Request:
    (name,) = _words(text, 1, 1)
    return ask.Rename(name=name)


def _me(text: str) -> Request:
    (what,) = _words(text, 1, 1)
    return ask.Say(text=what, kind=Kind.ACTION)


def _msg(text: str) -> Request:
    target, what = _words(text, 2, 2)
    return ask.Say(target=target, text=what)


def _join(text: str) -> Request:
    room, key, more = _words(text, 1, 3)
    if more:
        raise ValueError(text)
    return ask.Join(room=room_name(room), key=key)


def _leave(text: str) -> Request:
    room, reason = _words(text, 0, 2)
    return ask.Leave(room=room_name(room) if room else "", reason=reason)


def _topic(text: str) -> Request:
    first, rest = _words(text, 0, 2)
    room, new = (first, rest) if is_room(first) else ("", text)
    return ask.Topic(room=room, text="" if new == "-" else new or None)


def _who(text: str) -> Request:
    (what,) = _words(text, 0, 1)
    return ask.Who(mask=what) if what and not is_room(what) else ask.Names(room=what)


def _whois(text: str) -> Request:
    (name,) = _words(text, 1, 1)
    return ask.Whois(name=name)


def _history(text: str) -> Request:
    found = _HISTORY.fullmatch(text)
    limit = int(found["count"] or HISTORY_LINES) if found else 0
    if found is None or not 1 <= limit <= HISTORY_MOST:
        raise ValueError(text)
    if found["id"] is None:
        return ask.History(limit=limit)
    bound = from_text(found["id"].lower())
    if bound is None:
        raise ValueError(text)
    return ask.History(span=ask.Span.BEFORE, bound=min(bound, LAST_ID), limit=limit)


def _help(text: str) -> Request:
    return ask.Help(command=text.removeprefix("/"))


def _lang(text: str) -> Request:
    (code,) = _words(text, 1, 1)
    return ask.Language(code=code)


COMMANDS: tuple[Command, ...] = (
    Command(name="help", usage="/help [command]", help="Show the commands, or what one of them does.", build=_help),
    Command(name="nick", usage="/nick NAME", help="Take another name.", build=_nick),
    Command(
        name="who",
        usage="/who [room or name]",
        help="Show who is here, in a room, or who has a name.",
        build=_who,
        aliases=("names",),
    ),
    Command(name="whois", usage="/whois NAME", help="Show who somebody is.", build=_whois),
    Command(name="me", usage="/me ACTION", help="Say what you are doing: “* anna waves”.", build=_me),
    Command(
        name="msg",
        usage="/msg NAME TEXT",
        help="Say something to one person, or in another room.",
        build=_msg,
        aliases=("query",),
    ),
    Command(
        name="join",
        usage="/join ROOM",
        help="Go into a room; it is made if there is none.",
        build=_join,
        aliases=("j",),
    ),
    Command(
        name="leave",
        usage="/leave [ROOM]",
        help="Leave a room, this one if none is named.",
        build=_leave,
        aliases=("part",),
    ),
    Command(
        name="rooms", usage="/rooms", help="Show which rooms there are.", build=_nothing(ask.Rooms), aliases=("list",)
    ),
    Command(
        name="topic",
        usage="/topic [ROOM] [TEXT]",
        help="Show the topic of the room, or set it; “-” takes it away.",
        build=_topic,
    ),
    Command(
        name="history",
        usage="/history [COUNT] [before ID]",
        help=f"Show again what was said here: {HISTORY_LINES} lines, or up to {HISTORY_MOST}.",
        build=_history,
    ),
    Command(name="motd", usage="/motd", help="Show the message of the day.", build=_nothing(ask.Motd)),
    Command(
        name="lang",
        usage="/lang CODE",
        help="Choose the language in which the server speaks to you: en, ru.",
        build=_lang,
        plain_only=True,
    ),
    Command(
        name="quit",
        usage="/quit [reason]",
        help="Leave the chat.",
        build=lambda text: ask.Quit(reason=text),
        aliases=("exit", "bye"),
    ),
)

_BY_NAME = {name: command for command in COMMANDS for name in (command.name, *command.aliases)}


def find(name: str) -> Command:
    """Give the row of a command or an alias. Raises UnknownCommand."""
    command = _BY_NAME.get(name.lower())
    if command is None:
        raise UnknownCommand(name, _nearest(name.lower()))
    return command


def _nearest(name: str) -> str:
    """Give the command that was probably meant: one that begins so, else one that looks like it, else none."""
    begins = [known for known in _BY_NAME if name and known.startswith(name)]
    return next(iter(begins or difflib.get_close_matches(name, _BY_NAME, n=1)), "")


def parse(line: str) -> Request:
    """Make a request out of a typed line: `/command …`, `//text` for a text that begins with a slash, or a text.

    Raises UnknownCommand, WrongArguments.
    """
    if line.startswith("//"):
        return ask.Say(text=line[1:])
    if not line.startswith("/") or line[1:2] in ("", " "):
        return ask.Say(text=line)
    name, _, rest = line[1:].partition(" ")
    command = find(name)
    try:
        return command.build(rest.strip())
    except ValueError as exc:
        raise WrongArguments(command) from exc
