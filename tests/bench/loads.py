"""The programs in C beside this file: compiled, and run against a server."""

import json
import resource
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.bench.servers import Running
from tests.bench.shapes import OPEN_FILES_SPARE, Shape

NO_COMPILER = (
    "There is no C compiler (cc) on this machine, so only the start of trichat is measured: install gcc or clang."
)
_SLACK_SECONDS = 120.0  # for the news of who came to reach all who are there


class LoadError(Exception):
    """A load could not be put on a server."""


def compiled(name: str, folder: Path) -> Path | None:
    """Compile one of the programs; give nothing if there is no compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    binary = folder / name
    source = Path(__file__).with_name(f"{name}.c")
    subprocess.run([compiler, "-O2", "-Wall", "-Wextra", "-o", binary, source], check=True)
    return binary


def allow_many_files() -> int:
    """Raise the limit of open files, for the programs started from here too; give it."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def fits(shape: Shape, files: int) -> bool:
    """Tell whether a process may have so many connections."""
    return shape.clients + OPEN_FILES_SPARE <= files


def put(binary: Path, shape: Shape, server: Running, seconds: float, crowd: int) -> dict[str, Any]:
    """Put the load on the server; give what the generator reports. Raises LoadError."""
    where = ["--host", server.host, "--port", str(server.port), "--pid", str(server.pid)]
    command = [str(binary), *where, *shape.arguments, "--seconds", f"{seconds:g}", "--crowd", str(crowd)]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=2 * shape.patience + seconds + _SLACK_SECONDS
        )
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
    parts += [f"{report[what]} {what}" for what in ("wrong", "disordered") if report[what]]
    parts += [f"{missing} of {report['clients']} are not there"] if missing else []
    parts += [report["complaint"]] if report["complaint"] else []
    return "; ".join(parts)
