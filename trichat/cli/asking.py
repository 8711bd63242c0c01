"""Asking a server, or its history where none runs, what only whoever runs it may ask."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from trichat.cli.common import HISTORY, fail, option, where
from trichat.errors import StartError, TrichatError
from trichat.words.record import replace


def asks(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of commands that ask a server."""
    control = option("--control", type=HISTORY, help="Control socket of the server.  [default: of the one that runs]")
    json = option("--json", is_flag=True, help="Print one JSON document, for programs.")
    return where(control(json(command)))


def ask_server(
    request: Any,
    *,
    json: bool,
    config: Path | None,
    history: Path | None,
    control: Path | None,
    secret: str = "",
) -> None:
    """Have the server carry out a request, print its answer, and exit: 0 if it was done, 1 if not.

    `secret` is what is shown this once if it was done: alone on standard output, where a script takes it.
    """
    from trichat.protocols.control import Told, document  # noqa: PLC0415

    try:
        told = _asked(request, config, history, control)
    except TrichatError as exc:
        if not json:
            fail(exc)
        told = Told(done=False, lines=(str(exc),))
    secret = secret if told.done else ""
    if json:
        click.echo(document(replace(told, facts={**told.facts, "token": secret}) if secret else told))
    else:
        for line in told.lines:
            click.echo(line, err=not told.done or bool(secret))
        if secret:
            click.echo(secret)
    sys.exit(0 if told.done else 1)


def _asked(request: Any, config: Path | None, history: Path | None, control: Path | None) -> Any:
    """Ask the server that is meant. Raises TrichatError."""
    from trichat.config import settings  # noqa: PLC0415
    from trichat.server.admin import client, running  # noqa: PLC0415

    given = {name: path for name, path in {"history": history, "control": control}.items() if path}
    if control is not None and not running.answers(control):
        raise StartError(f"No server listens at {control}.")
    return client.ask_server(settings.load(config, given if config else client.found(given)), request)
