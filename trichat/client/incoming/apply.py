"""Each message that a server sends goes to the function that learns from it and gives what there is to show."""

from collections.abc import Callable

from trichat.client.display.item import Item
from trichat.client.incoming import messages, modes, numerics, rooms
from trichat.client.irc.fields import param
from trichat.client.model.model import Model
from trichat.protocols.irc.wire.message import Message
from trichat.words.names.names import fold


def apply(model: Model, message: Message, now: int) -> list[Item]:
    """Learn from a message and give what there is to show."""
    model.people.learn(message)
    handler = _HANDLERS.get(message.command)
    return handler(model, message, now) if handler else numerics.answer(message, now)


def _on_who(model: Model, message: Message, now: int) -> list[Item]:
    return [] if model.who_list.add(message) else numerics.answer(message, now)


def _on_who_end(model: Model, message: Message, now: int) -> list[Item]:
    asked = param(message, 1)
    lines = model.who_list.end(asked, model.people, model.support, in_room=fold(asked) in model.rooms)
    return [messages.info(message, now, line) for line in lines]


def _on_support(model: Model, message: Message, now: int) -> list[Item]:  # noqa: ARG001 - the shape of all handlers
    model.support |= dict(word.partition("=")[::2] for word in message.params[1:-1])
    return []


def _on_welcome(model: Model, message: Message, now: int) -> list[Item]:
    model.nick = param(message, 0) or model.nick
    text = f"You are {model.nick} on {message.source or 'this server'}."
    return [messages.info(message, now, text, model.active)]


_HANDLERS: dict[str, Callable[[Model, Message, int], list[Item]]] = {  # of the model, the message and the time
    "PRIVMSG": messages.on_message,
    "NOTICE": messages.on_message,
    "TAGMSG": messages.on_tags,
    "REDACT": messages.on_redact,
    "JOIN": rooms.on_join,
    "PART": rooms.on_part,
    "KICK": rooms.on_kick,
    "QUIT": rooms.on_quit,
    "NICK": rooms.on_nick,
    "TOPIC": rooms.on_topic,
    "RENAME": rooms.on_rename,
    "INVITE": rooms.on_invite,
    "AWAY": rooms.on_away,
    "MODE": modes.on_mode,
    "001": _on_welcome,
    "005": _on_support,
    "324": modes.on_room_modes,
    "331": rooms.on_topic_reply,
    "332": rooms.on_topic_reply,
    "353": rooms.on_names,
    "366": rooms.on_names_end,
    "352": _on_who,
    "354": _on_who,
    "315": _on_who_end,
    **dict.fromkeys(numerics.LIST_ENTRIES, numerics.on_list_entry),
    **dict.fromkeys(numerics.LIST_ENDS, numerics.on_list_end),
    **dict.fromkeys(numerics.MOTD_ENDS, numerics.on_motd_end),
    # A room that cannot be entered: none such, too many, full, by invitation, banned, key, bad name, registered only.
    **dict.fromkeys(("403", "405", "471", "473", "474", "475", "476", "477", "479", "489"), rooms.on_cannot_join),
}
