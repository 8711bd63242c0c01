"""What a person has typed, understood: a command of the client, one that all doors share, or something to say. Pure."""

import re

from trichat.client.commands.table import OWN
from trichat.errors import UsageError
from trichat.words import commands
from trichat.words import requests as ask
from trichat.words.commands import Command, UnknownCommand, WrongArguments
from trichat.words.requests import Request

_SPEAKING = ("me", "msg", "query", "reply")
_OWN_NAMES = {row.name for row in OWN}  # these go before the shared ones: the client does them in its own way
COMMANDS = (*(row for row in commands.COMMANDS if not row.plain_only and row.name not in _OWN_NAMES), *OWN)
_BY_NAME = {row.name: row for row in OWN}


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
    """Make a request out of what was typed, as commands.parse does. Raises UsageError."""
    if "\n" in line and line.startswith("/"):
        return _parse_lines(line)
    return _parse(line)


def _parse_lines(text: str) -> Request:
    """Make one of several lines: only what is said can have those."""
    if not is_command(text):
        return ask.Say(text=text.removeprefix("/") if text.startswith("//") else text)
    if _name(text).lower() not in _SPEAKING:
        raise UsageError(f"/{_name(text)} is a command of one line. To say all of this, begin with two slashes.")
    return _parse(text)


def _parse(line: str) -> Request:
    name, _, rest = line[1:].partition(" ")
    row = _BY_NAME.get(name.lower()) if line.startswith("/") else None
    if row is None:
        return _shared(line)
    try:
        return row.build(rest.strip())
    except ValueError as exc:
        raise WrongArguments(row) from exc


def _shared(line: str) -> Request:
    try:
        return commands.parse(line)
    except UnknownCommand as exc:
        nearest = next((name for name in _BY_NAME if name.startswith(exc.name.lower())), exc.nearest)
        raise UnknownCommand(exc.name, nearest) from exc


def help_lines(name: str) -> list[str]:
    """Give the help on one command, or a line for each, which fits into a narrow terminal. Raises UnknownCommand."""
    if name:
        row = _BY_NAME.get(name.lower()) or commands.find(name)
        return [f"{row.usage}  {row.help}", *([f"Also: {_names(row)}"] if row.aliases else [])]
    width = max(len(row.name) for row in COMMANDS)
    lines = [f"/{row.name:{width}}  {_in_short(row.help)}" for row in COMMANDS]
    return [*lines, "/help NAME says more of one, /help keys shows the keys; Tab finishes."]


def _in_short(help: str) -> str:  # noqa: A002 - the word for it in Command
    """Give the beginning, as far as it can stand alone."""
    return re.split(r"[:;,.(]", help, maxsplit=1)[0] + "."


def _names(row: Command) -> str:
    return ", ".join("/" + alias for alias in row.aliases)
