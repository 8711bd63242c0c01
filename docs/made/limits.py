"""The page about limits."""

from made.writing import code, page, table
from trichat.chat.accounts.sasl import CERTIFICATES_MOST
from trichat.chat.core.memory import NAMES_MOST, VISITS_MOST
from trichat.chat.core.people import RECENT_MOST, SPEAKERS_MOST
from trichat.chat.core.room_records import ROLES_MOST
from trichat.chat.core.rules import Rules
from trichat.chat.people import ignoring, metadata, read_markers
from trichat.chat.talking.replies import TOGETHER
from trichat.config.limits import Limits
from trichat.protocols import detect, proxy
from trichat.protocols.http import frames
from trichat.protocols.irc import commands as irc
from trichat.protocols.irc import reader
from trichat.protocols.plain.reader import LINE_BYTES
from trichat.server.listeners import RESERVED
from trichat.server.log import LINES
from trichat.settings.table import rows
from trichat.storage import memory
from trichat.words import commands, modes
from trichat.words.events.happened import TAGS_BYTES
from trichat.words.names import names


def limits_page() -> str:
    """List every limit with its default, its unit and what it is there for."""
    server = [(code(row.field), _number(row.default), row.about.unit, row.about.help) for row in rows(Limits)]
    fixed = [(what, _number(value), unit, where) for what, value, unit, where in _FIXED]
    lists = [(what, _number(value), unit, why) for what, value, unit, why in _LISTS]
    return page(
        "Limits",
        "trichat/config/limits.py",
        "Each limit keeps somebody from using up what belongs to all.",
        "## The server",
        "These can be set in the section `[limits]` of the [settings](settings.md).",
        table(("Name", "Default", "Unit", "What it is there for"), server),
        "## Lists",
        "What people can add to and what is kept for them has a limit by person, account, room or connection. What "
        "belonged to a guest goes with them.",
        table(("What", "Most", "Unit", "What it is there for"), lists),
        "## Names and lines",
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
    (
        "The tags of a reaction; other tags without text are not kept beyond",
        TAGS_BYTES,
        "bytes",
        "`words/events/happened.py`",
    ),
    ("A value of metadata", metadata.VALUE_BYTES, "bytes", "`chat/people/metadata.py`"),
)


_LISTS: tuple[tuple[str, int, str, str], ...] = (
    ("Rooms that one person is in", _RULES.most_rooms, "rooms", "Each takes memory, and history when they leave."),
    ("Rooms that belong to one account", _RULES.most_founded, "rooms", "Each is kept for good, with all its settings."),
    (
        "Bans, exceptions and invited guests of one room",
        modes.LIST_MOST,
        "entries",
        "Who speaks is held against them.",
    ),
    ("Accounts with a role in one room", ROLES_MOST, "accounts", "With each that comes all of them are written again."),
    ("Metadata of one person or room", metadata.KEYS_MOST, "keys", "Everybody who asks is sent all of it."),
    (
        "Metadata that one connection wants to know about",
        metadata.SUBSCRIPTIONS_MOST,
        "keys",
        "Each is looked for in everybody whom it meets.",
    ),
    (
        "The monitor list of one connection",
        _RULES.most_monitored,
        "names",
        "Who comes or goes is looked for in all.",
    ),
    ("People whom one person ignores", ignoring.MOST, "people", "For accounts it is kept for good."),
    (
        "People whose messages somebody takes who takes those of accounts only",
        _RULES.most_accepted,
        "people",
        "Whom one writes to comes on this list; then the first there goes.",
    ),
    (
        "Invitations that one person has not followed",
        _RULES.most_invitations,
        "rooms",
        "Others make them; the oldest is forgotten.",
    ),
    (
        "Read markers of one person",
        read_markers.MOST,
        "places",
        "That which is furthest back is forgotten; those of accounts are kept.",
    ),
    ("Certificates that log in to one account", CERTIFICATES_MOST, "certificates", "Laptop, phone, bots."),
    (
        "Messages of one room of which it is remembered who said them",
        RECENT_MOST,
        "messages",
        "To see whose words are answered. Nothing more is remembered of them, and nothing of an empty room.",
    ),
    (
        "People of whom a slow room remembers when they spoke",
        SPEAKERS_MOST,
        "people",
        "Guests can come as somebody else each time.",
    ),
    ("Names that `WHOWAS` knows", NAMES_MOST, "names", "That which was left first is forgotten."),
    ("Visits under one of them", VISITS_MOST, "visits", "Likewise."),
    (
        "Messages that one person takes back at once",
        TOGETHER,
        "messages",
        "They are found and stored together; others wait as long as it takes.",
    ),
    (
        "Open files that connections leave",
        RESERVED,
        "files",
        "For the disk and the command line, when the system allows no more (`ulimit -n`).",
    ),
    ("Lines of one kind in the log within a minute", LINES, "lines", "Strangers can cause them; then comes a sum."),
    (
        "With `--no-history`: what is kept of one room",
        memory.PLACE_EVENTS,
        "events",
        "It is in memory; the oldest are forgotten.",
    ),
    (
        "With `--no-history`: rooms and conversations kept",
        memory.PLACES,
        "places",
        "Those that were quiet for longest are forgotten.",
    ),
    ("With `--no-history`: all of it", memory.BYTES, "bytes", "Likewise: a message may have eight thousand."),
)


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:g}"
