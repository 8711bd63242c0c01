"""The terminal as the system has it: what is typed and written, as bytes in UTF-8, and how it edits a line for us."""

import contextlib
import errno
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

import trio

if sys.platform != "win32":
    import termios

    _LOCAL, _CHARS = 3, 6  # places in what tcgetattr gives

    read, write = os.read, os.write

    class LineModes:
        """The modes of a keyboard; one that is no terminal has none. As a context: as they were, when it ends.

        Tab is made an end of line for the system (VEOL). So the client learns of it while the system edits the line,
        and what Tab finishes can be written in a new line: nothing that a screen reader has read out is drawn again.

        What asks for the modes raises OSError if the terminal is gone.
        """

        def __init__(self, keyboard: int) -> None:
            """Take the number of the file, and remember how it is."""
            self.tab_ends = False  # a tab comes when the key is pressed
            self._shown = True
            self._keyboard = keyboard
            self._before: list[Any] | None = termios.tcgetattr(keyboard) if os.isatty(keyboard) else None

        def __enter__(self) -> None:
            """Let Tab end a line for the system; the line comes to us with the tab in it."""
            if self._before is None:
                return
            self.tab_ends = True
            self.reapply()

        def __exit__(self, *_exc: object) -> None:
            """Restore the modes from before."""
            if self._before is not None:
                with contextlib.suppress(OSError):  # a terminal that is gone has none
                    self._set(self._before)
            self.tab_ends = False

        @property
        def echo(self) -> bool:
            """Tell whether what is typed is shown."""
            return self._before is not None and bool(self._get()[_LOCAL] & termios.ECHO)

        def reapply(self) -> None:
            """Set the modes again: a shell that has suspended us gives the terminal back with modes of its own."""
            with contextlib.suppress(OSError):  # the shell is gone, and the terminal with it
                if self.tab_ends:
                    modes = self._get()
                    modes[_CHARS][termios.VEOL] = b"\t"
                    self._set(modes)
                self.show(shown=self._shown)

        def show(self, *, shown: bool) -> None:
            """Let the system show what is typed, or not: a password."""
            self._shown = shown
            if self._before is None or self.echo is shown:
                return
            modes = self._get()
            modes[_LOCAL] = modes[_LOCAL] | termios.ECHO if shown else modes[_LOCAL] & ~termios.ECHO
            self._set(modes)

        def _get(self) -> list[Any]:
            with _os_errors():
                return termios.tcgetattr(self._keyboard)

        def _set(self, modes: list[Any]) -> None:
            with _os_errors():
                termios.tcsetattr(self._keyboard, termios.TCSADRAIN, modes)

    @contextlib.contextmanager
    def _os_errors() -> Iterator[None]:
        """Raise what termios raises as an OSError: it is one in all but its class."""
        try:
            yield
        except termios.error as exc:
            raise OSError(*exc.args) from exc

    def restorer(keyboard: int) -> Callable[[], None]:
        """Give what makes a terminal as it is now, to the last flag; of what is no terminal, what does nothing."""
        try:
            before = termios.tcgetattr(keyboard)
        except termios.error:
            return lambda: None
        return lambda: termios.tcsetattr(keyboard, termios.TCSANOW, before)

else:
    # The console gives and takes characters, and Python's own file around it makes UTF-8 of them; os.read and os.write
    # would have them in the code page of the day.

    def read(keyboard: int, most: int) -> bytes:
        """Read what was typed, waiting for it; nothing at the end."""
        with open(keyboard, "rb", buffering=0, closefd=False) as file:
            return file.read(most) or b""

    def write(screen: int, data: bytes) -> int:
        """Write what fits; give how much that was."""
        try:
            with open(screen, "wb", buffering=0, closefd=False) as file:
                return file.write(data)
        except OSError as exc:
            if exc.errno == errno.EINVAL:  # what the C library there says of a pipe that nobody reads any more
                raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE)) from exc
            raise

    class LineModes:
        """A console edits lines in its own way: Tab does not end one, and what is typed is always shown."""

        tab_ends = False

        def __init__(self, keyboard: int) -> None:
            """Take the number of the file."""
            self.echo = os.isatty(keyboard)

        def __enter__(self) -> None:
            """Do nothing."""

        def __exit__(self, *_exc: object) -> None:
            """Do nothing."""

        def reapply(self) -> None:
            """Do nothing."""

        def show(self, *, shown: bool) -> None:
            """Do nothing: a password is seen by who stands behind one, as the documentation says."""

    def restorer(keyboard: int) -> Callable[[], None]:  # noqa: ARG001
        """Give what makes a terminal as it was, for a shell that takes it back: here none does."""
        return lambda: None


async def typed(keyboard: int, most: int) -> bytes:
    """Wait for what is typed, and give it; nothing at the end. Raises OSError if the terminal is gone."""
    try:
        await trio.lowlevel.wait_readable(keyboard)
    except OSError:
        # Not everything can be waited for: no file on a disk (epoll), nothing but sockets (Windows). A thread can read
        # it. When the client ends, that is left where it is: nothing is lost with it.
        return await trio.to_thread.run_sync(read, keyboard, most, abandon_on_cancel=True)
    return read(keyboard, most)
