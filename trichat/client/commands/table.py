"""The commands of the client: those that only it has, beside those of all doors, and how a typed line is read."""

import textwrap
from collections.abc import Callable

from trichat.errors import UsageError
from trichat.protocols.plain import refusals
from trichat.words import commands
from trichat.words import requests as ask
from trichat.words.commands import Command, UnknownCommand, WrongArguments, in_short
from trichat.words.commands.base import nothing, words
from trichat.words.modes import SETTINGS
from trichat.words.names.names import is_room
from trichat.words.record import Hidden, replace
from trichat.words.requests import Request

_ROOM_SETTINGS = frozenset(row.word for row in SETTINGS)


class Raw(Request, kw_only=True):
    """Send a line to the server as it is."""

    line: str


class Switch(Request, kw_only=True):
    """Go to another room or private conversation, by name or number; without one, the next with something new."""

    to: str = ""


class Query(Request, kw_only=True):
    """Go to the private conversation with somebody."""

    name: str


class Mentions(Request, kw_only=True):
    """Show where one's name was said."""


class Urls(Request, kw_only=True):
    """Show the last addresses of the web."""


class Open(Request, kw_only=True):
    """Open an address of the web, by its number; without one, the latest."""

    number: int = 0


class Set(Request, kw_only=True):
    """Change a setting of the client; without a value show it, without a name show all."""

    name: str = ""
    value: str = ""


class Reply(Request, kw_only=True):
    """Answer a message: by its number, or the last one of a person. Without them, show what can be answered."""

    to: str = ""
    text: str = ""


class React(Request, kw_only=True):
    """React to a message, the last one if none is named; or take that `back`."""

    to: str = ""
    text: str = ""
    back: bool = False


class Delete(Request, kw_only=True):
    """Take a message back."""

    to: str = ""
    reason: str = ""


class Resend(Request, kw_only=True):
    """Send again what has perhaps not arrived."""


class Login(Request, kw_only=True):
    """Log in to an account; without a password, be asked for it."""

    account: str = ""
    password: Hidden[str] = ""


class Register(Request, kw_only=True):
    """Make an account of one's name."""

    password: Hidden[str] = ""
    email: str = ""


class Verify(Request, kw_only=True):
    """Say the code that came by mail after registering."""

    code: str


class Password(Request, kw_only=True):
    """Give one's account another password."""

    new: Hidden[str] = ""


def _login(text: str) -> Request:
    account, password = words(text, 0, 2)
    return Login(account=account, password=password)


def _register(text: str) -> Request:
    password, email = words(text, 0, 2)
    if email and ("@" not in email or " " in email):
        raise ValueError(text)
    return Register(password=password, email=email)


def _verify(text: str) -> Request:
    if not text or " " in text:
        raise ValueError(text)
    return Verify(code=text)


def _reply(text: str) -> Request:
    to, what = words(text, 0, 2)
    if to and not what:
        raise ValueError(text)
    return Reply(to=to, text=what)


def _react(text: str) -> React:
    first, second = words(text, 0, 2)
    return React(to=first, text=second) if second else React(text=first)


def _unreact(text: str) -> Request:
    return replace(_react(text), back=True)


def _delete(text: str) -> Request:
    to, reason = words(text, 0, 2)
    return Delete(to=to, reason=reason)


def _query(text: str) -> Request:
    name, what = words(text, 1, 2)
    return ask.Say(target=name, text=what) if what else Query(name=name)


def _set(text: str) -> Request:
    """Change a setting of the client or, as at the plain door, one of a room: no two have the same name."""
    name, _, value = text.partition(" ")
    if is_room(name) or name[:1] in ("+", "-") or name.lower() in _ROOM_SETTINGS:
        return commands.parse(f"/mode {text}")
    return Set(name=name, value=value.strip().removeprefix("= "))


def _row(name: str, arguments: str, help: str, build: Callable[[str], Request]) -> Command:  # noqa: A002 - as in Command
    return Command(name=name, usage=f"/{name} {arguments}".rstrip(), help=help, build=build)


RAW = _row("raw", "LINE", "Send a line to the server as it is.", lambda text: Raw(line=text))
CLIENT_COMMANDS = (
    _row("reply", "[NUMBER or NAME] [TEXT]", "Answer a message; /reply alone lists them.", _reply),
    _row("react", "[NUMBER or NAME] EMOJI", "React to a message, or to the last one.", _react),
    _row("unreact", "[NUMBER or NAME] EMOJI", "Take back your reaction to a message, or to the last one.", _unreact),
    _row("delete", "[NUMBER] [REASON]", "Take a message back.", _delete),
    _row("switch", "[NAME or NUMBER]", "Go to another room, or the next with news.", lambda text: Switch(to=text)),
    _row("query", "NAME [TEXT]", "Talk to one person alone.", _query),
    _row("mentions", "", "Show where your name was said.", nothing(Mentions)),
    _row("urls", "", "Show the last web addresses.", nothing(Urls)),
    _row("open", "[NUMBER]", "Open a web address, or the latest.", lambda text: Open(number=int(text or 0))),
    _row(
        "set",
        "[NAME [VALUE]]",
        "Show the settings of this client, or change one; “-” takes that back. /mode has those of the room.",
        _set,
    ),
    _row("resend", "", "Send again what has perhaps not arrived.", nothing(Resend)),
    _row("login", "[ACCOUNT [PASSWORD]]", "Log in; you are asked for the password, and nobody sees it.", _login),
    _row("register", "[PASSWORD [EMAIL]]", "Make an account of your name, so that it is yours.", _register),
    _row("verify", "CODE", "Say the code that came by mail.", _verify),
    _row("password", "[NEW]", "Give your account another password.", lambda text: Password(new=text)),
    RAW,
)

