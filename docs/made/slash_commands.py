"""The page about slash commands, and the keys of the client."""

from made.writing import code, page, table
from trichat.client.commands import table as client_commands
from trichat.client.settings import keymap
from trichat.words import commands


def slash_commands_page() -> str:
    """Describe every row of the table of commands."""
    rows = [
        (code(row.usage), row.help, ", ".join(code("/" + alias) for alias in row.aliases)) for row in commands.COMMANDS
    ]
    own_rows = [(code(row.usage), row.help) for row in client_commands.OWN]
    key_rows = [(key.name, key.help, code(key.action)) for key in keymap.KEYS]
    return page(
        "Slash commands",
        "trichat/words/commands/, trichat/client/commands/table.py and trichat/client/settings/keymap.py",
        _SLASH,
        table(("Type", "What it does", "Also"), rows),
        "## Only in trichat chat",
        _OWN,
        table(("Type", "What it does"), own_rows),
        "## Keys in trichat chat",
        _KEYS,
        table(("Key", "What it does", "Action"), key_rows),
    )


_SLASH = """
At the plain door and in `trichat chat`, a line that starts with `/` is a command; anything else is said where you
stand. To say something that starts with a slash, double it: `//etc` says `/etc`. The name of a command may be written
in capitals or not. A command that does not exist is answered with the nearest one that does, and sent to nobody.

`/lang` is for the plain door only. `trichat chat` has some [of its own](#only-in-trichat-chat), and
[keys](#keys-in-trichat-chat). What IRC clients can send is listed [elsewhere](irc-tables.md).
"""

_OWN = """
Rooms and private conversations have numbers, in the order in which they were opened; they stand below the line you
type in. What is said where you do not look is counted there, `2:#dev(3)`, and shown when you go there: up to 200
lines, `/history` has the others. A private message, or a message with your name in it, is shown at once, marked with
its room, makes a sound, and is counted with an exclamation mark: `3:@bob(1!)`.
"""

_KEYS = """
The line you type in has the keys of readline (Emacs) besides these. In the settings, under `[keys]`, a key can stand
for an action, for a command like `/who`, or, with nothing on the right, for nothing. Keys are written like `alt-n`,
`ctrl-t`, `ctrl-x ctrl-t`, `shift-tab`, `f5` or `pageup`.
"""
