"""What history shows: what was said, reactions to it, what was taken back, topics; not who came and went. Pure."""

from trichat.client.display.item import Item, Look
from trichat.client.incoming import reactions
from trichat.client.incoming.items import event, topic_set
from trichat.client.incoming.messages import said
from trichat.client.irc import tags
from trichat.client.irc.fields import param
from trichat.client.model.model import Model
from trichat.protocols.irc.wire.message import Message
from trichat.words.record import replace


def items(model: Model, message: Message, now: int) -> list[Item]:
    """Make items of a message of the past, without learning from it (IRCv3 draft/event-playback)."""
    if tags.REACT in message.tags:
        made = reactions.reaction(model, message, now)
    elif message.command == "REDACT":
        made = reactions.deleted(model, message, now)
    elif message.command == "TOPIC":
        made = [topic_set(message, now)]
    else:
        item = said(model, message, now)
        made = [item] if item else []
    passed = replace(event(message, now, param(message, 0), ""), look=Look.PASSED)
    return made or ([passed] if passed.msgid else [])
