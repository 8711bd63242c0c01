"""`trichat serve`: options of the server."""

import sys
from pathlib import Path
from typing import Any

import click

from trichat.cli.common import FILE, HISTORY, act, examples, exclude, fail, is_typed, option, show_any_path
from trichat.cli.types import Host, Port, ServerName
from trichat.config import defaults
from trichat.errors import SettingsError, TrichatError

_FIELDS = {"host": "hosts", "lang": "language", "tls_cert": "tls_certificate"}  # called so among the settings


def _lines(_context: click.Context, _option: click.Parameter, path: Path | None) -> tuple[str, ...] | None:
    """Read the message of the day, or give None if no file was named."""
    from trichat.config.settings import read_lines  # noqa: PLC0415 (`--help` needs no settings)

    try:
        return read_lines(path) if path else None
    except SettingsError as exc:
        raise click.BadParameter(str(exc)) from exc


@click.command(
    epilog=examples(
        "trichat serve",
        "trichat serve --host 0.0.0.0 --port 8080 --history chat.db",
        "trichat serve --tls-cert fullchain.pem --tls-key privkey.pem --tls-port 6697",
        "trichat serve --config trichat.toml --write-config",
        "TRICHAT_SERVE_PORT=9000 trichat serve    # each option has such a variable",
    )
)
@option("-c", "--config", type=FILE, help="File with the settings; options given here win over it.  [default: no file]")
@act("--write-config", help="Write a new file with every setting, commented out, and exit.")
@option(
    "-H",
    "--host",
    type=Host(),
    multiple=True,
    help=f"Address to listen on; can be given several times.  [default: {defaults.DEFAULT_HOST}]",
)
@option(
    "-p",
    "--port",
    type=Port(0),
    help=f"Port to listen on, from 1 to 65535; 0 takes a free one.  [default: {defaults.DEFAULT_PORT}]",
)
@option("--tls-cert", type=FILE, help="File with a certificate in PEM: the port speaks TLS too.  [default: no TLS]")
@option("--tls-port", type=Port(0), help="Port at which only TLS is spoken, such as 6697.  [default: none]")
@option("--tls-key", type=FILE, help="File with its private key.  [default: in the file of the certificate]")
@option("--history", type=HISTORY, help="File in which history is kept.  [default: in your data folder]")
@option("--no-history", is_flag=True, help="Keep history in memory only: it is gone when the server stops.")
@option("--lang", type=click.Choice(defaults.LANGUAGES), help="Language of the plain-text door.  [default: en]")
@option(
    "--name", type=ServerName(), help=f"Name of the server, told to IRC clients.  [default: {defaults.DEFAULT_NAME}]"
)
@option(
    "--motd",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    callback=_lines,
    help="Text file with the message of the day.",
)
@option(
    "--log-level",
    type=click.Choice(defaults.LOG_LEVELS),
    help="What is written to the log; info has who comes and goes.  [default: info]",
)
def serve(config: Path | None, write_config: bool, history: Path | None, no_history: bool, **given: Any) -> None:
    """Run a chat server. Options given here win over the environment, and that over the file with the settings."""
    show_any_path()
    exclude("history", "no_history")
    if write_config and config is None:
        raise click.UsageError("Say with --config which file to write.")
    from trichat.config import settings  # noqa: PLC0415
    from trichat.config.commented import commented  # noqa: PLC0415
    from trichat.settings.file import write_new  # noqa: PLC0415

    said = {_FIELDS.get(name, name): value for name, value in given.items() if value not in (None, ())}
    if history is not None or no_history:
        said["history"] = None if no_history and not is_typed("history") else history
    try:
        if config is not None and write_config:
            write_new(config, commented())
            click.echo(f"{config} has every setting now, commented out.")
            return
        from trichat.server import command  # noqa: PLC0415 (trio and all of the server)

        status = command.run(settings.load(config, said), lambda: settings.load(config, said))
    except TrichatError as exc:
        fail(exc)
    sys.exit(status)