_COLUMNS = 72  # of 80, less the time before each line
_CAN_HAVE_LINES = ("me", "msg", "query", "reply")  # commands that say something
_BY_NAME = {row.name: row for row in CLIENT_COMMANDS}  # these go before the shared ones of the same name
COMMANDS = (
    *(row for row in commands.COMMANDS if not row.plain_only and row.name not in _BY_NAME),
    *CLIENT_COMMANDS,
)


# By the word that /help knows each subject by: those of the plain door, and what only a client has.
_MINE = {
    "accounts": ("login", "register", "verify", "password"),
    "messages": ("reply", "react", "unreact", "delete", "resend"),
}
_ELSEWHERE = {name for names in _MINE.values() for name in names}
SUBJECTS: dict[str, tuple[Command, ...]] = {
    word: (
        *[row for row in rows if row in COMMANDS],
        *[row for row in CLIENT_COMMANDS if row.name in _MINE.get(word, ())],
    )
    for word, rows in commands.SUBJECTS.items()
} | {"client": tuple([row for row in CLIENT_COMMANDS if row.name not in _ELSEWHERE])}


def is_command(text: str) -> bool:
    """Tell whether a text is one, rather than something to say, as commands.parse sees it.

    Of several lines only what begins with a command that there is: the path of a file may begin what somebody pastes.
    """
    slash = text.startswith("/") and text[1:2] not in ("", " ", "/")
    return slash and ("\n" not in text or find(_name(text)) is not None)


def _name(text: str) -> str:
    return text[1:].split(maxsplit=1)[0]


def find(name: str) -> Command | None:
    """Give the row of a command, as the client knows it; None if there is none."""
    row = _BY_NAME.get(name.lower())
    return row or next((row for row in COMMANDS if name.lower() in (row.name, *row.aliases)), None)


def parse(line: str) -> Request:
    """Make a request out of what was typed, as commands.parse does. Raises UsageError.

    Of several lines only what is said can be made.
    """
    try:
        return _parse(line)
    except WrongArguments as exc:
        if exc.why is None:
            raise
        raise UsageError(refusals.write(exc.why.reason, exc.why.about, exc.why.detail)) from exc


def _parse(line: str) -> Request:
    if "\n" in line and line.startswith("/"):
        if not is_command(line):
            return ask.Say(text=line.removeprefix("/") if line.startswith("//") else line)
        if _name(line).lower() not in _CAN_HAVE_LINES:
            raise UsageError(f"/{_name(line)} is a command of one line. To say all of this, begin with two slashes.")
    name, _, rest = line[1:].partition(" ")
    row = _BY_NAME.get(name.lower()) if line.startswith("/") else None
    if row is None:
        return _parse_shared(line)
    try:
        return row.build(rest.strip())
    except ValueError as exc:
        raise WrongArguments(row) from exc


def _parse_shared(line: str) -> Request:
    try:
        return commands.parse(line)
    except UnknownCommand as exc:
        nearest = next((name for name in _BY_NAME if name.startswith(exc.name.lower())), exc.nearest)
        raise UnknownCommand(exc.name, nearest) from exc


def help_lines(name: str) -> list[str]:
    """Give the help on what there is, on a subject or on one command; it fits into a small terminal.

    Raises UnknownCommand.
    """
    if name.lower() in SUBJECTS:
        rows = SUBJECTS[name.lower()]
        width = max(len(row.name) for row in rows)
        lines = [f"/{row.name:{width}}  {in_short(row.help, _COLUMNS - width - 3)}" for row in rows]
        return [*lines, f"/help {rows[-1].name} says more of that one."]
    if name:
        row = _BY_NAME.get(name.lower()) or commands.find(name)
        aliases = ", ".join("/" + alias for alias in row.aliases)
        return [f"{row.usage}  {row.help}", *([f"Also: {aliases}"] if aliases else [])]
    width = max(len(word) for word in SUBJECTS)
    lines = ["/help and one of the words on the left says what these commands do:"]
    for word, rows in SUBJECTS.items():
        names = " ".join(f"/{row.name}" for row in rows)
        lines += textwrap.wrap(f"{word:{width}}  {names}", _COLUMNS, subsequent_indent=" " * (width + 2))
    return [*lines, "/help keys shows the keys; Tab finishes."]
