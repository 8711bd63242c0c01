"""The command line. What needs trio or prompt_toolkit is imported by the command that needs it: `--help` stays fast."""

import re
import sys
from pathlib import Path
from typing import Any

import click

from trichat import __version__
from trichat.cli.common import FILE, HISTORY, Commands, fail, show_any_path, where
from trichat.cli.history import history
from trichat.config import secrets, settings
from trichat.errors import SettingsError, TrichatError
from trichat.settings.file import write_new
from trichat.system.files import show_any_text
from trichat.words.record import replace

_PORT = click.IntRange(0, 65535)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="trichat")
def main() -> None:
    """A group chat: one server for netcat, IRC clients and its own client, all in the same rooms."""
    for stream in (sys.stdout, sys.stderr):
        show_any_text(stream)


@main.command()
@click.option("--config", type=FILE, help="File with the settings; options given here win over it.  [default: no file]")
@click.option("--write-config", is_flag=True, help="Write a new file with every setting, commented out, and exit.")
@click.option(
    "--host",
    "hosts",
    multiple=True,
    help=f"Address to listen on; can be given several times.  [default: {settings.DEFAULT_HOST}]",
)
@click.option("--port", type=_PORT, help=f"Port to listen on; 0 takes a free one.  [default: {settings.DEFAULT_PORT}]")
@click.option(
    "--tls-cert",
    "tls_certificate",
    type=FILE,
    help="File with a certificate in PEM: the port speaks TLS too.  [default: no TLS]",
)
@click.option("--tls-port", type=_PORT, help="Port at which only TLS is spoken, such as 6697.  [default: none]")
@click.option("--tls-key", type=FILE, help="File with its private key.  [default: in the file of the certificate]")
@click.option("--history", type=HISTORY, help="File in which history is kept.  [default: in your data folder]")
@click.option("--no-history", is_flag=True, help="Keep history in memory only: it is gone when the server stops.")
@click.option(
    "--lang", "language", type=click.Choice(settings.LANGUAGES), help="Language of the plain-text door.  [default: en]"
)
@click.option(
    "--name",
    callback=lambda _context, _option, value: _server_name(value),
    help=f"Name of the server, told to IRC clients.  [default: {settings.ServerSettings().name}]",
)
@click.option(
    "--motd",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    callback=lambda _context, _option, value: _lines(value),
    help="Text file with the message of the day.",
)
def serve(config: Path | None, write_config: bool, history: Path | None, no_history: bool, **given: Any) -> None:
    """Run a chat server."""
    from trichat.config.commented import commented  # noqa: PLC0415
    from trichat.server import command  # noqa: PLC0415

    show_any_path()
    if history is not None and no_history:
        raise click.UsageError("--history and --no-history exclude each other: give one of them.")
    said = {name: value for name, value in given.items() if value not in (None, ())}
    if history is not None or no_history:
        said["history"] = history
    try:
        if write_config:
            if config is None:
                raise click.UsageError("Say with --config which file to write.")
            _write_settings(config, commented())
            return
        status = command.run(settings.load(config, said), lambda: settings.load(config, said))
    except TrichatError as exc:
        fail(exc)
    sys.exit(status)


@main.command()
@click.option("--host", help=f"Server to connect to.  [default: {settings.DEFAULT_HOST}]")
@click.option("--port", type=click.IntRange(1, 65535), help=f"Port of the server.  [default: {settings.DEFAULT_PORT}]")
@click.option("--nick", help="Your name.  [default: asked for]")
@click.option(
    "--room", "rooms", multiple=True, help="Room to go into; can be given several times.  [default: `#lobby`]"
)
@click.option("--account", help="Account to log in to; you are asked for the password.")
@click.option("--tls/--no-tls", default=None, help="Encrypt the connection.  [default: on port 6697]")
@click.option("--tls-pin", is_flag=True, default=None, help="Trust the certificate seen first, and no other later.")
@click.option("--tls-ca", metavar="FILE", help="Certificates of those who sign for servers.  [default: the system's]")
@click.option("--tls-cert", metavar="FILE", help="Your own certificate, to log in with.")
@click.option("--tls-key", metavar="FILE", help="Its key.  [default: in the file of the certificate]")
@click.option("--plain", is_flag=True, default=None, help="The server speaks no IRC: send and show lines as they are.")
@click.option(
    "--linear", is_flag=True, default=None, help="For screen readers: no toolbar, nothing drawn again, each line once."
)
@click.option("--server", default="", help="Use the settings for one server: the table [servers.NAME] of the file.")
@click.option("--config", type=FILE, help="File with the settings.  [default: chat.toml in your settings folder]")
@click.option("--write-config", is_flag=True, help="Write a new file with every setting, commented out, and exit.")
def chat(server: str, config: Path | None, write_config: bool, tls: bool | None, **given: Any) -> None:
    """Join a chat from this terminal. Options given here win over the file with the settings."""
    from trichat.client import app  # noqa: PLC0415
    from trichat.client.settings import file  # noqa: PLC0415

    try:
        if write_config:
            _write_settings(config or file.default_path(), file.commented(), folder=file.FOLDER)
            return
        given["tls"] = None if tls is None else "on" if tls else "off"
        said = {name: value for name, value in given.items() if value not in (None, ())}
        chosen = replace(file.read(config, server), **said)
        status = app.run(app.Options(settings=chosen, config=config, server=server))
    except TrichatError as exc:
        fail(exc)
    sys.exit(status)


