"""A server from start to stop: history around the hub, the hub around connections, those around listeners."""

import contextlib
import datetime
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
from trichat.chat.talking.replies import Find, FindAll
from trichat.config.listening import Speaks
from trichat.config.settings import ServerSettings, control_path
from trichat.errors import HistoryError
from trichat.protocols.http import openapi
from trichat.protocols.http.frames import Frames
from trichat.protocols.http.routing import Routes
from trichat.protocols.irc.answers import ServerFacts
from trichat.protocols.irc.capabilities import ACCOUNT_REGISTRATION, SASL, sts_policy
from trichat.protocols.irc.dialect import IrcDialects
from trichat.protocols.plain.dialect import PlainDialects
from trichat.protocols.sasl import EXTERNAL, MECHANISMS
from trichat.server import locale
from trichat.server.admin.control import ControlConnection, open_listener
from trichat.server.admin.rehash import Reread, rules_of, settings_again
from trichat.server.admin.running import answers
from trichat.server.clock import Clock
from trichat.server.connection.addresses import Addresses, Origins, derived, kept_key
from trichat.server.connection.arrival import TOO_MANY
from trichat.server.connection.certificates import Certificates
from trichat.server.connection.connection import Connection
from trichat.server.connection.doors import LEAVING_AT_ONCE, Entrance, Shared, doors
from trichat.server.connection.proxies import Trusted
from trichat.server.connection.queue import RequestQueue
from trichat.server.connection.throttle import Throttles
from trichat.server.connection.web.visit import Site
from trichat.server.connection.web.visitors import Visitors
from trichat.server.history.archive import Archive, find, find_all
from trichat.server.history.upkeep import Upkeep
from trichat.server.imports import import_all
from trichat.server.listeners import Listener, accept_all, descriptors_for_connections, open_listeners
from trichat.server.locale import LocalZone
from trichat.server.pipeline import visitors
from trichat.server.pipeline.pump import Alarm, Pump
from trichat.server.web.api import Api
from trichat.server.web.files import Files, announced
from trichat.server.web.hub_calls import HubCalls
from trichat.server.web.site import health_route, page_routes
from trichat.server.work import TASK_FUNCTIONS, TaskFunctions, Turns, Waiters, Workers
from trichat.storage.base import History
from trichat.storage.memory import MemoryHistory
from trichat.storage.sqlite import SqliteHistory
from trichat.system import sockets
from trichat.words import requests as ask
from trichat.words.events import Said
from trichat.words.names.identity import first_id, time_of
from trichat.words.record import replace

_log = logging.getLogger(__name__)

_DAY = 86_400  # seconds
_KEYED_FOR = 3_600_000  # milliseconds: see `Keyed`
_GOODBYE = "The server stops."
_CROWDED_SECONDS = 60.0  # in which nobody is refused, until it is said that there is room again


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
    path = control_path(settings) if sockets.HAVE_PATHS else settings.control
    listener = open_listener(path)
    try:
        yield listener
    finally:
        if listener is not None and path is not None:
            listener.socket.close()
            if not answers(path):  # else a second server has taken the path, because its socket was removed
                path.unlink(missing_ok=True)


