"""Write the reference pages that are made from the code: `python docs/generate.py`. A test compares them with it."""

import ast
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click

import trichat
from trichat.chat.state import Rules
from trichat.cli import main as command_line
from trichat.client import keys, own, values
from trichat.client.settings import SETTINGS
from trichat.config import values as server_values
from trichat.config.about import Row, rows
from trichat.config.limits import Limits
from trichat.config.settings import ServerSettings
from trichat.protocols.irc import commands as irc
from trichat.protocols.irc import numerics, reading
from trichat.protocols.irc.answers import ServerFacts, write
from trichat.protocols.irc.capabilities import CAPABILITIES
from trichat.protocols.irc.numerics import Numeric
from trichat.protocols.irc.refusals import FAILURES, REFUSALS
from trichat.protocols.plain.reading import LINE_BYTES
from trichat.storage import memory
from trichat.words import commands, modes, names
from trichat.words.events import Welcome

DOCS = Path(__file__).parent
PACKAGE = Path(trichat.__file__).parent


def _page(title: str, source: str, *parts: str) -> str:
    """Put a page together; the first line says where it comes from."""
    made = f"<!-- Made by docs/generate.py from {source}. Change that, and run it again. -->"
    return "\n\n".join([made, f"# {title}", *(part.strip() for part in parts)]) + "\n"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


# The command line


def command_line_page() -> str:
    """Describe every command and option that click knows."""
    parts = ["`trichat --help` and `trichat COMMAND --help` say this in the terminal, `trichat --version` the version."]
    for name, command in _commands(command_line):
        options = [_option(option) for option in command.params if isinstance(option, click.Option)]
        parts += [f"## trichat {name}", command.help or "", _table(("Option", "What it does", "Default"), options)]
    parts.append("How the commands end is told in [Exit statuses](exit-statuses.md).")
    return _page("The command line", "trichat/cli.py", *parts)


def _commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """Give every command with its whole name, and those of a group instead of the group."""
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from _commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def _option(option: click.Option) -> tuple[str, str, str]:
    text, _, told = (option.help or "").partition("  [default: ")
    default = _told(told.removesuffix("]")) or (_default(option.default) if option.show_default else "")
    names = [*option.opts, *(f"/ {name}" for name in option.secondary_opts)]
    return _code(" ".join([*names, _value(option)]).strip()), text, default


def _told(default: str) -> str:
    return default if " " in default or default.startswith("`") else _code(default)


def _default(value: Any) -> str:
    return _code(" ".join(value) if isinstance(value, tuple) else str(value))


def _value(option: click.Option) -> str:
    """Name the value that an option takes."""
    kind = option.type
    if option.is_flag:
        return ""
    if isinstance(kind, click.Choice):
        return "|".join(kind.choices)
    if isinstance(kind, click.Path):
        return "FILE"
    if option.metavar:
        return option.metavar
    return "NUMBER" if isinstance(kind, click.IntRange) else "TEXT"


# Slash commands


