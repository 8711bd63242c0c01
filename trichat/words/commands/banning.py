"""Slash commands for keeping people out or silent, and for not hearing them."""

from collections.abc import Callable

from trichat.words import requests as ask
from trichat.words import times
from trichat.words.commands.base import Command, words
from trichat.words.commands.moderating import split_room
from trichat.words.modes import Change
from trichat.words.requests import Request


def _ban(*, mute: bool) -> Callable[[str], Request]:
    def build(text: str) -> Request:
        room, rest = split_room(text)
        target, more = words(rest, 1, 2)
        length, reason = words(more, 0, 2)
        seconds = times.seconds(length)
        if seconds is None:
            seconds, reason = 0, more
        return ask.Ban(room=room, target=target, mute=mute, seconds=seconds, reason=reason)

    return build


def _unban(*, mute: bool) -> Callable[[str], Request]:
    def build(text: str) -> Request:
        room, target = split_room(text)
        if not target or " " in target:
            raise ValueError(text)
        return ask.Unban(room=room, target=target, mute=mute)

    return build


def _bans(text: str) -> Request:
    room, more = split_room(text)
    if more:
        raise ValueError(text)
    return ask.RoomModes(room=room, changes=(Change(on=True, letter="b"),))


def _ignore(text: str) -> Request:
    (name,) = words(text, 0, 1)
    if " " in name:
        raise ValueError(text)
    return ask.Ignore(name=name)


def _unignore(text: str) -> Request:
    (name,) = words(text, 1, 1)
    return ask.Ignore(name=name, on=False)


def _report(text: str) -> Request:
    name, what = words(text, 2, 2)
    return ask.Report(name=name, text=what)


ROWS: tuple[Command, ...] = (
    Command(
        name="ban",
        usage="/ban [ROOM] WHO [TIME] [REASON]",
        help="Keep somebody out, for 10m, 2h, 3d or for good: a name, account:NAME, a mask or an address.",
        build=_ban(mute=False),
    ),
    Command(name="unban", usage="/unban [ROOM] WHO", help="Let somebody in again.", build=_unban(mute=False)),
    Command(
        name="mute",
        usage="/mute [ROOM] WHO [TIME] [REASON]",
        help="Let somebody listen only, for a time or for good.",
        build=_ban(mute=True),
    ),
    Command(name="unmute", usage="/unmute [ROOM] WHO", help="Let somebody speak again.", build=_unban(mute=True)),
    Command(name="bans", usage="/bans [ROOM]", help="Show who is banned or muted in the room.", build=_bans),
    Command(
        name="ignore",
        usage="/ignore [NAME]",
        help="Hear nothing more of somebody; or show whom you ignore.",
        build=_ignore,
    ),
    Command(name="unignore", usage="/unignore NAME", help="Hear somebody again.", build=_unignore),
    Command(
        name="report",
        usage="/report NAME TEXT",
        help="Tell those who run the server about somebody.",
        build=_report,
    ),
)
