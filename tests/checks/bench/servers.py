"""Sets up and starts the servers that are compared; one may run already."""

import contextlib
import os
import platform
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from trichat import __version__
from trichat.words.record import Record

ROOT = Path(__file__).parents[3]
HOST = "127.0.0.1"
_START_SECONDS = 30.0
_STOP_SECONDS = 15.0
_LOOK_SECONDS = 0.002  # between two looks whether a server listens


class ServerError(Exception):
    """A server does not start; the text says what it wrote."""


class Running(Record, kw_only=True):
    """A server that listens."""

    host: str
    port: int
    pid: int


class Program(Record, kw_only=True):
    """A server that can be started. `command` writes what it needs into a folder, and says what to run."""

    name: str
    version: str
    command: Callable[[Path, int], list[str]]
    crowd: int = 200  # newcomers at a time


def trichat(history: Path | None = None, *, tls: bool = False, watched: Path | None = None) -> Program:
    """Give this checkout, with everything on: on this history, or else on a new one.

    `watched`: where it writes how long it stalled.
    """
    program = ["tests.checks.bench.watched", str(watched)] if watched else ["trichat"]

    def command(folder: Path, port: int) -> list[str]:
        where = ["--host", HOST, "--port", str(port), "--history", str(history or folder / "history.db")]
        return [sys.executable, "-m", *program, "serve", *where, *(_certificate(folder) if tls else [])]

    return Program(name="trichat", version=__version__, command=command)


def _certificate(folder: Path) -> list[str]:
    """Make a certificate; with it, the port speaks TLS too."""
    import trustme  # noqa: PLC0415 (of the tests; everything else can be measured without)

    made = trustme.CA().issue_cert("localhost")
    file = folder / "certificate.pem"
    made.private_key_and_cert_chain_pem.write_to_path(file)
    return ["--tls-cert", str(file)]


def ngircd() -> Program | None:
    """Give ngIRCd, without its penalties. Its backlog is 10: more newcomers at a time would wait for seconds."""
    path = _installed("ngircd")
    if path is None:
        return None

    def command(folder: Path, port: int) -> list[str]:
        file = _written(folder / "ngircd.conf", _NGIRCD.format(host=HOST, port=port))
        return [str(path), "-n", "-f", str(file)]

    return Program(name="ngircd", version=_version(path, "ngIRCd"), command=command, crowd=8)


def inspircd() -> Program | None:
    """Give InspIRCd, without its limits."""
    path = _installed("inspircd")
    modules = next((each for each in _MODULES if each.is_dir()), None)
    if path is None or modules is None:
        return None

    def command(folder: Path, port: int) -> list[str]:
        text = _INSPIRCD.format(folder=folder, host=HOST, port=port, modules=modules)
        file = _written(folder / "inspircd.conf", text)
        if sys.platform == "win32":
            raise NotImplementedError
        as_root = ["--runasroot"] if os.geteuid() == 0 else []
        return [str(path), "--nofork", *as_root, f"--config={file}"]

    return Program(name="inspircd", version=_version(path, "InspIRCd"), command=command)


def relay(binary: Path) -> Program:
    """Give the bare relay: the least that this machine allows."""
    return Program(name="relay", version="", command=lambda _folder, port: [str(binary), str(port)])


@contextlib.contextmanager
def running(program: Program, folder: Path) -> Iterator[Running]:
    """Start a server on a free port; stop it at the end. Raises ServerError."""
    port = free_port()
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(program.command(folder, port), stdout=output, stderr=subprocess.STDOUT, cwd=ROOT)
    try:
        _await_listening(process, port, log)
        yield Running(host=HOST, port=port, pid=process.pid)
    finally:
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def resident_kib(pid: int) -> int:
    """Give the memory that a process occupies, in KiB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0])


def _await_listening(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    give_up = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < give_up:
        with contextlib.suppress(ConnectionRefusedError), socket.create_connection((HOST, port)):
            return
        time.sleep(_LOOK_SECONDS)
    raise ServerError(log.read_text(encoding="utf-8", errors="replace")[-500:].strip() or "It says nothing.")


def free_port() -> int:
    """Give a port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _installed(name: str) -> Path | None:
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    return Path(found) if found else None


def _version(path: Path, name: str) -> str:
    """Ask the program; the first word behind its name, or its line."""
    answer = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    line = next(iter(answer.splitlines()), "")
    return line.removeprefix(name).lstrip(" -").partition(" ")[0].partition("-")[0]


def _written(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    file.parent.chmod(0o755)  # a server that gives up being root still reads what is its own
    return file


_MODULES = (
    Path("/usr/lib/inspircd/modules"),
    Path(f"/usr/lib/{platform.machine()}-linux-gnu/inspircd"),
    Path("/usr/lib/inspircd"),
)

_NGIRCD = """\
[Global]
Name = bench.local
Info = A server for a benchmark
AdminInfo1 = Nobody
Listen = {host}
Ports = {port}
[Limits]
MaxConnections = 0
MaxConnectionsIP = 0
MaxJoins = 0
MaxNickLength = 30
MaxPenaltyTime = 0
PingTimeout = 3600
[Options]
DNS = no
Ident = no
PAM = no
"""

_INSPIRCD = """\
<config format="xml">
<server name="bench.local" description="A server for a benchmark" network="bench">
<admin name="nobody" nick="nobody" email="nobody@localhost">
<path configdir="{folder}" datadir="{folder}" logdir="{folder}" runtimedir="{folder}" moduledir="{modules}">
<bind address="{host}" port="{port}" type="clients">
<connect name="everybody" allow="*" timeout="300" pingfreq="3600" recvq="1048576" softsendq="1000000000"
 hardsendq="1000000000" threshold="1000000" commandrate="1000000000" fakelag="no" limit="100000" localmax="100000"
 globalmax="100000" maxconnwarn="no" resolvehostnames="no">
<performance softlimit="100000" somaxconn="4096" netbuffersize="65534" clonesonconnect="no">
<log method="file" type="* -USERINPUT -USEROUTPUT" level="sparse" target="inspircd.log">
<pid file="{folder}/inspircd.pid">
"""
