"""Events become IRC messages, for one set of capabilities."""

import functools
from collections.abc import Sequence
from datetime import UTC, tzinfo

from trichat.protocols.clock import clock_time
from trichat.protocols.irc import answers
from trichat.protocols.irc import capabilities as cap
from trichat.protocols.irc.answers import ServerFacts
from trichat.protocols.irc.bodies import BODIES, frame
from trichat.protocols.irc.labels import label
from trichat.protocols.irc.message import format_tags
from trichat.protocols.irc.multiline import CONCAT
from trichat.protocols.irc.timestamps import write_time
from trichat.words import events as ev
from trichat.words.identity import time_of, to_text
from trichat.words.lines import cut, is_one, pieces
from trichat.words.lines import lines as lines_of
from trichat.words.names import is_room
from trichat.words.text import split_bytes

_REMEMBERED = 4096  # messages: more than a large batch has, in each of a few manners
_MANNERS = 4  # bits: what makes a difference to how a message is written
_LINE_BYTES = 510  # modern.ircdocs.horse, "Message Format": without tags and line end
_HISTORY_BATCH = "history"  # a batch is written in one piece, so its reference is free again at once


class IrcDialects:
    """All IRC dialects of a server: one for each set of capabilities that somebody uses."""

    def __init__(self, facts: ServerFacts, zone: tzinfo = UTC) -> None:
        self.facts = facts
        self.zone = zone  # in which times are told to clients that do not show their own
        self._made: dict[frozenset[str], IrcDialect] = {}
        self._said: dict[int, tuple[ev.Said, bytes]] = {}  # what was said last, in each manner

    def shown(self, event: ev.Said, dialect: "IrcDialect") -> bytes:
        """Give what was said as a dialect writes it: once for all whose capabilities make no difference to it."""
        key = event.id << _MANNERS | dialect.manner(event)
        found = self._said.get(key)
        if found is not None and found[0] is event:
            return found[1]
        if len(self._said) >= _REMEMBERED:
            self._said.clear()
        line = dialect.write(event)
        self._said[key] = event, line
        return line

    def get(self, enabled: frozenset[str] = frozenset()) -> "IrcDialect":
        """Give the dialect for a set of capabilities."""
        dialect = self._made.get(enabled)
        if dialect is None:
            dialect = self._made[enabled] = IrcDialect(self, enabled)
        return dialect


