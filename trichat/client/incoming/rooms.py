"""Who comes and goes, who is away or invited, and what rooms are called and about: learned from the server."""

from trichat.client.display.item import Change, Item, ItemKind
from trichat.client.incoming.messages import event, info, topic_event
from trichat.client.incoming.numerics import answer
from trichat.client.irc.fields import nick_of, param
from trichat.client.model.model import Model, Room
from trichat.client.model.people import roles
from trichat.protocols.irc.wire.message import Message
from trichat.words.names.names import fold, is_room
from trichat.words.record import replace

_MANY = 40  # names that are still worth listing when one comes in


def on_join(model: Model, message: Message, now: int) -> list[Item]:
    """Handle JOIN: somebody, or we, came into a room."""
    nick, name = nick_of(message), param(message, 0)
    room = model.room(name)
    if not model.is_me(nick):
        if room:
            room.members[fold(nick)] = nick
        return [event(message, now, name, "has joined", Change.JOINED)]
    model.mask = message.source if "!" in message.source else ""
    if not _can_be_addressed(name):
        return []
    return _on_own_join(model, room or Room(name), message, now)


def _on_own_join(model: Model, room: Room, message: Message, now: int) -> list[Item]:
    expected = fold(room.name) in model.rooms and fold(model.active) != fold(room.name)
    model.rooms[fold(room.name)] = room
    room.entered()
    room.quiet = room.quiet or expected  # one of several to be in from the start: another one is looked at
    if room.quiet:
        return []
    model.active = room.name
    return [info(message, now, f"You are in {room.name}.", room.name)]


def on_part(model: Model, message: Message, now: int) -> list[Item]:
    """Handle PART: somebody, or we, left a room."""
    nick, name, reason = nick_of(message), param(message, 0), _because(param(message, 1))
    if model.is_me(nick):
        model.remove_room(name)
        where = f" You are in {model.active} now." if model.active else " You are in no room now."
        return [info(message, now, f"You have left {name}.{where}", model.active)]
    _remove(model, name, nick)
    return [event(message, now, name, f"has left{reason}", Change.LEFT)]


def on_kick(model: Model, message: Message, now: int) -> list[Item]:
    """Handle KICK: somebody, or we, were put out of a room."""
    name, victim, reason = param(message, 0), param(message, 1), _because(param(message, 2))
    if model.is_me(victim):
        model.remove_room(name)
        said = info(message, now, f"{nick_of(message)} has put you out of {name}{reason}.")
        return [replace(said, kind=ItemKind.ERROR)]
    _remove(model, name, victim)
    return [event(message, now, name, f"has put {victim} out{reason}")]


def on_quit(model: Model, message: Message, now: int) -> list[Item]:
    """Handle QUIT: somebody left the chat."""
    nick = nick_of(message)
    places = _shared(model, nick)
    for name in places:
        _remove(model, name, nick)
    text = f"has left the chat{_because(param(message, 0))}"
    return [] if model.is_me(nick) else [event(message, now, name, text, Change.LEFT) for name in places]


def on_nick(model: Model, message: Message, now: int) -> list[Item]:
    """Handle NICK: somebody, or we, have another name."""
    old, new = nick_of(message), param(message, 0)
    places = _shared(model, old)
    for name in places:
        model.rooms[fold(name)].rename(old, new)
    if model.is_me(old):
        model.nick = new
        model.mask = model.mask and new + model.mask.removeprefix(old)
        return [info(message, now, f"You are {new} now.", model.active)]
    if fold(model.active) == fold(old) and new and not is_room(new):  # a private conversation goes on
        model.active = new
    return [event(message, now, name, f"is {new} now", Change.RENAMED, new) for name in places]


def _shared(model: Model, nick: str) -> list[str]:
    """Give the rooms in which `nick` is."""
    return [room.name for room in model.rooms.values() if fold(nick) in room.members]


