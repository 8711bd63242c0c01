"""What a server sends entry by entry, such as bans; and a word where there is none. Pure."""

from trichat.client.display.item import Item
from trichat.client.incoming import modes
from trichat.client.incoming.items import info
from trichat.client.incoming.numerics import answer
from trichat.client.irc.fields import param
from trichat.client.model.model import Model
from trichat.protocols.irc.wire.message import Message

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
