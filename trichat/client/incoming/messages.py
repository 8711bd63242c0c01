"""What somebody said, as an item to show. Pure."""

from trichat.client.display.item import Item, ItemKind
from trichat.client.display.mentions import spans
from trichat.client.incoming import reactions
from trichat.client.incoming.items import event, topic_set
from trichat.client.irc import fields
from trichat.client.irc.fields import msgid_of, nick_of, param, time_of, unwrap
from trichat.client.model.model import Model
from trichat.protocols.irc.wire.message import Message
from trichat.words.names.names import is_room
from trichat.words.record import replace


def said(model: Model, message: Message, now: int) -> Item | None:
    """Make an item of what somebody said, without learning from it; None if it is no such message."""
    if message.command not in ("PRIVMSG", "NOTICE"):
        return None
    nick, target = nick_of(message), param(message, 0)
    look, text = _manner(message)
    mine = model.is_me(nick)
    private = not is_room(target) and "!" in message.source
    private_notice = private and look is ItemKind.NOTICE  # services say one's name in every other line
    place = target if is_room(target) or mine else nick if private else ""
    return Item(
        kind=look,
        text=text,
        at=time_of(message, now),
        nick=nick,
        place=place,
        private=private and bool(place),
        mine=mine,
        msgid=msgid_of(message),
        mention=not (mine or private_notice) and bool(place) and _names_me(model, text),
        reply_to=fields.reply_to(message),
    )


def heard(model: Model, message: Message, now: int) -> list[Item]:
    """Take what somebody said, or a reaction that has a text."""
    item = said(model, message, now)
    if item is None or fields.REACT in message.tags:  # a reaction may have a text, for those who know none
        return reactions.reaction(model, message, now)
    model.typists.stopped(item.place, item.nick)
    if room := model.room(item.place):
        room.spoke(item.nick)
    return [item]


def _names_me(model: Model, text: str) -> bool:
    return any(spans(text, word) for word in (model.nick, *model.highlight))


def _manner(message: Message) -> tuple[ItemKind, str]:
    command, text = unwrap(param(message, 1))
    if command == "ACTION":
        return ItemKind.ACTION, text
    if command:
        text = f"[{command}] {text}"
    return (ItemKind.NOTICE if message.command == "NOTICE" or command else ItemKind.SAID), text


def items(model: Model, message: Message, now: int) -> list[Item]:
    """Make items of a message of the past, without learning from it (IRCv3 draft/event-playback)."""
    if fields.REACT in message.tags:
        made = reactions.reaction(model, message, now)
    elif message.command == "REDACT":
        made = reactions.deleted(model, message, now)
    elif message.command == "TOPIC":
        made = [topic_set(message, now)]
    else:
        item = said(model, message, now)
        made = [item] if item else []
    passed = replace(event(message, now, param(message, 0), ""), kind=ItemKind.PASSED)
    return made or ([passed] if passed.msgid else [])
