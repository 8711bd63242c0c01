"""Slash commands that moderate rooms and people: settings, kicks, invitations, bans, ignoring, reports."""

from collections.abc import Callable

from trichat.words import modes, times
from trichat.words import requests as ask
from trichat.words.commands.base import Command, Unfit, filled, room_name, words
from trichat.words.events import Who
from trichat.words.modes import Change, ModeKind
from trichat.words.names.names import is_room
from trichat.words.reasons import Reason
from trichat.words.requests import Request

_ON = frozenset({"on", "yes", "вкл", "да"})
_LENGTHS = frozenset("HW")  # settings that are lengths of time
_OFF = frozenset({"off", "no", "выкл", "нет"})


def split_room(text: str) -> tuple[str, str]:
    """Split off the name of a room, if the text begins with one."""
    first, rest = words(text, 0, 2)
    return (first, rest) if is_room(first) else ("", text)


def _role(letter: str, *, on: bool) -> Callable[[str], Request]:
    def build(text: str) -> Request:
        room, rest = split_room(text)
        names = rest.split()
        if not names:
            raise ValueError(text)
        changes = tuple(Change(on=on, letter=letter, argument=name) for name in names)
        return ask.RoomModes(room=room, changes=changes)

    return build


def _kick(text: str) -> Request:
    room, rest = split_room(text)
    name, reason = words(rest, 1, 2)
    return ask.Kick(room=room, name=name, reason=reason)


def _invite(text: str) -> Request:
    name, room = words(text, 0, 2)
    if is_room(name):
        name, room = room, name
    if " " in room or (room and not name):
        raise ValueError(text)
    return ask.Invite(name=name, room=room_name(room) if room else "")


def _set(text: str) -> Request:
    """Make the request of `SETTING VALUE`, or of changes as IRC writes them; without any, ask for all."""
    room, rest = split_room(text)
    if not rest:
        return ask.RoomModes(room=room)
    if rest[0] in "+-":
        return ask.RoomModes(room=room, changes=modes.read(rest.split()))
    name, value = words(rest, 1, 2)
    setting = modes.setting(name)
    if setting is None:
        words_ = ", ".join(row.word for row in modes.SETTINGS if row.kind is not ModeKind.LIST)
        raise Unfit(Reason.NO_SUCH_SETTING, name, words_)
    return ask.RoomModes(room=room, changes=(_change(setting, value),))


def _change(setting: modes.Setting, value: str) -> Change:
    letter = setting.letter
    if setting.kind is ModeKind.LIST:
        if value:
            raise Unfit(Reason.MODE_ARGUMENT, setting.word, letter)
        return Change(on=True, letter=letter)  # shows it
    word = value.lower()
    if letter == "H" and word in _OFF:
        return Change(on=True, letter=letter, argument="off")
    if letter == "H" and word in _ON:
        return Change(on=False, letter=letter)
    if word in _OFF:
        return Change(on=False, letter=letter, argument="*" if setting.kind is ModeKind.KEY else "")
    if setting.kind is ModeKind.FLAG:
        if word not in _ON:
            raise Unfit(Reason.MODE_ARGUMENT, setting.word, letter)
        return Change(on=True, letter=letter)
    if letter in _LENGTHS and (seconds := times.seconds(value)):
        return Change(on=True, letter=letter, argument=times.write_exactly(seconds))  # of several words
    if not value or " " in value:
        raise Unfit(Reason.MODE_ARGUMENT, setting.word, letter)
    return Change(on=True, letter=letter, argument=value)


def _ban(*, mute: bool) -> Callable[[str], Request]:
    def build(text: str) -> Request:
        room, rest = split_room(text)
        target, more = words(rest, 1, 2)
        try:
            seconds, reason = times.split_length(more)
        except times.NoLength as exc:
            raise Unfit(Reason.LENGTH, exc.what) from exc
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


_unignore = filled(ask.Ignore, "name", on=False)
_report = filled(ask.Report, "name", "text")


ROWS: tuple[Command, ...] = (
    Command(
        name="set",
        usage="/set [ROOM] [SETTING VALUE]",
        help="Show the settings of the room, or change one, as in /set moderated on.",
        build=_set,
        plain_only=True,  # in the client this is for its own settings; there it is /mode
    ),
    Command(
        name="mode",
        usage="/mode [ROOM] [SETTING VALUE]",
        help="Show the settings of the room, or change one, also as IRC writes it: /mode +m.",
        build=_set,
    ),
    Command(
        name="kick", who=Who.OP, usage="/kick [ROOM] NAME [REASON]", help="Remove somebody from the room.", build=_kick
    ),
    Command(
        name="invite",
        usage="/invite [NAME] [ROOM]",
        help="Let somebody in once, whatever the settings are; or show where you are invited.",
        build=_invite,
    ),
    Command(
        name="op",
        who=Who.OP,
        usage="/op [ROOM] NAME",
        help="Make somebody an op, who looks after the room.",
        build=_role("o", on=True),
    ),
    Command(
        name="deop",
        who=Who.OP,
        usage="/deop [ROOM] NAME",
        help="Take away the rights of an op.",
        build=_role("o", on=False),
    ),
    Command(
        name="voice",
        who=Who.OP,
        usage="/voice [ROOM] NAME",
        help="Let somebody speak where not everybody may.",
        build=_role("v", on=True),
    ),
    Command(
        name="devoice",
        who=Who.OP,
        usage="/devoice [ROOM] NAME",
        help="Take away somebody's voice.",
        build=_role("v", on=False),
    ),
    Command(
        name="ban",
        who=Who.OP,
        usage="/ban [ROOM] WHO [TIME] [REASON]",
        help="Keep somebody out, for 10m, 2h, 3d or for good: a name, account:NAME, a mask or an address.",
        build=_ban(mute=False),
    ),
    Command(
        name="unban", who=Who.OP, usage="/unban [ROOM] WHO", help="Let somebody in again.", build=_unban(mute=False)
    ),
    Command(
        name="mute",
        who=Who.OP,
        usage="/mute [ROOM] WHO [TIME] [REASON]",
        help="Keep somebody from speaking, for a time or for good.",
        build=_ban(mute=True),
    ),
    Command(
        name="unmute", who=Who.OP, usage="/unmute [ROOM] WHO", help="Let somebody speak again.", build=_unban(mute=True)
    ),
    Command(name="bans", usage="/bans [ROOM]", help="Show who is banned or muted in the room.", build=_bans),
    Command(
        name="ignore",
        usage="/ignore [NAME]",
        help="Ignore somebody, or show whom you ignore.",
        build=_ignore,
    ),
    Command(name="unignore", usage="/unignore NAME", help="Stop ignoring somebody.", build=_unignore),
    Command(
        name="report",
        usage="/report NAME TEXT",
        help="Report somebody to the operators of the server.",
        build=_report,
    ),
)
