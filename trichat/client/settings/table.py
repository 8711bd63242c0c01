"""The settings of the client: one record; what each may be, and what it is for, stands beside it. Pure."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias, get_args, get_type_hints

from trichat.words.names.names import LOBBY
from trichat.words.record import Record

Value: TypeAlias = bool | int | str | tuple[str, ...] | Mapping[str, str]
MOST_PORT = 65535


class About(Record, kw_only=True):
    """What a setting is for (a sentence), and what it may be."""

    help: str
    choices: tuple[str, ...] = ()
    least: int = 0  # of a number
    most: int = MOST_PORT
    example: Value | None = None  # for the commented file, where the default says too little
    server: bool = False  # can be different for each server
    section: str = ""  # begins a section of the file, with this heading


class Setting(Record, kw_only=True):
    """A row of the table: a setting by its name, with its default."""

    name: str
    default: Value
    about: About


def _server(help: str, **more: Any) -> About:  # noqa: A002 - the word for it in About
    return About(help=help, server=True, **more)


LOGINS = ("auto", "scram-sha-256", "plain", "external", "nickserv", "pass", "off")
THEMES = ("auto", "dark", "light", "contrast", "plain")
_ON_OFF_AUTO = ("auto", "on", "off")


class Settings(Record, kw_only=True):
    """Everything that can be set. A file and the command line say what differs from these defaults.

    Live ones are replaced as a whole: whoever draws asks for the record each time.
    """

    # Where to go, and as whom. A [servers.NAME] table of the file may hold these.
    host: Annotated[str, _server("Server to connect to.", section="The server")] = "localhost"
    port: Annotated[int, _server("Port of the server.", least=1)] = 8080
    nick: Annotated[str, _server("Your name; when empty, that of the account, or you are asked.", example="anna")] = ""
    realname: Annotated[str, _server("What /whois shows beside your name; when empty, your login name.")] = ""
    rooms: Annotated[tuple[str, ...], _server("Rooms to go into, with a key after a space where one is needed.")] = (
        LOBBY,
    )
    tls: Annotated[
        str, _server("Encrypt the connection. auto: on port 6697, the port of IRC with TLS.", choices=_ON_OFF_AUTO)
    ] = "auto"
    tls_pin: Annotated[
        bool, _server("Trust the certificate seen first, and no other later. For servers that sign their own.")
    ] = False
    tls_ca: Annotated[
        str, _server("File with the certificates of those who may sign for servers; when empty, the system's.")
    ] = ""
    tls_cert: Annotated[str, _server('File with your own certificate, for login = "external".')] = ""
    tls_key: Annotated[str, _server("File with its key; when empty, it is in the file of tls_cert.")] = ""
    login: Annotated[
        str,
        _server(
            "How to log in, once there is an account. auto: the best that the server offers, else NickServ.",
            choices=LOGINS,
        ),
    ] = "auto"
    account: Annotated[str, _server("Account to log in to; when empty, none.", example="anna")] = ""
    password_command: Annotated[
        str, _server("Command that prints the password of the account.", example="pass show chat/anna")
    ] = ""
    password_file: Annotated[str, _server("File with the password in its first line, that only you can read.")] = ""
    keyring: Annotated[
        bool, _server("ItemKind for the password in the keyring of your desktop: pip install 'trichat[keyring]'.")
    ] = False
    plain: Annotated[bool, _server("The server speaks no IRC: send and show lines as they are.")] = False

    # What is seen.
    theme: Annotated[str, About(help="Colours.", choices=THEMES, section="The screen")] = "auto"
    colours: Annotated[
        str, About(help="Use colours. auto: unless NO_COLOR is in the environment.", choices=_ON_OFF_AUTO)
    ] = "auto"
    linear: Annotated[bool, About(help="For screen readers: no toolbar, nothing drawn again, each line once.")] = False
    timestamps: Annotated[
        str, About(help="The time before each line, as strftime writes it; empty for none.", example="%H:%M:%S")
    ] = "%H:%M"
    fold_joins: Annotated[bool, About(help="Tell many who come and go at once in one line.")] = True
    typing_show: Annotated[bool, About(help="Show who is typing.")] = True
    typing_send: Annotated[bool, About(help="Let others see that you are typing.")] = True

    # What calls.
    bell: Annotated[bool, About(help="Make a sound when you are meant.", section="When somebody means you")] = True
    notifications: Annotated[
        str,
        About(
            help="Have the terminal notify the desktop; the number is the escape sequence it knows.",
            choices=("off", "auto", "osc9", "osc777", "osc99"),
        ),
    ] = "auto"
    title: Annotated[bool, About(help="Count what is new in the title of the window.")] = True
    highlight: Annotated[
        tuple[str, ...], About(help="Words that call you as your name does.", example=("deploy", "lunch"))
    ] = ()

    # What is written down.
    logs: Annotated[bool, About(help="Write what you see to files.", section="Logs")] = False
    logs_folder: Annotated[str, About(help="Where to; when empty, in your data folder.", example="~/chat-logs")] = ""
    logs_by: Annotated[str, About(help="A file for each room, or for each room and day.", choices=("day", "room"))] = (
        "day"
    )

    keys: Annotated[Mapping[str, str], About(help="Keys, and the command or action that each of them stands for.")] = {}

    def coloured(self, no_color: str) -> bool:
        """Tell whether to use colours; `no_color` is what the environment says (see no-color.org)."""
        return self.colours == "on" or (self.colours == "auto" and not no_color)


def _table() -> tuple[Setting, ...]:
    hints = get_type_hints(Settings, include_extras=True)
    defaults = Settings()
    return tuple(
        Setting(
            name=name,
            default=getattr(defaults, name),
            about=next(extra for extra in get_args(hints[name]) if isinstance(extra, About)),
        )
        for name in Settings.__struct_fields__
    )


SETTINGS = _table()
BY_NAME = {row.name: row for row in SETTINGS}
