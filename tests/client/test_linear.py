"""The terminal for screen readers: lines in, lines out."""

import os
import pty
import signal
import termios
from collections.abc import Iterator

import pytest
import trio

from trichat.client.linear import LinearTerminal
from trichat.client.terminal import ASK_TWICE, BELL_PAUSE


class Ends:
    """What is typed goes in at one end, what is written comes out at the other."""

    def __init__(self, keyboard: int, screen: int) -> None:
        self.keyboard, self.screen = keyboard, screen
        self.lines: list[str] = []
        self.notices: list[str] = []
        self.secret = False
        self.terminal = LinearTerminal(
            source=lambda: taken(self.lines),
            notices=lambda: taken(self.notices),
            hide=lambda text: "•" * len(text) if self.secret else text,
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
    """However they come; the end of the input is the end of the visit."""
    typing = pipes[1]
    await nursery.start(ends.terminal.run)
    for part in (b"hel", b"lo\nsecond\r\nth", "ïrd\n".encode(), b"never ended"):
        os.write(typing, part)
    os.close(typing)
    assert [line async for line in ends.terminal.lines] == ["hello", "second", "thïrd"]


async def test_each_line_is_written_once(ends: Ends, pipes: tuple[int, int, int, int]) -> None:
    """What has come, what a toolbar would say, what must be said: nothing else, and no escape sequence."""
    ends.lines.append("15:00 bob: hi")
    ends.terminal.more(beside="\x1b]2;title\x1b\\")
    ends.notices.append("— connected")
    ends.terminal.refresh()
    ends.terminal.refresh()
    ends.terminal.redraw()
    ends.terminal.print("end")
    assert os.read(pipes[2], 1000) == "15:00 bob: hi\n— connected\nend\n".encode()


async def test_one_sound_for_many_calls(
    ends: Ends, pipes: tuple[int, int, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not again before a pause."""
    now = 100.0
    monkeypatch.setattr("trio.current_time", lambda: now)
    ends.terminal.more(ring=True)
    ends.terminal.more(ring=True)
    now += BELL_PAUSE
    ends.terminal.more(ring=True)
    assert os.read(pipes[2], 1000) == b"\a\a"


async def test_ctrl_c_asks_once(ends: Ends, pipes: tuple[int, int, int, int], nursery: trio.Nursery) -> None:
    """A line in between takes the question back."""
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


async def test_a_password_has_no_echo() -> None:
    """As long as one is asked for; and at the end there is one again."""
    master, slave = pty.openpty()
    ends = Ends(slave, slave)

    def echo() -> bool:
        return bool(termios.tcgetattr(slave)[3] & termios.ECHO)

    try:
        assert echo()
        ends.secret = True
        ends.terminal.refresh()
        assert not echo()
        ends.secret = False
        ends.terminal.refresh()
        assert echo()
        ends.secret = True
        ends.terminal.refresh()
        with trio.move_on_after(0):
            await ends.terminal.run()
        assert echo()
    finally:
        os.close(master)
        os.close(slave)
