"""Turns events into lines of text for a person's terminal, in their language."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, tzinfo
from typing import Any

from trichat.protocols.plain import answers
from trichat.protocols.plain.answers import Language
from trichat.protocols.plain.answers.rooms import changes
from trichat.words import events as ev
from trichat.words.commands import HISTORY_LINES
from trichat.words.names.identity import from_text, short, to_text
from trichat.words.names.names import LOBBY, is_room
from trichat.words.text.clean import blank, strip_formatting
from trichat.words.text.lines import is_one
from trichat.words.text.lines import lines as lines_of
from trichat.words.times import clock_time

# RFC 857: as long as the server says that it will echo what is typed, telnet does not; and it does not.
_ECHO_OFF = b"\xff\xfb\x01"
_ECHO_ON = b"\xff\xfc\x01"
# To look up a member of an enumeration takes a call in Python 3.11, and there are many messages.
_MESSAGE, _ACTION, _NOTICE = ev.Kind.MESSAGE, ev.Kind.ACTION, ev.Kind.NOTICE


class PlainDialects:
    """All plain dialects of a server: one for each language and manner of ending lines."""

    def __init__(self, languages: Mapping[str, Language], zone: tzinfo = UTC) -> None:
        self.languages = languages
        self.zone = zone  # in which the times of old messages are told
        self._made: dict[tuple[str, bool], PlainDialect] = {}

    def get(self, code: str, *, crlf: bool = False) -> "PlainDialect":
        """Give the dialect for a language, one of `languages`."""
        dialect = self._made.get((code, crlf))
        if dialect is None:
            dialect = self._made[code, crlf] = PlainDialect(self, code, crlf)
        return dialect


class PlainDialect:
    """One language, one manner of ending lines. Implements `Dialect`."""

    replays = True
    asks = False
    playback = False

    def __init__(self, family: PlainDialects, code: str, crlf: bool) -> None:
        self._family = family
        self._code = code
        self._end = "\r\n" if crlf else "\n"
        self._telnet = crlf  # who ends lines like this understands its commands, or ignores them
        self._language = family.languages[code]

    def shared_encoding(self, events: Sequence[ev.Happened]) -> object:  # noqa: ARG002
        """Give this dialect: no other shows the same."""
        return self

    def show(self, event: ev.Happened) -> bytes:
        """Tell others what somebody did."""
        return self._lines([self._shown(event)])

    def echo(self, event: ev.Happened) -> bytes:
        """Tell somebody what they did, unless their own screen shows it already."""
        _ = self._language.gettext
        match event:
            case ev.Said():  # first, for there are most of these
                return b""
            case ev.Renamed():
                return self._lines([_("You are now called {nick}.").format(nick=event.nick)])
            case ev.Left():
                return self._lines([_("You have left {room}.").format(room=event.target)])
            case ev.TopicChanged() | ev.ModesChanged() | ev.Kicked() | ev.Redacted():
                return self.show(event)
        return b""

    def answer(self, event: ev.Event, nick: str) -> bytes:  # noqa: ARG002 (a person knows their name)
        """Tell the asker the answer."""
        if isinstance(event, ev.AskName):
            return self._language.gettext("Enter your name: ").encode()
        if isinstance(event, ev.AskPassword):
            return self._ask_password(event)
        if isinstance(event, ev.PasswordTaken):
            return _ECHO_ON + b"\r\n" if self._telnet else b""
        language = self.after(event)._language  # news of another language is told in it
        return self._lines(answers.write(event, language))

    def _ask_password(self, event: ev.AskPassword) -> bytes:
        _ = self._language.gettext
        if event.about:
            prompt = _("The password of {name}: ").format(name=event.about)
        elif event.of_server:
            prompt = _("The password of this server: ")
        else:
            prompt = _("The same again: ") if event.again else _("A new password: ")
        return prompt.encode() + (_ECHO_OFF if self._telnet else b"")

    def page(self, page: ev.Page, events: Sequence[ev.Happened]) -> bytes:
        """Show a part of history, oldest first, with times."""
        named = not page.on_join  # what one may answer has a name; who has just come in has not asked for any
        lines = [self._timed(event, line, page.now, named) for event in events if (line := self._shown(event))]
        if not lines and not page.on_join:
            lines = [self._language.gettext("Nothing was said here before.")]
        if lines and len(events) == page.limit and not page.on_join and not page.complete:
            lines.insert(0, self._how_to_read(events[0].id))
        if lines and page.more:
            text = self._language.ngettext(
                "You missed {n} more message here", "You missed {n} more messages here", page.more
            ).format(n=page.more)
            lines.insert(0, f"{text}: {self._how_to_read(events[0].id)}")
        return self._lines(lines)

    def found(self, page: ev.SearchPage, events: Sequence[ev.Happened]) -> bytes:
        """Show what was found, oldest first, with times."""
        lines = [self._timed(event, self._shown(event), page.now, named=True) for event in events]
        return self._lines(lines or [self._language.gettext("Nothing was found.")])

    def targets(self, targets: Sequence[tuple[str, int]]) -> bytes:  # noqa: ARG002
        """Nothing: nobody can ask for it at the plain door."""
        return b""

    def skipped(self, count: int, before: int) -> bytes:
        """Tell a slow reader that `count` events were skipped, the last of them before the event with that id."""
        text = self._language.ngettext("{n} message was skipped", "{n} messages were skipped", count).format(n=count)
        return self._lines([f"{text}: {self._how_to_read(before)}"])

    def _how_to_read(self, before: int) -> str:
        return self._language.gettext("/history {n} before {id} shows what came before.").format(
            n=HISTORY_LINES, id=to_text(before)
        )

    def label(self, label: str, lines: bytes) -> bytes:  # noqa: ARG002
        """Give `lines` as they are: there are no labels at the plain door."""
        return lines

    def after(self, event: ev.Event) -> "PlainDialect":
        """Give the dialect in force after this answer."""
        if isinstance(event, ev.LanguageSet):
            return self._family.get(event.code, crlf=self._end == "\r\n")
        if isinstance(event, ev.LineEndsSet):
            return self._family.get(self._code, crlf=event.crlf)
        return self

    def _lines(self, lines: Sequence[str]) -> bytes:
        return "".join([line.replace("\n", self._end) + self._end for line in lines if line]).encode()

    def _timed(self, event: ev.Happened, text: str, now: int, named: bool) -> str:
        time = clock_time(event.time, now, self._family.zone)
        if named and isinstance(event, ev.Said):
            time = f"{time} {short(event.id)}"
        return "\n".join([f"[{time}] {line}" for line in text.split("\n")])

    def _shown(self, event: ev.Happened) -> str:
        write = SHOWN[type(event)]
        return write(self, event) if write else ""

    def _joined(self, event: ev.Joined) -> str:
        return _in_room(
            event.target, self._language.gettext("{nick} is now in the chat!").format(nick=event.source.nick)
        )

    def _left(self, event: ev.Left) -> str:
        return self._language.gettext("{nick} has left {room}.").format(nick=event.source.nick, room=event.target)

    def _departed(self, event: ev.Departed) -> str:
        return self._language.gettext("{nick} has left the chat.").format(nick=event.source.nick)

    def _renamed(self, event: ev.Renamed) -> str:
        return self._language.gettext("{nick} is now called {new}.").format(nick=event.source.nick, new=event.nick)

    def _modes(self, event: ev.ModesChanged) -> str:
        return "\n".join([_in_room(event.target, line) for line in changes(event, self._language)])

    def _wallops(self, event: ev.WallopsSaid) -> str:
        text = strip_formatting(event.text)
        return self._language.gettext("{nick} to all: {text}").format(nick=event.source.nick, text=text)

    def _kicked(self, event: ev.Kicked) -> str:
        _ = self._language.gettext
        sentence = _("{nick} put {who} out: {reason}") if event.reason else _("{nick} put {who} out.")
        reason = strip_formatting(event.reason)
        return _in_room(event.target, sentence.format(nick=event.source.nick, who=event.nick, reason=reason))

    def _invited(self, event: ev.Invited) -> str:
        _ = self._language.gettext
        overheard = _("{nick} has invited {who} into {room}.")
        sentence = overheard if event.overheard else _("{nick} invites you into {room}: /join {room}")
        return sentence.format(nick=event.source.nick, who=event.nick, room=event.room)

    def _reaction(self, event: ev.Tagged) -> str:
        """Give what somebody sent instead of words; other tags are for programs."""
        _, found = self._language.gettext, ev.reaction(event.tags)
        sign = strip_formatting(found.sign) if found else ""
        if found is None or blank(sign):
            return ""
        line = _("{nick} takes back a reaction to {who}: {sign}") if found.back else _("{nick} reacts to {who}: {sign}")
        who = event.answers or _answered(event.tags)
        return self._where(event.target, line.format(nick=event.source.nick, who=who, sign=sign)) if who else ""

    def _redacted(self, event: ev.Redacted) -> str:
        _ = self._language.gettext
        nick = event.source.nick
        if event.author in ("", nick):
            line = _("{nick} has taken a message back.").format(nick=nick)
        else:
            line = _("{nick} has taken a message of {author} back.").format(nick=nick, author=event.author)
        return self._where(event.target, f"{line} ({strip_formatting(event.reason)})" if event.reason else line)

    def _topic(self, event: ev.TopicChanged) -> str:
        _ = self._language.gettext
        sentence = _("{nick} set the topic: {text}") if event.text else _("{nick} took the topic away.")
        text = strip_formatting(event.text)
        return _in_room(event.target, sentence.format(nick=event.source.nick, text=text))

    def _said(self, event: ev.Said) -> str:
        """Give what was said. Each line of several names who said it: else one could put words in another's mouth."""
        text = strip_formatting(event.text)
        if is_one(text):
            return self._line(event, text)
        return "\n".join([self._line(event, line) for line in lines_of(text)])

    def _line(self, event: ev.Said, text: str) -> str:
        nick = event.source.nick
        answered = (event.answers or _answered(event.tags)) if event.tags else ""
        who = f"{nick} (@{answered})" if answered else nick
        kind = event.kind
        if kind is _MESSAGE:
            line = f"{who}: {text}"
        elif kind is _ACTION:
            line = f"* {nick} {text}"
        elif kind is _NOTICE:
            line = f"-{nick}- {text}"
        else:  # client programs talking to each other: there is none here
            return ""
        return self._where(event.target, line)

    def _where(self, target: str, line: str) -> str:
        """Say which room a line is from, or that it is from nobody else."""
        if is_room(target.lstrip("@+")):  # to the ops of a room only, for example
            return _in_room(target, line)
        return self._language.gettext("(private) {line}").format(line=line)


