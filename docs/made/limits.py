"""The page about limits."""

from made.writing import code, page, table
from trichat.chat.core.rules import Rules
from trichat.config.limits import Limits
from trichat.protocols import detect, proxy
from trichat.protocols.http import frames
from trichat.protocols.irc import commands as irc
from trichat.protocols.irc import reader
from trichat.protocols.plain.reader import LINE_BYTES
from trichat.settings.table import rows
from trichat.storage import memory
from trichat.words import commands
from trichat.words.names import names


def limits_page() -> str:
    """List every limit with its default, its unit and what it is there for."""
    server = [(code(row.field), _number(row.default), row.about.unit, row.about.help) for row in rows(Limits)]
    fixed = [(what, _number(value), unit, where) for what, value, unit, where in _FIXED]
    return page(
        "Limits",
        "trichat/config/limits.py",
        "Each limit keeps somebody from using up what belongs to all.",
        "## The server",
        "These can be set in the section `[limits]` of the [settings](settings.md).",
        table(("Name", "Default", "Unit", "What it is there for"), server),
        "## Names, lines and lists",
        "Bytes are bytes of UTF-8: a Latin letter takes one, a Cyrillic one two, most emoji four.",
        table(("What", "Most", "Unit", "Where it is set"), fixed),
    )


_RULES = Rules()
_FIXED: tuple[tuple[str, int, str, str], ...] = (
    ("The name of a person", names.NAME_BYTES, "bytes", "`words/names/names.py`"),
    ("The name of a room", names.ROOM_BYTES, "bytes", "`words/names/names.py`"),
    ("A line at the plain door", LINE_BYTES, "bytes", "`protocols/plain/reader.py`"),
    ("A line from an IRC client, without tags and line end", reader.BODY_BYTES, "bytes", "`protocols/irc/reader.py`"),
    ("Such a line, before the connection is closed", reader.ENDLESS_BYTES, "bytes", "`protocols/irc/reader.py`"),
    (
        "A message by WebSocket; more than that of it is a line that is too long",
        frames.MESSAGE_BYTES,
        "bytes",
        "`protocols/http/frames.py`",
    ),
    ("Such a message, before the connection is closed", frames.ENDLESS_BYTES, "bytes", "`protocols/http/frames.py`"),
    (
        "The first line of one, as far as it tells who has come",
        detect.FIRST_LINE_BYTES,
        "bytes",
        "`protocols/detect.py`",
    ),
    ("A header of the PROXY protocol, version 2", proxy.HEADER_BYTES, "bytes", "`protocols/proxy.py`"),
    ("The tags of such a line", reader.TAG_BYTES, "bytes", "`protocols/irc/reader.py`"),
    ("A topic; what is longer is cut", _RULES.topic_bytes, "bytes", "`chat/core/rules.py`"),
    ("The real name that an IRC client gives; likewise", _RULES.realname_bytes, "bytes", "`chat/core/rules.py`"),
    ("Rooms that one person is in", _RULES.most_rooms, "rooms", "`chat/core/rules.py`"),
    ("Messages shown to whoever comes into a room", _RULES.history_on_join, "messages", "`chat/core/rules.py`"),
    (
        "What they missed, of one room, shown to whoever comes back",
        _RULES.missed_on_join,
        "messages",
        "`chat/core/rules.py`",
    ),
    ("Messages for one `/history`", commands.HISTORY_MOST, "messages", "`words/commands/talking.py`"),
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
