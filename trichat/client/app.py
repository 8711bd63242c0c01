"""The client put together: `run` connects, takes over the terminal, and gives an exit status."""

import gc
import getpass
import os
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

import trio
from prompt_toolkit.input import Input
from prompt_toolkit.output import Output, create_output
from prompt_toolkit.output.vt100 import Vt100_Output

from trichat.client.background.chores import Chores
from trichat.client.commands.dispatch import handle_input
from trichat.client.commands.plain import PlainConversation
from trichat.client.conversation.conversation import Conversation
from trichat.client.display.lines import safe
from trichat.client.irc.account import Account
from trichat.client.irc.sasl import Credentials
from trichat.client.net.connector import Connector, is_private
from trichat.client.net.credentials import credentials
from trichat.client.net.link import Link
from trichat.client.settings.table import Settings
from trichat.client.terminal import guest
from trichat.client.terminal.terminal import Terminal
from trichat.client.ui.completion import TabCompleter, candidates
from trichat.client.ui.linear import LinearTerminal
from trichat.client.ui.screen import Screen
from trichat.errors import StartError
from trichat.system import process
from trichat.system.files import tell
from trichat.words.record import Record, replace

NOT_REACHABLE = 1
NO_TERMINAL = 2
OWN_ERROR = 70  # EX_SOFTWARE of sysexits.h
PULSE = 1.0  # seconds: what is counted in the toolbar
SIGNAL_BASE = 128  # a shell's exit status for "ended by signal n" is this plus n


class Options(Record, kw_only=True):
    """What a run of the client is started with: settings, the file that they are from, the server's name in it."""

    settings: Settings = Settings()
    credentials: Credentials | None = None
    config: Path | None = None
    server: str = ""


def run(options: Options) -> int:
    """Chat until the person leaves. Gives the exit status; every problem is one sentence on standard error."""
    gc.freeze()  # what has been imported is never garbage: a start and a key do not wait until it has been looked at
    linear = options.settings.linear
    if problem := _no_terminal(options.settings):
        _print_error(problem)
        return NO_TERMINAL
    try:
        who = credentials(options.settings, private=is_private(options.settings))
        guest.run(chat, replace(options, credentials=who), signals=process.LEAVING if linear else guest.SIGNALS)
    except StartError as exc:
        _print_error(str(exc))
        return NOT_REACHABLE
    except guest.Signalled as exc:
        return SIGNAL_BASE + exc.number
    except Exception as exc:
        if number := _signal_of(exc):
            return SIGNAL_BASE + number
        _print_error(f"trichat chat has made a mistake and must stop; what happened is in {_save_traceback(exc)}.")
        return OWN_ERROR
    return 0


def _no_terminal(settings: Settings) -> str:
    """Say what is missing, if the person cannot be read and written to."""
    ends = (sys.stdin, sys.stdout)
    if any(end is None for end in ends):
        return "trichat chat has nobody to talk to: its standard input or output is closed."
    if settings.linear or all(end.isatty() for end in ends):
        return ""
    netcat = f"{process.NETCAT} {settings.host} {settings.port}"
    return f"trichat chat needs a terminal; without one, try --linear, or: {netcat}"


def _print_error(sentence: str) -> None:
    tell(sys.stderr, safe(sentence) + "\n")


def _signal_of(exc: Exception) -> int:
    """Give the signal that ends others whose window or pipe was closed, if nothing else has happened; 0 otherwise."""
    causes = {process.SCREEN_GONE.get(each.errno or 0, 0) if isinstance(each, OSError) else 0 for each in _leaves(exc)}
    return causes.pop() if len(causes) == 1 else 0


def _leaves(exc: BaseException) -> Iterator[BaseException]:
    """Give what an exception consists of, if it is a group."""
    if isinstance(exc, BaseExceptionGroup):
        for each in exc.exceptions:
            yield from _leaves(each)
    else:
        yield exc


