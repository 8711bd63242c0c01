"""IRC messages as items to show: what was said, reactions to it, messages taken back; and who is typing."""

from trichat.client.display.item import Change, Item, ItemKind
from trichat.client.display.mentions import spans
from trichat.client.irc import fields
from trichat.client.irc.fields import msgid_of, nick_of, param, reply_to, time_of, unwrap_ctcp
from trichat.client.model.model import Model
from trichat.protocols.irc.wire.message import Message
from trichat.words.names.names import is_room
from trichat.words.record import replace

_SIGNS = frozenset({fields.REACT, fields.UNREACT})
_REACTION_CHARACTERS = 40  # of a reaction that are kept: anything may be one


def event(message: Message, now: int, place: str, text: str, change: Change = Change.NONE, new_nick: str = "") -> Item:
    """Make an item of something that the sender has done in a place."""
    return Item(
        kind=ItemKind.EVENT,
        text=text,
        at=time_of(message, now),
        nick=nick_of(message),
        place=place,
        msgid=msgid_of(message),
        change=change,
        new_nick=new_nick,
    )


def info(message: Message, now: int, text: str, place: str = "") -> Item:
    """Make an item of an answer."""
    return Item(kind=ItemKind.INFO, text=text, at=time_of(message, now), place=place)


def topic_event(message: Message, now: int) -> Item:
    """Make an item of somebody's setting the topic, or taking it away."""
    topic = param(message, 1)
    text = f"has set the topic: {topic}" if topic else "has taken the topic away"
    return event(message, now, param(message, 0), text)


def spoken_item(model: Model, message: Message, now: int) -> Item | None:
    """Make an item of what somebody said, without learning from it; None if it is no such message."""
    if message.command not in ("PRIVMSG", "NOTICE"):
        return None
    nick, target = nick_of(message), param(message, 0)
    kind, text = _kind_and_text(message)
    mine = model.is_me(nick)
    private = not is_room(target) and "!" in message.source
    private_notice = private and kind is ItemKind.NOTICE  # services say one's name in every other line
    place = target if is_room(target) or mine else nick if private else ""
    return Item(
        kind=kind,
        text=text,
        at=time_of(message, now),
        nick=nick,
        place=place,
        private=private and bool(place),
        mine=mine,
        msgid=msgid_of(message),
        mention=not (mine or private_notice) and bool(place) and _names_me(model, text),
        reply_to=reply_to(message),
    )


def _names_me(model: Model, text: str) -> bool:
    return any(spans(text, word) for word in (model.nick, *model.highlight))


def _kind_and_text(message: Message) -> tuple[ItemKind, str]:
    command, text = unwrap_ctcp(param(message, 1))
    if command == "ACTION":
        return ItemKind.ACTION, text
    if command:
        text = f"[{command}] {text}"
    return (ItemKind.NOTICE if message.command == "NOTICE" or command else ItemKind.SAID), text


def on_message(model: Model, message: Message, now: int) -> list[Item]:
    """Handle PRIVMSG and NOTICE: what somebody said, or a reaction with a text for clients that know no reactions."""
    item = spoken_item(model, message, now)
    if item is None or not _SIGNS.isdisjoint(message.tags):
        return reaction(model, message, now)
    model.typists.stopped(item.place, item.nick)
    if room := model.room(item.place):
        room.spoke(item.nick)
    return [item]


def on_tags(model: Model, message: Message, now: int) -> list[Item]:
    """Handle TAGMSG, which has no text: a reaction, or that somebody types."""
    place, nick = _place_of(model, message), nick_of(message)
    state = next((message.tags[tag] for tag in fields.TYPING_TAGS if tag in message.tags), "")
    if state and not model.is_me(nick):
        model.typists.heard(place, nick, state, now)
    return reaction(model, message, now)


def reaction(model: Model, message: Message, now: int) -> list[Item]:
    """Give the item for a reaction, or one that is taken back; none if it is no such message, or says not to what."""
    signs = _SIGNS & message.tags.keys()
    if len(signs) != 1 or not (target := reply_to(message)):
        return []
    (sign,) = signs
    text = message.tags[sign][:_REACTION_CHARACTERS].strip()
    if not text:
        return []
    item = event(message, now, _place_of(model, message), text)
    private, mine = not is_room(param(message, 0)), model.is_me(item.nick)
    taken_back = sign == fields.UNREACT
    return [replace(item, kind=ItemKind.REACTION, reply_to=target, private=private, mine=mine, taken_back=taken_back)]


def on_redact(model: Model, message: Message, now: int) -> list[Item]:
    """Handle REDACT: a message was taken back (IRCv3 draft/message-redaction)."""
    reason = param(message, 2)
    item = event(message, now, _place_of(model, message), f" ({reason})" if reason else "")
    return [replace(item, kind=ItemKind.DELETED, reply_to=param(message, 1))]


def _place_of(model: Model, message: Message) -> str:
    """Give the window that a message belongs to: the room, or the other person of a private conversation."""
    target = param(message, 0)
    return target if is_room(target) or model.is_me(nick_of(message)) else nick_of(message)


def history_items(model: Model, message: Message, now: int) -> list[Item]:
    """Make items of a message of the past, without learning from it (IRCv3 draft/event-playback)."""
    if not _SIGNS.isdisjoint(message.tags):
        made = reaction(model, message, now)
    elif message.command == "REDACT":
        made = on_redact(model, message, now)
    elif message.command == "TOPIC":
        made = [topic_event(message, now)]
    else:
        item = spoken_item(model, message, now)
        made = [item] if item else []
    passed = replace(event(message, now, param(message, 0), ""), kind=ItemKind.PASSED)
    return made or ([passed] if passed.msgid else [])
