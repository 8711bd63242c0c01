"""A server from start to stop: history around the hub, the hub around connections, those around listeners."""

import contextlib
import datetime
import errno
import logging
from collections.abc import Iterator, Sequence
from functools import partial

import trio

from trichat import __version__
from trichat.chat.core.people import Session
from trichat.chat.core.rules import Rules
from trichat.chat.hub import Hub
from trichat.chat.operators.clock import ConfirmClock
from trichat.chat.operators.operators import ReadSettings
from trichat.chat.talking.replies import Find
from trichat.config.settings import ServerSettings, control_path
from trichat.errors import StartError
from trichat.protocols.irc.answers import ServerFacts
from trichat.protocols.irc.capabilities import ACCOUNT_REGISTRATION, SASL, sts_policy
from trichat.protocols.irc.dialect import IrcDialects
from trichat.protocols.plain.dialect import PlainDialects
from trichat.protocols.sasl import EXTERNAL, MECHANISMS
from trichat.server import locale
from trichat.server.admin.control import ControlConnection, open_listener
from trichat.server.admin.rehash import Reread, rules_of, settings_again
from trichat.server.clock import Clock
from trichat.server.connection.addresses import Addresses, Origins, kept_key
from trichat.server.connection.certificates import Certificates
from trichat.server.connection.connection import Connection
from trichat.server.connection.doors import Shared, doors
from trichat.server.connection.queue import RequestQueue
from trichat.server.connection.throttle import Throttles
from trichat.server.history.archive import Archive, find
from trichat.server.history.upkeep import Upkeep
from trichat.server.locale import LocalZone
from trichat.server.pipeline.pump import Alarm, Pump
from trichat.server.work import TASK_FUNCTIONS, TaskFunctions, Workers
from trichat.storage.base import History
from trichat.storage.memory import MemoryHistory
from trichat.storage.sqlite import SqliteHistory
from trichat.words import requests as ask
from trichat.words.names.addresses import is_within
from trichat.words.record import replace

_log = logging.getLogger(__name__)

_DAY = 86_400  # seconds
_BACKLOG = 4096  # connections that the system holds for us while a crowd arrives at once
_KEEP_ALIVE = {"TCP_KEEPIDLE": 120, "TCP_KEEPINTVL": 30, "TCP_KEEPCNT": 4}  # seconds, seconds, times
_TOO_MANY = b"ERROR :Too many connections. Try again later.\r\n"  # an IRC message, and a sentence
_GOODBYE = "The server stops."


@contextlib.contextmanager
def open_history(settings: ServerSettings) -> Iterator[History]:
    """Open the history that the settings name. Raises HistoryError."""
    history: History = SqliteHistory(settings.history) if settings.history else MemoryHistory()
    try:
        yield history
    finally:
        history.close()


@contextlib.contextmanager
def open_control(settings: ServerSettings) -> Iterator[trio.SocketListener | None]:
    """Open the control socket, if there is a place for it; take it away at the end."""
    path = control_path(settings)
    listener = open_listener(path)
    try:
        yield listener
    finally:
        if listener is not None and path is not None:
            listener.socket.close()
            path.unlink(missing_ok=True)


async def open_listeners(hosts: Sequence[str], port: int) -> list[trio.SocketListener]:
    """Listen on every address of every host; port 0 means any free one, the same for all. Raises StartError."""
    listeners: list[trio.SocketListener] = []
    try:
        for host in hosts:
            found = await _listen(host, port)
            listeners += found
            for listener in found:
                _keep_alive(listener.socket)
                port = port or listener.socket.getsockname()[1]
    except (OSError, UnicodeError) as exc:
        for listener in listeners:
            await trio.aclose_forcefully(listener)
        raise StartError(_why_not(exc, host, port)) from exc
    return listeners


async def _listen(host: str, port: int) -> list[trio.SocketListener]:
    if port:
        return await trio.open_tcp_listeners(port, host=host, backlog=_BACKLOG)
    first, *others = await trio.open_tcp_listeners(0, host=host, backlog=_BACKLOG)
    for other in others:  # each has a port of its own: of these only the first can be told to people
        await other.aclose()
    return [first]


