"""The table of slash commands: one row each, for the plain door, the client, `/help` and the reference page."""

import difflib

from trichat.words import requests as ask
from trichat.words.commands import accounts, moderating, operators, people, rooms, talking, visit
from trichat.words.commands.base import Command, Unfit, UnknownCommand, WrongArguments, in_short, room_name
from trichat.words.commands.talking import HISTORY_LINES, HISTORY_MOST
from trichat.words.passwords import gives_away
from trichat.words.requests import Request

__all__ = [
    "COMMANDS", "HISTORY_LINES", "HISTORY_MOST", "SUBJECTS", "Command", "Unfit", "UnknownCommand",
    "WrongArguments", "find", "in_short",
    "is_done_anyway", "parse", "room_name",
]  # fmt: skip

# By the word that `/help` knows each subject by, which is translated; no answer to it is longer than a screen.
SUBJECTS: dict[str, tuple[Command, ...]] = {
    "visit": visit.ROWS,
    "accounts": accounts.ROWS,
    "people": people.ROWS,
    "messages": talking.ROWS,
    "rooms": rooms.ROWS,
    "moderation": moderating.ROWS,
    "operators": operators.ROWS,
}
COMMANDS: tuple[Command, ...] = tuple(row for rows in SUBJECTS.values() for row in rows)


_BY_NAME = {name: command for command in COMMANDS for name in (command.name, *command.aliases)}


def find(name: str) -> Command:
    """Give the row of a command or an alias. Raises UnknownCommand."""
    command = _BY_NAME.get(name.lower())
    if command is None:
        raise UnknownCommand(name, _nearest(name.lower()))
    return command


def is_done_anyway(line: str) -> bool:
    """Tell whether a line is a command that is obeyed even if what comes behind its name cannot be read."""
    name = line[1:].partition(" ")[0].lower()
    return line.startswith("/") and name in _BY_NAME and _BY_NAME[name].done_anyway


def _nearest(name: str) -> str:
    """Give the command that was probably meant: one that begins so, else one that looks like it, else none."""
    begins = [known for known in _BY_NAME if name and known.startswith(name)]
    return next(iter(begins or difflib.get_close_matches(name, _BY_NAME, n=1)), "")


def parse(line: str) -> Request:
    """Make a request out of a typed line: `/command …`, `//text` for a text that begins with a slash, or a text.

    A command with a password in it is one with a space before it too: it is not said to everybody.

    Raises UnknownCommand, WrongArguments.
    """
    if line.startswith("//"):
        return ask.Say(text=line[1:])
    if gives_away(line):
        line = "/" + line.lstrip().removeprefix("/").lstrip()
    if not line.startswith("/") or line[1:2] in ("", " "):
        return ask.Say(text=line)
    name, _, rest = line[1:].partition(" ")
    command = find(name)
    try:
        return command.build(rest.strip())
    except Unfit as exc:
        raise WrongArguments(command, exc) from exc
    except ValueError as exc:
        raise WrongArguments(command) from exc