def slash_commands_page() -> str:
    """Describe every row of the table of commands."""
    rows = [
        (_code(row.usage), row.help, ", ".join(_code("/" + alias) for alias in row.aliases))
        for row in commands.COMMANDS
    ]
    own_rows = [(_code(row.usage), row.help) for row in own.OWN]
    key_rows = [(key.name, key.help, _code(key.action)) for key in keys.KEYS]
    return _page(
        "Slash commands",
        "trichat/words/commands/, trichat/client/own.py and trichat/client/keys.py",
        _SLASH,
        _table(("Type", "What it does", "Also"), rows),
        "## Only in trichat chat",
        _OWN,
        _table(("Type", "What it does"), own_rows),
        "## Keys in trichat chat",
        _KEYS,
        _table(("Key", "What it does", "Action"), key_rows),
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


# The settings of the client


def client_settings_page() -> str:
    """List every setting of the client under the headings of its file."""
    parts: list[str] = []
    rows: list[tuple[str, ...]] = []
    for row in SETTINGS:
        if row.about.section:
            parts += [_settings_table(rows), f"## {row.about.section}"]
            rows = []
        rows.append((_code(row.name), row.about.help, values.allowed(row), _code(values.as_toml(row.default))))
    return _page("Settings of trichat chat", "trichat/client/settings.py", _SETTINGS, *parts[1:], _settings_table(rows))


def _settings_table(rows: Iterable[tuple[str, ...]]) -> str:
    return _table(("Name", "What it is for", "What it can be", "Default"), rows)


_SETTINGS = """
They stand in one file, `chat.toml` in your settings folder (`~/.config/trichat/chat.toml` on Linux), or in the one
that `--config` names. Nothing has to be set. `trichat chat --write-config` writes a file with every setting in it,
explained and commented out. What the command line says goes before the file.

The settings under “The server” can be different for each server: in a table `[servers.NAME]`, which
`trichat chat --server NAME` takes. A file that does not fit is refused with a sentence that says what would be right.
"""


# The settings of the server


def settings_page() -> str:
    """List every setting of the server's file but the limits, by section."""
    parts = [_SETTINGS]
    mine = list(rows(ServerSettings))
    for section in dict.fromkeys(row.about.section for row in mine):
        found = [row for row in mine if row.about.section == section]
        cells = [(_code(_key(row)), row.about.help, server_values.allowed(row), _unless(row)) for row in found]
        parts += [f"## [{section}]", _table(("Setting", "What it is for", "What it may be", "Default"), cells)]
    parts += ["## [limits]", _LIMITS]
    return _page("Settings of the server", "trichat/config/settings.py", *parts)


_SETTINGS = """
`trichat serve --config FILE` reads its settings from one file in [TOML](https://toml.io). This makes one that sets
nothing yet and explains everything:

```sh
trichat serve --write-config --config trichat.toml
```

What is said on the command line wins over the file. A path in the file that is not absolute begins in the folder of
the file. A setting that does not exist, or that cannot be what was given, keeps the server from starting, and is told
in one sentence.

A password need not stand in the file: `trichat hash-password` asks for it and prints a hash to put there.
"""

_LIMITS = "All [limits](limits.md) can be set too, each by the name that it has there."


def _key(row: Row) -> str:
    return "NAME" if row.key == "*" else row.key


def _unless(row: Row) -> str:
    return row.about.unless or _code(server_values.as_toml(row.default))


# Limits


def limits_page() -> str:
    """List every limit with its default, its unit and what it is there for."""
    server = [(_code(row.field), _number(row.default), row.about.unit, row.about.help) for row in rows(Limits)]
    fixed = [(what, _number(value), unit, where) for what, value, unit, where in _FIXED]
    return _page(
        "Limits",
        "trichat/config/limits.py",
        "Each limit keeps somebody from using up what belongs to all.",
        "## The server",
        "These can be set in the section `[limits]` of the [settings](settings.md).",
        _table(("Name", "Default", "Unit", "What it is there for"), server),
        "## Names, lines and lists",
        "Bytes are bytes of UTF-8: a Latin letter takes one, a Cyrillic one two, most emoji four.",
        _table(("What", "Most", "Unit", "Where it is set"), fixed),
    )


_RULES = Rules()
_FIXED: tuple[tuple[str, int, str, str], ...] = (
    ("The name of a person", names.NAME_BYTES, "bytes", "`words/names.py`"),
    ("The name of a room", names.ROOM_BYTES, "bytes", "`words/names.py`"),
    ("A line at the plain door", LINE_BYTES, "bytes", "`protocols/plain/reading.py`"),
    ("A line from an IRC client, without tags and line end", reading.BODY_BYTES, "bytes", "`protocols/irc/reading.py`"),
    ("Such a line, before the connection is closed", reading.ENDLESS_BYTES, "bytes", "`protocols/irc/reading.py`"),
    ("The tags of such a line", reading.TAG_BYTES, "bytes", "`protocols/irc/reading.py`"),
    ("A topic; what is longer is cut", _RULES.topic_bytes, "bytes", "`chat/state.py`"),
    ("The real name that an IRC client gives; likewise", _RULES.realname_bytes, "bytes", "`chat/state.py`"),
    ("Rooms that one person is in", _RULES.most_rooms, "rooms", "`chat/state.py`"),
    ("Messages shown to whoever comes into a room", _RULES.history_on_join, "messages", "`chat/state.py`"),
    ("Messages for one `/history`", commands.HISTORY_MOST, "messages", "`words/commands/history.py`"),
    ("Messages for one `CHATHISTORY`", irc.HISTORY_MOST, "messages", "`protocols/irc/commands/base.py`"),
    (
        "Receivers of one `PRIVMSG`, `NOTICE` or `TAGMSG`",
        irc.MOST_TARGETS,
        "receivers",
        "`protocols/irc/commands/base.py`",
    ),
    ("Rooms in one `JOIN`, `PART` or `NAMES`", irc.MOST_ROOMS, "rooms", "`protocols/irc/commands/base.py`"),
    ("With `--no-history`: what is kept of one room", memory.PLACE_EVENTS, "events", "`storage/memory.py`"),
    ("With `--no-history`: rooms and conversations kept", memory.PLACES, "places", "`storage/memory.py`"),
)


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:g}"


