"""`trichat chat`: where to go, and as whom."""

import sys
from pathlib import Path
from typing import Any

import click

from trichat.cli.address import Address, AddressType
from trichat.cli.common import FILE, act, examples, exclude, fail, is_typed, option
from trichat.cli.types import Host, Nick, Port, Rooms, Word
from trichat.config.defaults import DEFAULT_HOST, DEFAULT_PORT
from trichat.errors import SettingsError, TrichatError

_MEAN_TLS = ("tls_pin", "tls_ca", "tls_cert")  # options that say how to encrypt


@click.command(
    epilog=examples(
        "trichat chat",
        "trichat chat chat.example.org --nick anna --room lobby --room tea",
        "trichat chat [2001:db8::7]:8080",
        "trichat chat ircs://irc.example.net/cats,dogs",
        "TRICHAT_CHAT_NICK=anna trichat chat    # each option has such a variable",
    )
)
@click.argument("address", type=AddressType(), required=False)
@option("-H", "--host", type=Host(), help=f"Server to connect to.  [default: {DEFAULT_HOST}]")
@option("-p", "--port", type=Port(), help=f"Port of the server, from 1 to 65535.  [default: {DEFAULT_PORT}]")
@option("-n", "--nick", type=Nick(), help="Your name.  [default: asked for]")
@option(
    "-r",
    "--room",
    type=Rooms(),
    multiple=True,
    help="Room to go into; can be given several times.  [default: #lobby]",
)
@option("-a", "--account", type=Word(most=100), help="Account to log in to; you are asked for the password.")
@option("--tls/--no-tls", default=None, help="Encrypt the connection.  [default: on port 6697, and with what follows]")
@option("--tls-pin", is_flag=True, default=None, help="Trust the certificate seen first, and no other later.")
@option("--tls-ca", type=FILE, help="Certificates of those who sign for servers.  [default: the system's]")
@option("--tls-cert", type=FILE, help="Your own certificate, to log in with.")
@option("--tls-key", type=FILE, help="Its key.  [default: in the file of the certificate]")
@option("--plain", is_flag=True, default=None, help="The server speaks no IRC: send and show lines as they are.")
@option(
    "--linear", is_flag=True, default=None, help="For screen readers: no toolbar, nothing drawn again, each line once."
)
@option(
    "-s", "--server", metavar="NAME", default="", help="Use the table [servers.NAME] of the file with the settings."
)
@option("-c", "--config", type=FILE, help="File with the settings.  [default: chat.toml in your settings folder]")
@act("--write-config", help="Write a new file with every setting, commented out, and exit.")
def chat(address: Address | None, server: str, config: Path | None, write_config: bool, **given: Any) -> None:
    """Join a chat from this terminal.

    ADDRESS is HOST, HOST:PORT, [IPv6]:PORT, or as web pages have it: irc://HOST:PORT/ROOM,ROOM, or ircs:// for TLS.
    What is given here wins over the environment, and that over the file with the settings.
    """
    from trichat.client.settings import file  # noqa: PLC0415
    from trichat.client.settings.names import with_names  # noqa: PLC0415
    from trichat.settings.file import write_new  # noqa: PLC0415
    from trichat.words.record import replace  # noqa: PLC0415

    said = {**_of_options(given), **(_of_address(address, given) if address else {})}
    try:
        if write_config:
            path = config or file.default_path()
            write_new(path, file.commented(), folder=file.FOLDER)
            click.echo(f"{path} has every setting now, commented out.")
            return
        chosen = with_names(replace(file.read(config, server), **said))
        if chosen.tls_key and not chosen.tls_cert:
            raise SettingsError(f"{chosen.tls_key} is the key of which certificate? Give that with --tls-cert too.")
        from trichat.client import app  # noqa: PLC0415

        status = app.run(app.Options(settings=chosen, config=config, server=server))
    except TrichatError as exc:
        fail(exc)
    sys.exit(status)


def _of_options(given: dict[str, Any]) -> dict[str, Any]:
    """Give the settings that options make. Refuses those that contradict each other."""
    said = {name: value for name, value in given.items() if value not in (None, ())}
    said.update({name: str(said[name]) for name in ("tls_ca", "tls_cert", "tls_key") if name in said})
    if rooms := [room for several in said.pop("room", ()) for room in several]:
        said["rooms"] = tuple(rooms)
    means = [name for name in _MEAN_TLS if name in said]
    if said.get("tls") is False:
        for name in means:
            exclude(name, "tls", told="--no-tls")
        typed = [name for name in means if is_typed(name)]
        said["tls"] = "on" if typed else "off"
    elif means or said.get("tls"):
        said["tls"] = "on"
    return said


def _of_address(address: Address, given: dict[str, Any]) -> dict[str, Any]:
    """Give the settings that an address makes. Refuses options beside it that say something else."""
    found = {"host": address.host, "port": address.port, "tls": address.tls}
    said = {name: value for name, value in found.items() if value is not None}
    other = {"host": given["host"], "port": given["port"], "tls": None if given["tls"] is not False else "off"}
    for name, value in said.items():
        if is_typed(name) and other[name] not in (None, value):
            told = "--no-tls" if name == "tls" else f"--{name} {other[name]}"
            raise click.UsageError(f"The address says one thing, {told} another: leave one of them out.")
    typed = [room for several in given["room"] for room in several] if is_typed("room") else []
    rooms = dict.fromkeys([*address.rooms, *typed])
    return {**said, **({"rooms": tuple(rooms)} if rooms else {})}
