"""This process: how many files it may open, which signals end it, and how an event loop hears of them."""

import contextlib
import errno
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop  # a server needs none, and it takes a while to import

# What sends lines and prints what comes, by the name that it has. Windows has none of its own: this one is Nmap's.
NETCAT = "ncat" if os.name == "nt" else "nc"
_FILES_ON_MACOS = 10_240  # its OPEN_MAX: it says that there is no limit, and takes no more


def _signals(*names: str) -> tuple[signal.Signals, ...]:
    """Give those of these signals that the system has."""
    return tuple(getattr(signal, name) for name in names if hasattr(signal, name))


INTERRUPT = _signals("SIGINT")
STOPPING = _signals("SIGINT", "SIGTERM", "SIGBREAK")  # what stops a server: SIGBREAK is Ctrl-Break on Windows
LEAVING = _signals("SIGTERM", "SIGHUP")  # what ends a client, besides Ctrl-C
_SUSPENDING = _signals("SIGTSTP")
CAN_SUSPEND = bool(_SUSPENDING)  # whether a shell can take the terminal back for a while
CONTINUED = _signals("SIGCONT")  # what tells a client that it was suspended, and goes on
# What it means for those who write to a screen that it is gone, by the number of the error: the signal that ends others
# then. It has the same number wherever it is known: not on Windows, where it is an exit status like any other.
SCREEN_GONE = {errno.EIO: 1, errno.EPIPE: 13}  # SIGHUP, SIGPIPE


def allow_many_files() -> None:
    """Raise the limit of open files as far as we may: each connection is one. Windows has no such limit."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 (elsewhere there is none)

    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for most in (hard, _FILES_ON_MACOS):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
            return


def most_files() -> int | None:
    """Give how many files we may have open at once; None if there is no limit, or none that can be told."""
    if sys.platform == "win32":
        return None
    import resource  # noqa: PLC0415 (likewise)

    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return None if most == resource.RLIM_INFINITY else most


def on_signal(number: signal.Signals, do: Callable[[int], object]) -> Callable[[], object]:
    """Have something done at once whenever this signal comes; give what undoes that. In the main thread only."""
    before = signal.signal(number, lambda number, _frame: do(number))
    return partial(signal.signal, number, before)


@contextlib.contextmanager
def heard_by_asyncio(
    loop: "AbstractEventLoop", numbers: tuple[signal.Signals, ...], do: Callable[[int], object]
) -> Iterator[None]:
    """Have the loop do something, in its turn, whenever one of these signals comes. In the main thread only."""
    with contextlib.ExitStack() as undone:
        for number in numbers:
            try:
                loop.add_signal_handler(number, do, number)
                undone.callback(loop.remove_signal_handler, number)
            except NotImplementedError:  # the loops of Windows are woken by every signal, but hand none on
                before = signal.signal(number, lambda number, _: loop.call_soon_threadsafe(do, number))
                undone.callback(signal.signal, number, before)
        yield


@contextlib.contextmanager
def heard_by_trio(numbers: tuple[signal.Signals, ...], do: Callable[[], object]) -> Iterator[None]:
    """Have trio do something, in its turn, whenever one of these signals comes. In the main thread only."""
    import trio  # noqa: PLC0415 (commands that stop at a signal need no event loop, and it takes 100 ms to import)

    token = trio.lowlevel.current_trio_token()
    before = {number: signal.signal(number, lambda *_: token.run_sync_soon(do)) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def arguments(command: str) -> list[str] | str:
    r"""Give a command as subprocess takes it, without a shell. Raises ValueError if a quote is not closed.

    Windows has no list of arguments: every program splits the line itself, and `\` is in its paths.
    """
    return command if os.name == "nt" else shlex.split(command)


def quoted(text: str) -> str:
    """Write an argument as it is typed in a shell."""
    return subprocess.list2cmdline([text]) if os.name == "nt" else shlex.quote(text)


def suspend() -> None:
    """Stop until the shell says so, with all that runs for us, as a shell would have it."""
    for number in _SUSPENDING:
        os.kill(0, number)
