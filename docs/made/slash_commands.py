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
    own_rows = [(code(row.usage), row.help) for row in client_commands.CLIENT_COMMANDS]
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
At the plain door and in `trichat chat`, a line that starts with `/` is a command; anything else is said in the room you
are in. To say something that starts with a slash, double it: `//etc` says `/etc`. Capitals make no difference in the
name of a command. For a command that does not exist, the most similar one is suggested, and nothing is sent to others.

`/lang` is for the plain door only. `trichat chat` has [commands of its own](#only-in-trichat-chat), and
[keys](#keys-in-trichat-chat). For the commands of IRC clients, see [the tables of the IRC door](irc-tables.md).
"""

_OWN = """
Rooms and private conversations have numbers, in the order in which they were opened; the line below your input lists
them. New messages in other rooms are counted there, `2:#dev(3)`, and shown when you go there: up to 200 lines,
`/history` has the others. A private message, or a message with your name in it, is shown at once, marked with its
room. It makes a sound, and is counted with an exclamation mark: `3:@bob(1!)`.
"""

_KEYS = """
The input line also has the keys of readline (Emacs). In the settings, under `[keys]`, a key can stand for an action,
for a command such as `/who`, or, with an empty text, for nothing. Keys are written like `alt-n`, `ctrl-t`, `ctrl-x
ctrl-t`, `shift-tab`, `f5` or `pageup`.
"""
