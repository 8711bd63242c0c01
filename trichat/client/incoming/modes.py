"""MODE and RPL_CHANNELMODEIS as sentences: who may do what in a room, and what the room is like."""

from collections.abc import Sequence

from trichat.client.display.item import Item
from trichat.client.incoming.messages import event, info
from trichat.client.irc.fields import param
from trichat.client.model.model import Model
from trichat.client.model.people import roles
from trichat.protocols.irc.wire.message import Message
from trichat.words import modes as words
from trichat.words.names.names import is_room

Change = tuple[str, str, str]  # sign, letter, argument or empty

_DEFAULT_KINDS = "beI,k,l,imnpst"  # RFC 2811, 4; what a server has that does not say

MUTE = "m:"  # of a ban: who may not speak (as InspIRCd and Ergo write it, and trichat)
_ROLES = {"q": "an owner", "a": "an admin", "o": "an operator", "h": "a half-operator"}
_LISTS = "beIq"  # letters whose argument is an entry of a list; q where it is no role
_SENTENCES = {  # by letter: with a plus before it, and with a minus
    "b": ("has banned {}", "has lifted the ban on {}"),
    "e": ("has made an exception from bans for {}", "has taken away the exception from bans for {}"),
    "I": ("has invited for good {}", "has taken back the standing invitation of {}"),
    "q": ("has silenced {}", "has given speech back to {}"),
    "i": ("lets in only those who are invited", "lets in everybody again, invited or not"),
    "k": ("has set a key: joining needs {}", "has taken the key away"),
    "l": ("lets in at most {} people", "has taken the limit of people away"),
    "m": ("lets only those with a voice speak", "lets everybody speak again"),
    "n": ("lets nobody speak from outside", "lets people speak from outside"),
    "p": ("has made the room private", "has made the room private no longer"),
    "s": ("has hidden the room", "has hidden the room no longer"),
    "t": ("lets only operators set the topic", "lets everybody set the topic"),
    "r": ("has registered the room", "has registered the room no longer"),
    "R": ("lets in only those with an account", "lets in everybody again, with an account or not"),
    "M": ("lets only those with an account speak", "lets everybody speak again, with an account or not"),
}


def on_mode(model: Model, message: Message, now: int) -> list[Item]:
    """Handle MODE: a change of a room; a change of one's own modes is an answer."""
    name = param(message, 0)
    if not is_room(name):
        return [info(message, now, f"Your modes: {' '.join(message.params[1:])}")]
    changes = parse_changes(message.params[1:], model.support)
    if room := model.room(name):
        room.change_roles(changes, roles(model.support))
    return [event(message, now, name, sentence(changes, model.support))]


def on_room_modes(model: Model, message: Message, now: int) -> list[Item]:
    """Handle RPL_CHANNELMODEIS: name what is set in a room, `moderated, limit 20`."""
    changes = parse_changes(message.params[2:], model.support)
    letters = "".join(letter for _, letter, _ in changes)
    named = ", ".join(f"{_word(letter)} {value}".rstrip() for _, letter, value in changes) or "none"
    return [info(message, now, f"Settings of {param(message, 1)}: {named} (+{letters})")]


def _word(letter: str) -> str:
    setting = words.setting(letter)
    return setting.word if setting else f"+{letter}"


def parse_changes(given: Sequence[str], support: dict[str, str]) -> list[Change]:
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


def sentence(changes: Sequence[Change], support: dict[str, str]) -> str:
    """Say what a change of a room's modes does, for example `has made bob an operator`."""
    known = roles(support)
    told = [_role_sentence(*change) if change[1] in known else _sentence(*change) for change in changes]
    return "; ".join(dict.fromkeys(told)) or "has changed nothing"


def _role_sentence(sign: str, letter: str, nick: str) -> str:
    if letter == "v":
        return f"has given {nick} a voice" if sign == "+" else f"has taken the voice of {nick} away"
    return f"has made {nick} {_ROLES.get(letter, f'+{letter}')}{'' if sign == '+' else ' no longer'}"


def _sentence(sign: str, letter: str, argument: str) -> str:
    """Say what is changed in a sentence of its own, by the word for it, or else by its letter."""
    if letter == "b" and argument.startswith(MUTE):
        argument = argument.removeprefix(MUTE)
        return f"has muted {argument}" if sign == "+" else f"lets {argument} speak again"
    if letter in _SENTENCES and (argument or letter not in _LISTS):
        return _SENTENCES[letter][sign == "-"].format(argument)
    setting = words.setting(letter)
    if setting is None or setting.kind is words.ModeKind.LIST:
        return f"has set the mode {sign}{letter} {argument}".rstrip()
    return f"has set {setting.word} {argument}".rstrip() if sign == "+" else f"has taken {setting.word} away"
