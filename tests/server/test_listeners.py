"""Listening: at each address once, and what is spoken there."""

import contextlib
import errno
import socket
import sys
from collections.abc import AsyncIterator

import pytest
import trio

from tests.conftest import PATIENCE
from trichat.config.listening import Listen, Speaks
from trichat.errors import StartError
from trichat.server.listeners import Listener, accept_all, descriptors_for_connections, open_listeners

HERE = "127.0.0.1"


@contextlib.asynccontextmanager
async def listening(*places: Listen) -> AsyncIterator[list[Listener]]:
    listeners = await open_listeners(places)
    try:
        yield listeners
    finally:
        for listener in listeners:
            await listener.aclose()


def free_port() -> int:
    with socket.create_server((HERE, 0)) as end:
        return int(end.getsockname()[1])


def at(*hosts: str, port: int = 0, speaks: Speaks = Speaks.ANY) -> Listen:
    return Listen(hosts=hosts, port=port, speaks=speaks)


async def test_all_hosts_share_one_port() -> None:
    """Of several addresses all listen on the same port, also when any free one will do."""
    async with listening(at(HERE, "127.0.0.2")) as listeners:
        assert [HERE, "127.0.0.2"] == [listener.address[0] for listener in listeners]
        assert len({listener.address[1] for listener in listeners}) == 1


async def test_each_place_has_its_port_and_its_language() -> None:
    """Port 0 is a free one for each place."""
    async with listening(at(HERE), at(HERE, speaks=Speaks.TLS)) as (one, other):
        assert (Speaks.ANY, Speaks.TLS) == (one.speaks, other.speaks)
        assert one.address[0] == other.address[0] == HERE
        assert one.address[1] != other.address[1]


@pytest.mark.posix
async def test_the_system_finds_out_when_the_other_side_has_vanished() -> None:
    """It asks whether somebody is there whom we do not hear of."""
    async with (
        listening(at(HERE)) as (listener,),
        await trio.open_tcp_stream(*listener.address),
        await listener.listener.accept() as stream,
    ):
        assert stream.getsockopt(trio.socket.SOL_SOCKET, trio.socket.SO_KEEPALIVE)
        for option, value in (("TCP_KEEPIDLE", 120), ("TCP_KEEPINTVL", 30), ("TCP_KEEPCNT", 4)):
            if hasattr(trio.socket, option):
                assert stream.getsockopt(trio.socket.IPPROTO_TCP, getattr(trio.socket, option)) == value


async def test_a_free_port_is_one_port() -> None:
    """Where a name means several addresses, any free port is found for the first: people are told one."""
    async with listening(at("localhost")) as listeners:
        assert len(listeners) == 1


@pytest.mark.parametrize("hosts", [(HERE, HERE), ("localhost", HERE), (HERE, "localhost"), ("localhost", "localhost")])
async def test_an_address_that_is_named_twice_is_one(hosts: tuple[str, ...]) -> None:
    """`localhost` is 127.0.0.1, and often ::1 too: each is listened at once."""
    async with listening(at(*hosts, port=free_port())) as listeners:
        addresses = [listener.address[0] for listener in listeners]
        assert HERE in addresses
        assert len(set(addresses)) == len(addresses)


@pytest.mark.parametrize("places", [("0.0.0.0", HERE), (HERE, "0.0.0.0")])  # noqa: S104
async def test_all_addresses_are_named_once(places: tuple[str, str]) -> None:
    """What is part of all of them is one of them, whichever is named first."""
    port = free_port()
    async with listening(*[at(place, port=port) for place in places]) as listeners:
        assert [("0.0.0.0", port)] == [listener.address for listener in listeners]  # noqa: S104


async def test_an_address_cannot_speak_two_languages() -> None:
    """Whoever wants that is told so."""
    with pytest.raises(StartError) as caught:
        await open_listeners([at("localhost", port=7), at(HERE, port=7, speaks=Speaks.TLS)])
    assert str(caught.value) == "Port 7 on 127.0.0.1 cannot be both any and tls: choose another port for one of them."


