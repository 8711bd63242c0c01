"""Measures how long whole processes take to start."""

import subprocess
import sys
import time
from pathlib import Path

from tests.checks.bench import servers


def help_ms() -> float:
    """Run `trichat --help`, from the start of the process to its end."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "trichat", "--help"], stdout=subprocess.DEVNULL, cwd=servers.ROOT, check=True)
    return (time.perf_counter() - start) * 1000


def listening_ms(folder: Path) -> float:
    """Run `trichat serve` on a new history, from the start of the process until somebody can connect."""
    start = time.perf_counter()
    with servers.running(servers.trichat(), folder):
        return (time.perf_counter() - start) * 1000
