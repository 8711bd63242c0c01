"""Changes of a room's settings, lists and roles, as sentences."""

from trichat.protocols.plain.language import Language
from trichat.words import events as ev
from trichat.words import modes, times
from trichat.words.modes import Change, ModeKind
from trichat.words.names.masks import spoken

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


def sentences(event: ev.ModesChanged, language: Language) -> list[str]:
    """Say what was changed, a sentence for each change; nothing of roles that came back with their owner."""
    return [] if event.returning else [_sentence(event.source.nick, change, language) for change in event.changes]


def _sentence(nick: str, change: Change, language: Language) -> str:
    mute = change.letter == "b" and change.argument.startswith("m:")
    done = _DONE.get("m:" if mute else change.letter)
    if done is not None:
        who = spoken(change.argument.removeprefix("m:"))
        return language.gettext(done[0] if change.on else done[1]).format(nick=nick, who=who)
    setting = modes.setting(change.letter)
    word = setting.word if setting else change.letter
    if change.letter == "H" and change.argument in ("", "off"):  # without the mode, all is kept
        return language.gettext(_OFF if change.on else _ON).format(nick=nick, setting=word)
    if setting and setting.kind is ModeKind.VALUE and change.on:
        return language.gettext(_SET).format(nick=nick, setting=word, value=value(change.letter, change.argument))
    return language.gettext(_ON if change.on else _OFF).format(nick=nick, setting=word)


def value(letter: str, kept: str) -> str:
    """Give the value of a setting as people write it."""
    return times.write(int(kept)) if letter == "W" else kept
