"""The terminal for screen readers: lines in, lines out."""

import os
import pty
import signal
import sys
import termios
from collections.abc import Iterator

import pytest
import trio
import trio.testing

from tests.conftest import PATIENCE
from trichat.client.terminal.terminal import ASK_TWICE, BELL_PAUSE
from trichat.client.ui.completion import Candidate
from trichat.client.ui.linear import LinearTerminal

assert sys.platform != "win32"  # see collect_ignore in tests/conftest.py


class Tty:
    """A terminal of the system, with the person at the other end: what they see, and what they type."""

    def __init__(self) -> None:
        self.person, self.program = pty.openpty()
        os.set_blocking(self.person, False)
        self.ends = Ends(self.program, self.program)

    def type(self, text: str) -> None:
        os.write(self.person, text.encode())

    async def seen(self, end: str) -> str:
        """Give what is seen from now on, until it ends like this."""
        text = ""
        with trio.fail_after(PATIENCE):
            while not text.endswith(end):
                await trio.lowlevel.wait_readable(self.person)
                text += os.read(self.person, 1000).decode()
        return text.replace("\r", "")

    def echoes(self) -> bool:
        return bool(termios.tcgetattr(self.program)[3] & termios.ECHO)


@pytest.fixture
def tty() -> Iterator[Tty]:
    """Give one; it is as it was when the test has ended."""
    tty = Tty()
    before = termios.tcgetattr(tty.program)
    yield tty
    assert before == termios.tcgetattr(tty.program)
    os.close(tty.person)
    os.close(tty.program)


class Ends:
    """What is typed goes in at one end, what is written comes out at the other."""

    def __init__(self, keyboard: int, screen: int) -> None:
        self.keyboard, self.screen = keyboard, screen
        self.lines: list[str] = []
        self.notices: list[str] = []
        self.secret = False
        self.words: dict[str, list[str]] = {}
        self.terminal = LinearTerminal(
            new_lines=lambda: taken(self.lines),
            notices=lambda: taken(self.notices),
            hide=lambda text: "•" * len(text) if self.secret else text,
            complete=lambda before: [Candidate(text=word) for word in self.words.get(before, [])],
            keyboard=keyboard,
            screen=screen,
        )


def taken(lines: list[str]) -> list[str]:
    """Take all away."""
    there = list(lines)
    lines.clear()
    return there


@pytest.fixture
def pipes() -> Iterator[tuple[int, int, int, int]]:
    """Give a pipe for each direction: read end, write end."""
    both = (*os.pipe(), *os.pipe())
    yield both
    for end in both:
        try:
            os.close(end)
        except OSError:  # the test has closed it
            continue


@pytest.fixture
def ends(pipes: tuple[int, int, int, int]) -> Ends:
    """Give a terminal between them."""
    keyboard, _, _, screen = pipes
    return Ends(keyboard, screen)


async def test_lines_go_in_whole(ends: Ends, pipes: tuple[int, int, int, int], nursery: trio.Nursery) -> None:
    """Lines go in whole however they come; the end of the input is the end of the visit."""
    typing = pipes[1]
    await nursery.start(ends.terminal.run)
    for part in (b"hel", b"lo\nsecond\r\nth", "ïrd\n".encode(), b"never ended"):
        os.write(typing, part)
    os.close(typing)
    assert [line async for line in ends.terminal.lines] == ["hello", "second", "thïrd"]


async def test_each_line_is_written_once(ends: Ends, pipes: tuple[int, int, int, int]) -> None:
    """What has come and what a toolbar would say is written once, without an escape sequence."""
    ends.lines.append("15:00 bob: hi")
    ends.terminal.request_write(control="\x1b]2;title\x1b\\")
    ends.notices.append("— connected")
    ends.terminal.refresh()
    ends.terminal.refresh()
    ends.terminal.redraw()
    assert os.read(pipes[2], 1000) == "15:00 bob: hi\n— connected\n".encode()


def test_what_comes_in_parts_stays_in_order(pipes: tuple[int, int, int, int]) -> None:
    """A part that is asked for while one is given comes behind it."""
    parts = [["one", "two"], ["three"]]

    def new_lines() -> list[str]:
        part = parts.pop(0)
        if parts:
            terminal.request_write()
        return part

    terminal = LinearTerminal(new_lines=new_lines, notices=list, keyboard=pipes[0], screen=pipes[3])
    terminal.request_write()
    assert os.read(pipes[2], 1000) == b"one\ntwo\nthree\n"


