"""The keys that do something of ours: for the terminal, and for those who ask. Pure."""

from trichat.words.record import record


@record
class Key:
    """A key as people call it, and what it does. `press` is what prompt_toolkit calls it, `types` a line it sends."""

    name: str
    help: str
    press: tuple[str, ...] = ()
    types: str = ""


KEYS = (
    Key(name="F1", help="Show the commands and the keys.", press=("f1",), types="/help"),
    Key(name="Alt-1 … Alt-9", help="Go to a room by its number."),
    Key(name="Alt-A", help="Go to the next room with something new.", press=("escape", "a"), types="/switch"),
    Key(name="Tab", help="Finish a command, a name or a room."),
    Key(name="Up, Down", help="Bring back what was typed before."),
    Key(name="Ctrl-R", help="Search in it."),
    Key(name="Ctrl-X Ctrl-E", help="Edit the line with $EDITOR; Enter then sends it."),
    Key(name="Ctrl-C", help="Clear the line; on an empty one, twice: leave."),
    Key(name="Ctrl-D", help="On an empty line: leave."),
    Key(name="Ctrl-Z", help="Suspend; fg brings the chat back."),
)

# What a key sends as if it were typed, while the line being typed stays as it is.
SHORTCUTS = {key.press: key.types for key in KEYS if key.press} | {
    ("escape", str(number)): f"/switch {number}" for number in range(1, 10)
}


def help_lines() -> list[str]:
    """Give the help on all keys."""
    columns = max(len(key.name) for key in KEYS)
    return [f"{key.name:{columns}}  {key.help}" for key in KEYS]
