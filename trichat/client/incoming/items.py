"""Items made out of messages: what they all take over from one. Pure."""

from trichat.client.display.item import Change, Item, ItemKind
from trichat.client.irc.fields import msgid_of, nick_of, param, time_of
from trichat.protocols.irc.wire.message import Message


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


def error(message: Message, now: int, text: str) -> Item:
    """Make an item of something that went wrong."""
    return Item(kind=ItemKind.ERROR, text=text, at=time_of(message, now))


def topic_set(message: Message, now: int) -> Item:
    """Make an item of somebody's setting the topic, or taking it away."""
    topic = param(message, 1)
    text = f"has set the topic: {topic}" if topic else "has taken the topic away"
    return event(message, now, param(message, 0), text)
