"""The page of what the IRC door takes, offers and answers."""

import trichat
from made.writing import code, page, table
from trichat.chat.core.rules import Rules
from trichat.protocols.irc import commands as irc
from trichat.protocols.irc import numerics
from trichat.protocols.irc.answers import ServerFacts, write
from trichat.protocols.irc.capabilities import CAPABILITIES
from trichat.protocols.irc.numerics import Numeric
from trichat.protocols.irc.reader import OWN_COMMANDS
from trichat.protocols.irc.refusals import FAILURES, REFUSALS
from trichat.words import modes
from trichat.words.events import Welcome


def irc_tables_page() -> str:
    """List what the IRC door takes, offers and answers."""
    return page(
        "The IRC door: tables",
        "trichat/protocols/irc",
        "For what these mean to you, see [The IRC door](irc-door.md).",
        "## Commands",
        ", ".join(code(name) for name in sorted({*irc.BUILDERS, *OWN_COMMANDS})) + ".",
        "## Capabilities",
        table(("Name", "What a client gets by asking for it"), [(code(row.name), row.adds) for row in CAPABILITIES]),
        "## RPL_ISUPPORT (005)",
        table(("Token", "What it says"), [(code(token), _isupport_meaning(token)) for token in _isupport()]),
        "## Modes of rooms",
        "The word is what `/set` calls it at the plain door.",
        table(
            ("Letter", "Word", "Kind in `CHANMODES`", "What it does"),
            [(code(row.letter), code(row.word), row.kind.value, row.help) for row in modes.SETTINGS],
        ),
        "## Numerics",
        table(("Number", "Name", "Text", "Described in"), _answers()),
        "## Numerics: refusals",
        table(("Number", "Reason", "Text"), _refusals()),
        "## Standard replies: refusals without a numeric",
        table(("Code", "Text"), [(code(name), text) for name, text in sorted(FAILURES.values())]),
    )


def _isupport() -> list[str]:
    """Ask the code that greets a client for the tokens it sends."""
    facts = ServerFacts(
        server="trichat.local",
        network="trichat",
        version=trichat.__version__,
        started="",
        topic_bytes=Rules().topic_bytes,
        most_rooms=Rules().most_rooms,
    )
    lines = write(Welcome(nick="anna"), "anna", facts, frozenset())
    rows = [line.partition(" 005 anna ")[2].partition(" :")[0] for line in lines]
    return " ".join(rows).split()


_ISUPPORT = {
    "AWAYLEN": "how many bytes a reason for being away can have; the rest is cut off",
    "BOT": "the user mode that marks a bot",
    "MONITOR": "how many people a client can watch with `MONITOR`",
    "NAMELEN": "how many bytes a real name can have",
    "CASEMAPPING": "which ASCII names are the same; other scripts follow RFC 8266",
    "CHANLIMIT": "in how many rooms one person can be",
    "CHANMODES": "the modes of rooms: see below",
    "CHANNELLEN": "how many bytes the name of a room can have",
    "CHANTYPES": "how the name of a room begins",
    "CHATHISTORY": "how many messages one `CHATHISTORY` can ask for",
    "ACCOUNTEXTBAN": "the letter before a mask that means an account: `a:anna`",
    "ELIST": "what `LIST` can filter by: mask, number of people, age, age of the topic",
    "KICKLEN": "how many bytes a reason can have",
    "STATUSMSG": "a message to `@#room` goes to its ops only, one to `+#room` also to those with a voice",
    "EXCEPTS": "the list of those to whom bans do not apply",
    "EXTBAN": "which letters can stand before a mask: `a:` an account, `m:` may not speak",
    "soju.im/FILEHOST": "where files are uploaded, with the name and password of an account: a file is `POST`ed there",
    "INVEX": "the list of those who need no invitation",
    "KEYLEN": "how many bytes a key can have",
    "MAXLIST": "how many entries these lists of a room can have together",
    "HOSTLEN": "how many bytes a host can have, as others see it",
    "SAFELIST": "`LIST` never closes the connection, however long the list is",
    "USERLEN": "how many bytes a username can have; the rest is cut off",
    "MODES": "how many changes with a parameter one `MODE` can make",
    "LINELEN": "how many bytes a line can have",
    "MSGREFTYPES": "how `CHATHISTORY` can refer to a message",
    "NETWORK": "the name of the network",
    "NICKLEN": "how many bytes a name can have",
    "PREFIX": "the roles in a room, from the highest to the lowest, and how they are shown",
    "TARGMAX": "how many receivers or rooms one command can name",
    "TOPICLEN": "how many bytes a topic can have",
    "UTF8ONLY": "text is UTF-8 only",
    "WHOX": "`WHO` takes a list of fields",
}


def _isupport_meaning(token: str) -> str:
    name = token.partition("=")[0]
    if name not in _ISUPPORT:
        raise ValueError(f"Say in docs/made/irc_tables.py, in _ISUPPORT, what {name} means.")
    return _ISUPPORT[name]


def _answers() -> list[tuple[str, ...]]:
    found = [(row.number, name, row) for name, row in vars(numerics).items() if isinstance(row, Numeric)]
    found.sort(key=lambda row: row[:2])
    return [(number, code(name), code(row.text), row.source) for number, name, row in found]


def _refusals() -> list[tuple[str, ...]]:
    found = [(row.number, reason.name, row.text) for reason, row in REFUSALS.items()]
    return [(number, code(name), code(text)) for number, name, text in sorted(found)]
