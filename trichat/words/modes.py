"""The modes of a room: settings, lists and roles, by letter and by plain word; how changes are read and written."""

from collections.abc import Iterable
from enum import Enum

from trichat.words.record import Record


class ModeKind(Enum):
    """When a letter takes a parameter (modern.ircdocs.horse, "CHANMODES Parameter")."""

    LIST = "A"  # to add to a list and to take from it; without one the list is shown
    KEY = "B"  # always
    VALUE = "C"  # when it is set
    FLAG = "D"  # never
    ROLE = "role"  # always: the name of a member


class Setting(Record, kw_only=True):
    """One row. `help` is one line, in English: the key of its translations."""

    letter: str
    word: str
    kind: ModeKind
    help: str


SETTINGS: tuple[Setting, ...] = (
    Setting(letter="b", word="bans", kind=ModeKind.LIST, help="Who may not come in, or may not speak."),
    Setting(letter="e", word="exceptions", kind=ModeKind.LIST, help="Who may come in and speak in spite of a ban."),
    Setting(letter="I", word="guests", kind=ModeKind.LIST, help="Who may come in without an invitation."),
    Setting(letter="k", word="key", kind=ModeKind.KEY, help="A word that whoever comes in has to know."),
    Setting(letter="l", word="limit", kind=ModeKind.VALUE, help="How many people may be in the room."),
    Setting(letter="W", word="slow", kind=ModeKind.VALUE, help="How long one waits between two messages: 10s, 5m."),
    Setting(letter="H", word="history", kind=ModeKind.VALUE, help="How long history is kept: 30d, or off for none."),
    Setting(letter="i", word="invite-only", kind=ModeKind.FLAG, help="Only those who are invited come in."),
    Setting(letter="m", word="moderated", kind=ModeKind.FLAG, help="Only those with a voice and ops speak."),
    Setting(letter="n", word="inside-only", kind=ModeKind.FLAG, help="Only those who are in the room speak to it."),
    Setting(letter="s", word="secret", kind=ModeKind.FLAG, help="Whoever is not in the room does not see it."),
    Setting(letter="t", word="topic-ops", kind=ModeKind.FLAG, help="Only ops set the topic."),
    Setting(letter="C", word="no-ctcp", kind=ModeKind.FLAG, help="Programs do not ask each other questions here."),
    Setting(letter="M", word="speak-registered", kind=ModeKind.FLAG, help="Only those who are logged in speak."),
    Setting(letter="R", word="registered", kind=ModeKind.FLAG, help="Only those who are logged in come in."),
)

# From the highest to the lowest: letter and prefix of each role (modern.ircdocs.horse, "PREFIX Parameter").
OP, VOICE = "o", "v"
PREFIXES = {OP: "@", VOICE: "+"}

_KINDS = {row.letter: row.kind for row in SETTINGS} | dict.fromkeys(PREFIXES, ModeKind.ROLE)
_BY_WORD = {row.word: row for row in SETTINGS}
DEFAULT = (("n", ""),)  # of a new room

LIST_MOST = 100  # entries in all the lists of one room: ISUPPORT MAXLIST
CHANGES_MOST = 20  # with a parameter, in one MODE: ISUPPORT MODES
KEY_BYTES = 32  # ISUPPORT KEYLEN
_ARGUMENT_BYTES = 300  # in one event, so that it fits into one IRC line


def kind_of(letter: str) -> ModeKind | None:
    """Give when a letter takes a parameter; None for a letter that means nothing."""
    return _KINDS.get(letter)


def letters(kind: ModeKind) -> str:
    """Give the letters of one kind, in order."""
    return "".join(sorted(row.letter for row in SETTINGS if row.kind is kind))


def setting(name: str) -> Setting | None:
    """Find a setting by its word or its letter."""
    return _BY_WORD.get(name.lower()) or next((row for row in SETTINGS if row.letter == name), None)


def prefixes(roles: str, *, every: bool = True) -> str:
    """Give the prefixes that stand before a member's name, the highest first; only that one unless `every`."""
    found = "".join([PREFIXES[role] for role in roles])
    return found if every else found[:1]


def with_role(roles: str, role: str) -> str:
    """Give roles with one more, the highest first."""
    return "".join(each for each in PREFIXES if each in roles or each == role)


class Change(Record, kw_only=True):
    """One setting, list or role is changed: `argument` is its parameter, if it has one."""

    on: bool
    letter: str
    argument: str = ""


class ListEntry(Record, kw_only=True):
    """One entry of a list of a room; `at` and `until` are in Unix milliseconds, 0 for ever."""

    letter: str
    mask: str
    by: str
    at: int
    until: int = 0
    reason: str = ""


def takes_argument(letter: str, *, on: bool) -> bool:
    """Tell whether a letter takes a parameter when it is turned on, or off."""
    kind = _KINDS.get(letter)
    return kind in (ModeKind.LIST, ModeKind.KEY, ModeKind.ROLE) or (kind is ModeKind.VALUE and on)


def read(words: Iterable[str]) -> tuple[Change, ...]:
    """Read changes as IRC writes them: `+ov-m`, `anna`, `bob`. A parameter that is missing is empty."""
    arguments = iter(words)
    first = next(arguments, "")
    found: list[Change] = []
    on = True
    for char in first:
        if char in "+-":
            on = char == "+"
        else:
            argument = next(arguments, "") if takes_argument(char, on=on) else ""
            found.append(Change(on=on, letter=char, argument=argument))
    return tuple(found)


def write(changes: Iterable[Change]) -> str:
    """Write changes as IRC does; `read` of its words gives them back."""
    signs: list[str] = []
    on: bool | None = None
    arguments: list[str] = []
    for change in changes:
        if change.on is not on:
            on = change.on
            signs.append("+" if on else "-")
        signs.append(change.letter)
        if change.argument:
            arguments.append(change.argument)
    return " ".join(["".join(signs), *arguments])


def parted(changes: Iterable[Change]) -> list[tuple[Change, ...]]:
    """Put changes into as few groups as it takes for each to fit into one IRC line."""
    groups: list[list[Change]] = []
    left = 0
    for change in changes:
        size = len(change.argument.encode()) + 2
        if not groups or size > left:
            groups.append([])
            left = _ARGUMENT_BYTES
        groups[-1].append(change)
        left -= size
    return [tuple(group) for group in groups]