async def test_one_sound_for_many_calls(
    ends: Ends, pipes: tuple[int, int, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many calls make one sound, and another only after a pause."""
    now = 100.0
    monkeypatch.setattr("trio.current_time", lambda: now)
    ends.terminal.request_write(ring=True)
    ends.terminal.request_write(ring=True)
    now += BELL_PAUSE
    ends.terminal.request_write(ring=True)
    assert os.read(pipes[2], 1000) == b"\a\a"


async def test_ctrl_c_asks_once(ends: Ends, pipes: tuple[int, int, int, int], nursery: trio.Nursery) -> None:
    """Ctrl-C asks before it leaves; a line in between takes the question back."""
    await nursery.start(ends.terminal.run)
    os.kill(os.getpid(), signal.SIGINT)
    await trio.lowlevel.wait_readable(pipes[2])
    assert ASK_TWICE in os.read(pipes[2], 1000).decode()
    os.write(pipes[1], b"no\n")
    assert await ends.terminal.lines.receive() == "no"
    os.kill(os.getpid(), signal.SIGINT)
    await trio.lowlevel.wait_readable(pipes[2])
    assert ASK_TWICE in os.read(pipes[2], 1000).decode()
    os.kill(os.getpid(), signal.SIGINT)
    with pytest.raises(trio.EndOfChannel):
        await ends.terminal.lines.receive()


@pytest.mark.posix
async def test_a_password_has_no_echo(tty: Tty) -> None:
    """There is no echo as long as a password is asked for; at the end there is one again."""
    assert tty.echoes()
    for secret in (True, False, True):
        tty.ends.secret = secret
        tty.ends.terminal.refresh()
        assert tty.echoes() is not secret
        assert tty.ends.terminal.echoes is not secret
    with trio.move_on_after(0):
        await tty.ends.terminal.run()
    assert tty.echoes()


def test_where_there_is_no_echo(ends: Ends) -> None:
    """Where what is typed is not there to be seen all is shown."""
    ends.secret = True
    ends.terminal.refresh()
    assert not ends.terminal.echoes


@pytest.mark.posix
async def test_tab_finishes_a_word(tty: Tty, nursery: trio.Nursery) -> None:
    """Tab writes the line anew with its word finished, and what is typed goes on from there."""
    tty.ends.words = {"hi an": ["anna "]}
    await nursery.start(tty.ends.terminal.run)
    tty.type("hi an\t")
    assert "hi an\t\nhi anna " == await tty.seen("anna ")
    tty.type("and all\n")
    assert "hi anna and all" == await tty.ends.terminal.lines.receive()
    nursery.cancel_scope.cancel()


@pytest.mark.posix
async def test_tab_lists_what_a_word_may_become(tty: Tty, nursery: trio.Nursery) -> None:
    """Tab lists what a word may become and writes the line again; Ctrl-C takes it back."""
    tty.ends.words = {"b": ["bob: ", "bea: "]}
    await nursery.start(tty.ends.terminal.run)
    tty.type("b\t")
    assert "b\t\n— bob:\n— bea:\nb" == await tty.seen("\nb")
    os.kill(os.getpid(), signal.SIGINT)
    await tty.seen(ASK_TWICE + "\r\n")
    tty.type("no\n")
    assert "no" == await tty.ends.terminal.lines.receive()
    nursery.cancel_scope.cancel()


@pytest.mark.posix
async def test_tab_with_nothing_to_finish(tty: Tty, nursery: trio.Nursery) -> None:
    """A tab with nothing to finish makes a sound and is not typed; while a password is, nothing is offered."""
    await nursery.start(tty.ends.terminal.run)
    tty.type("x\t")
    assert "x\t\a" == await tty.seen("\a")
    tty.type("y\n")
    assert "xy" == await tty.ends.terminal.lines.receive()
    tty.ends.words = {"x": ["xyzzy"]}
    tty.ends.secret = True
    tty.ends.terminal.refresh()
    tty.type("x\t")
    await tty.seen("\a")
    nursery.cancel_scope.cancel()


@pytest.mark.posix
async def test_a_shell_that_has_suspended_us(tty: Tty, nursery: trio.Nursery) -> None:
    """When the shell gives the terminal back, Tab finishes words and passwords are hidden as before."""
    tty.ends.words = {"an": ["anna "]}
    before = termios.tcgetattr(tty.program)
    await nursery.start(tty.ends.terminal.run)
    tty.ends.secret = True
    tty.ends.terminal.refresh()
    termios.tcsetattr(tty.program, termios.TCSANOW, before)
    os.kill(os.getpid(), signal.SIGCONT)
    await trio.testing.wait_all_tasks_blocked()
    assert not tty.echoes()
    tty.ends.secret = False
    tty.ends.terminal.refresh()
    tty.type("an\t")
    await tty.seen("anna ")
    nursery.cancel_scope.cancel()


async def test_tabs_that_are_pasted(tty: Tty, nursery: trio.Nursery) -> None:
    """A tab that is pasted is text: what follows it has come with it."""
    tty.ends.words = {"a": ["anna "]}
    tty.type("a\tb\n")
    await nursery.start(tty.ends.terminal.run)
    assert "a\tb" == await tty.ends.terminal.lines.receive()
    nursery.cancel_scope.cancel()
