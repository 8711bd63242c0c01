"""`trichat serve`: the server as a program, with signals, a log and a few words on how to join."""

import contextlib
import gc
import logging
import signal
import socket
import sys

import trio

from trichat.config.defaults import DEFAULT_HOST, DEFAULT_PORT
from trichat.config.listening import Speaks
from trichat.config.settings import ServerSettings
from trichat.errors import TrichatError
from trichat.server.admin import running
from trichat.server.admin.rehash import Reread
from trichat.server.listeners import Listener
from trichat.server.log import written
from trichat.server.serve import serve
from trichat.system import process
from trichat.system.files import tell

_log = logging.getLogger(__name__)

_SPOKEN = {
    Speaks.ANY: "plain text, and TLS with those who begin with it",
    Speaks.PLAIN: "plain text",
    Speaks.TLS: "TLS",
}
_PLAIN_HINTS = """\
Join with  a browser: {page}
or with    trichat chat{options}{by_tls}
or with    {netcat} {host} {port}
or with    any IRC client, for example: irssi -c {host} -p {port}, then /join #lobby"""
_BY_TLS = "\nor by TLS  trichat chat{options} --tls"
_TLS_HINTS = """\
Join with  a browser: {page}
or with    trichat chat{options} --tls
or with    openssl s_client -quiet -connect {host}:{port}
or with    any IRC client, for example: irssi -tls -c {host} -p {port}, then /join #lobby"""


def run(settings: ServerSettings, reread: Reread | None = None) -> int:
    """Serve until a signal says stop; give the exit status. Raises StartError, HistoryError."""
    process.allow_many_files()
    _collect_rarely()
    with written(settings.log_level, settings.limits.log_lines_per_hour):
        failure = trio.run(_serve, running.with_control(settings), reread)
    if failure is not None:
        raise failure
    return 0


def _collect_rarely() -> None:
    """Have the cyclic collector run less often than for a script.

    Almost all that a server holds lives as long as its connections, and a full collection walks all of it while
    everybody waits. With the usual thresholds a quarter of the time in which a crowd comes in goes there. With much
    higher ones it is no less than with these, and all wait for the rare collections longer: a second, among 15,000.
    """
    gc.freeze()  # what has been imported is never garbage
    gc.set_threshold(10_000, 10, 100)


async def _serve(settings: ServerSettings, reread: Reread | None) -> TrichatError | None:
    stop = trio.Event()
    failure = None
    with contextlib.ExitStack() as until_stopped:
        async with trio.open_nursery() as nursery:
            await nursery.start(_obey_signals, stop, nursery.cancel_scope)
            try:
                await serve(settings, stop, reread=reread, task_status=_Announcement(settings, until_stopped))
            except TrichatError as exc:
                failure = exc
            nursery.cancel_scope.cancel()
    return failure


async def _obey_signals(stop: trio.Event, everything: trio.CancelScope, task_status: trio.TaskStatus[None]) -> None:
    """The first signal stops the server in peace, the second at once."""
    with trio.open_signal_receiver(*process.STOPPING) as signals:
        task_status.started()
        async for number in signals:
            _log.info("told to stop by %s", signal.Signals(number).name)
            if stop.is_set():
                everything.cancel()
            stop.set()


class _Announcement:
    """Says on standard output how to join, as soon as anybody can; and notes that this server runs."""

    def __init__(self, settings: ServerSettings, until_stopped: contextlib.ExitStack) -> None:
        self._settings = settings
        self._until_stopped = until_stopped

    def started(self, value: list[Listener] | None = None) -> None:
        """Note it, and print it."""
        places = [(*listener.address, listener.speaks) for listener in value or ()]
        named = [_place(address, port) for address, port, _ in places]
        self._until_stopped.enter_context(running.noted(self._settings, named))
        tell(sys.stdout, hints(self._settings, places) + "\n")


def hints(settings: ServerSettings, places: list[tuple[str, int, Speaks]]) -> str:
    """Say where the server listens and what is spoken there, what to type to join, and where history lives."""
    named = [(_place(address, port), speaks) for address, port, speaks in places]
    spoken = [f"{place} speaks {_spoken(settings, speaks)}." for place, speaks in named]
    where = f"History is kept in {settings.history}." if settings.history else "Nothing is kept on disk."
    parts = [
        f"trichat listens on {', '.join(place for place, _ in named)}.",
        *spoken,
        "",
        _how_to_join(settings, places),
        "",
        where,
        "Ctrl-C stops the server.",
    ]
    return "\n".join(parts)


def _spoken(settings: ServerSettings, speaks: Speaks) -> str:
    """Say what is spoken where this is: without a certificate, no TLS."""
    return _SPOKEN[Speaks.PLAIN if settings.tls_certificate is None else speaks]


def _place(address: str, port: int) -> str:
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def _how_to_join(settings: ServerSettings, places: list[tuple[str, int, Speaks]]) -> str:
    """Say what to type: in plain text, if that is spoken anywhere, and by TLS, if that is."""
    address, port, speaks = next((each for each in places if each[2] is not Speaks.TLS), places[0])
    host, options = _reached(settings, address, port)
    text = _TLS_HINTS if speaks is Speaks.TLS else _PLAIN_HINTS
    safe = settings.tls_certificate is not None and speaks is not Speaks.PLAIN
    page = f"{'https' if safe else 'http'}://{_place(host, port)}/"
    told = {"options": options, "host": host, "port": port, "page": page, "netcat": process.NETCAT}
    return text.format(**told, by_tls=_by_tls(settings, places))


def _by_tls(settings: ServerSettings, places: list[tuple[str, int, Speaks]]) -> str:
    """Say what else to type to come by TLS: where nothing else is spoken, if there is such a place."""
    safe = [each for each in places if each[2] is not Speaks.PLAIN] if settings.tls_certificate else []
    if not safe:
        return ""
    address, port, _ = next((each for each in safe if each[2] is Speaks.TLS), safe[0])
    return _BY_TLS.format(options=_reached(settings, address, port)[1])


def _reached(settings: ServerSettings, address: str, port: int) -> tuple[str, str]:
    """Give the host by which a place is reached, and the options that lead there."""
    host = settings.hosts[0] if settings.hosts else address
    everywhere = host in ("0.0.0.0", "::", "")  # noqa: S104 (recognised, not bound)
    host = socket.gethostname() if everywhere else host
    options = "" if host == DEFAULT_HOST else f" --host {host}"
    return host, options + ("" if port == DEFAULT_PORT else f" --port {port}")