@main.command("hash-password")
def hash_password() -> None:
    """Make a hash of a password. It can stand in the settings of a server instead of the password."""
    click.echo(secrets.hashed(_new_password()))


def _new_password() -> str:
    """Ask for a password, or read the first line of standard input."""
    if sys.stdin.isatty():
        password = str(click.prompt("Password", hide_input=True, confirmation_prompt="Once more", err=True))
    else:
        password = sys.stdin.readline().removesuffix("\n")
    if not password:
        raise click.UsageError("A password is not empty: give one on the first line of standard input.")
    try:
        password.encode()
    except UnicodeEncodeError:  # bytes that were not the text that the system expects; no door could give them again
        raise click.UsageError("A password is text in UTF-8: what came is something else.") from None
    return password


@main.group()
def account() -> None:
    """Manage registered accounts. The server may be running or not."""


@account.command("add")
@click.argument("name")
@click.option("--email", default="", help="E-mail address to keep with it.")
@where
def account_add(name: str, email: str, **chosen: Path | None) -> None:
    """Make an account. Its password is asked for, or read from standard input."""
    from trichat.words.requests import AddAccount  # noqa: PLC0415

    _ask_server(AddAccount(name=name, password=_new_password(), email=email), **chosen)


@account.command("passwd")
@click.argument("name")
@where
def account_passwd(name: str, **chosen: Path | None) -> None:
    """Give an account another password. It is asked for, or read from standard input."""
    from trichat.words.requests import SetPassword  # noqa: PLC0415

    _ask_server(SetPassword(name=name, password=_new_password()), **chosen)


@account.command("remove")
@click.argument("name")
@where
def account_remove(name: str, **chosen: Path | None) -> None:
    """Remove an account. Nobody can register its name again: they would get its conversations."""
    from trichat.words.requests import RemoveAccount  # noqa: PLC0415

    _ask_server(RemoveAccount(name=name), **chosen)


@account.command("list")
@where
def account_list(**chosen: Path | None) -> None:
    """List all accounts."""
    from trichat.words.requests import ListAccounts  # noqa: PLC0415

    _ask_server(ListAccounts(), **chosen)


@main.group()
def admin() -> None:
    """Administer a server. It may be running or not."""


@admin.command("op")
@click.argument("name")
@where
def admin_op(name: str, **chosen: Path | None) -> None:
    """Make an account an operator of the server."""
    from trichat.words.requests import Appoint  # noqa: PLC0415

    _ask_server(Appoint(name=name), **chosen)


@admin.command("deop")
@click.argument("name")
@where
def admin_deop(name: str, **chosen: Path | None) -> None:
    """Take the rights of a server operator from an account."""
    from trichat.words.requests import Appoint  # noqa: PLC0415

    _ask_server(Appoint(name=name, operator=False), **chosen)


@admin.command("rehash")
@where
def admin_rehash(**chosen: Path | None) -> None:
    """Make the server read its settings and certificate again."""
    from trichat.words.requests import RereadSettings  # noqa: PLC0415

    _ask_server(RereadSettings(), **chosen)


@admin.command("clock")
@click.option("--right", is_flag=True, help="Say that the clock is right, so that what is old is deleted again.")
@where
def admin_clock(right: bool, **chosen: Path | None) -> None:
    """Show what the clock of the server says. After a jump nothing is deleted for its age."""
    from trichat.words.requests import AdministerClock  # noqa: PLC0415

    _ask_server(AdministerClock(right=right), **chosen)


@admin.command("log")
@click.option("--last", type=click.IntRange(1, 1000), default=100, show_default=True, help="How many entries to show.")
@where
def admin_log(last: int, **chosen: Path | None) -> None:
    """Show the log of moderation. It has kicks, bans, changes of modes, reports, and what operators do."""
    from trichat.words.requests import ShowLog  # noqa: PLC0415

    _ask_server(ShowLog(limit=last), **chosen)


def _ask_server(request: Any, config: Path | None, history: Path | None) -> None:
    """Have the server carry out a request, print its answer, and exit: 0 if it was done, 1 if not."""
    from trichat.protocols.control import write_request  # noqa: PLC0415
    from trichat.server.admin.client import ask_server  # noqa: PLC0415

    try:
        write_request(request)  # also where no server runs: bytes of an argument that are no text are nobody's name
    except UnicodeEncodeError:
        raise click.UsageError("What you have typed is not text in UTF-8.") from None
    try:
        told = ask_server(settings.load(config, {"history": history} if history else {}), request)
    except TrichatError as exc:
        fail(exc)
    for line in told.lines:
        click.echo(line, err=not told.done)
    sys.exit(0 if told.done else 1)


def _write_settings(path: Path, text: str, *, folder: int = 0o777) -> None:
    write_new(path, text, folder=folder)
    click.echo(f"{path} has every setting now, commented out.")


def _server_name(name: str | None) -> str | None:
    """Check that the name can stand at the beginning of an IRC message, as a host name can."""
    if name is not None and re.fullmatch(settings.HOST_NAME, name) is None:
        raise click.BadParameter(f"{name!r} is not like the name of a host: try {settings.ServerSettings().name}.")
    return name


def _lines(path: Path | None) -> tuple[str, ...] | None:
    """Read the message of the day, or give None if no file was named."""
    try:
        return settings.read_lines(path) if path else None
    except SettingsError as exc:
        raise click.BadParameter(str(exc), param_hint="--motd") from exc


main.add_command(history)
