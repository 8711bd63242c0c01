"""What a server answers, as sentences: numerics, and the standard replies of IRCv3."""

from collections.abc import Callable

from trichat.client.display.item import Item, ItemKind
from trichat.client.incoming.messages import info
from trichat.client.incoming.modes import MUTE
from trichat.client.irc.fields import is_error, nick_of, param, time_of
from trichat.client.model.model import Model
from trichat.protocols.irc.wire.message import Message

# Said to every client that comes in, or the frame around an answer: nothing for a person to read.
_SILENT = frozenset(
    (
        *("002", "003", "004", "042", "221"),  # the welcome
        *("250", "251", "252", "253", "254", "255", "265", "266"),  # how many people and servers there are
        *("315", "318", "321", "323", "329", "333", "366", "369", "375"),  # begins and ends of lists
        "903",  # logged in
        *("PING", "PONG", "CAP", "ACCOUNT", "CHGHOST", "SETNAME", "BATCH", "ACK"),
    )
)


def answer(message: Message, now: int) -> list[Item]:
    """Give the item for an answer; none if it is not for a person's eyes."""
    if message.command in _SILENT:
        return []
    kind = ItemKind.ERROR if is_error(message) or message.command == "ERROR" else ItemKind.INFO
    return [Item(kind=kind, text=_sentence(message), at=time_of(message, now))]


def _sentence(message: Message) -> str:
    if sentence_of := _SENTENCES.get(message.command):
        return sentence_of(message)
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


_SENTENCES: dict[str, Callable[[Message], str]] = {
    **dict.fromkeys(("FAIL", "WARN", "NOTE", "REGISTER", "VERIFY"), lambda m: param(m, -1)),
    "ERROR": lambda m: param(m, -1).removeprefix("Closing link: "),
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
    "305": lambda _: "You are here again.",
    "306": lambda _: "You are away now.",
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
_LIST_ENDS = {
    "337": ("336", "You are invited nowhere."),
    "347": ("346", "Nobody is invited for good to {}."),
    "349": ("348", "{} has no exceptions from bans."),
    "368": ("367", "Nobody is banned in {}."),
}
LIST_ENTRIES = tuple(entry for entry, _ in _LIST_ENDS.values())
LIST_ENDS = tuple(_LIST_ENDS)
MOTD_ENDS = ("376", "422")


def on_list_entry(model: Model, message: Message, now: int) -> list[Item]:
    """Handle an entry of a list."""
    model.listed_entries[message.command] += 1
    return answer(message, now)


def on_list_end(model: Model, message: Message, now: int) -> list[Item]:
    """Handle the end of a list: say so if it had no entries."""
    entries, nothing = _LIST_ENDS[message.command]
    count = model.listed_entries.pop(entries, 0)
    return [] if count else [info(message, now, nothing.format(param(message, 1)))]


def on_motd_end(model: Model, message: Message, now: int) -> list[Item]:
    """Handle the end of the message of the day; that there is none is told only to one who has asked for it."""
    asked, model.greeted = model.greeted, True
    none = message.command == "422"
    return [info(message, now, "This server has no message of the day.")] if none and asked else []
