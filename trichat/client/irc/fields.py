"""Fields of an IRC message as the client reads and writes them, forgiving about what a server leaves out."""

from datetime import UTC, datetime

from trichat.protocols.irc.wire.message import Message

_CTCP = "\x01"
_ACTION = "\x01ACTION "
_YEAR_3000 = 32_503_680_000_000  # its beginning, in Unix milliseconds


def param(message: Message, index: int) -> str:
    """Give a parameter, or an empty text if the server sent fewer."""
    return message.params[index] if -len(message.params) <= index < len(message.params) else ""


def nick_of(message: Message) -> str:
    """Give the nick of whoever sent it, or the name of the server."""
    return message.source.partition("!")[0]


def is_error(message: Message) -> bool:
    """Tell whether a server refuses something: a numeric of RFC 2812, 5.2, or a FAIL (IRCv3 standard-replies)."""
    return message.command == "FAIL" or (message.command.isdigit() and message.command[0] in "45")


def msgid_of(message: Message) -> str:
    """Give the id under which history keeps it, or an empty text."""
    return message.tags.get("msgid", "")


def time_of(message: Message, now: int) -> int:
    """Give the time in Unix milliseconds: the server's if it says one (IRCv3 server-time), else `now`."""
    return parse_time(message.tags.get("time", ""), now)


def parse_time(text: str, otherwise: int) -> int:
    """Read a time as IRCv3 server-time has it, in Unix milliseconds.

    Years of which not every system can tell the local time are none: Windows knows those from 1970 to 3000.
    """
    try:
        when = datetime.fromisoformat(text)
        found = round((when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() * 1000)
    except (ValueError, OverflowError):
        return otherwise
    return found if 0 <= found < _YEAR_3000 else otherwise


def wrap_action(text: str) -> str:
    """Wrap what somebody does as a CTCP ACTION."""
    return f"{_ACTION}{text}{_CTCP}"


def unwrap_ctcp(text: str) -> tuple[str, str]:
    """Split CTCP into its command and the rest; the command is empty for ordinary text."""
    if not text.startswith(_CTCP):
        return "", text
    command, _, rest = text.strip(_CTCP).partition(" ")
    return command.upper(), rest


def decode(line: bytes) -> str:
    """Decode a line as UTF-8 or, from very old clients, as Windows-1252."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


REPLY = "+reply"
DRAFT_REPLY = "+draft/reply"
REACT, UNREACT = "+draft/react", "+draft/unreact"
TYPING = "+typing"
TYPING_TAGS = (TYPING, "+draft/typing")


def reply_to(message: Message) -> str:
    """Give the id of the message that this one answers, or an empty text (IRCv3 reply client tag)."""
    return message.tags.get(REPLY) or message.tags.get(DRAFT_REPLY, "")
