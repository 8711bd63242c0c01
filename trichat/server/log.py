"""The log: written by a thread, so that nobody waits for whoever reads it, and never more than a disk can take."""

import contextlib
import logging
import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import IO

from trichat.server.connection.throttle import Bucket

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_MOST_WAITING = 1000  # lines for a reader that does not read: a terminal that was stopped, a full pipe
_LAST_SECONDS = 1.0  # for the last lines to be written, at the end
_HOUR = 3600
LINES = 10  # warnings of one place in the code within a minute: they differ in whom they are about
_MINUTE = 60.0  # seconds


@contextlib.contextmanager
def written(level: str, lines_per_hour: int, stream: IO[str] = sys.stderr) -> Iterator[None]:
    """Write the log to a stream, from a level on."""
    writer = Writer(stream)
    writer.setFormatter(logging.Formatter(_FORMAT))
    writer.addFilter(Sparing(lines_per_hour))
    writer.addFilter(Alike())
    logging.basicConfig(handlers=[writer], level=level.upper())
    try:
        yield
    finally:
        writer.end()


class Writer(logging.Handler):
    """Writes lines in a thread of its own. What nobody reads for too long is lost, and how much of it is told.

    The loop of the server would stand still otherwise, and everybody with it, while a terminal is stopped (Ctrl-S) or
    a pager reads no further.
    """

    def __init__(self, stream: IO[str]) -> None:
        super().__init__()
        self._stream = stream
        self._waiting: queue.Queue[str | None] = queue.Queue(_MOST_WAITING)
        self._lost = 0
        self._thread = threading.Thread(target=self._write, daemon=True, name="log")
        self._thread.start()

    def emit(self, record: logging.LogRecord) -> None:
        """Have it written."""
        try:
            self._waiting.put_nowait(self.format(record))
        except queue.Full:
            self._lost += 1

    def end(self) -> None:
        """Write what is left, if somebody reads it."""
        with contextlib.suppress(queue.Full):
            self._waiting.put_nowait(None)
            self._thread.join(_LAST_SECONDS)

    def _write(self) -> None:
        while (text := self._waiting.get()) is not None:
            lost, self._lost = self._lost, 0
            more = f"{lost} lines are missing here: nobody read them.\n" if lost else ""
            with contextlib.suppress(OSError, ValueError):  # nobody reads it any more
                self._stream.write(f"{text}\n{more}")
                self._stream.flush()


class Sparing(logging.Filter):
    """Lets through so many lines an hour of what strangers can cause at will, and counts the rest.

    Warnings pass: what is wrong has limits of its own.
    """

    def __init__(self, lines_per_hour: int, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._now = now
        self._bucket = Bucket(lines_per_hour, lines_per_hour / _HOUR)
        self._left_out = 0

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether to write it; say with it how many were left out before."""
        if record.levelno > logging.INFO:
            return True
        now = self._now()
        if not self._bucket.holds(now):
            self._left_out += 1
            return False
        self._bucket.spend(1, now)
        if self._left_out:
            record.msg = f"{record.getMessage()} (and {self._left_out} lines before it that were too many)"
            record.args = None
            self._left_out = 0
        return True


class Alike(logging.Filter):
    """Lets through of warnings that are alike one for each whom it is about, ten a minute at most; and counts the rest.

    Whoever connects a thousand times a second is refused as often, or meets a bug of ours as often. It holds for all
    that is written, whoever writes it: some lines are those of libraries.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._now = now
        self._since = now()
        self._told: dict[tuple[str, int], list[object]] = {}  # by place in the code: whom the lines were about
        self._left_out: dict[tuple[str, int], int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether to write it; say with it how many like it were left out before."""
        if record.levelno <= logging.INFO:
            return True
        now = self._now()
        if now - self._since >= _MINUTE:
            self._since, self._told = now, {}
        where, about = (record.name, record.lineno), record.args
        told = self._told.setdefault(where, [])
        if about in told or len(told) >= LINES:
            self._left_out[where] = self._left_out.get(where, 0) + 1
            return False
        told.append(about)
        left_out = self._left_out.pop(where, 0)
        if left_out:
            record.msg = f"{record.getMessage()} (and {left_out} such lines before it were left out)"
            record.args = None
        return True