def _why_not(exc: OSError | UnicodeError, host: str, port: int) -> str:
    if isinstance(exc, UnicodeError):  # the codec of international names
        return f"Cannot listen on {host}: that is no name of a machine. Choose an address of this machine with --host."
    if exc.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is in use: stop what uses it, or choose another with --port."
    if exc.errno == errno.EACCES:
        return f"Port {port} may not be used by you: choose one above 1023 with --port."
    return f"Cannot listen on {host}: {exc.strerror or exc}. Choose an address of this machine with --host."


class Server:
    """What all connections of one server share."""

    def __init__(self, settings: ServerSettings, history: History, reread: Reread) -> None:
        limits = settings.limits
        spoken = locale.load()
        started = datetime.datetime.now(datetime.UTC)
        zone = LocalZone()
        rules = _rules(settings, tuple(spoken), zone, started)
        facts = _facts(settings, rules, started)
        table = doors(PlainDialects(spoken, zone), IrcDialects(facts, zone), settings.language)
        self._limits = limits
        exempt = partial(is_within, networks=settings.exempt)
        self._addresses = Addresses(limits.connections, limits.connections_per_address, kept_key(history), exempt)
        self._throttles = Throttles(limits)
        self.archive = Archive(history)
        self.requests = RequestQueue(limits.requests)
        certificate = settings.tls_certificate
        certificates = Certificates(certificate, settings.tls_key) if certificate else None
        hub = Hub(rules, history.records(), history.last_id())
        self._clock = clock = Clock(hub.state.last_right)
        self._alarm = Alarm(self.requests, clock.now)
        self._alarm.set(hub.due)
        self.pump = Pump(hub, self.archive, limits, self._alarm, clock.now)
        self._upkeep = Upkeep(self.archive, hub.state.kept_for, clock, hub.state.id_at)
        self._shared = Shared(
            doors=table,
            requests=self.requests,
            limits=limits,
            workers=Workers(
                {**TASK_FUNCTIONS, **_tasks(clock, reread, certificates)},
                {Find: partial(find, self.archive)},
            ),
            secure=certificates.around if certificates else None,
            sts=partial(_sts, settings.sts_days, settings.sts_port) if settings.sts_days is not None else None,
            origins=Origins({settings.name, *settings.hosts}, settings.web_origins),
            exempt=exempt,
        )

    async def run(
        self, listeners: list[trio.SocketListener], stop: trio.Event, control: trio.SocketListener | None = None
    ) -> None:
        """Serve until `stop`; then say goodbye, send what is queued, and store the last batch."""
        async with self.archive.writing(), trio.open_nursery() as outer:
            outer.start_soon(self.pump.run, self.requests)
            try:
                async with trio.open_nursery() as connections:
                    async with trio.open_nursery() as accepting:
                        accepting.start_soon(self._accept, listeners, connections)
                        accepting.start_soon(self._clock.run, self._tell_clock)
                        accepting.start_soon(self._alarm.run)
                        accepting.start_soon(self._upkeep.run)
                        if control is not None:
                            accepting.start_soon(trio.serve_listeners, self._errand, [control])
                        await stop.wait()
                        accepting.cancel_scope.cancel()
                    connections.cancel_scope.deadline = trio.current_time() + self._limits.stop_seconds
                    await self.requests.put("", (Session(""), [ask.CloseDown(reason=_GOODBYE)]))
            finally:
                self.requests.end()

    async def _accept(self, listeners: list[trio.SocketListener], connections: trio.Nursery) -> None:
        await trio.serve_listeners(self._visit, listeners, handler_nursery=connections)

    async def _visit(self, stream: trio.SocketStream) -> None:
        """Serve one connection. A bug in one visit is logged, and never ends the server."""
        try:
            address = stream.socket.getpeername()[0]
        except OSError:
            return  # gone before we looked
        if not self._addresses.admit(address):
            _log.warning("refused a connection from %s: too many", address)
            with trio.move_on_after(1), contextlib.suppress(trio.BrokenResourceError):
                await stream.send_all(_TOO_MANY)
            return
        try:
            await self._connection(stream, address).run()
        except Exception:
            _log.exception("a connection ended by a bug")
        finally:
            self._addresses.release(address)

    async def _errand(self, stream: trio.SocketStream) -> None:
        """Serve one request from the command line. A bug in it is logged, likewise."""
        try:
            await ControlConnection(stream, self._shared).run()
        except Exception:
            _log.exception("a request from the command line ended by a bug")

    async def _tell_clock(self, found: int, expected: int) -> None:
        await self.requests.put("", (Session(""), [ask.ClockLooked(found=found, expected=expected)]))

    def _connection(self, stream: trio.SocketStream, address: str) -> Connection:
        return Connection(stream, self._addresses.shown(address), self._shared, self._throttles, address)


