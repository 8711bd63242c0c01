"""`trichat chat` works with NickServ: at InspIRCd with the services Atheme, if both are on the machine."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.checks.bench import servers
from tests.checks.clients.conftest import PATIENCE, Person

if TYPE_CHECKING:
    from tests.checks.clients.conftest import Terminal

_INSPIRCD = """\
<server name="irc.test" description="x" network="Test" id="0AA"><admin name="a" email="a@irc.test" nick="a">
<bind address="127.0.0.1" port="{port}" type="clients"><bind address="127.0.0.1" port="{link}" type="servers">
<connect name="main" allow="*" timeout="30" fakelag="no" commandrate="10000" localmax="99" globalmax="99"
 resolvehostnames="no">
<module name="spanningtree"><module name="services_account"><module name="cap"><module name="sasl">
<module name="ircv3"><module name="ircv3_echomessage"><module name="ircv3_labeledresponse"><module name="ircv3_batch">
<link name="services.test" ipaddr="127.0.0.1" port="1" allowmask="127.0.0.1" sendpass="pw" recvpass="pw">
<uline server="services.test" silent="yes"><sasl target="services.test" requiressl="no"><path moduledir="{modules}">
<pid file="{folder}/pid"><log method="file" type="*" level="default" target="{folder}/inspircd.log">
"""
_MODULES = (
    *("protocol/inspircd", "backend/opensex", "crypto/pbkdf2", "saslserv/main", "saslserv/plain"),
    *(f"nickserv/{name}" for name in ("main", "help", "identify", "register", "set_core", "set_password", "logout")),
)
_ATHEME = """\
{modules}
serverinfo {{ name = "services.test"; desc = "x"; numeric = "00A"; recontime = 1; netname = "Test"; adminname = "a";
 adminemail = "a@irc.test"; registeremail = "a@irc.test"; mta = "/bin/true"; auth = none; casemapping = rfc1459;
 maxlogins = 5; maxusers = 5; mdlimit = 30; emaillimit = 10; emailtime = 300; }};
uplink "irc.test" {{ host = "127.0.0.1"; port = {link}; send_password = "pw"; receive_password = "pw"; }};
nickserv {{ nick = "NickServ"; user = "s"; host = "services.test"; real = "s"; }};
saslserv {{ nick = "SaslServ"; user = "s"; host = "services.test"; real = "s"; }};
logfile "{folder}/atheme.log" {{ error; info; }};
general {{ silent; flood_msgs = 0; }};
"""


@pytest.fixture
def network(tmp_path: Path) -> Iterator[servers.Running]:
    """Give a network with services."""
    inspircd, atheme = servers.inspircd(), shutil.which("atheme-services")
    if inspircd is None or atheme is None:
        pytest.skip("InspIRCd with Atheme is not on this machine")
    link = servers.free_port()

    def command(folder: Path, port: int) -> list[str]:
        plain = inspircd.command(folder, port)
        modules = (folder / "inspircd.conf").read_text().partition('moduledir="')[2].partition('"')[0]
        text = _INSPIRCD.format(port=port, link=link, folder=folder, modules=modules)
        (folder / "inspircd.conf").write_text(text)
        return plain

    modules = "".join(f'loadmodule "modules/{name}";' for name in _MODULES)
    (tmp_path / "atheme.conf").write_text(_ATHEME.format(link=link, folder=tmp_path, modules=modules))
    files = {"-c": "atheme.conf", "-D": ".", "-p": "atheme.pid", "-l": "atheme.log"}
    started = [atheme, "-n", *(word for option, file in files.items() for word in (option, str(tmp_path / file)))]
    with servers.running(servers.Program(name="inspircd", version="", command=command), tmp_path) as running:
        services = subprocess.Popen(started, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _await_services(running.port)
        yield running
        services.terminate()
        services.wait(PATIENCE)


def _await_services(port: int) -> None:
    """Wait until NickServ is there."""
    person = Person(port, "dora")
    give_up = time.monotonic() + PATIENCE
    person.send("ISON NickServ")
    while "NickServ" not in person.until(" 303 "):
        assert time.monotonic() < give_up, "The services do not come."
        time.sleep(0.1)
        person.send("ISON NickServ")
    person.close()


def come(terminal: "Callable[..., Terminal]", network: servers.Running, folder: Path, settings: str) -> "Terminal":
    """Start the client with these settings."""
    file = folder / "chat.toml"
    file.write_text(f'host = "{network.host}"\nport = {network.port}\nnick = "iris"\n{settings}')
    chat = terminal(sys.executable, "-m", "trichat", "chat", "--config", str(file))
    chat.sees("You are in #lobby.")
    return chat


def test_an_account(network: servers.Running, terminal: "Callable[..., Terminal]", tmp_path: Path) -> None:
    """An account is registered with NickServ, and logged in to by SASL and NickServ; no screen shows its password."""
    chat = come(terminal, network, tmp_path, "")
    chat.type("/register")
    chat.sees("Choose a password for iris:")
    chat.type("sesame-77")
    chat.sees("Your mail address")
    chat.type("iris@irc.test")
    chat.sees("-NickServ → you- iris is now registered to iris@irc.test, with the password •••.")
    chat.leave("/quit")
    password = tmp_path / "password"
    password.write_text("sesame-77\n")
    password.chmod(0o600)
    log_in = f'account = "iris"\npassword_file = "{password}"\n'
    chat = come(terminal, network, tmp_path, log_in)
    chat.sees("You are logged in as iris.")
    chat.leave("/quit")
    chat = come(terminal, network, tmp_path, log_in + 'login = "nickserv"\n')
    chat.sees("[you → NickServ] IDENTIFY •••")
    chat.sees("-NickServ → you- You are now identified for iris.")
    chat.type("/password")
    chat.sees("The new password of iris:")
    chat.type("sesame-78")
    chat.sees("has been changed to •••.")
    chat.leave("/quit")
