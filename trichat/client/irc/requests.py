"""Requests from the table of commands as IRC messages to send. Times that people type are told from now."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from trichat.client.irc.fields import wrap_action
from trichat.errors import UsageError
from trichat.protocols.irc.wire.message import Message, format_message, format_tags, write_time
from trichat.words import modes, times
from trichat.words import requests as ask
from trichat.words.events import Kind
from trichat.words.names.identity import to_text
from trichat.words.names.names import is_room
from trichat.words.requests import Request
from trichat.words.text.clean import split_bytes
from trichat.words.text.search import write_phrases
from trichat.words.times import read_moment

LINE_BYTES = 512  # of an IRC line with its CR LF, tags not counted (RFC 1459, 2.3)
_UNKNOWN_HOST = 63  # the longest that servers give: counted as long as we have not seen our own
_UNKNOWN_USER = 10
_SHORTEST_PIECE = 4  # bytes: one character always fits


def message(request: Request, active: str) -> Message:
    """Give what to send for `request`, from somebody who stands in `active`, a room or a private conversation.

    Raises UsageError if the request needs a room and there is none, or if it is nothing for a server.
    """
    build = _BUILDERS.get(type(request))
    if build is None:
        raise UsageError("This command is for the plain door: the client speaks English only.")
    return build(request, active)


def _here(room: str, active: str) -> str:
    if not (room or active):
        raise UsageError("You are in no room: /join one, for example /join #lobby.")
    return room or active


def _say(request: ask.Say, active: str) -> Message:
    text = wrap_action(request.text) if request.kind is Kind.ACTION else request.text
    return Message(command="PRIVMSG", params=(_here(request.target, active), text))


def _topic(request: ask.Topic, active: str) -> Message:
    room = _here(request.room, active)
    if not is_room(room):
        raise UsageError("Only rooms have a topic.")
    return Message(command="TOPIC", params=(room,) if request.text is None else (room, request.text))


def _history(request: ask.History, active: str) -> Message:
    room = _here(request.target, active)
    if request.since:  # a millisecond earlier: the time that is named belongs to what is shown
        span, bound = "AFTER", f"timestamp={write_time(max(0, typed_time(request.since) - 1))}"
    else:
        span, bound = request.span.value, f"msgid={to_text(request.bound)}" if request.bound else "*"
    return Message(command="CHATHISTORY", params=(span, room, bound, str(request.limit)))


def typed_time(text: str) -> int:
    """Give the time that is meant, in Unix milliseconds, where this client runs. Raises UsageError."""
    now = datetime.now().astimezone()
    found = read_moment(text, round(now.timestamp() * 1000), now.tzinfo or UTC)
    if found is None:
        raise UsageError(f"{text} is no time: try 10:00, 2026-05-01, yesterday or 2h.")
    return found


def _search(request: ask.Search, _active: str) -> Message:
    """Search (codeberg.org/emersion/soju, doc/ext/search.md): the attributes are written like tags."""
    wanted = request.wanted
    given = {"text": write_phrases(wanted.phrases), "from": wanted.nick, "in": wanted.place}
    attributes = {name: value for name, value in given.items() if value}
    if wanted.after:
        attributes["after"] = write_time(typed_time(wanted.after))
    if wanted.before:  # a millisecond earlier: the time that is named belongs to what is searched
        attributes["before"] = write_time(max(0, typed_time(wanted.before) - 1))
    attributes["limit"] = str(request.limit)
    asked = Message(command="SEARCH", params=(format_tags(attributes),))
    if len(line(asked).encode()) + 2 > LINE_BYTES:
        raise UsageError("That is too much to look for at once: fewer words, please.")
    return asked


def _modes(request: ask.RoomModes, active: str) -> Message:
    words = modes.write(request.changes).split(" ") if request.changes else []
    return Message(command="MODE", params=(_here(request.room, active), *words))


def _invite(request: ask.Invite, active: str) -> Message:
    params = (request.name, _here(request.room, active)) if request.name else ()
    return Message(command="INVITE", params=params)


def _ban(request: ask.Ban, active: str) -> Message:
    length = times.write(request.seconds) if request.seconds else ""
    if not length and times.begins_like_length(request.reason):
        length = times.FOR_GOOD
    params = _given(_here(request.room, active), request.target, length, request.reason)
    return Message(command="MUTE" if request.mute else "BAN", params=params)


def _given(*params: str) -> tuple[str, ...]:
    """Give the parameters that are not empty."""
    return tuple(param for param in params if param)


def _certificates(request: ask.Certificates, _active: str) -> Message:
    what = "ADD" if request.add else "DEL" if request.remove else "LIST"
    return Message(command="PRIVMSG", params=("NickServ", f"CERT {what} {request.fingerprint}".rstrip()))


_BUILDERS: dict[type[Request], Callable[[Any, str], Message]] = {
    ask.Say: _say,
    ask.Topic: _topic,
    ask.History: _history,
    ask.Search: _search,
    ask.Join: lambda r, _: Message(command="JOIN", params=_given(r.room, r.key)),
    ask.Leave: lambda r, active: Message(command="PART", params=_given(_here(r.room, active), r.reason)),
    ask.Rename: lambda r, _: Message(command="NICK", params=(r.name,)),
    ask.Quit: lambda r, _: Message(command="QUIT", params=_given(r.reason)),
    ask.Names: lambda r, active: Message(command="WHO", params=(_here(r.room, active),)),
    ask.Who: lambda r, _: Message(command="WHO", params=(r.mask,)),
    ask.Whois: lambda r, _: Message(command="WHOIS", params=(r.name,)),
    ask.Rooms: lambda _r, _: Message(command="LIST"),
    ask.LogOut: lambda _r, _: Message(command="PRIVMSG", params=("NickServ", "LOGOUT")),
    ask.Certificates: _certificates,
    ask.BecomeOperator: lambda r, _: Message(command="OPER", params=(r.name, r.password)),
    ask.Kill: lambda r, _: Message(command="KILL", params=_given(r.name, r.reason)),
    ask.Wallops: lambda r, _: Message(command="WALLOPS", params=(r.text,)),
    ask.SetHost: lambda r, _: Message(command="CHGHOST", params=(r.name, r.host)),
    ask.Rehash: lambda _r, _: Message(command="REHASH"),
    ask.ShowClock: lambda r, _: Message(command="CLOCK", params=("RIGHT",) if r.right else ()),
    ask.Away: lambda r, _: Message(command="AWAY", params=_given(r.text)),
    ask.RoomModes: _modes,
    ask.RenameRoom: lambda r, active: Message(command="RENAME", params=(_here(r.room, active), r.name)),
    ask.Kick: lambda r, active: Message(command="KICK", params=_given(_here(r.room, active), r.name, r.reason)),
    ask.Invite: _invite,
    ask.Ban: _ban,
    ask.Unban: lambda r, a: Message(command="UNMUTE" if r.mute else "UNBAN", params=(_here(r.room, a), r.target)),
    ask.Ignore: lambda r, _: Message(command="IGNORE" if r.on else "UNIGNORE", params=_given(r.name)),
    ask.Report: lambda r, _: Message(command="REPORT", params=(r.name, r.text)),
    ask.Motd: lambda _r, _: Message(command="MOTD"),
}


def pieces(whole: Message, space: int) -> list[Message]:
    """Split what is said into messages of at most `space` bytes of text each."""
    target, text = whole.params
    doing = text.startswith("\x01")
    plain = text.removeprefix("\x01ACTION ").removesuffix("\x01") if doing else text
    parts = split_bytes(plain, space)
    return [Message(command=whole.command, params=(target, wrap_action(part) if doing else part)) for part in parts]


def space(whole: Message, nick: str, mask: str, limit: int = LINE_BYTES) -> int:
    """Give the bytes of text that a line like this has room for, so that it still fits with our mask before it.

    That is as the server will send it to others. `mask` is `nick!user@host`, or empty as long as it is not known.
    """
    target, text = whole.params
    wrapped = len(wrap_action("")) if text.startswith("\x01") else 0
    source = len(mask.encode()) if mask else len(nick.encode()) + 1 + _UNKNOWN_USER + 1 + _UNKNOWN_HOST
    # ":mask PRIVMSG target :" and CR LF
    around = 1 + source + 1 + len(whole.command) + 1 + len(target.encode()) + 2 + wrapped + 2
    return max(limit - around, _SHORTEST_PIECE)


def line(to_send: Message) -> str:
    """Write a message as a line, without anything in it that would end the line early."""
    text = format_message(to_send)
    return text.translate({0: None, 10: " ", 13: " "})