def _tasks(clock: Clock, reread: Reread, certificates: Certificates | None) -> TaskFunctions:
    """Give what is done of the tasks that this server alone can do."""
    return {
        ReadSettings: lambda _: settings_again(reread, certificates),
        ConfirmClock: lambda _: clock.confirm(),
    }


def _rules(
    settings: ServerSettings, spoken: tuple[str, ...], zone: datetime.tzinfo, started: datetime.datetime
) -> Rules:
    """Give what the chat allows."""
    return replace(rules_of(settings), languages=spoken, zone=zone, started=int(started.timestamp() * 1000))


def _facts(settings: ServerSettings, rules: Rules, started: datetime.datetime) -> ServerFacts:
    """Give what IRC clients are told about the server."""
    return ServerFacts(
        server=settings.name,
        network=settings.network,
        description=settings.description,
        version=__version__,
        started=f"{started:%Y-%m-%d %H:%M:%S} UTC",
        topic_bytes=rules.topic_bytes,
        most_rooms=rules.most_rooms,
        away_bytes=rules.away_bytes,
        realname_bytes=rules.realname_bytes,
        most_monitored=rules.most_monitored,
        capability_values=_capability_values(settings),
    )


def _capability_values(settings: ServerSettings) -> tuple[tuple[str, str], ...]:
    """Say what `CAP LS 302` tells about registration and logging in: only what can be done here."""
    registration = ["custom-account-name"]
    if settings.before_connect and not settings.password:
        registration.append("before-connect")
    if settings.email_required:
        registration.append("email-required")
    mechanisms = [name for name in MECHANISMS if name != EXTERNAL or settings.tls_certificate is not None]
    return ((ACCOUNT_REGISTRATION, ",".join(registration)), (SASL, ",".join(mechanisms)))


def _sts(days: int, safe_port: int | None, port: int, secure: bool) -> str:
    """Give the policy of STS that a client is told which has come to this port."""
    return sts_policy(days * _DAY, safe_port or port, secure=secure)


def _keep_alive(listener: trio.socket.SocketType) -> None:
    """Have the system find out when the other side has vanished without a word: the plain door cannot ask.

    On Linux and BSD a connection inherits it from the socket that accepts it.
    """
    listener.setsockopt(trio.socket.SOL_SOCKET, trio.socket.SO_KEEPALIVE, 1)
    for option, value in _KEEP_ALIVE.items():
        if hasattr(trio.socket, option):  # not every system has all of them
            listener.setsockopt(trio.socket.IPPROTO_TCP, getattr(trio.socket, option), value)


async def serve(
    settings: ServerSettings,
    stop: trio.Event,
    *,
    reread: Reread | None = None,
    task_status: trio.TaskStatus[list[trio.SocketListener]] = trio.TASK_STATUS_IGNORED,
) -> None:
    """Run a server until `stop` is set; `nursery.start` gives its listeners as soon as anybody can connect.

    `reread` gives the settings as they are now; without it they stay as they are.

    Raises StartError, HistoryError.
    """
    with open_history(settings) as history:
        server = Server(settings, history, reread or (lambda: settings))
        listeners = await open_listeners(settings.hosts, settings.port)
        with open_control(settings) as control:
            task_status.started(listeners)
            await server.run(listeners, stop, control)
