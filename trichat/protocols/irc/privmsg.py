"""Writes messages as IRC lines (PRIVMSG, NOTICE), with the tags that all lines have.

Of nothing else is there so much, so each message is written once for all dialects to which it looks the same. There is
a dialect for each set of capabilities that some client has asked for; but only five capabilities change how a message
looks (`_MATTER`). Dialects that agree in those share one `MessageFormat`, and with it the bytes. The `account` tag
matters only for authors who have an account: messages of others look the same with that capability and without it, so
the format that writes accounts passes them on to the one that does not.
"""

import functools
from collections.abc import Sequence

from trichat.protocols.irc import capabilities as cap
from trichat.protocols.irc.multiline import CONCAT
from trichat.protocols.irc.wire.message import format_tags, write_time
from trichat.words import events as ev
from trichat.words.names.identity import to_text
from trichat.words.text.clean import split_bytes
from trichat.words.text.lines import cut, is_one, pieces

LINE_BYTES = 510  # modern.ircdocs.horse, "Message Format": without tags and line end
# For each kind of what is said its command, and the marks of CTCP around the text.
_FRAMES = {
    ev.Kind.MESSAGE: ("PRIVMSG", "", ""),
    ev.Kind.NOTICE: ("NOTICE", "", ""),
    ev.Kind.ACTION: ("PRIVMSG", "\x01ACTION ", "\x01"),
    ev.Kind.CTCP: ("PRIVMSG", "\x01", "\x01"),
    ev.Kind.CTCP_REPLY: ("NOTICE", "\x01", "\x01"),
}
# The capabilities that make a difference to how a message is written.
_MATTER = frozenset({cap.SERVER_TIME, cap.MESSAGE_TAGS, cap.MULTILINE, cap.BATCH, cap.ACCOUNT_TAG})
_SPOKEN = (ev.Said, ev.Tagged)
_REMEMBERED = 1024  # messages: those of a large batch, which many dialects show one after the other


class MessageFormat:
    """One way to write messages, for all dialects that write them the same."""

    def __init__(self, server: str, enabled: frozenset[str], without_accounts: "MessageFormat | None" = None) -> None:
        """Make one; if it writes accounts, name the format that differs in nothing else."""
        self._server = server
        self._times = cap.SERVER_TIME in enabled
        self._ids = cap.MESSAGE_TAGS in enabled
        self._multiline = {cap.MULTILINE, cap.BATCH} <= enabled
        self._accounts = without_accounts is not None
        self._without_accounts = without_accounts or self
        self._written: dict[int, tuple[ev.Said, bytes]] = {}  # the last messages, by id

    def for_events(self, events: Sequence[ev.Happened]) -> "MessageFormat":
        """Give the format that writes these the same: the one without accounts, if none of their authors has one."""
        known = self._accounts and any(event.source.account for event in events)
        return self if known else self._without_accounts

    def line(self, event: ev.Said) -> bytes:
        """Give a message as a line; it is written once, and remembered."""
        if self._accounts and not event.source.account:
            return self._without_accounts.line(event)
        found = self._written.get(event.id)
        if found is not None and found[0] is event:
            return found[1]
        if len(self._written) >= _REMEMBERED:
            self._written.clear()
        line = self.write(event)
        self._written[event.id] = event, line
        return line

    def write(self, event: ev.Said, batch: str = "") -> bytes:
        """Write a message, as lines of 512 bytes at most without tags."""
        text = event.text
        command, before, behind = _FRAMES[event.kind]
        tags = self.tags(event, batch).encode()
        line = f":{event.source.mask} {command} {event.target} :{before}{text}{behind}\r\n".encode()
        if len(line) > LINE_BYTES + 2 or not is_one(text):
            return self._lines(event, tags)
        return tags + line

    def tags(self, event: ev.Happened, batch: str = "") -> str:
        """Give the tags of an event with the space behind them, or nothing if there are none."""
        tags = f"batch={batch};" if batch else ""
        if self._times:
            tags += _time_tag(event.time)
        if self._accounts and event.source.account:
            tags += format_tags({"account": event.source.account}) + ";"
        if self._ids:
            if event.source.bot:
                tags += "bot;"
            tags += f"msgid={to_text(event.id)};"
            if isinstance(event, _SPOKEN) and event.tags:
                tags += format_tags(dict(event.tags)) + ";"
        return f"@{tags[:-1]} " if tags else ""

    def _lines(self, event: ev.Said, tags: bytes) -> bytes:
        """Write a long message in as many lines as it takes.

        As one batch for those who know such (IRCv3 draft/multiline). Else the lines that there is something in, cut
        where its author's client cut them; only the first has the id, so that ids stay unique.
        """
        command, before, behind = _FRAMES[event.kind]
        start = f":{event.source.mask} {command} {event.target} :{before}"
        most = LINE_BYTES - len(start.encode()) - len(behind)
        if self._multiline and not behind:
            return self._batch(event, tags, start, most)
        found = [part for piece, _ in pieces(event.text) for part in split_bytes(piece, most) if part]
        lines = [f"{start}{part}{behind}\r\n".encode() for part in found]
        rest = _without_id(tags)
        return tags + lines[0] + b"".join([rest + line for line in lines[1:]])

    def _batch(self, event: ev.Said, tags: bytes, start: str, most: int) -> bytes:
        reference = to_text(event.id)
        mask, _, target = start.removesuffix(" :").split(" ")
        lines = [f"{mask} BATCH +{reference} {cap.MULTILINE} {target}"]
        for piece, joined in pieces(event.text):
            for number, part in enumerate(cut(piece, most)):
                concat = f";{CONCAT}" if joined or number else ""
                lines.append(f"@batch={reference}{concat} {start}{part}")
        lines.append(f":{self._server} BATCH -{reference}")
        return tags + "".join([line + "\r\n" for line in lines]).encode()


class MessageFormats:
    """All formats of a server, each made once."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._made: dict[frozenset[str], MessageFormat] = {}

    def get(self, enabled: frozenset[str]) -> MessageFormat:
        """Give the format for a set of capabilities."""
        return self._get(enabled & _MATTER)

    def _get(self, enabled: frozenset[str]) -> MessageFormat:
        format_ = self._made.get(enabled)
        if format_ is None:
            less = self._get(enabled - {cap.ACCOUNT_TAG}) if cap.ACCOUNT_TAG in enabled else None
            format_ = self._made[enabled] = MessageFormat(self._server, enabled, less)
        return format_


@functools.lru_cache(maxsize=16)  # all events of a batch are of one moment
def _time_tag(time_ms: int) -> str:
    return f"time={write_time(time_ms)};"


def _without_id(tags: bytes) -> bytes:
    """Give the tags of the second and further lines: those of the first, without an id."""
    kept = [tag for tag in tags[1:-1].split(b";") if not tag.startswith(b"msgid=")] if tags else []
    return b"@" + b";".join(kept) + b" " if kept else b""
