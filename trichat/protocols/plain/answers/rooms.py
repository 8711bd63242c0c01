"""Answers about rooms, and changes of their settings, lists and roles, as sentences."""

from trichat.protocols.plain.answers.people import state_notes
from trichat.protocols.plain.answers.writer import Language, Lines, Writers, says
from trichat.words import events as ev
from trichat.words import modes, times
from trichat.words.modes import SETTINGS, Change, ListEntry, ModeKind, Setting, prefixes
from trichat.words.names.names import readable_mask


def _members(event: ev.MembersListed, language: Language) -> Lines:
    roles = event.roles or ("",) * len(event.members)
    called = [prefixes(role, every=False) + source.nick for source, role in zip(event.members, roles, strict=True)]
    if event.states:
        notes = [state_notes(away, idle, language) for away, idle in event.states]
        called = [f"{name} ({', '.join(note)})" if note else name for name, note in zip(called, notes, strict=True)]
    nicks = ", ".join(called)
    if not event.entered:
        return [language.gettext("In {room}: {nicks}").format(room=event.room, nicks=nicks)]
    return [language.gettext("You are in {room}: {nicks}").format(room=event.room, nicks=nicks)]


def _rooms(event: ev.RoomsListed, language: Language) -> Lines:
    if not event.rooms:
        return [language.gettext("There are no rooms yet.")]
    lines = []
    for room in event.rooms:
        count = language.ngettext("{n} person", "{n} people", room.members).format(n=room.members)
        lines.append(f"{room.name} ({count}) {room.topic}".rstrip())
    return lines


def _topic(event: ev.TopicShown, language: Language) -> Lines:
    if not event.text:
        return [language.gettext("{room} has no topic.").format(room=event.room)]
    sentence = language.gettext("Topic of {room}: {text} (set by {nick})")
    return [sentence.format(room=event.room, text=event.text, nick=event.by)]


def _invites(event: ev.InvitesListed, language: Language) -> Lines:
    if not event.rooms:
        return [language.gettext("You are invited nowhere.")]
    return [language.gettext("You are invited into {rooms}.").format(rooms=", ".join(event.rooms))]


def _room_renamed(event: ev.RoomRenamed, language: Language) -> Lines:
    _ = language.gettext
    sentence = _("{nick} renamed {old}: it is {new} now.")
    line = sentence.format(nick=event.source.nick, old=event.old, new=event.new)
    return [line + (f" ({event.reason})" if event.reason else "")]


def _modes(event: ev.ModesShown, language: Language) -> Lines:
    """Every setting that is no list, with what it is now and what it is for."""
    values = dict(event.modes)
    rows = [row for row in SETTINGS if row.kind is not ModeKind.LIST]
    width = max(len(row.word) for row in rows)
    shown = [_setting(row, values, language) for row in rows]
    most = max(len(text) for text in shown)
    lines = [
        f"{row.word:{width}}  {text:{most}}  {language.gettext(row.help)}"
        for row, text in zip(rows, shown, strict=True)
    ]
    return [language.gettext("Settings of {room}:").format(room=event.room), *lines]


def _setting(row: Setting, values: dict[str, str], language: Language) -> str:
    if row.letter not in values:
        return language.gettext("on") if row.letter == "H" else language.gettext("off")
    return _value(row.letter, values[row.letter]) or language.gettext("on")


def _value(letter: str, kept: str) -> str:
    """Give the value of a setting as people write it."""
    return times.write(int(kept)) if letter == "W" else kept


LIST_TITLES = {
    "b": ("Banned or muted in {room}:", "Nobody is banned or muted in {room}."),
    "e": ("Excepted from bans in {room}:", "Nobody is excepted from bans in {room}."),
    "I": ("Let into {room} without an invitation:", "Nobody is let into {room} without an invitation."),
}


def _list(event: ev.ListShown, language: Language) -> Lines:
    some, none = LIST_TITLES[event.letter]
    if not event.entries:
        return [language.gettext(none).format(room=event.room)]
    return [
        language.gettext(some).format(room=event.room),
        *[_entry(entry, event.now, language) for entry in event.entries],
    ]


def _entry(entry: ListEntry, now: int, language: Language) -> str:
    _ = language.gettext
    mute = entry.mask.startswith("m:")
    parts = [readable_mask(entry.mask.removeprefix("m:"))]
    if entry.letter == "b":
        parts.append(_("muted by {nick}") if mute else _("banned by {nick}"))
    else:
        parts.append(_("by {nick}"))
    parts[-1] = parts[-1].format(nick=entry.by)
    if not entry.until and entry.letter == "b":
        parts.append(_("for good"))
    elif entry.until:
        parts.append(_("for another {time}").format(time=times.write(max(1, (entry.until - now) // 1000))))
    if entry.reason:
        parts.append(entry.reason)
    return ", ".join(parts)


WRITERS: Writers = {
    ev.MembersListed: _members,
    ev.RoomsListed: _rooms,
    ev.TopicShown: _topic,
    ev.ModesShown: _modes,
    ev.ListShown: _list,
    ev.InviteSent: says("{nick} is invited into {room}."),
    ev.InvitesListed: _invites,
    ev.RoomRenamed: _room_renamed,
}


# For each letter, turned on and off: what somebody did. {who} is a member or a mask.
_DONE = {
    "o": ("{nick} made {who} an op.", "{nick} took the rights of an op from {who}."),
    "v": ("{nick} gave {who} a voice.", "{nick} took the voice from {who}."),
    "b": ("{nick} banned {who}.", "{nick} lifted the ban on {who}."),
    "m:": ("{nick} muted {who}.", "{nick} lifted the mute of {who}."),
    "e": ("{nick} excepted {who} from bans.", "{nick} no longer excepts {who} from bans."),
    "I": ("{nick} lets {who} in without an invitation.", "{nick} no longer lets {who} in without an invitation."),
}
_ON, _OFF, _SET = "{nick} turned {setting} on.", "{nick} turned {setting} off.", "{nick} set {setting} to {value}."

SAID_OF_CHANGES = (*[sentence for pair in _DONE.values() for sentence in pair], _ON, _OFF, _SET)


def changes(event: ev.ModesChanged, language: Language) -> list[str]:
    """Say what was changed, a sentence for each change; nothing of roles that came back with their owner."""
    return [] if event.returning else [_change(event.source.nick, change, language) for change in event.changes]


def _change(nick: str, change: Change, language: Language) -> str:
    mute = change.letter == "b" and change.argument.startswith("m:")
    done = _DONE.get("m:" if mute else change.letter)
    if done is not None:
        who = readable_mask(change.argument.removeprefix("m:"))
        return language.gettext(done[0] if change.on else done[1]).format(nick=nick, who=who)
    setting = modes.setting(change.letter)
    word = setting.word if setting else change.letter
    if change.letter == "H" and change.argument in ("", "off"):  # without the mode, all is kept
        return language.gettext(_OFF if change.on else _ON).format(nick=nick, setting=word)
    if setting and setting.kind is ModeKind.VALUE and change.on:
        return language.gettext(_SET).format(nick=nick, setting=word, value=_value(change.letter, change.argument))
    return language.gettext(_ON if change.on else _OFF).format(nick=nick, setting=word)