class Server:
    """What all connections of one server share."""

    def __init__(self, settings: ServerSettings, history: History, reread: Reread) -> None:
        limits = settings.limits
        self._settings = settings
        spoken = locale.load()
        started = datetime.datetime.now(datetime.UTC)
        zone = LocalZone()
        key = kept_key(history)
        rules = _rules(settings, tuple(spoken), zone, started)
        rules = replace(rules, resume_key=derived(key, b"visits"), files_key=derived(key, b"files"))
        facts = _facts(settings, rules, started)
        table = doors(PlainDialects(spoken, zone), IrcDialects(facts, zone), settings.language)
        self._limits = limits
        self._descriptors = descriptors_for_connections()
        self._crowded_at: float | None = None  # when somebody was refused last because there were no more of those
        self._trusted = Trusted(settings)
        self._addresses = Addresses(limits.connections, limits.connections_per_address, key)
        self.archive = Archive(history)
        self.requests = RequestQueue(limits.requests)
        certificate = settings.tls_certificate
        self._certificates = Certificates(certificate, settings.tls_key) if certificate else None
        last = history.last_id()
        hub = Hub(rules, history.records(), last, _keyed(history, last))
        self._users = hub.state.users
        self._clock = clock = Clock(hub.state.last_right)
        self._alarm = Alarm(self.requests, clock.now)
        self._alarm.set(hub.due)
        self.pump = Pump(hub, self.archive, limits, self._alarm, clock.now)
        throttles, present = Throttles(limits), Visitors(limits)
        waiters: Waiters = {Find: partial(find, self.archive), FindAll: partial(find_all, self.archive)}
        workers = Workers({**TASK_FUNCTIONS, **self._tasks(reread)}, waiters)
        calls = HubCalls(self.requests, workers, limits)
        programs = Api(calls, throttles, self.archive, present, limits).routes()
        files = Files(settings, calls, self.archive, self._trusted)
        self._site = Site(
            routes=Routes(
                [
                    *page_routes(),
                    health_route(lambda: self.pump.stores),
                    *programs,
                    *files.routes(),
                    openapi.route(programs, __version__),
                ]
            ),
            origins=Origins({settings.name, *_hosts(settings), *files.hosts}, settings.web_origins),
            visitors=present,
            frames=Frames(),
            limits=limits,
        )
        self._upkeep = Upkeep(self.archive, hub.state.kept_for, clock, hub.state.id_at, files.sweep)
        self._shared = Shared(
            doors=table,
            requests=self.requests,
            limits=limits,
            workers=workers,
            addresses=self._addresses,
            throttles=throttles,
            trusted=self._trusted,
            site=self._site,
            leaving=Turns(LEAVING_AT_ONCE),
        )

    async def run(
        self, listeners: Sequence[Listener], stop: trio.Event, control: trio.SocketListener | None = None
    ) -> None:
        """Serve until `stop`; then say goodbye, send what is queued, and store the last batch."""
        async with self.archive.writing(), trio.open_nursery() as outer:
            outer.start_soon(self.pump.run, self.requests)
            try:
                async with trio.open_nursery() as connections:
                    async with trio.open_nursery() as accepting:
                        for listener, entrance in self._entrances(listeners):
                            accepting.start_soon(self._accept, listener, entrance, connections)
                        accepting.start_soon(self._clock.run, self._tell_clock)
                        accepting.start_soon(self._alarm.run)
                        accepting.start_soon(self._upkeep.run)
                        if control is not None:
                            accepting.start_soon(accept_all, control, self._asked, accepting)
                        await stop.wait()
                        _log.info("the server stops; people who were here: %d", len(self._users))
                        accepting.cancel_scope.cancel()
                    self._site.visitors.end()
                    connections.cancel_scope.deadline = trio.current_time() + self._limits.stop_seconds
                    await self.requests.put("", (Session(""), [ask.CloseDown(reason=_GOODBYE)]))
            finally:
                self.requests.end()

    def _entrances(self, listeners: Sequence[Listener]) -> Iterator[tuple[Listener, Entrance]]:
        """Give what those see of each listener who come in there."""
        safe = [each.address[1] for each in listeners if each.speaks is Speaks.TLS]
        safe_port = self._settings.sts_port or (safe[0] if safe else 0)
        days = self._settings.sts_days
        for each in listeners:
            secure = self._certificates.around if self._certificates and each.speaks is not Speaks.PLAIN else None
            port = safe_port or (each.address[1] if secure else 0)
            sts = partial(_sts, days, port) if days is not None and port else None
            yield each, Entrance(secure=secure, tls_only=each.speaks is Speaks.TLS, sts=sts)

    async def _accept(self, listener: Listener, entrance: Entrance, connections: trio.Nursery) -> None:
        await accept_all(listener.listener, partial(self._visit, entrance), connections)

    async def _visit(self, entrance: Entrance, stream: trio.SocketStream) -> None:
        """Serve one connection. A bug in one visit is logged, and never ends the server."""
        try:
            peer = stream.socket.getpeername()[0]
        except OSError:
            return  # gone before we looked
        address = "" if self._trusted.is_proxy(peer) else peer  # a proxy has yet to say for whom it speaks
        if not self._has_room(stream) or not self._addresses.admit(address, exempt=self._trusted.is_exempt(address)):
            _log.warning("refused a connection from %s: too many", peer)
            with trio.move_on_after(1), contextlib.suppress(trio.BrokenResourceError):
                await stream.send_all(b"" if entrance.tls_only else TOO_MANY)
            return
        connection = Connection(stream, self._shared, entrance, peer, address)
        try:
            await connection.run()
        except Exception:
            _log.exception("a connection ended by a bug")
        finally:
            visitors.went(connection)
            self._addresses.release(connection.address)

    def _has_room(self, stream: trio.SocketStream) -> bool:
        """Tell whether there are descriptors for one more connection. It is logged when there are none, and are again.

        Else what needs a file fails just when somebody comes to see what is wrong.
        """
        room = stream.socket.fileno() < self._descriptors
        now = trio.current_time()
        if not room:
            if self._crowded_at is None:
                _log.error("no more connections: the system allows no more open files (ulimit -n) than these and a few")
            self._crowded_at = now
        elif self._crowded_at is not None and now - self._crowded_at > _CROWDED_SECONDS:
            _log.warning("there is room for connections again")
            self._crowded_at = None
        return room

    async def _asked(self, stream: trio.SocketStream) -> None:
        """Serve one request from the command line. A bug in it is logged, likewise."""
        try:
            await ControlConnection(stream, self._shared).run()
        except Exception:
            _log.exception("a request from the command line ended by a bug")

    async def _tell_clock(self, found: int, expected: int) -> None:
        await self.requests.put("", (Session(""), [ask.ClockLooked(found=found, expected=expected)]))

    def _tasks(self, reread: Reread) -> TaskFunctions:
        """Give what is done of the tasks that this server alone can do."""
        return {
            ReadSettings: lambda _: settings_again(reread, self._trusted, self._certificates, self._site.origins),
            ConfirmClock: lambda _: self._clock.confirm(),
        }