def _save_traceback(exc: BaseException) -> str:
    """Write the traceback to a file for a bug report, and give its name."""
    number, name = tempfile.mkstemp(prefix="trichat-", suffix=".txt")
    with os.fdopen(number, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.writelines(traceback.format_exception(exc))
    return name


async def chat(options: Options, keyboard: Input | None = None, screen: Output | None = None) -> None:
    """Connect and chat. Raises StartError if the server is out of reach."""
    connector = Connector(options.settings)
    stream = await connector()
    await Chat(options, connector, keyboard=keyboard, screen=screen).run(stream)


class Chat:
    """One run of the client: the conversation, the link that carries it, the terminal that shows it."""

    def __init__(
        self, options: Options, connector: Connector, *, keyboard: Input | None, screen: Output | None
    ) -> None:
        """Put the parts together."""
        self._connector = connector
        self._login = _login_name()
        self._talk = _make_conversation(options, _ascii(self._login))
        self._link = Link(
            self._talk,
            self._connect,
            handle_input=self._handle_input,
            changed=self._show,
            chance=random.random,
            wall_clock=lambda: time.time_ns() // 1_000_000,
        )
        self._screen = Screen(self._talk, self._link, self._login)
        self._terminal = self._screen.terminal = self._make_terminal(keyboard, screen)
        self._chores = Chores(self._talk, options.config, options.server, changed=self._show)

    def _make_terminal(self, keyboard: Input | None, screen: Output | None) -> Terminal | LinearTerminal:
        callbacks = self._screen.callbacks()
        if self._talk.settings.linear:
            return LinearTerminal(
                new_lines=callbacks.new_lines,
                notices=self._screen.notices,
                hide=callbacks.hide,
                complete=lambda before: candidates(before, self._talk),
            )
        return Terminal(callbacks, completer=TabCompleter(self._talk), keyboard=keyboard, screen=screen or _output())

    def _show(self) -> None:
        self._screen.show()
        self._chores.wake()

    async def run(self, stream: trio.abc.Stream) -> None:
        """Chat until the person leaves."""
        self._talk.now = time.time_ns() // 1_000_000
        self._screen.greet()
        self._show_notes()
        async with trio.open_nursery() as nursery:
            await nursery.start(self._terminal.run)
            nursery.start_soon(self._chores.run)
            nursery.start_soon(self._read_keyboard)
            nursery.start_soon(self._tick)
            await self._link.run(stream)
            nursery.cancel_scope.cancel()

    def _handle_input(self, text: str, now: int, name: str) -> None:
        if isinstance(self._talk, PlainConversation):
            self._talk.handle_input(text, now)
        else:
            handle_input(self._talk, text, now, default_name=name)

    async def _tick(self) -> None:
        """Update the screen each second: who is typing, how long it is until the next attempt to connect."""
        while True:
            await trio.sleep(PULSE)
            self._screen.pulse()

    async def _connect(self) -> trio.abc.Stream:
        stream = await self._connector()
        self._show_notes()
        return stream

    def _show_notes(self) -> None:
        notes, self._connector.notes = self._connector.notes, []
        for note in notes:
            self._talk.show_info(note)

    async def _read_keyboard(self) -> None:
        async for text in self._terminal.lines:
            self._link.typed(text, self._login)
        if not self._talk.leaving:
            self._link.typed("/quit")


def _make_conversation(options: Options, username: str) -> Conversation | PlainConversation:
    """Give the conversation that fits the server."""
    if options.settings.plain:
        return PlainConversation(options.settings, username=username)
    account = Account(options.credentials, private=is_private(options.settings))
    return Conversation(options.settings, username=username, account=account)


def _output() -> Output:
    """Give standard output, without questions where the cursor is (CPR): nothing here needs to know.

    A terminal that does not answer would cost a warning, and one that answers late shows the answer as text.
    """
    output = create_output(sys.stdout)
    if isinstance(output, Vt100_Output):  # that of Windows asks nothing
        output.enable_cpr = False
    return output


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # no such user, as in some containers
        return "guest"


def _ascii(name: str) -> str:
    """Give a user name that every server takes."""
    return "".join(char for char in name if char.isascii() and char.isalnum()) or "user"
