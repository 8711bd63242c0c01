"""A room, or the other one of a private conversation, takes another name: all that knows it by name follows. Pure."""

from typing import TYPE_CHECKING

from trichat.client.items import Item
from trichat.client.making import event
from trichat.client.reading import nick_of, param
from trichat.protocols.irc.message import Message
from trichat.words.names import fold, is_room

if TYPE_CHECKING:
    from trichat.client.exchange import Exchange
    from trichat.client.model import Model


def room(model: "Model", message: Message, now: int) -> list[Item]:
    """Take that a room has another name now (IRCv3 draft/channel-rename, still a draft)."""
    old, new = param(message, 0), param(message, 1)
    known = model.rooms.get(fold(old))
    if not known or not is_room(new) or " " in new:
        return []
    if fold(model.active) == fold(old):
        model.active = new
    known.name = new
    model.rooms = {fold(each.name): each for each in model.rooms.values()}  # in the same order
    reason = f" ({param(message, 2)})" if param(message, 2) else ""
    return [event(message, now, new, f"has renamed {old}: it is {new} now{reason}")]


def follow(talk: "Exchange", message: Message) -> None:
    """Let the rest of the conversation know it, once the model does."""
    if message.command == "NICK":
        old, new = nick_of(message), param(message, 0)
    elif message.command == "RENAME" and talk.model.room(param(message, 1)):
        old, new = param(message, 0), param(message, 1)
        talk.history.rename(old, new)
        if fold(old) in talk.keys:
            talk.keys[fold(new)] = talk.keys.pop(fold(old))
    else:
        return
    talk.rooms.rename(old, new)
    talk.noted.recent.rename(old, new)
    talk.outbox.rename(old, new)
