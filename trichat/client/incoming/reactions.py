"""What is about another message or about somebody: reactions, typing, messages taken back, modes, away. Pure."""

from trichat.client.display.item import Item, ItemKind
from trichat.client.incoming import modes
from trichat.client.incoming.items import event, info
from trichat.client.irc.fields import REACT, TYPING_TAGS, nick_of, param, reply_to
from trichat.client.model.model import Model
from trichat.client.model.people import roles
from trichat.protocols.irc.wire.message import Message
from trichat.words.names.names import fold, is_room
from trichat.words.record import replace

_REACTION_CHARACTERS = 40  # of a reaction that are kept: anything may be one


def place_of(model: Model, message: Message) -> str:
    """Give the room, or the other person, between whom and us something happened."""
    target = param(message, 0)
    return target if is_room(target) or model.is_me(nick_of(message)) else nick_of(message)


def tagged(model: Model, message: Message, now: int) -> list[Item]:
    """Take tags without a text: a reaction, or that somebody types."""
    place, nick = place_of(model, message), nick_of(message)
    state = next((message.tags[tag] for tag in TYPING_TAGS if tag in message.tags), "")
    if state and not model.is_me(nick):
        model.typists.heard(place, nick, state, now)
    return reaction(model, message, now)


def reaction(model: Model, message: Message, now: int) -> list[Item]:
    """Give the item for a reaction; none if it is no such message, or says not to what."""
    text = message.tags.get(REACT, "")[:_REACTION_CHARACTERS].strip()
    if not text or not reply_to(message):
        return []
    item = replace(
        event(message, now, place_of(model, message), text), kind=ItemKind.REACTION, reply_to=reply_to(message)
    )
    return [replace(item, private=not is_room(param(message, 0)), mine=model.is_me(item.nick))]


def deleted(model: Model, message: Message, now: int) -> list[Item]:
    """Take that a message was taken back (IRCv3 draft/message-redaction)."""
    reason = param(message, 2)
    item = event(message, now, place_of(model, message), f" ({reason})" if reason else "")
    return [replace(item, kind=ItemKind.DELETED, reply_to=param(message, 1))]


def modes_changed(model: Model, message: Message, now: int) -> list[Item]:
    """Take a change of the modes of a room; one of one's own modes is an answer."""
    name = param(message, 0)
    if not is_room(name):
        return [info(message, now, f"Your modes: {' '.join(message.params[1:])}")]
    changes = modes.changes(message.params[1:], model.support)
    if room := model.room(name):
        room.change_roles(changes, roles(model.support))
    return [event(message, now, name, modes.sentence(changes, model.support))]


def invited(model: Model, message: Message, now: int) -> list[Item]:
    """Take an invitation, of ourselves or (IRCv3 invite-notify) of somebody else."""
    guest, room = param(message, 0), param(message, 1)
    if model.is_me(guest):
        return [info(message, now, f"{nick_of(message)} invites you: /join {room}")]
    return [event(message, now, room, f"has invited {guest}")]


def away(model: Model, message: Message, now: int) -> list[Item]:
    """Take that somebody went away or came back (IRCv3 away-notify): told to those who talk to them alone."""
    nick, why = nick_of(message), param(message, 0)
    if fold(nick) != fold(model.active):
        return []
    return [event(message, now, model.active, f"is away: {why}" if why else "is back")]
