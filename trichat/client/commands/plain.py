"""A conversation with a server that speaks no IRC but lines: they are shown, and sent, as they are."""

import re

from trichat.client.commands import local, table
from trichat.client.conversation.state import ConversationState, State
from trichat.client.display import masking
from trichat.client.display.item import Item, ItemKind
from trichat.client.display.mentions import spans
from trichat.client.irc.fields import decode
from trichat.client.settings.table import Settings
from trichat.errors import ProtocolError, UsageError
from trichat.protocols.lines import LineSplitter, TooLong
from trichat.words import commands
from trichat.words import requests as ask
from trichat.words.requests import Request
from trichat.words.text.clean import clean

LINE_LIMIT = 65_536  # bytes of one line; what is longer is passed over
_NAME_QUESTION = re.compile(r"[^:]*\b(?:name|nick|nickname|login|username|имя|ник|логин)\b[^:]*[:?>]\s*", re.IGNORECASE)
_FIRST_LINES = 5  # so many may be a question for the name
_HELP = (
    "What you type goes to the server as it is, commands too. These are for the client, and stay here:",
    "/set  /urls  /open  /mentions  /raw LINE  /quit",
    "To send a line that begins like one of these, double the slash: //quit",
)


class PlainConversation(ConversationState):
    """Shows lines, and sends lines. When the server asks for a name, it gets the one set, or what is typed next."""

    def __init__(self, settings: Settings, *, username: str) -> None:
        """Begin offline."""
        super().__init__(settings, username=username)
        self.model.rooms.clear()
        self.model.active = f"{settings.host}:{settings.port}"
        self.wanted_nick = settings.nick or username  # nobody is asked before the server asks
        self.waiting: list[str] = []
        self.line_end = "\n"
        self._name = settings.nick
        self._splitter = LineSplitter(LINE_LIMIT)
        self._lines_read = 0  # of this connection
        self._asked = False  # for the name, and it has not been given yet
        self.show_active_window()

    @property
    def unsent(self) -> int:
        """Count the lines that wait."""
        return len(self.waiting)

    @property
    def has_partial_line(self) -> bool:
        """Tell whether a line has begun that may never get an end."""
        return self._splitter.holds_some

    @property
    def answers_pings(self) -> bool:
        """Tell whether the server can be expected to say something: there is nothing to ask it."""
        return False

    def connected(self, now: int) -> None:
        """Begin on a new connection."""
        self.now = now
        self.state = State.ONLINE
        self._splitter = LineSplitter(LINE_LIMIT)
        self._lines_read, self._asked = 0, False
        if not self._name:
            self._flush()

    def lost(self, now: int) -> None:
        """Go offline; what is typed waits."""
        self.idle(now)
        self.state = State.OFFLINE
        self.lines.clear()

    def receive_data(self, data: bytes, now: int) -> None:
        """Show the lines in bytes from the server."""
        self.now = now
        for line in self._splitter.feed(data):
            self._show_line(line)

    def idle(self, now: int) -> None:
        """Show what has no end of a line as a line: a question, mostly."""
        self.now = now
        rest = self._splitter.flush()
        if rest is not None:
            self._show_line(rest, question=True)

    def tick(self, now: int) -> None:
        """Send what waited for a question that has not come."""
        self.now = now
        if self.state is State.ONLINE and self.waiting and not self._asked:
            self._flush()

    def _show_line(self, line: bytes | TooLong, *, question: bool = False) -> None:
        if isinstance(line, TooLong):
            self.show_info(f"A line of {line.size} bytes is passed over.")
            return
        text = decode(line)
        self._lines_read += 1
        if clean(text).strip():
            self.show(self._item(text, mention=bool(self._name and spans(text, self._name))))
        if self._lines_read <= _FIRST_LINES and (question or _NAME_QUESTION.fullmatch(text)):
            self._give_name()

    def _item(self, text: str, *, mention: bool = False, mine: bool = False) -> Item:
        return Item(kind=ItemKind.LINE, text=text, at=self.now, place=self.model.active, mention=mention, mine=mine)

    def _give_name(self) -> None:
        if self._name:
            self.lines.append(self._name)
            self._lines_read = _FIRST_LINES  # asked again, it is taken: only the person can find another
            self._flush()
        else:
            self._asked = True

    def handle_input(self, text: str, now: int) -> None:
        """Send each line that was typed, but for the few commands of the client itself."""
        self.now = now
        for line in text.splitlines() or [""]:
            try:
                self._handle(clean(line))
            except (UsageError, ProtocolError) as exc:
                self.show_error(str(exc))

    def _handle(self, line: str) -> None:
        match request := _client_request(line):
            case None:
                self._say(line.removeprefix("/") if line.startswith("//") else line)
            case ask.Help():
                for told in _HELP:
                    self.show_info(told)
            case table.Raw(line=raw):
                self._say(raw)
            case ask.Quit():
                self.leaving = True
                if self.waiting:
                    self.show_error(f"{len(self.waiting)} of your lines could not be sent.")
            case _:
                local.handle(self, request)

    def _say(self, line: str) -> None:
        if self._asked and line:
            self._name, self._asked = line, False
            self._lines_read = _FIRST_LINES
        self.waiting.append(line)
        if self.state is State.ONLINE:
            self._flush()

    def _flush(self) -> None:
        lines, self.waiting = self.waiting, []
        for line in lines:
            self.lines.append(line)
            self.show(self._item(f"> {masking.mask_line(line)}", mine=True))


def _client_request(line: str) -> Request | None:
    """Give the request of a line that is for the client itself, and not for the server."""
    name = line[1:].partition(" ")[0].lower() if line.startswith("/") else ""
    if name in ("set", "urls", "open", "mentions", "raw"):
        request = table.parse(line)
        return None if isinstance(request, ask.RoomModes) else request  # /set is for the server, then
    return commands.parse(line) if name in ("help", "quit", "exit", "bye") else None
