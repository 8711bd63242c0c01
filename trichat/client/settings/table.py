"""The settings of the client: one record; what each may be, and what it is for, stands beside it."""

import time
from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

from trichat.errors import SettingsError
from trichat.settings.table import About, Row, rows
from trichat.settings.values import fits, near, wrong
from trichat.words.names.names import LOBBY
from trichat.words.record import Record

Value: TypeAlias = bool | int | str | tuple[str, ...] | Mapping[str, str]
PER_SERVER = "The server"  # the section that a [servers.NAME] table of the file can set too
LOGINS = ("auto", "scram-sha-256", "plain", "external", "nickserv", "pass", "off")
THEMES = ("auto", "dark", "light", "contrast", "plain")
_ON_OFF_AUTO = ("auto", "on", "off")
_TRUTH = {"on": True, "yes": True, "true": True, "1": True, "off": False, "no": False, "false": False, "0": False}
_SPELLINGS = {"colors": "colours", "room": "rooms", "color": "colours"}
_SECRETS = ("password", "pass")


def _is_format(text: str) -> bool:
    """Tell whether strftime takes it: which letters may follow a percent sign is not the same on all systems."""
    try:
        time.strftime(text, time.gmtime(0))
    except ValueError:
        return False
    return True


class Settings(Record, kw_only=True):
    """Everything that can be set. A file and the command line say what differs from these defaults.

    Live ones are replaced as a whole: whoever draws asks for the record each time.
    """

    # Where to go, and as whom. A [servers.NAME] table of the file may hold these.
    host: Annotated[str, About(help="Server to connect to.", section=PER_SERVER)] = "localhost"
    port: Annotated[int, About(help="Port of the server.", least=1, most=65535)] = 8080
    nick: Annotated[
        str, About(help="Your name; when empty, that of the account, or you are asked.", example="anna")
    ] = ""
    realname: Annotated[str, About(help="What /whois shows beside your name; when empty, your login name.")] = ""
    rooms: Annotated[tuple[str, ...], About(help="Rooms to go into, with a key after a space where one is needed.")] = (
        LOBBY,
    )
    tls: Annotated[
        str,
        About(
            help="Encrypt the connection. auto: on port 6697, the port of IRC with TLS, and with tls_pin, tls_ca or "
            "tls_cert.",
            choices=_ON_OFF_AUTO,
        ),
    ] = "auto"
    tls_pin: Annotated[
        bool, About(help="Trust the certificate seen first, and no other later. For servers that sign their own.")
    ] = False
    tls_ca: Annotated[
        str, About(help="File with the certificates of those who may sign for servers; when empty, the system's.")
    ] = ""
    tls_cert: Annotated[str, About(help='File with your own certificate, for login = "external".')] = ""
    tls_key: Annotated[str, About(help="File with its key; when empty, it is in the file of tls_cert.")] = ""
    login: Annotated[
        str,
        About(
            help="How to log in, once there is an account. auto: the best that the server offers, else NickServ.",
            choices=LOGINS,
        ),
    ] = "auto"
    account: Annotated[str, About(help="Account to log in to; when empty, none.", example="anna")] = ""
    password_command: Annotated[
        str, About(help="Command that prints the password of the account.", example="pass show chat/anna")
    ] = ""
    password_file: Annotated[str, About(help="File with the password in its first line, that only you can read.")] = ""
    keyring: Annotated[
        bool, About(help="Look for the password in the keyring of your desktop: pip install 'trichat[keyring]'.")
    ] = False
    plain: Annotated[bool, About(help="The server speaks no IRC: send and show lines as they are.")] = False

    # What is seen.
    theme: Annotated[str, About(help="Colours.", choices=THEMES, section="The screen")] = "auto"
    colours: Annotated[
        str, About(help="Use colours. auto: unless NO_COLOR is in the environment.", choices=_ON_OFF_AUTO)
    ] = "auto"
    linear: Annotated[bool, About(help="For screen readers: no toolbar, nothing drawn again, each line once.")] = False
    timestamps: Annotated[
        str,
        About(
            help="The time before each line, as strftime writes it; empty for none.",
            example="%H:%M:%S",
            check=_is_format,
            allowed="a format that strftime knows on this system",
        ),
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

    keys: Annotated[
        Mapping[str, str],
        About(
            help="Keys, and the command or action that each of them stands for.",
            allowed="a table of texts",
            example={"f2": "/who"},
        ),
    ] = {}

    def coloured(self, no_color: str) -> bool:
        """Tell whether to use colours; `no_color` is what the environment says (see no-color.org)."""
        return self.colours == "on" or (self.colours == "auto" and not no_color)


SETTINGS = tuple(rows(Settings, sections=False))
BY_NAME = {row.name: row for row in SETTINGS}


def find(name: str) -> Row:
    """Give a row of the table. Raises SettingsError, with the name that was probably meant."""
    wanted = name.lower().replace("-", "_")
    if wanted in _SECRETS:
        raise SettingsError("A password is not kept among the settings: name a password_command or a password_file.")
    row = BY_NAME.get(_SPELLINGS.get(wanted, wanted))
    if row is None:
        raise SettingsError(f"There is no setting {name}.{near(wanted, BY_NAME)}")
    return row


def typed(row: Row, text: str) -> Value:
    """Make a value of what a person has typed. Raises SettingsError that says what would be right."""
    value: Any = text
    if row.kind is bool:
        value = _TRUTH.get(text.lower(), text)
    elif row.kind is int and text.removeprefix("-").isdecimal():
        value = int(text)
    elif row.kind is tuple:
        value = tuple(part.strip() for part in text.split(",") if part.strip())
    if not fits(row, value):
        raise SettingsError(f"{wrong(row, value)}.")
    return value  # type: ignore[no-any-return]
