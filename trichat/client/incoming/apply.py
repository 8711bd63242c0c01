"""Each message that a server sends goes to the function that learns from it. Pure."""

from collections.abc import Callable

from trichat.client.display.item import Item
from trichat.client.incoming import messages, numerics, reactions, rooms
from trichat.client.incoming.items import info
from trichat.client.incoming.numerics import answer
from trichat.client.irc.fields import param
from trichat.client.model.model import Model
from trichat.protocols.irc.wire.message import Message
from trichat.words.names.names import fold


def apply(model: Model, message: Message, now: int) -> list[Item]:
    """Learn from a message and give what there is to show."""
    model.people.learn(message)
    learn = _LEARN.get(message.command)
    return learn(model, message, now) if learn else answer(message, now)


def _who(model: Model, message: Message, now: int) -> list[Item]:
    return [] if model.who_list.add(message) else answer(message, now)


def _who_end(model: Model, message: Message, now: int) -> list[Item]:
    asked = param(message, 1)
    lines = model.who_list.end(asked, model.people, model.support, in_room=fold(asked) in model.rooms)
    return [info(message, now, line) for line in lines]


def _support(model: Model, message: Message, now: int) -> list[Item]:  # noqa: ARG001 - the shape of all in _LEARN
    for word in message.params[1:-1]:
        name, _, value = word.partition("=")
        model.support[name] = value
    return []


def _welcome(model: Model, message: Message, now: int) -> list[Item]:
    model.nick = param(message, 0) or model.nick
    return [info(message, now, f"You are {model.nick} on {message.source or 'this server'}.", model.active)]


_Learn = Callable[[Model, Message, int], list[Item]]  # of the model, the message and the time
_LEARN: dict[str, _Learn] = {
    "PRIVMSG": messages.heard,
    "NOTICE": messages.heard,
    "JOIN": rooms.joined,
    "PART": rooms.parted,
    "KICK": rooms.kicked,
    "QUIT": rooms.departed,
    "NICK": rooms.nick_changed,
    "TOPIC": rooms.topic_changed,
    "001": _welcome,
    "005": _support,
    "TAGMSG": reactions.tagged,
    "REDACT": reactions.deleted,
    "MODE": reactions.modes_changed,
    "INVITE": reactions.invited,
    "AWAY": reactions.away,
    "RENAME": rooms.renamed,
    "352": _who,
    "354": _who,
    "315": _who_end,
    "331": rooms.topic_shown,
    "332": rooms.topic_shown,
    "353": rooms.names_listed,
    "366": rooms.names_end,
    "324": numerics.settings,
    **dict.fromkeys(numerics.ENTRIES, numerics.entry),
    **dict.fromkeys(numerics.ENDS, numerics.end),
    **dict.fromkeys(numerics.MOTD_ENDS, numerics.motd_end),
    # A room that cannot be entered: none such, too many, full, by invitation, banned, key, bad name, registered only.
    **dict.fromkeys(("403", "405", "471", "473", "474", "475", "476", "477", "479", "489"), rooms.not_entered),
}