# The IRC door


def irc_tables_page() -> str:
    """List what the IRC door takes, offers and answers."""
    return _page(
        "The IRC door: tables",
        "trichat/protocols/irc",
        "What these mean for you is told in [The IRC door](irc-door.md).",
        "## Commands",
        ", ".join(_code(name) for name in sorted({*irc.BUILDERS, "CAP", "NICK", "USER", "PASS"})) + ".",
        "## Capabilities",
        _table(("Name", "What a client gets that asks for it"), [(_code(row.name), row.adds) for row in CAPABILITIES]),
        "## RPL_ISUPPORT (005)",
        _table(("Token", "What it says"), [(_code(token), _isupport_meaning(token)) for token in _isupport()]),
        "## Modes of rooms",
        "The word is what `/set` calls it at the plain door.",
        _table(
            ("Letter", "Word", "Kind in `CHANMODES`", "What it does"),
            [(_code(row.letter), _code(row.word), row.kind.value, row.help) for row in modes.SETTINGS],
        ),
        "## Numerics: answers",
        _table(("Number", "Name", "Text", "Described in"), _answers()),
        "## Numerics: refusals",
        _table(("Number", "Why", "Text"), _refusals()),
        "## Standard replies: refusals without a numeric",
        _table(("Code", "Text"), [(_code(code), text) for code, text in sorted(FAILURES.values())]),
    )


def _isupport() -> list[str]:
    """Ask the code that greets a client for the tokens it sends."""
    facts = ServerFacts(
        server="trichat.local",
        network="trichat",
        version=trichat.__version__,
        started="",
        topic_bytes=_RULES.topic_bytes,
        most_rooms=_RULES.most_rooms,
    )
    lines = write(Welcome(nick="anna"), "anna", facts, frozenset())
    rows = [line.partition(" 005 anna ")[2].partition(" :")[0] for line in lines]
    return " ".join(rows).split()


