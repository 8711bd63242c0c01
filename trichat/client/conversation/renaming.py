"""Somebody, or a room, takes another name: all of the conversation that knows it by name follows. Pure."""

from trichat.client.conversation.state import Exchange
from trichat.client.irc.fields import nick_of, param
from trichat.protocols.irc.wire.message import Message
from trichat.words.names.names import fold


def follow(talk: Exchange, message: Message) -> None:
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
