"""Asking a server, or its history where none runs, what only whoever runs it may ask."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from trichat.cli.common import fail, where
from trichat.errors import TrichatError


def asks(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of commands that ask a server."""
    return where(command)


def ask_server(request: Any, config: Path | None, history: Path | None) -> None:
    """Have the server carry out a request, print its answer, and exit: 0 if it was done, 1 if not."""
    from trichat.config import settings  # noqa: PLC0415
    from trichat.server.admin.client import ask_server  # noqa: PLC0415

    try:
        told = ask_server(settings.load(config, {"history": history} if history else {}), request)
    except TrichatError as exc:
        fail(exc)
    for line in told.lines:
        click.echo(line, err=not told.done)
    sys.exit(0 if told.done else 1)