_ISUPPORT = {
    "AWAYLEN": "how many bytes of a reason for being away are told",
    "BOT": "the user mode with which a program says that it is one",
    "MONITOR": "how many people one can watch for with `MONITOR`",
    "NAMELEN": "how many bytes a real name can have",
    "CASEMAPPING": "which names are the same, for ASCII; other scripts follow RFC 8266",
    "CHANLIMIT": "in how many rooms one person can be",
    "CHANMODES": "the modes of rooms, see below",
    "CHANNELLEN": "how many bytes the name of a room can have",
    "CHANTYPES": "how the name of a room begins",
    "CHATHISTORY": "how many messages one `CHATHISTORY` can ask for",
    "ACCOUNTEXTBAN": "which letter before a mask means an account: `a:anna`",
    "ELIST": "how `LIST` can search: by mask, number of people, age, age of the topic",
    "KICKLEN": "how many bytes a reason can have",
    "STATUSMSG": "to `@#room` one speaks to its ops only, to `+#room` to those with a voice too",
    "EXCEPTS": "the list of those whom no ban meets",
    "EXTBAN": "which letters can stand before a mask: `a:` an account, `m:` may not speak",
    "INVEX": "the list of those who need no invitation",
    "KEYLEN": "how many bytes a key can have",
    "MAXLIST": "how many entries these lists of a room can have together",
    "HOSTLEN": "how many bytes a host can have, as others see it",
    "SAFELIST": "`LIST` never closes the connection of who asks, however much it tells",
    "USERLEN": "how many bytes a username can have; of a longer one the beginning is taken",
    "MODES": "how many changes with a parameter one `MODE` can make",
    "LINELEN": "how many bytes a line can have",
    "MSGREFTYPES": "how `CHATHISTORY` can name a message",
    "NETWORK": "the name of the network",
    "NICKLEN": "how many bytes a name can have",
    "PREFIX": "the roles in a room, from the highest to the lowest, and how they are shown",
    "TARGMAX": "how many receivers or rooms one command can name",
    "TOPICLEN": "how many bytes a topic can have",
    "UTF8ONLY": "text is UTF-8, and nothing else",
    "WHOX": "`WHO` takes a list of fields",
}


def _isupport_meaning(token: str) -> str:
    name = token.partition("=")[0]
    if name not in _ISUPPORT:
        raise ValueError(f"Say in docs/generate.py, in _ISUPPORT, what {name} means.")
    return _ISUPPORT[name]


def _answers() -> list[tuple[str, ...]]:
    found = [(row.number, name, row) for name, row in vars(numerics).items() if isinstance(row, Numeric)]
    found.sort(key=lambda row: row[:2])
    return [(number, _code(name), _code(row.text), row.source) for number, name, row in found]


def _refusals() -> list[tuple[str, ...]]:
    found = [(row.number, reason.name, row.text) for reason, row in REFUSALS.items()]
    return [(number, _code(name), _code(text)) for number, name, text in sorted(found)]


# Modules


def modules_page() -> str:
    """List every module with the first line of its docstring."""
    folders = sorted({file.parent for file in PACKAGE.rglob("*.py")})
    return _page(
        "Modules",
        "the first lines of trichat's modules",
        "Where is what? Each module says it in its first line. Packages that say “Pure” wait for nothing and touch "
        "no socket, file or clock.",
        *(part for folder in folders for part in _folder(folder)),
    )


def _folder(folder: Path) -> tuple[str, str, str]:
    name = folder.relative_to(PACKAGE.parent).as_posix()
    files = sorted(file for file in folder.glob("*.py") if file.name != "__init__.py")
    rows = [f"* `{file.name}`: {_first_line(file)}" for file in files]
    return f"## {name}/", _first_line(folder / "__init__.py"), "\n".join(rows)


def _first_line(file: Path) -> str:
    docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    if not docstring:
        raise ValueError(f"{file} does not say in its first line what it is for.")
    return docstring.splitlines()[0]


PAGES: dict[str, Callable[[], str]] = {
    "reference/command-line.md": command_line_page,
    "reference/slash-commands.md": slash_commands_page,
    "reference/client-settings.md": client_settings_page,
    "reference/settings.md": settings_page,
    "reference/limits.md": limits_page,
    "reference/irc-tables.md": irc_tables_page,
    "explanation/modules.md": modules_page,
}

if __name__ == "__main__":
    for path, page in PAGES.items():
        (DOCS / path).write_text(page(), encoding="utf-8")
