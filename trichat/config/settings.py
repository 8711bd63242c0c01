"""Every setting of the server, with its default: the file, the documentation and the checks are made of these rows."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from trichat.config.about import About
from trichat.config.limits import Limits
from trichat.words.record import Hidden, Record

DEFAULT_PORT = 8080
DEFAULT_HOST = "localhost"
LANGUAGES = ("en", "ru")  # of the plain door; English is what stands in the code
HOST_NAME = r"[A-Za-z0-9][A-Za-z0-9.-]{0,62}"  # can stand at the beginning of an IRC message


class ServerSettings(Record, kw_only=True):
    """How a server is run."""

    name: Annotated[
        str,
        About(
            section="server",
            help="Name of the server, told to IRC clients. IRC wants a dot in it.",
            pattern=HOST_NAME,
            allowed="like the name of a host",
        ),
    ] = "trichat.local"
    network: Annotated[
        str,
        About(
            section="server",
            help="Name of the network, under which IRC clients list this server.",
            pattern=r"[^\s:\x00-\x1f\x7f]{1,50}",
            allowed="one word",
        ),
    ] = "trichat"
    description: Annotated[
        str,
        About(
            section="server",
            help="What this server is, in a few words: told to IRC clients in WHOIS and LINKS.",
            pattern=r"[^\x00-\x1f\x7f]{1,100}",
            allowed="one line",
        ),
    ] = "a trichat server"
    hosts: Annotated[tuple[str, ...], About(section="server", help="Addresses to listen on.")] = (DEFAULT_HOST,)
    port: Annotated[int, About(section="server", help="Port to listen on; 0 takes a free one.", most=65535)] = (
        DEFAULT_PORT
    )
    language: Annotated[str, About(section="server", help="Language of the plain-text door.", choices=LANGUAGES)] = "en"
    control: Annotated[
        Path | None,
        About(
            section="server",
            help="Socket through which `trichat account` and `trichat admin` speak to the running server.",
            example="/run/trichat/control",
            unless="beside the history",
        ),
    ] = None
    password: Annotated[
        Hidden[str],
        About(
            section="server",
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
            section="server",
            help="Text file with the message of the day.",
            lines=True,
            example="/etc/trichat/motd.txt",
            unless="there is none",
        ),
    ] = ()
    invisible: Annotated[
        bool,
        About(
            section="server",
            help="Whether people are invisible at first (user mode i): who shares no room with them finds them only by "
            "their name.",
        ),
    ] = False
    admin: Annotated[
        tuple[str, ...],
        About(
            section="server",
            help="Who runs this server, in up to three lines, the last with an address: told to those who ask ADMIN.",
            example=["Anna and Bob", "The cellar of the library", "admin@example.org"],
            unless="nobody is told",
        ),
    ] = ()
    tls_certificate: Annotated[
        Path | None,
        About(
            section="tls",
            key="certificate",
            help="File in PEM with the certificate, and those that lead to its root. With it the port speaks TLS to "
            "whoever asks for it, and plain text to everybody else.",
            example="/etc/letsencrypt/live/chat.example.org/fullchain.pem",
            unless="no TLS",
        ),
    ] = None
    tls_key: Annotated[
        Path | None,
        About(
            section="tls",
            key="key",
            help="File in PEM with its private key, without a password.",
            example="/etc/letsencrypt/live/chat.example.org/privkey.pem",
            unless="in the file of the certificate",
        ),
    ] = None
    sts_days: Annotated[
        int | None,
        About(
            section="tls",
            unit="days",
            help="Days for which IRC clients that have come with TLS will come with nothing else (STS), and others are "
            "sent to TLS. 0 takes back what they were told before.",
            most=3650,
            example=30,
            unless="they are told nothing",
        ),
    ] = None
    sts_port: Annotated[
        int, About(section="tls", help="Port that they are sent to; 0 is the one that they came to.", most=65535)
    ] = 0
    web_origins: Annotated[
        tuple[str, ...],
        About(
            section="web",
            key="origins",
            help="Web pages, besides this server's own, whose visitors' browsers may connect by WebSocket.",
            example=("https://gamja.example.org",),
            unless="none",
        ),
    ] = ()
    keep_days: Annotated[
        int,
        About(
            section="history",
            help="Days for which history is kept, unless a room says otherwise; 0 keeps it for good.",
            most=36500,
        ),
    ] = 0
    history: Annotated[
        Path | None,
        About(
            section="history",
            key="file",
            help='File in which history is kept. "" keeps it in memory, for as long as the server runs.',
            example="/var/lib/trichat/history.db",
            unless="in your data folder",
        ),
    ] = None
    guests: Annotated[
        bool, About(section="accounts", help="Whether people who are not logged in to an account can come in.")
    ] = True
    listed: Annotated[
        tuple[str, ...],
        About(
            section="accounts",
            help="Names under which people can come in all the same.",
            example=("anna", "boris"),
            unless="none",
        ),
    ] = ()
    registration: Annotated[
        bool, About(section="accounts", help="Whether people can register names by themselves.")
    ] = True
    before_connect: Annotated[
        bool, About(section="accounts", help="Whether IRC clients can do so before they have come in.")
    ] = True
    email_required: Annotated[
        bool, About(section="accounts", help="Whether they have to give an address of e-mail. It is not verified.")
    ] = False
    operators: Annotated[
        Hidden[Mapping[str, str]],
        About(
            section="operators",
            key="*",
            help="Who may run the server: a name, and the hash that `trichat hash-password` makes of the password. "
            "A password as it is is taken too, while nobody but you can read the file.",
            example={"anna": "$argon2id$v=19$…"},
            unless="there are none",
        ),
    ] = {}  # noqa: RUF012 (nobody changes a Mapping)
    limits: Limits = Limits()


def default_history() -> Path:
    """Give the file in which a server keeps its history unless told otherwise."""
    import platformdirs  # noqa: PLC0415 (takes a while to import, and only a server needs it)

    return platformdirs.user_data_path("trichat") / "history.db"


def control_path(settings: ServerSettings) -> Path | None:
    """Give where the control socket is: where the settings say, else beside the history; None if that is nowhere."""
    if settings.control is not None:
        return settings.control
    return settings.history.with_name(settings.history.name + ".control") if settings.history else None