class IrcDialect:
    """One set of capabilities. Implements `Dialect`."""

    def __init__(self, family: IrcDialects, enabled: frozenset[str]) -> None:
        self._family = family
        self.enabled = enabled
        self.playback = cap.EVENT_PLAYBACK in enabled
        self._times = cap.SERVER_TIME in enabled
        # Not to clients so plain that they are programs, for which it would be news. And not if the client can ask.
        self.replays = self._times and cap.CHATHISTORY not in enabled
        self.asks = cap.CHATHISTORY in enabled
        self._tags = cap.MESSAGE_TAGS in enabled
        self._multiline = {cap.MULTILINE, cap.BATCH} <= enabled
        self._accounts = cap.ACCOUNT_TAG in enabled
        self._echoes = cap.ECHO_MESSAGE in enabled
        self._manner = self._times | self._tags << 1 | self._multiline << 2

    def manner(self, event: ev.Said) -> int:
        """Give a number that is the same for dialects that write a message the same."""
        return self._manner | 8 if self._accounts and event.source.account else self._manner

    def write(self, event: ev.Happened) -> bytes:
        """Write what somebody did."""
        return self._line(event, "")

    def show(self, event: ev.Happened) -> bytes:
        """Tell others what somebody did."""
        return self._family.shown(event, self) if isinstance(event, ev.Said) else self._line(event, "")

    def echo(self, event: ev.Happened) -> bytes:
        """Tell somebody what they did: all of it, but what they said only if they want it (IRCv3 echo-message)."""
        if isinstance(event, (ev.Said, ev.Tagged)) and not self._echoes:
            return b""
        return self._line(event, "")

    def answer(self, event: ev.Event, nick: str) -> bytes:
        """Tell the asker, who is called `nick` (`*` as long as they have no name), the answer."""
        lines = answers.write(event, nick or "*", self._family.facts, self.enabled)
        return "".join([line + "\r\n" for line in lines]).encode()

    def page(self, page: ev.Page, events: Sequence[ev.Happened]) -> bytes:
        """Show a part of history, oldest first (IRCv3 draft/chathistory)."""
        if page.on_join and not events:
            return b""
        if page.on_join and not self._tags and cap.BATCH not in self.enabled:
            return b"".join([self._as_notice(event, page) for event in events if isinstance(event, ev.Said)])
        if cap.BATCH not in self.enabled:
            return b"".join([self._line(event, "") for event in events])
        return self._batch(f"chathistory {page.target}", events)

    def found(self, page: ev.SearchPage, events: Sequence[ev.Happened]) -> bytes:  # noqa: ARG002
        """Show what was found, oldest first."""
        if cap.BATCH not in self.enabled:
            return b"".join([self._line(event, "") for event in events])
        return self._batch(cap.SEARCH, events)

    def _batch(self, kind: str, events: Sequence[ev.Happened]) -> bytes:
        start = f":{self._family.facts.server} BATCH +{_HISTORY_BATCH} {kind}\r\n"
        end = f":{self._family.facts.server} BATCH -{_HISTORY_BATCH}\r\n"
        lines = [self._line(event, _HISTORY_BATCH) for event in events]
        return start.encode() + b"".join(lines) + end.encode()

    def targets(self, targets: Sequence[tuple[str, int]]) -> bytes:
        """Show where there was talk, each with the time of the last message (IRCv3 draft/chathistory, TARGETS)."""
        server = self._family.facts.server
        batched = cap.BATCH in self.enabled
        tag = f"@batch={_HISTORY_BATCH} " if batched else ""
        lines = [f"{tag}:{server} CHATHISTORY TARGETS {name} {write_time(time)}" for name, time in targets]
        if batched:
            start = f":{server} BATCH +{_HISTORY_BATCH} draft/chathistory-targets"
            lines = [start, *lines, f":{server} BATCH -{_HISTORY_BATCH}"]
        return "".join([line + "\r\n" for line in lines]).encode()

    def _as_notice(self, event: ev.Said, page: ev.Page) -> bytes:
        """Quote what was said, with its time: clients of that age know server-time, and show their own all the same."""
        time = clock_time(time_of(event.id), page.now, self._family.zone)
        doing = event.kind is ev.Kind.ACTION
        target = page.target if is_room(page.target) else event.target
        who = f"* {event.source.nick}" if doing else f"<{event.source.nick}>"
        start = f":{self._family.facts.server} NOTICE {target} :[{time}] "
        most = _LINE_BYTES - len(start.encode())
        found = [part for line in lines_of(event.text) for part in split_bytes(f"{who} {line}", most)]
        return "".join([f"{start}{part}\r\n" for part in found]).encode()

    def skipped(self, count: int, before: int) -> bytes:
        """Tell a slow reader that `count` events were skipped, the last of them before the event with that id."""
        where = f"they are in the history before msgid={to_text(before)}"
        text = f"{count} messages were skipped, because this connection read too slowly; {where}"
        if cap.STANDARD_REPLIES in self.enabled:
            return f":{self._family.facts.server} WARN * SKIPPED {count} :{text}\r\n".encode()
        return f":{self._family.facts.server} NOTICE * :{text}\r\n".encode()

    def label(self, label_: str, lines: bytes) -> bytes:
        """Mark the answer to a labelled request (IRCv3 labeled-response)."""
        return label(label_, lines, self._family.facts.server)

    def after(self, event: ev.Event) -> "IrcDialect":
        """Give the dialect in force after this answer."""
        if isinstance(event, ev.CapabilitiesAnswered) and event.enabled != self.enabled:
            return self._family.get(event.enabled)
        return self

    def _line(self, event: ev.Happened, batch: str) -> bytes:
        """Write an event as lines, of 512 bytes at most without tags."""
        if isinstance(event, ev.Said):
            head, tail = frame(event)
            line = f":{event.source.mask} {head}{event.text}{tail}".encode()
            tags = self._tag_section(event, batch)
            if len(line) > _LINE_BYTES or not is_one(event.text):
                return self._lines_of(event, tags)
            return b"%b%b\r\n" % (tags, line)
        body = BODIES[type(event)](event, self.enabled)
        if not body:
            return b""
        return self._tag_section(event, batch) + f":{event.source.mask} {body}\r\n".encode()

    def _tag_section(self, event: ev.Happened, batch: str) -> bytes:
        parts = []
        if batch:
            parts.append("batch=" + batch)
        if self._times:
            parts.append(_time_tag(event.id))
        if self._accounts and event.source.account:
            parts.append(format_tags({"account": event.source.account}))
        if self._tags:
            if event.source.bot:
                parts.append("bot")
            parts.append(_id_tag(event.id))
            if isinstance(event, (ev.Said, ev.Tagged)) and event.tags:
                parts.append(format_tags(dict(event.tags)))
        return f"@{';'.join(parts)} ".encode() if parts else b""

    def _lines_of(self, event: ev.Said, tags: bytes) -> bytes:
        """Write what was said in as many lines as it takes.

        As one batch for those who know such (IRCv3 draft/multiline). Else the lines that there is something in, cut
        where its author's client cut them; only the first has the id, so that ids stay unique.
        """
        head, tail = frame(event)
        start = f":{event.source.mask} {head}"
        most = _LINE_BYTES - len(start.encode()) - len(tail)
        if self._multiline and not tail:
            return self._multiline_batch(event, tags, start, most)
        found = [part for piece, _ in pieces(event.text) for part in split_bytes(piece, most) if part]
        lines = [f"{start}{part}{tail}\r\n".encode() for part in found]
        rest = self._tag_rest(tags)
        return tags + lines[0] + b"".join([rest + line for line in lines[1:]])

    def _multiline_batch(self, event: ev.Said, tags: bytes, start: str, most: int) -> bytes:
        reference = to_text(event.id)
        mask, _, target = start.removesuffix(" :").split(" ")
        lines = [f"{mask} BATCH +{reference} {cap.MULTILINE} {target}"]
        for piece, joined in pieces(event.text):
            for number, part in enumerate(cut(piece, most)):
                concat = f";{CONCAT}" if joined or number else ""
                lines.append(f"@batch={reference}{concat} {start}{part}")
        lines.append(f":{self._family.facts.server} BATCH -{reference}")
        return tags + "".join([line + "\r\n" for line in lines]).encode()

    def _tag_rest(self, tags: bytes) -> bytes:
        """Give the tags of the second and further lines: those of the first, without an id."""
        kept = [tag for tag in tags[1:-1].split(b";") if not tag.startswith(b"msgid=")] if tags else []
        return b"@" + b";".join(kept) + b" " if kept else b""


# The same for every set of capabilities: the events of a large batch are written once for each of them.


@functools.lru_cache(maxsize=4096)
def _time_tag(event_id: int) -> str:
    return "time=" + write_time(time_of(event_id))


@functools.lru_cache(maxsize=4096)
def _id_tag(event_id: int) -> str:
    return "msgid=" + to_text(event_id)
