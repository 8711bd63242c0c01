"""What a server answers, as sentences: numerics, and the standard replies of IRCv3. Pure."""

from collections.abc import Callable

from trichat.client.display.item import Item, ItemKind
from trichat.client.incoming import modes
from trichat.client.incoming.items import info
from trichat.client.incoming.modes import MUTE
from trichat.client.irc.fields import is_error, nick_of, param, time_of
from trichat.client.model.model import Model
from trichat.protocols.irc.wire.message import Message

# Said to every client that comes in, or the frame around an answer: nothing for a person to read.
_SILENT_NUMERICS = (
    *("002", "003", "004", "042", "221"),  # the welcome
    *("250", "251", "252", "253", "254", "255", "265", "266"),  # how many people and servers there are
    *("315", "318", "321", "323", "329", "333", "369", "375"),  # begins and ends of lists
    "366",  # end of another list
    "903",  # logged in
)
_SILENT_COMMANDS = ("PING", "PONG", "CAP", "ACCOUNT", "CHGHOST", "SETNAME", "BATCH", "ACK")
_SILENT = frozenset(_SILENT_NUMERICS + _SILENT_COMMANDS)


def answer(message: Message, now: int) -> list[Item]:
    """Give the item for an answer; none if it is not for a person's eyes."""
    if message.command in _SILENT:
        return []
    return [Item(kind=_look(message), text=_sentence(message), at=time_of(message, now))]


def _look(message: Message) -> ItemKind:
    return ItemKind.ERROR if is_error(message) or message.command == "ERROR" else ItemKind.INFO


def _sentence(message: Message) -> str:
    say = _SAY.get(message.command)
    if say is not None:
        return say(message)
    if message.command.isdigit():
        return _numeric(message)
    return " ".join((nick_of(message), message.command, *message.params))


def _numeric(message: Message) -> str:
    """Put what it is about before what the server says of it: `nobody: No such nick`."""
    *about, last = message.params[1:] or ("",)
    between = " " if last.startswith(("is ", "has ")) else ": "  # of somebody: `bob is using a secure connection`
    return f"{' '.join(about)}{between}{last}" if about else last


def _idle(message: Message) -> str:
    seconds = param(message, 2)
    minutes = int(seconds) // 60 if seconds.isdecimal() else 0
    silent = f"{minutes} min" if minutes else f"{seconds} s"
    return f"{param(message, 1)} has been silent for {silent}."


def _list_entry(message: Message) -> str:
    by = param(message, 3).partition("!")[0]
    return param(message, 2) + (f" (by {by})" if by else "")


def _ban(message: Message) -> str:
    muted = param(message, 2).startswith(MUTE)
    who = _list_entry(message).removeprefix(MUTE)
    return f"{'Muted' if muted else 'Banned'} in {param(message, 1)}: {who}"


_SAY: dict[str, Callable[[Message], str]] = {
    "FAIL": lambda m: param(m, -1),
    "WARN": lambda m: param(m, -1),
    "NOTE": lambda m: param(m, -1),
    "ERROR": lambda m: param(m, -1).removeprefix("Closing link: "),
    "REGISTER": lambda m: param(m, -1),
    "VERIFY": lambda m: param(m, -1),
    "900": lambda m: f"You are logged in as {param(m, 2)}.",
    "901": lambda _: "You are not logged in any more.",
    "301": lambda m: f"{param(m, 1)} is away: {param(m, 2)}",
    "311": lambda m: f"{param(m, 1)} is {param(m, 2)}@{param(m, 3)}: {param(m, 5)}",
    "312": lambda m: f"{param(m, 1)} is on {param(m, 2)}.",
    "317": _idle,
    "319": lambda m: f"{param(m, 1)} is in {param(m, 2).strip()}",
    "322": lambda m: " ".join(part for part in (param(m, 1), f"({param(m, 2)})", param(m, 3)) if part),
    "336": lambda m: f"You are invited into {param(m, 1)}.",
    "341": lambda m: f"You have invited {param(m, 1)} to {param(m, 2)}.",
    "305": lambda _m: "You are here again.",
    "306": lambda _m: "You are away now.",
    "330": lambda m: f"{param(m, 1)} has the account {param(m, 2)}.",
    "335": lambda m: f"{param(m, 1)} is a bot.",
    "346": lambda m: f"Invited for good to {param(m, 1)}: {_list_entry(m)}",
    "348": lambda m: f"Exception from bans in {param(m, 1)}: {_list_entry(m)}",
    "367": _ban,
    "671": lambda m: f"{param(m, 1)} has an encrypted connection.",
    "372": lambda m: param(m, 1).removeprefix("- "),
    "433": lambda m: f"The name {param(m, 1)} is taken.",
}


# Numerics that end a list, each with that of its entries, and what to say if there was none of them.
_ENDS = {
    "337": ("336", "You are invited nowhere."),
    "347": ("346", "Nobody is invited for good to {}."),
    "349": ("348", "{} has no exceptions from bans."),
    "368": ("367", "Nobody is banned in {}."),
}
ENTRIES = tuple(entry for entry, _ in _ENDS.values())
ENDS = tuple(_ENDS)
MOTD_ENDS = ("376", "422")


def entry(model: Model, message: Message, now: int) -> list[Item]:
    """Take an entry of a list."""
    model.listed_entries[message.command] += 1
    return answer(message, now)


def end(model: Model, message: Message, now: int) -> list[Item]:
    """Take the end of a list."""
    entries, nothing = _ENDS[message.command]
    count = model.listed_entries.pop(entries, 0)
    return [] if count else [info(message, now, nothing.format(param(message, 1)))]


def motd_end(model: Model, message: Message, now: int) -> list[Item]:
    """Take the end of the message of the day; that there is none is worth a word only to one who has asked for it."""
    asked, model.greeted = model.greeted, True
    none = message.command == "422"
    return [info(message, now, "This server has no message of the day.")] if none and asked else []


def settings(model: Model, message: Message, now: int) -> list[Item]:
    """Take what the modes of a room are (RPL_CHANNELMODEIS)."""
    found = modes.changes(message.params[2:], model.support)
    letters = "".join(letter for _, letter, _ in found)
    return [info(message, now, f"Settings of {param(message, 1)}: {modes.listed(found)} (+{letters})")]
