"""Every setting of the server, with its default; and the file that sets them: read, and checked."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from trichat.config.defaults import DEFAULT_HOST, DEFAULT_NAME, DEFAULT_PORT, HOST_NAME, LANGUAGES, LOG_LEVELS
from trichat.config.files import FileSettings
from trichat.config.limits import Limits
from trichat.config.listening import Listen, Speaks, is_place, listens
from trichat.config.secrets import found_secrets, keep_secrets
from trichat.errors import SettingsError
from trichat.settings import file
from trichat.settings.table import About, Row, rows
from trichat.words.names.addresses import is_network
from trichat.words.record import Hidden, Record

_NOT_EMPTY = r"(?s:.+)"


class ServerSettings(Record, kw_only=True):
    """How a server is run."""

    name: Annotated[
        str,
        About(
            help="Name of the server, told to IRC clients. IRC wants a dot in it.",
            section="server",
            pattern=HOST_NAME,
            allowed="like the name of a host",
        ),
    ] = DEFAULT_NAME
    network: Annotated[
        str,
        About(
            help="Name of the network, under which IRC clients list this server.",
            pattern=r"[^\s:\x00-\x1f\x7f]{1,50}",
            allowed="one word",
        ),
    ] = "trichat"
    description: Annotated[
        str,
        About(
            help="What this server is, in a few words: told to IRC clients in WHOIS and LINKS.",
            pattern=r"[^\x00-\x1f\x7f]{1,100}",
            allowed="one line",
        ),
    ] = "a trichat server"
    icon: Annotated[
        str,
        About(
            help="Web address of a picture of this network, which IRC clients may show.",
            pattern=r"(https?://[^\s\x00-\x1f\x7f]{1,200})?",
            allowed="an address that begins with https://, of at most 200 characters",
            example="https://chat.example.org/icon.svg",
            unless="there is none",
        ),
    ] = ""
    hosts: Annotated[
        tuple[str, ...], About(help="Addresses to listen on; none, if all are in [listen].", pattern=_NOT_EMPTY)
    ] = (DEFAULT_HOST,)
    port: Annotated[int, About(help="Port to listen on; 0 takes a free one.", most=65535)] = DEFAULT_PORT
    exempt: Annotated[
        tuple[str, ...],
        About(
            help="Addresses and networks without a limit for each address: those of bots and bridges that speak for "
            "many. Those for whom a proxy speaks are limited by their own address.",
            check=is_network,
            allowed="addresses and networks",
        ),
    ] = ("127.0.0.0/8", "::1")
    proxies: Annotated[
        tuple[str, ...],
        About(
            help="Addresses and networks of proxies, which are believed when they say for whom they speak: by the "
            "PROXY protocol, by X-Forwarded-For or Forwarded, or, with a password in [webirc], by WEBIRC.",
            check=is_network,
            allowed="addresses and networks",
            example=("127.0.0.1", "::1"),
            unless="nobody is believed",
        ),
    ] = ()
    language: Annotated[str, About(help="Language of the plain-text door.", choices=LANGUAGES)] = "en"
    control: Annotated[
        Path | None,
        About(
            help="Socket through which `trichat account` and `trichat admin` speak to the running server.",
            example="/run/trichat/control",
            unless="beside the history",
        ),
    ] = None
    password: Annotated[
        Hidden[str],
        About(
            help="Password that everybody needs to come in who is not logged in to an account; or its hash, which "
            "`trichat hash-password` makes.",
            pattern=r"[^:]*",
            allowed="a text without a colon",
            unless="everybody can come in",
        ),
    ] = ""
    motd: Annotated[
        tuple[str, ...],
        About(
            help="Text file with the message of the day.",
            lines=True,
            example="/etc/trichat/motd.txt",
            unless="there is none",
        ),
    ] = ()
    invisible: Annotated[
        bool,
        About(
            help="Whether people are invisible at first (user mode i): who shares no room with them finds them only by "
            "their name."
        ),
    ] = False
    admin: Annotated[
        tuple[str, ...],
        About(
            help="Who runs this server, in up to three lines, the last with an address: told to those who ask ADMIN.",
            pattern=_NOT_EMPTY,
            example=("Anna and Bob", "The cellar of the library", "admin@example.org"),
            unless="nobody is told",
        ),
    ] = ()
    tls_certificate: Annotated[
        Path | None,
        About(
            help="File in PEM with the certificate, and those that lead to its root. With it the port speaks TLS to "
            "whoever asks for it, and plain text to everybody else.",
            section="tls",
            key="certificate",
            example="/etc/letsencrypt/live/chat.example.org/fullchain.pem",
            unless="no TLS",
        ),
    ] = None
    tls_port: Annotated[
        int | None,
        About(
            help="Port on the same addresses at which nothing but TLS is spoken, and nothing said before the "
            "handshake. For most clients it is 6697.",
            key="port",
            most=65535,
            example=6697,
            unless="there is none",
        ),
    ] = None
    tls_key: Annotated[
        Path | None,
        About(
            help="File in PEM with its private key, without a password.",
            key="key",
            example="/etc/letsencrypt/live/chat.example.org/privkey.pem",
            unless="in the file of the certificate",
        ),
    ] = None
    sts_days: Annotated[
        int | None,
        About(
            help="Days for which IRC clients that have come with TLS will come with nothing else (STS), and others are "
            "sent to TLS. 0 takes back what they were told before.",
            unit="days",
            most=3650,
            example=30,
            unless="they are told nothing",
        ),
    ] = None
    sts_port: Annotated[int, About(help="Port that they are sent to; 0 is the one that they came to.", most=65535)] = 0
    web_origins: Annotated[
        tuple[str, ...],
        About(
            help="Web pages whose visitors' browsers may connect by WebSocket, besides those at the names and "
            "addresses of this server: other pages, and our own behind a proxy, by its public name.",
            section="web",
            key="origins",
            pattern=_NOT_EMPTY,
            example=("https://chat.example.org", "https://gamja.example.org"),
            unless="none",
        ),
    ] = ()
    keep_days: Annotated[
        int,
        About(
            help="Days for which history is kept, unless a room says otherwise; 0 keeps it for good.",
            section="history",
            most=36500,
        ),
    ] = 0
    history: Annotated[
        Path | None,
        About(
            help='File in which history is kept. "" keeps it in memory, for as long as the server runs.',
            key="file",
            example="/var/lib/trichat/history.db",
            unless="in your data folder",
        ),
    ] = None
    guests: Annotated[
        bool, About(help="Whether people who are not logged in to an account can come in.", section="accounts")
    ] = True
    listed: Annotated[
        tuple[str, ...],
        About(
            help="Names under which people can come in all the same.",
            pattern=_NOT_EMPTY,
            example=("anna", "boris"),
            unless="none",
        ),
    ] = ()
    registration: Annotated[bool, About(help="Whether people can register names by themselves.")] = True
    before_connect: Annotated[bool, About(help="Whether IRC clients can do so before they have come in.")] = True
    email_required: Annotated[
        bool, About(help="Whether they have to give an address of e-mail. It is not verified.")
    ] = False
    operators: Annotated[
        Hidden[Mapping[str, str]],
        About(
            help="Who may run the server: a name, and the hash that `trichat hash-password` makes of the password. "
            "A password as it is is taken too, while nobody but you can read the file.",
            section="operators",
            key="*",
            pattern=_NOT_EMPTY,
            example={"anna": "$argon2id$v=19$…"},
            unless="there are none",
        ),
    ] = {}  # noqa: RUF012 (nobody changes a Mapping)
    webirc: Annotated[
        Hidden[Mapping[str, str]],
        About(
            help="Gateways that speak for others with WEBIRC: what each calls itself, and the hash of its password, as "
            "for operators. They are believed if they come from one of the proxies.",
            section="webirc",
            key="*",
            pattern=_NOT_EMPTY,
            example={"webchat": "$argon2id$v=19$…"},
            unless="there are none",
        ),
    ] = {}  # noqa: RUF012 (likewise)
    listen: Annotated[
        Mapping[str, str],
        About(
            help="Other places to listen at, an address and a port each, and what is spoken there: tls and nothing "
            "else, plain text and nothing else, or any of both.",
            section="listen",
            key="*",
            pattern="|".join(each.value for each in Speaks),
            check=is_place,
            allowed="any, tls or plain for each address with a port",
            example={"0.0.0.0:6697": "tls"},
            unless="there are none",
        ),
    ] = {}
    log_level: Annotated[
        str,
        About(
            help="What is written to the log: warning leaves out who comes and goes, debug has who only connects too.",
            section="log",
            key="level",
            choices=LOG_LEVELS,
        ),
    ] = "info"
    files: FileSettings = FileSettings()
    limits: Limits = Limits()

    @property
    def listens(self) -> list[Listen]:
        """Where to listen, and what is spoken there."""
        return listens(self.hosts, self.port, self.tls_port, self.listen)


ROWS = (*rows(ServerSettings), *rows(FileSettings), *rows(Limits))


def default_history() -> Path:
    """Give the file in which a server keeps its history unless told otherwise."""
    import platformdirs  # noqa: PLC0415 (takes a while to import, and only a server needs it)

    return platformdirs.user_data_path("trichat") / "history.db"


def control_path(settings: ServerSettings) -> Path | None:
    """Give where the control socket is: where the settings say, else beside the history; None if that is nowhere."""
    if settings.control is not None:
        return settings.control
    return settings.history.parent / f"{settings.history.name}.control" if settings.history else None


def load(path: Path | None, given: Mapping[str, Any]) -> ServerSettings:
    """Read the file, if there is one; `given`, by fields of ServerSettings, wins over it. Raises SettingsError."""
    said: dict[str, Any] = {}
    if path is not None:
        said = file.load(path, lambda table: _from_table(table, path), make="trichat serve --write-config")
    settings = ServerSettings(**{"history": default_history(), **said, **given})
    if settings.tls_key and not settings.tls_certificate:
        raise SettingsError(f"{settings.tls_key} is the key of which certificate? Give that with --tls-cert too.")
    if settings.sts_days is not None and not settings.tls_certificate:
        raise SettingsError("[tls] sts_days sends everybody to TLS, which needs a certificate: --tls-cert FILE")
    if not settings.tls_certificate and any(each.speaks is Speaks.TLS for each in settings.listens):
        raise SettingsError("A port for TLS needs a certificate: --tls-cert FILE")
    if not settings.listens:
        raise SettingsError('There is nowhere to listen: set [server] hosts, or [listen], as in "0.0.0.0:6697" = "tls"')
    return settings


def _from_table(table: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """Give what the file at `path` sets, by fields of ServerSettings. Raises SettingsError."""
    sections = file.by_section(ROWS, table)
    more = {"files": FileSettings(**sections.pop("files", {})), "limits": Limits(**sections.pop("limits", {}))}
    found = {field: value for values in sections.values() for field, value in values.items()}
    for row in ROWS:
        if row.kind is Path and row.field in found:
            found[row.field] = _placed(row, found[row.field], path.parent)
    keep_secrets(path, found_secrets(found))
    return {**found, **more}


def _placed(row: Row, text: str, folder: Path) -> Path | tuple[str, ...] | None:
    """Give a path, which begins in `folder` if it is not absolute, or the lines of the text there."""
    path = folder / file.named(text)
    if row.about.lines:
        return read_lines(path) if text else ()
    return path if text else None


def read_lines(path: Path) -> tuple[str, ...]:
    """Read a text for people, without what could control a terminal. Raises SettingsError."""
    from trichat.words.text.clean import clean  # noqa: PLC0415 (most settings name no text)

    return tuple(clean(line) for line in file.read_text(path).splitlines())
