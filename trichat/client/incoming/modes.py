"""Changes of modes, as sentences: who may do what in a room, and what the room is like. Pure."""

from collections.abc import Sequence

from trichat.client.model.people import roles
from trichat.words import modes as words

Change = tuple[str, str, str]  # sign, letter, argument or empty

_DEFAULT_KINDS = "beI,k,l,imnpst"  # RFC 2811, 4; what a server has that does not say

MUTE = "m:"  # of a ban: who may not speak (as InspIRCd and Ergo write it, and trichat)
_ROLES = {"q": "an owner", "a": "an admin", "o": "an operator", "h": "a half-operator"}
_VOICE = {"+": "has given {} a voice", "-": "has taken the voice of {} away"}
_LISTS = {
    ("+", "b"): "has banned {}",
    ("-", "b"): "has lifted the ban on {}",
    ("+", "e"): "has made an exception from bans for {}",
    ("-", "e"): "has taken away the exception from bans for {}",
    ("+", "I"): "has invited for good {}",
    ("-", "I"): "has taken back the standing invitation of {}",
    ("+", "q"): "has silenced {}",  # where q is a list and not a role
    ("-", "q"): "has given speech back to {}",
}
_ROOM = {
    ("+", "i"): "lets in only those who are invited",
    ("-", "i"): "lets in everybody again, invited or not",
    ("+", "k"): "has set a key: joining needs {}",
    ("-", "k"): "has taken the key away",
    ("+", "l"): "lets in at most {} people",
    ("-", "l"): "has taken the limit of people away",
    ("+", "m"): "lets only those with a voice speak",
    ("-", "m"): "lets everybody speak again",
    ("+", "n"): "lets nobody speak from outside",
    ("-", "n"): "lets people speak from outside",
    ("+", "p"): "has made the room private",
    ("-", "p"): "has made the room private no longer",
    ("+", "s"): "has hidden the room",
    ("-", "s"): "has hidden the room no longer",
    ("+", "t"): "lets only operators set the topic",
    ("-", "t"): "lets everybody set the topic",
    ("+", "r"): "has registered the room",
    ("-", "r"): "has registered the room no longer",
    ("+", "R"): "lets in only those with an account",
    ("-", "R"): "lets in everybody again, with an account or not",
    ("+", "M"): "lets only those with an account speak",
    ("-", "M"): "lets everybody speak again, with an account or not",
}


def changes(given: Sequence[str], support: dict[str, str]) -> list[Change]:
    """Read `+ov-m anna bob` with what ISUPPORT says of each letter (modern.ircdocs.horse, "MODE message")."""
    found: list[Change] = []
    arguments = list(given[1:])
    sign = "+"
    for letter in given[0] if given else "":
        if letter in "+-":
            sign = letter
            continue
        takes = _takes_argument(sign, letter, support)
        found.append((sign, letter, arguments.pop(0) if takes and arguments else ""))
    return found


def _takes_argument(sign: str, letter: str, support: dict[str, str]) -> bool:
    if letter in roles(support):
        return True
    lists, always, when_set = ([*support.get("CHANMODES", _DEFAULT_KINDS).split(","), "", "", ""])[:3]
    return letter in lists + always or (letter in when_set and sign == "+")


def sentence(found: Sequence[Change], support: dict[str, str]) -> str:
    """Say what a change of a room's modes does, for example `has made bob an operator`."""
    known = roles(support)
    told = [_told(change, change[1] in known) for change in found]
    return "; ".join(dict.fromkeys(told)) or "has changed nothing"


def listed(found: Sequence[Change]) -> str:
    """Name what is set in a room: `moderated, limit 20`; `none` if nothing is."""
    return ", ".join(" ".join(part for part in (_word(letter), value) if part) for _, letter, value in found) or "none"


def _word(letter: str) -> str:
    setting = words.setting(letter)
    return setting.word if setting else f"+{letter}"


def _told(change: Change, role: bool) -> str:
    sign, letter, argument = change
    if role and letter == "v":
        return _VOICE[sign].format(argument)
    if role:
        what = _ROLES.get(letter, f"+{letter}")
        return f"has made {argument} {what}" if sign == "+" else f"has made {argument} {what} no longer"
    if letter == "b" and argument.startswith(MUTE):
        argument = argument.removeprefix(MUTE)
        return f"has muted {argument}" if sign == "+" else f"lets {argument} speak again"
    pattern = _LISTS.get((sign, letter)) if argument and letter in "beIq" else _ROOM.get((sign, letter))
    return _set(change) if pattern is None else pattern.format(argument)


def _set(change: Change) -> str:
    """Say what is changed by the word for it, or else by its letter."""
    sign, letter, argument = change
    setting = words.setting(letter)
    if setting is None or setting.kind is words.ModeKind.LIST:
        return f"has set the mode {sign}{letter} {argument}".rstrip()
    return f"has set {setting.word} {argument}".rstrip() if sign == "+" else f"has taken {setting.word} away"
