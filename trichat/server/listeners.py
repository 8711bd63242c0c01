"""Listening: at each address of each place once, whatever it is called, with what is spoken there; and accepting."""

import errno
import logging
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence

import trio

from trichat.config.listening import Listen, Speaks
from trichat.errors import StartError
from trichat.system import process, sockets
from trichat.words.record import Record

_BACKLOG = 4096  # connections that the system holds for us while a crowd arrives at once
_ALL = ("0.0.0.0", "::")  # noqa: S104 (recognised, not bound)
# What may be wrong with one address of a name that has others: `localhost` often has one of IPv6, used or not.
_NOT_HERE = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)


class Listener(Record, kw_only=True):
    """A socket that listens, and what is spoken there."""

    listener: trio.SocketListener
    speaks: Speaks

    @property
    def socket(self) -> trio.socket.SocketType:
        """The socket."""
        return self.listener.socket

    @property
    def address(self) -> tuple[str, int]:
        """The address, and the port."""
        address, port = self.socket.getsockname()[:2]
        return address, port

    async def aclose(self) -> None:
        """Listen no more."""
        await self.listener.aclose()


class _Address(Record, kw_only=True):
    """One address of a host, at a place in the settings."""

    address: str
    host: str
    place: Listen

    def covers(self, other: "_Address") -> bool:
        """Tell whether whoever listens here listens there too: it is the same address, or one of all."""
        same_port = self.place is other.place or self.place.port == other.place.port != 0
        return same_port and self.address in (other.address, "::" if ":" in other.address else "0.0.0.0")  # noqa: S104


_log = logging.getLogger(__name__)

RESERVED = 32  # descriptors that connections leave for the disk, the command line, and files of the settings
_NO_ROOM = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)
_AGAIN_SECONDS = 0.1  # until it is tried again to accept


def descriptors_for_connections() -> int:
    """Give below which number the descriptor of a connection has to be.

    A new one has the smallest number that is free, so this says how many there are, whatever they are of.
    """
    most = process.most_files()
    return sys.maxsize if most is None else most - min(RESERVED, most // 4)


async def accept_all(
    listener: trio.abc.Listener[trio.SocketStream],
    serve: Callable[[trio.SocketStream], Awaitable[None]],
    nursery: trio.Nursery,
) -> None:
    """Serve all who connect, each in a task of the nursery. That none can be accepted is logged once, and when one can.

    It ends when it is cancelled, and the listener with it. `trio.serve_listeners` would do, but that fills the log with
    ten tracebacks a second.
    """
    failing = False
    async with listener:
        while True:
            try:
                stream = await listener.accept()
            except OSError as exc:
                if exc.errno not in _NO_ROOM:
                    raise
                if not failing:
                    _log.error("nobody else can connect: %s", exc.strerror)
                failing = True
                await trio.sleep(_AGAIN_SECONDS)
                continue
            if failing:
                _log.warning("others can connect again")
                failing = False
            nursery.start_soon(_serve, serve, stream)


async def _serve(serve: Callable[[trio.SocketStream], Awaitable[None]], stream: trio.SocketStream) -> None:
    try:
        await serve(stream)
    finally:
        await trio.aclose_forcefully(stream)


async def open_listeners(places: Sequence[Listen]) -> list[Listener]:
    """Listen at places. Port 0 means any free one, the same for all hosts of the place. Raises StartError."""
    found = [address for place in places for address in await _addresses(place)]
    several = Counter(address.host for address in found)
    opened: list[Listener] = []
    ports: dict[int, int] = {}  # that were free, by the place that wanted any
    for address in _once(found):
        port = address.place.port or ports.get(id(address.place), 0)
        try:
            [listener] = await trio.open_tcp_listeners(port, host=address.address, backlog=_BACKLOG)
        except OSError as exc:
            if exc.errno in _NOT_HERE and several[address.host] > 1:
                continue
            for each in opened:
                await trio.aclose_forcefully(each.listener)
            raise StartError(_why_not(exc, address.host, port)) from exc
        sockets.keep_alive(listener.socket)  # the plain door cannot ask whether somebody is there
        opened.append(Listener(listener=listener, speaks=address.place.speaks))
        ports[id(address.place)] = opened[-1].address[1]
    return opened


async def _addresses(place: Listen) -> list[_Address]:
    """Find the addresses of a place. Raises StartError."""
    found: list[_Address] = []
    for host in place.hosts:
        try:
            infos = await trio.socket.getaddrinfo(
                host, place.port, type=trio.socket.SOCK_STREAM, flags=trio.socket.AI_PASSIVE
            )
        except (OSError, UnicodeError) as exc:
            raise StartError(_why_not(exc, host, place.port)) from exc
        here = [_Address(address=str(info[4][0]), host=host, place=place) for info in infos]
        # People are told one number, so a port that is free for the first address will do.
        found += here if place.port or found else here[:1]
    return found


def _once(addresses: Sequence[_Address]) -> list[_Address]:
    """Leave out addresses that are named twice, or are part of all that are named too. Raises StartError."""
    kept: list[_Address] = []
    for address in sorted(addresses, key=lambda each: each.address not in _ALL):
        same = next((other for other in kept if other.covers(address)), None)
        if same is None:
            kept.append(address)
        elif same.place.speaks is not address.place.speaks:
            raise StartError(
                f"Port {address.place.port} on {address.host} cannot be both {same.place.speaks.value} and "
                f"{address.place.speaks.value}: choose another port for one of them."
            )
    return sorted(kept, key=addresses.index)


def _why_not(exc: OSError | UnicodeError, host: str, port: int) -> str:
    if isinstance(exc, UnicodeError):  # the codec of international names
        return f"Cannot listen on {host}: that is no name of a machine. Choose an address of this machine with --host."
    if exc.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is in use: stop what uses it, or choose another with --port."
    if exc.errno == errno.EACCES:
        which = "one above 1023" if port < 1024 else "another"  # the system may keep any for itself
        return f"Port {port} may not be used by you: choose {which} with --port."
    return f"Cannot listen on {host}: {exc.strerror or exc}. Choose an address of this machine with --host."
