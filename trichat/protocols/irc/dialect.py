"""Turns events into IRC messages, for one set of capabilities."""

from collections.abc import Sequence
from datetime import UTC, tzinfo

from trichat.protocols.irc import answers
from trichat.protocols.irc import capabilities as cap
from trichat.protocols.irc.answers import ServerFacts
from trichat.protocols.irc.commands import HISTORY_MOST
from trichat.protocols.irc.event_lines import BODIES
from trichat.protocols.irc.privmsg import LINE_BYTES, MessageFormats
from trichat.protocols.irc.wire.message import label, write_time
from trichat.words import events as ev
from trichat.words.names.identity import to_text
from trichat.words.names.names import is_room
from trichat.words.text.clean import split_bytes
from trichat.words.text.lines import lines as lines_of
from trichat.words.times import clock_time

_SPOKEN = (ev.Said, ev.Tagged)
_SAID_ONLY = {ev.Said}
_END = "draft/chathistory-end"  # the tag of a page behind which, as it was asked for, there is no other
_MADE_MOST = 1000  # dialects: there are more sets of capabilities than fit into any memory
_HISTORY_BATCH = "history"  # a batch is written in one piece, so its reference is free again at once


class IrcDialects:
    """All IRC dialects of a server: one for each set of capabilities that somebody uses."""

    def __init__(self, facts: ServerFacts, zone: tzinfo = UTC) -> None:
        self.facts = facts
        self.zone = zone  # in which times are told to clients that do not show their own
        self._made: dict[frozenset[str], IrcDialect] = {}
        self.formats = MessageFormats(facts.server)

    def get(self, enabled: frozenset[str] = frozenset()) -> "IrcDialect":
        """Give the dialect for a set of capabilities."""
        dialect = self._made.get(enabled)
        if dialect is None:
            if len(self._made) >= _MADE_MOST:  # somebody tries them all: those in use stay in use
                del self._made[next(iter(self._made))]
            dialect = self._made[enabled] = IrcDialect(self, enabled)
        return dialect


class IrcDialect:
    """One set of capabilities. Implements `Dialect`."""

    def __init__(self, family: IrcDialects, enabled: frozenset[str]) -> None:
        self._family = family
        self.enabled = enabled
        self.playback = cap.EVENT_PLAYBACK in enabled
        self._times = cap.SERVER_TIME in enabled
        # Not to clients so plain that they are programs, for which it would be news; what they have missed is none. And
        # not if the client can ask.
        self.replays = self._times and cap.CHATHISTORY not in enabled
        self.asks = cap.CHATHISTORY in enabled
        self._tags = cap.MESSAGE_TAGS in enabled
        self._echoes = cap.ECHO_MESSAGE in enabled
        self._format = family.formats.get(enabled)

    def shared_encoding(self, events: Sequence[ev.Happened]) -> object:
        """Give what dialects have in common that show all of these the same: the format, if all are messages."""
        return self._format.for_events(events) if set(map(type, events)) <= _SAID_ONLY else self

    def show(self, event: ev.Happened) -> bytes:
        """Tell others what somebody did."""
        return self._format.line(event) if isinstance(event, ev.Said) else self._line(event, "")

    def echo(self, event: ev.Happened) -> bytes:
        """Tell somebody what they did: all of it, but what they said only if they want it (IRCv3 echo-message)."""
        if not self._echoes and isinstance(event, _SPOKEN):
            return b""
        return self.show(event)

    def answer(self, event: ev.Event, nick: str) -> bytes:
        """Tell the asker, who is called `nick` (`*` as long as they have no name), the answer."""
        if isinstance(event, ev.SaidAlready):
            return self.echo(event.said)
        lines = answers.write(event, nick or "*", self._family.facts, self.enabled)
        return "".join([line + "\r\n" for line in lines]).encode()

    def page(self, page: ev.Page, events: Sequence[ev.Happened]) -> bytes:
        """Show a part of history, oldest first (IRCv3 draft/chathistory)."""
        if page.on_join and not events:
            return b""
        more = self._more(page, events[0].id) if page.more else b""
        if page.on_join and not self._times:
            return more + b"".join([self._as_notice(event, page) for event in events if isinstance(event, ev.Said)])
        if cap.BATCH not in self.enabled:
            return more + b"".join([self._line(event, "") for event in events])
        return more + self._batch(f"chathistory {page.target}", events, complete=page.complete and not page.on_join)

    def _more(self, page: ev.Page, before: int) -> bytes:
        """Tell how much more somebody has missed, and how it can be read."""
        ask = f"CHATHISTORY BEFORE {page.target} msgid={to_text(before)} {min(page.more, HISTORY_MOST)}"
        messages = "message" if page.more == 1 else "messages"
        text = f"You missed {page.more} more {messages} here. To read what came before: {ask}"
        return f":{self._family.facts.server} NOTICE {page.target} :{text}\r\n".encode()

    def found(self, page: ev.SearchPage, events: Sequence[ev.Happened]) -> bytes:  # noqa: ARG002
        """Show what was found, oldest first."""
        if cap.BATCH not in self.enabled:
            return b"".join([self._line(event, "") for event in events])
        return self._batch(cap.SEARCH, events)

    def _batch(self, kind: str, events: Sequence[ev.Happened], *, complete: bool = False) -> bytes:
        tag = f"@{_END} " if complete and self._tags else ""
        start = f"{tag}:{self._family.facts.server} BATCH +{_HISTORY_BATCH} {kind}\r\n"
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
        """Quote what was said, with its time, for clients that show their own: as news it would mislead everybody."""
        time = clock_time(event.time, page.now, self._family.zone)
        doing = event.kind is ev.Kind.ACTION
        target = page.target if is_room(page.target) else event.target
        who = f"* {event.source.nick}" if doing else f"<{event.source.nick}>"
        start = f":{self._family.facts.server} NOTICE {target} :[{time}] "
        most = LINE_BYTES - len(start.encode())
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
            return self._format.write(event, batch)
        body = BODIES[type(event)](event, self.enabled)
        return f"{self._format.tags(event, batch)}:{event.source.mask} {body}\r\n".encode() if body else b""