def _hosts(settings: ServerSettings) -> list[str]:
    """Give every name and address at which the server listens."""
    return [host for place in settings.listens for host in place.hosts]


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
        icon=settings.icon,
        file_host=announced(settings),
        account_required=not settings.guests and not settings.listed,
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


def _sts(days: int, port: int, secure: bool) -> str:
    """Give the policy of STS that a client is told: to come to that port, or for how long to do so."""
    return sts_policy(days * _DAY, port, secure=secure)


def _keyed(history: History, last: int) -> list[Said]:
    """Give what was said lately under a key, so that it is not said twice."""
    try:
        return history.keyed(first_id(max(0, time_of(last) - _KEYED_FOR)))
    except HistoryError:  # damage: the look at the start tells of it, and all that is whole is served
        return []


async def serve(
    settings: ServerSettings,
    stop: trio.Event,
    *,
    reread: Reread | None = None,
    task_status: trio.TaskStatus[list[Listener]] = trio.TASK_STATUS_IGNORED,
) -> None:
    """Run a server until `stop` is set; `nursery.start` gives its listeners as soon as anybody can connect.

    `reread` gives the settings as they are now; without it they stay as they are.

    Raises StartError, HistoryError.
    """
    with open_history(settings) as history:
        server = Server(settings, history, reread or (lambda: settings))
        import_all()
        listeners = await open_listeners(settings.listens)
        with open_control(settings) as control:
            task_status.started(listeners)
            await server.run(listeners, stop, control)
