"""`nox -s fuzz`: lets visitors who make no sense come and go; nobody else may notice."""

import argparse
import contextlib
import sqlite3
import sys
import tempfile
from pathlib import Path
from random import Random

import trio

from tests.checks.bench.servers import Running, resident_kib, running, trichat
from tests.checks.fuzz import lines

_ANSWER_SECONDS = 10.0  # in which a well-behaved client is answered, whatever the others do
_LINES = (1, 5, 20, 100)  # that a visitor sends at once


class Fuzz:
    """Visitors, and what they did."""

    def __init__(self, server: Running, seed: int) -> None:
        self._server = server
        self._seed = seed
        self.visits = 0
        self.lines = 0

    async def run(self, visitors: int, seconds: float) -> None:
        """Let visitors come and go; one client among them wants to be answered. Raises TooSlowError if it is not."""
        with trio.move_on_after(seconds):
            async with trio.open_nursery() as nursery:
                nursery.start_soon(self._witness)
                for number in range(visitors):
                    nursery.start_soon(self._visitor, Random(self._seed * 1000 + number))  # noqa: S311 (repeatable)

    async def _witness(self) -> None:
        stream = await trio.open_tcp_stream(self._server.host, self._server.port)
        await stream.send_all(b"NICK witness\r\nUSER w 0 * :w\r\n")
        for number in range(1_000_000):
            await stream.send_all(b"PING %d\r\n" % number)
            with trio.fail_after(_ANSWER_SECONDS):
                await _until(stream, b" :%d\r\n" % number)
            await trio.sleep(0.1)

    async def _visitor(self, random: Random) -> None:
        while True:
            try:
                await self._visit(random)
            except* (OSError, trio.BrokenResourceError, trio.ClosedResourceError):
                pass  # the server has had enough, or there was too much unread
            await trio.sleep(random.random() * 0.05)

    async def _visit(self, random: Random) -> None:
        self.visits += 1
        make = random.choice((lines.irc, lines.irc, lines.irc, lines.plain, lines.plain, lines.rubbish))
        stream = await trio.open_tcp_stream(self._server.host, self._server.port)
        async with stream, trio.open_nursery() as nursery:
            if random.random() < 0.8:
                nursery.start_soon(_read, stream)
            await stream.send_all(_greeting(make, random))
            for _ in range(random.randrange(1, 30)):
                count = random.choice(_LINES)
                self.lines += count
                data = b"".join([make(random) for _ in range(count)])
                cut = random.randrange(len(data) + 1)
                for piece in (data[:cut], data[cut:]):
                    with trio.move_on_after(2.0):  # whoever does not read is not read from
                        await stream.send_all(piece)
                    await trio.sleep(random.choice((0, 0, 0.01, 0.2)))
            if random.random() < 0.3:
                await stream.send_eof()
                await trio.sleep(0.2)
            nursery.cancel_scope.cancel()


def _greeting(make: object, random: Random) -> bytes:
    """Come in, mostly, so that what follows has somebody to obey."""
    name = f"f{random.randrange(200)}".encode()
    if make is lines.irc and random.random() < 0.8:
        capabilities = random.choice((b"", b"CAP REQ :message-tags batch labeled-response echo-message\r\nCAP END\r\n"))
        return b"NICK %b\r\nUSER u 0 * :u\r\n%bJOIN #a,#b\r\n" % (name, capabilities)
    return name + b"\n" if make is lines.plain else b""


async def _read(stream: trio.SocketStream) -> None:
    with contextlib.suppress(trio.BrokenResourceError, trio.ClosedResourceError):
        while await stream.receive_some():
            pass


async def _until(stream: trio.SocketStream, wanted: bytes) -> None:
    data = b""
    while wanted not in data:
        more = bytes(await stream.receive_some())
        if not more:
            raise EOFError("The server has closed the connection of a client that behaves.")
        data = data[-64:] + more


def main() -> int:
    """Fuzz one server; look at its log, its history, and whether it starts again."""
    parser = argparse.ArgumentParser(prog="nox -s fuzz --", description=__doc__)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--visitors", type=int, default=60, help="at a time")
    parser.add_argument("--seed", type=int, default=1, help="the same seed, the same lines")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        folder = Path(name)
        with running(trichat(), folder) as server:
            fuzz = Fuzz(server, args.seed)
            complaint = ""
            try:
                trio.run(fuzz.run, args.visitors, args.seconds)
            except* (EOFError, trio.BrokenResourceError, trio.TooSlowError) as exc:
                complaint = repr(exc.exceptions[0])
            memory = 0 if complaint else resident_kib(server.pid)
        log = (folder / "log").read_text(encoding="utf-8", errors="replace")
        with contextlib.closing(sqlite3.connect(folder / "history.db")) as history:
            (health,) = history.execute("pragma integrity_check").fetchone()
            (kept,) = history.execute("select count(*) from event").fetchone()
        with running(trichat(), folder):
            pass  # what was kept can be read again
    sys.stdout.write(f"{fuzz.visits} visits, {fuzz.lines} lines, {kept} events kept, {memory // 1024} MiB\n")
    if complaint or "Traceback" in log or health != "ok":
        sys.stdout.write(f"{complaint} The history says: {health}. The log says:\n{log[-8000:]}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
