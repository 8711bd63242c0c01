"""irssi, WeeChat and catgirl work at our server: what people do in an evening, with no stray error on the screen."""

import functools
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.checks.clients.conftest import Person
from trichat.words.record import Record

if TYPE_CHECKING:
    from tests.checks.clients.conftest import Server, Terminal

PATIENCE = 20.0  # seconds
PASSWORD = "pencil-case"
Come = Callable[[str], Person]
Open = Callable[..., "Terminal"]


class Client(Record, kw_only=True):
    """How a client is started and what one types into it."""

    name: str
    start: Callable[["Server", Path], list[str]]
    connect: Callable[["Server"], list[str]] = lambda _server: []
    log_in: Callable[["Server"], list[str]] = lambda _server: []  # instead of that, with SASL
    log_in_options: tuple[str, ...] = ()  # of the program, to the same end
    certify: Callable[["Server"], list[str]] = lambda _server: []  # the same with a certificate
    certify_options: Callable[["Server"], list[str]] = lambda _server: []
    leave: str = "/quit"
    reconnects: bool = True
    allowed: tuple[str, ...] = ()  # lines of its own that look like errors


def _irssi(_server: "Server", folder: Path) -> list[str]:
    return ["irssi", f"--home={folder / 'irssi'}", "--nick=iris"]


def _irssi_commands(server: "Server") -> list[str]:
    return [
        "/set server_reconnect_time 10",
        f"/connect -tls -tls_verify -tls_cafile {server.authority} localhost {server.port}",
    ]


def _irssi_with_sasl(server: "Server") -> list[str]:
    return [
        f"/network add -sasl_username iris -sasl_password {PASSWORD} -sasl_mechanism PLAIN test",
        f"/server add -network test -tls -tls_verify -tls_cafile {server.authority} localhost {server.port}",
        "/connect test",
    ]


def _irssi_with_certificate(server: "Server") -> list[str]:
    tls = f"-tls -tls_verify -tls_cafile {server.authority} -tls_cert {server.certificate}"
    return [
        "/network add -sasl_username iris -sasl_mechanism EXTERNAL test",
        f"/server add -network test {tls} localhost {server.port}",
        "/connect test",
    ]


_ALL_JOINS = "/set irc.look.smart_filter off"


def _weechat(_server: "Server", folder: Path) -> list[str]:
    return ["weechat", "-d", str(folder / "weechat"), "-r", f"/set weechat.look.paste_max_lines -1;{_ALL_JOINS}"]


@functools.cache
def _weechat_tls() -> str:
    """Give what the options about TLS begin with: another word before WeeChat 4."""
    version = subprocess.run(["weechat", "--version"], capture_output=True, text=True, check=True).stdout
    return "tls" if int(version.partition(".")[0]) >= 4 else "ssl"


def _weechat_commands(server: "Server") -> list[str]:
    return [
        f"/set weechat.network.gnutls_ca_user {server.authority}",
        f"/server add t localhost/{server.port} -{_weechat_tls()}",
        "/set irc.server.t.nicks iris,iris_",
        "/set irc.server.t.autoreconnect_delay 1",
        "/set irc.server.t.ipv6 off",
        "/connect t",
    ]


def _weechat_with_sasl(server: "Server") -> list[str]:
    *settings, connect = _weechat_commands(server)
    sasl = ["mechanism scram-sha-256", "username iris", f"password {PASSWORD}"]
    return [*settings, *(f"/set irc.server.t.sasl_{each}" for each in sasl), connect]


def _weechat_with_certificate(server: "Server") -> list[str]:
    *settings, connect = _weechat_commands(server)
    certificate = [f"{_weechat_tls()}_cert {server.certificate}", "sasl_mechanism external", "sasl_username iris"]
    return [*settings, *(f"/set irc.server.t.{each}" for each in certificate), connect]


def _catgirl(server: "Server", _folder: Path) -> list[str]:
    return ["catgirl", "-h", "localhost", "-p", str(server.port), "-t", str(server.authority), "-n", "iris"]


CLIENTS = [
    Client(
        name="irssi",
        start=_irssi,
        connect=_irssi_commands,
        log_in=_irssi_with_sasl,
        certify=_irssi_with_certificate,
    ),
    Client(
        name="weechat",
        start=_weechat,
        connect=_weechat_commands,
        log_in=_weechat_with_sasl,
        certify=_weechat_with_certificate,
    ),
    Client(
        name="catgirl",
        start=_catgirl,
        reconnects=False,
        log_in_options=("-a", f"iris:{PASSWORD}"),
        certify_options=lambda server: ["-e", "-c", str(server.certificate)],
    ),
]


@pytest.fixture(params=CLIENTS, ids=lambda client: client.name)
def client(request: pytest.FixtureRequest) -> Client:
    chosen: Client = request.param
    return chosen