def _in_room(room: str, line: str) -> str:
    """Say which room a line is from, unless it is the one where everybody begins."""
    return line if room == LOBBY else f"[{room}] {line}"


def _answered(tags: ev.Tags) -> str:
    """Give the short name of the message that is answered, which a page of history shows; empty if there is none."""
    event_id = from_text(ev.replied(tags))
    return short(event_id) if event_id is not None else ""


# How each kind of event is shown to people; None: it is for programs, or for the log.
SHOWN: dict[type[ev.Happened], Callable[[PlainDialect, Any], str] | None] = {
    ev.Said: PlainDialect._said,
    ev.Tagged: PlainDialect._reaction,
    ev.Redacted: PlainDialect._redacted,
    ev.Joined: PlainDialect._joined,
    ev.Left: PlainDialect._left,
    ev.Departed: PlainDialect._departed,
    ev.Renamed: PlainDialect._renamed,
    ev.TopicChanged: PlainDialect._topic,
    ev.ModesChanged: PlainDialect._modes,
    ev.Kicked: PlainDialect._kicked,
    ev.Invited: PlainDialect._invited,
    ev.WallopsSaid: PlainDialect._wallops,
    ev.Act: None,
    ev.AccountChanged: None,
    ev.AwayChanged: None,
    ev.RealnameChanged: None,
    ev.HostChanged: None,
}
