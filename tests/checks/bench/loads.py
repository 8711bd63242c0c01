"""Compiles the programs in C beside this file, and runs them against a server."""

import json
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.checks.bench.servers import Running
from tests.checks.bench.shapes import OPEN_FILES, OPEN_FILES_SPARE, Shape
from trichat.words.record import Record

NO_COMPILER = (
    "There is no C compiler (cc) on this machine, so only the start of trichat is measured: install gcc or clang."
)
_SLACK_SECONDS = 120.0  # for the news of who came to reach all who are there


class LoadError(Exception):
    """A load could not be put on a server."""


class Generator(Record, kw_only=True):
    """The load generator."""

    binary: Path
    tls: bool  # whether it can encrypt


def generator(folder: Path) -> Generator | None:
    """Compile the load generator, with TLS if that can be; give nothing if there is no compiler."""
    binary = compiled("load", folder)
    if binary is None:
        return None
    try:
        return Generator(
            binary=_compile(_source("load"), folder / "load-tls", "-DWITH_TLS", "-lssl", "-lcrypto"), tls=True
        )
    except subprocess.CalledProcessError:  # OpenSSL is not there
        return Generator(binary=binary, tls=False)


def compiled(name: str, folder: Path) -> Path | None:
    """Compile one of the programs; give nothing if there is no compiler."""
    return compiled_from(_source(name), folder)


def compiled_from(source: Path, folder: Path) -> Path | None:
    """Compile a program; give nothing if there is no compiler."""
    return _compile(source, folder / source.stem) if shutil.which("cc") else None


def _source(name: str) -> Path:
    return Path(__file__).with_name(f"{name}.c")


def _compile(source: Path, binary: Path, *more: str) -> Path:
    subprocess.run(["cc", "-O2", "-o", binary, source, *more], check=True, capture_output=True)
    return binary


def allow_many_files() -> int:
    """Raise the limit of open files as far as we may, for the programs started from here too; give it."""
    if sys.platform == "win32":
        raise NotImplementedError
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for most in (max(hard, OPEN_FILES), hard):  # root may go beyond
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        except (ValueError, OSError):
            continue
        return most
    return soft


def fits(shape: Shape, files: int) -> bool:
    """Tell whether a process may have so many connections."""
    return shape.clients + OPEN_FILES_SPARE <= files


def put(generator: Generator, shape: Shape, server: Running, crowd: int) -> dict[str, Any]:
    """Put the load on the server; give what the generator reports. Raises LoadError."""
    where = ["--host", server.host, "--port", str(server.port), "--pid", str(server.pid)]
    command = [str(generator.binary), *where, *shape.arguments, "--crowd", str(crowd)]
    limit = 2 * shape.patience + shape.seconds + shape.then + _SLACK_SECONDS
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=limit)
    except subprocess.TimeoutExpired as exc:
        raise LoadError("It did not come to an end.") from exc
    if done.returncode:
        raise LoadError(done.stderr.strip() or f"The load generator ended with {done.returncode}.")
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def complaint(report: dict[str, Any]) -> str:
    """Say what was wrong, if anything was."""
    missing = report["clients"] - report["present"]
    parts = [f"{report[what]} messages {how}" for what, how in (("lost", "lost"), ("doubled", "twice")) if report[what]]
    parts += [f"{report[what]} {what}" for what in ("wrong", "disordered", "damaged") if report[what]]
    parts += [f"{missing} of {report['clients']} are not there"] if missing else []
    parts += [report["complaint"]] if report["complaint"] else []
    return "; ".join(parts)