def _remove(model: Model, name: str, nick: str) -> None:
    if room := model.room(name):
        room.remove(nick)
        model.typists.stopped(name, nick)


def on_topic(model: Model, message: Message, now: int) -> list[Item]:
    """Handle TOPIC: somebody has set or taken away a topic."""
    name, topic = param(message, 0), param(message, 1)
    if room := model.room(name):
        room.topic = topic
    return [topic_event(message, now)]


def on_topic_reply(model: Model, message: Message, now: int) -> list[Item]:
    """Handle RPL_TOPIC and RPL_NOTOPIC: the topic of a room, or that it has none."""
    name, topic = param(message, 1), param(message, 2)
    if message.command == "331":
        return [info(message, now, f"{name} has no topic.", name)]
    if room := model.room(name):
        room.topic = topic
        if room.quiet:
            return []
    return [info(message, now, f"Topic of {name}: {topic}", name)]


def on_names(model: Model, message: Message, now: int) -> list[Item]:  # noqa: ARG001 - the shape of all in apply.py
    """Handle RPL_NAMREPLY: a part of the list of members."""
    model.names_listed.setdefault(fold(param(message, 2)), []).extend(param(message, 3).split())
    return []


def on_names_end(model: Model, message: Message, now: int) -> list[Item]:
    """Handle RPL_ENDOFNAMES: the list of members is complete."""
    name = param(message, 1)
    signs = "".join(roles(model.support).values())
    words = [word.partition("!")[0] for word in model.names_listed.pop(fold(name), [])]  # IRCv3 userhost-in-names
    called = {(nick := word.lstrip(signs)): word[: len(word) - len(nick)] for word in words}
    shown = ", ".join(called[nick][:1] + nick for nick in sorted(called, key=fold))
    room = model.room(name)
    if not room or not room.inside:
        return [info(message, now, f"In {name}: {shown}" if shown else f"Nobody is in {name}.")]
    _arrange(room, called)
    quiet, room.quiet = room.quiet, False
    shown = shown if len(called) <= _MANY else f"{len(called)} people"
    return [] if quiet else [info(message, now, f"In {room.name}: {shown}", room.name)]


def _arrange(room: Room, called: dict[str, str]) -> None:
    """Take over a list of members with their roles; those who have spoken stay in front of the others."""
    here = {fold(nick): nick for nick in called}
    heard = {key: here.pop(key) for key in room.members if key in here}
    room.members = here | heard
    room.roles = {fold(nick): signs for nick, signs in called.items() if signs}


def on_cannot_join(model: Model, message: Message, now: int) -> list[Item]:
    """Handle that a room cannot be entered."""
    room = model.room(param(message, 1))
    if room and not room.inside:
        model.remove_room(room.name)
    return answer(message, now)


def on_rename(model: Model, message: Message, now: int) -> list[Item]:
    """Handle RENAME: a room has another name now (IRCv3 draft/channel-rename, still a draft)."""
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


def on_invite(model: Model, message: Message, now: int) -> list[Item]:
    """Handle INVITE: of ourselves or (IRCv3 invite-notify) of somebody else."""
    guest, room = param(message, 0), param(message, 1)
    if model.is_me(guest):
        return [info(message, now, f"{nick_of(message)} invites you: /join {room}")]
    return [event(message, now, room, f"has invited {guest}")]


def on_away(model: Model, message: Message, now: int) -> list[Item]:
    """Handle AWAY (IRCv3 away-notify): shown only in the private conversation with them."""
    nick, why = nick_of(message), param(message, 0)
    if fold(nick) != fold(model.active):
        return []
    return [event(message, now, model.active, f"is away: {why}" if why else "is back")]


def _can_be_addressed(name: str) -> bool:
    """Tell whether a line to `name` can be written; a server that says otherwise is broken."""
    return bool(name) and " " not in name and not name.startswith(":")


def _because(reason: str) -> str:
    return f" ({reason})" if reason else ""