@pytest.fixture
def open_client(server: "Server", terminal: Open, client: Client, tmp_path: Path) -> Callable[[], "Terminal"]:
    """Give a function that starts the client and connects it."""

    def start() -> "Terminal":
        screen = terminal(*client.start(server, tmp_path))
        for line in client.connect(server):
            screen.type(line)
        return screen

    return start


def test_an_evening(open_client: Callable[[], "Terminal"], person: Come, client: Client) -> None:
    """Over TLS a client shows what was said before, talks both ways, and sees topic, kick and goodbye."""
    anna = person("anna")
    anna.send("JOIN #tea", "PRIVMSG #tea :said before anybody came")
    anna.until(" 366 ")
    screen = open_client()
    wait_until_registered(anna, "iris")
    anna.send("WHOIS iris")
    anna.until(" 671 ")
    screen.type("/join #tea")
    anna.until(":iris!")
    screen.sees("said before anybody came")
    screen.type("good evening")
    anna.until("PRIVMSG #tea :good evening")
    anna.send("PRIVMSG #tea :hello iris, привет 🙂")
    screen.sees("hello iris, привет")
    screen.type("/me waves")
    anna.until("\x01ACTION waves\x01")
    anna.send("TOPIC #tea :cake at five")
    screen.sees("cake at five")
    anna.send("NICK anya")
    screen.sees("anya")
    anna.send("KICK #tea iris :off you go")
    screen.sees("off you go")
    screen.type("/join #tea")
    anna.until(":iris!")
    screen.shows_no_error(*client.allowed)
    screen.leave(client.leave)
    anna.until(":iris!")


def test_a_nick_that_is_taken(open_client: Callable[[], "Terminal"], person: Come, client: Client) -> None:
    """A client whose nick is taken finds another by itself and comes in."""
    iris = person("iris")
    iris.send("JOIN #lobby")
    iris.until(" 366 ")
    screen = open_client()
    wait_until_registered(iris, "iris_")  # as all of them have it
    screen.type("/join #lobby")
    iris.until(":iris_!")
    screen.type("I am another")
    iris.until("PRIVMSG #lobby :I am another")
    screen.shows_no_error(*client.allowed)


def test_a_server_that_starts_again(
    open_client: Callable[[], "Terminal"], server: "Server", person: Come, client: Client
) -> None:
    """A client notices that the server is gone, comes back or is started again, and is shown the history."""
    anna = person("anna")
    screen = open_client()
    wait_until_registered(anna, "iris")
    screen.type("/join #lobby")
    screen.sees("#lobby")
    screen.type("before the break")
    screen.sees("before the break")
    server.stop()
    server.start()
    again = person("anna")
    again.send("JOIN #lobby")
    if not client.reconnects:
        screen.leaves()
        screen.shows_no_error(*client.allowed)
        screen = open_client()
        wait_until_registered(again, "iris")
        screen.type("/join #lobby")
        screen.sees("before the break")
    again.until(":iris!")
    again.send("PRIVMSG #lobby :after the break")
    screen.sees("after the break")
    screen.shows_no_error(*client.allowed, "Connection", "connection")


def test_logging_in(server: "Server", terminal: Open, person: Come, client: Client, tmp_path: Path) -> None:
    """A client logs in with SASL before coming in, and others see the account."""
    server.account("iris", PASSWORD)
    anna = person("anna")
    screen = terminal(*client.start(server, tmp_path), *client.log_in_options)
    for line in client.log_in(server):
        screen.type(line)
    wait_until_registered(anna, "iris")
    anna.send("WHO iris %na")
    assert anna.until(" 354 ").endswith(" 354 anna iris iris")
    screen.shows_no_error(*client.allowed)


def test_logging_in_with_a_certificate(
    server: "Server", terminal: Open, person: Come, client: Client, tmp_path: Path
) -> None:
    """A client logs in by the certificate that TLS shows, without a password (SASL EXTERNAL)."""
    server.account("iris", PASSWORD)
    owner = Person(server.port, "iris", PASSWORD)
    owner.send(f"NS CERT ADD {server.fingerprint}", "NS CERT LIST")
    owner.until(server.fingerprint)
    owner.send("QUIT")
    owner.until("ERROR ")
    owner.close()
    anna = person("anna")
    screen = terminal(*client.start(server, tmp_path), *client.certify_options(server))
    for line in client.certify(server):
        screen.type(line)
    wait_until_registered(anna, "iris")
    anna.send("WHO iris %na")
    assert anna.until(" 354 ").endswith(" 354 anna iris iris")
    screen.shows_no_error(*client.allowed)


def wait_until_registered(other: Person, nick: str) -> None:
    """Ask until somebody is there."""
    for _ in waiting():
        other.send(f"WHO {nick}")
        if " 352 " in other.until(f" {nick} "):
            return


def waiting() -> Iterator[None]:
    """Try again and again, for some time."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        yield
        time.sleep(0.2)
    raise AssertionError("nobody came")
