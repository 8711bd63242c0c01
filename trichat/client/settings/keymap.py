"""The keys that do something of ours: for the terminal, for those who ask, and for those who want others."""

import re
from collections.abc import Mapping

from trichat.errors import UsageError
from trichat.words.record import Record

Press = tuple[str, ...]  # keys pressed one after another, as prompt_toolkit calls them


class Key(Record, kw_only=True):
    """A key as people call it, what it does, and the action's name in the settings.

    `press` is what prompt_toolkit calls it. `types` is a line that it sends, while the line being typed stays as it
    is; without one the terminal itself does it. An action without a press has no key yet, one without a name none ever.
    """

    name: str
    help: str
    action: str = ""
    press: Press = ()
    types: str = ""


KEYS = (
    Key(name="F1", help="Show the keys.", action="keys", press=("f1",), types="/help keys"),
    Key(name="?", help="On an empty line: the same; once more, a question mark."),
    Key(name="F2", help="Show who is here.", action="members", press=("f2",), types="/who"),
    Key(name="F3", help="Show who named you.", action="mentions", press=("f3",), types="/mentions"),
    Key(name="Alt-1 … Alt-9", help="Go to a room by its number."),
    Key(
        name="Alt-A",
        help="Go to the next room with something new.",
        action="next",
        press=("escape", "a"),
        types="/switch",
    ),
    Key(name="Tab", help="Finish a command, a name, a room or an :emoji:", action="complete", press=("tab",)),
    Key(name="Right", help="At the end of the line: take the suggestion in grey."),
    Key(name="Alt-Enter", help="Begin another line of the same message.", action="newline", press=("escape", "enter")),
    Key(name="Up, Down", help="Bring back what was typed before."),
    Key(name="Ctrl-R", help="Search in it."),
    Key(
        name="Ctrl-X Ctrl-E",
        help="Edit the line with $EDITOR; Enter then sends it.",
        action="edit",
        press=("c-x", "c-e"),
    ),
    Key(name="Ctrl-C", help="Clear the line; on an empty one, twice: leave."),
    Key(name="Ctrl-D", help="On an empty line: leave."),
    Key(name="Ctrl-Z", help="Suspend; fg brings the chat back.", action="suspend", press=("c-z",)),
)
_ROOM_KEYS = {("escape", str(number)): f"/switch {number}" for number in range(1, 10)}
ACTIONS = {key.action: key for key in KEYS if key.action}

# What must not get lost: without these nobody could send, correct, leave, or go on.
_FIXED = {("enter",), ("c-m",), ("c-j",), ("c-c",), ("c-d",), ("c-h",), ("backspace",), ("escape",), ("c-[",)}
_NAMED = {
    **{name: name for name in ("tab", "enter", "up", "down", "left", "right", "home", "end", "insert", "delete")},
    **{name: name for name in ("pageup", "pagedown", "backspace", "space")},
    **{f"f{number}": f"f{number}" for number in range(1, 25)},
}
_MOVES = r"up|down|left|right|home|end|pageup|pagedown|insert|delete|f\d+"
_CTRL = re.compile(rf"[a-z0-9@\\^_\]]|{_MOVES}")


class Bindings(Record, kw_only=True):
    """Keys with what each types, and keys with the action of the terminal that each does."""

    types: Mapping[Press, str]
    does: Mapping[Press, str]


def bindings(wanted: Mapping[str, str]) -> Bindings:
    """Give the keys as they are from the start, changed as somebody wants them. Raises UsageError.

    A key stands for a command (`/who`), for an action (`next`) or, with nothing on the right, for nothing.
    """
    types = _ROOM_KEYS | {key.press: key.types for key in KEYS if key.types}
    does = {key.press: key.action for key in KEYS if key.press and not key.types}
    seen: dict[Press, str] = {}
    for name, meaning in wanted.items():
        press = read(name)
        if press in seen:
            raise UsageError(f"The keys {seen[press]} and {name} are the same one: leave one of them out.")
        seen[press] = name
        types.pop(press, None)
        does.pop(press, None)
        _bind(press, name, meaning.strip(), types, does)
    _check_prefixes({*types, *does})
    return Bindings(types=types, does=does)


def _bind(press: Press, name: str, meaning: str, types: dict[Press, str], does: dict[Press, str]) -> None:
    if meaning.startswith("/"):
        types[press] = meaning
    elif meaning in ACTIONS:
        action = ACTIONS[meaning]
        (types if action.types else does)[press] = action.types or action.action
    elif meaning:
        raise UsageError(f"The key {name} cannot be {meaning!r}: it is a command like /who, or {_either(ACTIONS)}.")


def _check_prefixes(presses: set[Press]) -> None:
    """Refuse a key that begins another: nobody could tell when it is meant."""
    for press in presses:
        for length in range(1, len(press)):
            if press[:length] in presses:
                raise UsageError(f"The key {written(press[:length])} begins {written(press)}: only one can be bound.")


def read(name: str) -> Press:
    """Give what prompt_toolkit calls a key: `alt-a`, `ctrl-x ctrl-e`, `f5`. Raises UsageError."""
    press = tuple(part for word in name.lower().split() for part in _one(word, name))
    if not press:
        raise UsageError("A key without a name cannot be bound: write one like alt-n, ctrl-t or f5.")
    if press in _FIXED:
        raise UsageError(f"The key {name} must stay what it is: nobody could chat without it.")
    if len(press[0]) == 1:
        raise UsageError(f"The key {name} is for typing: take one like alt-{name[0]}, ctrl-t or f5.")
    return press


def _one(word: str, name: str) -> Press:
    bare = re.sub(r"^(?:(?:alt|ctrl|shift)-)+(?=.)", "", word)
    alt, ctrl, shift = (f"{modifier}-" in word.removesuffix(bare) for modifier in ("alt", "ctrl", "shift"))
    before = ("escape",) if alt else ()
    if ctrl and not shift and _CTRL.fullmatch(bare):
        return (*before, f"c-{bare}")
    if shift and not ctrl and (bare == "tab" or re.fullmatch(_MOVES, bare)):
        return (*before, f"s-{bare}")
    if not (ctrl or shift) and (bare in _NAMED or len(bare) == 1):
        return (*before, {"space": " ", "backspace": "c-h"}.get(bare, bare))
    raise UsageError(f"There is no key {name}: write it like alt-n, ctrl-t, ctrl-x ctrl-t, shift-tab, f5 or pageup.")


def written(press: Press) -> str:
    """Give the name of a key as it stands in the settings."""
    words, alt = [], ""
    for part in press:
        if part == "escape":
            alt = "alt-"
            continue
        words.append(alt + re.sub("^s-", "shift-", re.sub("^c-", "ctrl-", part)))
        alt = ""
    return " ".join(words)


def _either(names: Mapping[str, Key]) -> str:
    *most, last = names
    return f"one of {', '.join(most)} and {last}"


def help_lines(wanted: Mapping[str, str] | None = None) -> list[str]:
    """Give the help on all keys, those that somebody has changed at the end."""
    rows = [(key.name, key.help) for key in KEYS]
    for name, meaning in (wanted or {}).items():
        action = ACTIONS.get(meaning)
        rows.append((name, action.help if action else meaning or "(nothing)"))
    columns = max(len(name) for name, _ in rows)
    return [f"{name:{columns}}  {help_}" for name, help_ in rows]