async def test_a_port_in_use_is_free_again_elsewhere() -> None:
    """If one address cannot be had, none is kept."""
    with socket.create_server(("127.0.0.2", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(StartError) as caught:
            await open_listeners([at("127.0.0.3", "127.0.0.2", port=port)])
    assert str(caught.value) == (
        f"Port {port} on 127.0.0.2 is in use: stop what uses it, or choose another with --port."
    )
    socket.create_server(("127.0.0.3", port)).close()


@pytest.mark.parametrize(
    ("port", "code", "sentence"),
    [
        (7, errno.EACCES, "Port 7 may not be used by you: choose one above 1023 with --port."),
        (8080, errno.EACCES, "Port 8080 may not be used by you: choose another with --port."),
        (7, errno.EADDRNOTAVAIL, "Cannot listen on 127.0.0.1: why. Choose an address of this machine with --host."),
    ],
)
async def test_other_reasons_are_told_too(monkeypatch: pytest.MonkeyPatch, port: int, code: int, sentence: str) -> None:
    """Each error of the system becomes a sentence that says what would help."""

    async def refuse(*_args: object, **_options: object) -> list[trio.SocketListener]:
        raise OSError(code, "why")

    monkeypatch.setattr(trio, "open_tcp_listeners", refuse)
    with pytest.raises(StartError) as caught:
        await open_listeners([at(HERE, port=port)])
    assert sentence == str(caught.value)


async def test_one_address_of_a_name_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """In many containers `localhost` is ::1 too, though there is no IPv6."""
    port = free_port()

    async def found(*_args: object, **_options: object) -> list[object]:
        return [(socket.AF_INET6, 0, 0, "", ("2001:db8::7", port)), (socket.AF_INET, 0, 0, "", (HERE, port))]

    monkeypatch.setattr(trio.socket, "getaddrinfo", found)
    monkeypatch.setattr(trio, "open_tcp_listeners", only_here)
    async with listening(at("localhost", port=port)) as listeners:
        assert [(HERE, port)] == [listener.address for listener in listeners]


async def only_here(port: int, *, host: str, backlog: int) -> list[trio.SocketListener]:
    if host != HERE:
        raise OSError(errno.EADDRNOTAVAIL, "not here")
    end = trio.socket.socket()
    await end.bind((host, port))
    end.listen(backlog)
    return [trio.SocketListener(end)]


@pytest.mark.parametrize("host", ["203.0.113.7", "no such host", "a..b", "x" * 70 + ".example"])
async def test_a_host_that_is_not_here_is_told(host: str) -> None:
    """An address of another machine, and a name that is none, are told by that name."""
    with pytest.raises(StartError) as caught:
        await open_listeners([at(host)])
    assert f"Cannot listen on {host}: " in str(caught.value)


class Full(trio.abc.Listener[trio.SocketStream]):
    """A listener that can accept nobody for as long as the system has no descriptors."""

    def __init__(self, listener: trio.SocketListener, times: int) -> None:
        self.listener = listener
        self.times = times

    async def aclose(self) -> None:
        await self.listener.aclose()

    async def accept(self) -> trio.SocketStream:
        if self.times:
            self.times -= 1
            raise OSError(errno.EMFILE, "Too many open files")
        return await self.listener.accept()


async def test_no_descriptors_are_logged_once(nursery: trio.Nursery, caplog: pytest.LogCaptureFixture) -> None:
    """That nobody can be accepted is one line when it begins, without a traceback, and one when it ends."""
    [listener] = await trio.open_tcp_listeners(0, host="127.0.0.1")
    served = trio.Event()

    async def serve(stream: trio.SocketStream) -> None:
        await stream.send_all(b"x")
        served.set()

    nursery.start_soon(accept_all, Full(listener, 3), serve, nursery)
    async with await trio.open_tcp_stream(*listener.socket.getsockname()) as stream:
        with trio.fail_after(PATIENCE):
            await served.wait()
            assert b"x" == await stream.receive_some()
            assert b"" == await stream.receive_some()  # closed behind whoever serves it
    assert ["nobody else can connect: Too many open files", "others can connect again"] == caplog.messages
    assert [None, None] == [record.exc_info for record in caplog.records]
    nursery.cancel_scope.cancel()


async def test_another_error_is_a_bug(nursery: trio.Nursery) -> None:
    """What else goes wrong with a listener is not hidden."""
    [listener] = await trio.open_tcp_listeners(0, host="127.0.0.1")
    await listener.aclose()
    with pytest.raises(trio.ClosedResourceError):
        await accept_all(listener, trio.aclose_forcefully, nursery)


def test_some_descriptors_are_kept_for_other_things(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections have all descriptors but a few; where there are few, most of them; where there is no limit, any."""
    for most, left in ((1024, 992), (20, 15), (None, sys.maxsize)):
        monkeypatch.setattr("trichat.system.process.most_files", lambda most=most: most)
        assert left == descriptors_for_connections()
