"""The commands that only the client has, beside those of the table that all doors share. Pure."""

from trichat.words import commands
from trichat.words import requests as ask
from trichat.words.commands import Command
from trichat.words.modes import SETTINGS
from trichat.words.names.names import is_room
from trichat.words.record import Hidden
from trichat.words.requests import Request

_OF_ROOMS = frozenset(row.word for row in SETTINGS)


class Raw(Request, kw_only=True):
    """Send a line to the server as it is."""

    line: str


class Switch(Request, kw_only=True):
    """Go to another room or private conversation, by name or number; without one, the next with something new."""

    to: str = ""


class Query(Request, kw_only=True):
    """Go to the private conversation with somebody."""

    name: str


class Mentions(Request, kw_only=True):
    """Show where one's name was said."""


class Urls(Request, kw_only=True):
    """Show the last addresses of the web."""


class Open(Request, kw_only=True):
    """Open an address of the web, by its number; without one, the latest."""

    number: int = 0


class Set(Request, kw_only=True):
    """Change a setting of the client; without a value show it, without a name show all."""

    name: str = ""
    value: str = ""


class Reply(Request, kw_only=True):
    """Answer a message: by its number, or the last one of a person. Without them, show what can be answered."""

    to: str = ""
    text: str = ""


class React(Request, kw_only=True):
    """React to a message, the last one if none is named."""

    to: str = ""
    text: str = ""


class Delete(Request, kw_only=True):
    """Take a message back."""

    to: str = ""
    reason: str = ""


class Resend(Request, kw_only=True):
    """Send again what has perhaps not arrived."""


class Login(Request, kw_only=True):
    """Log in to an account; without a password, be asked for it."""

    account: str = ""
    password: Hidden[str] = ""


class Register(Request, kw_only=True):
    """Make an account of one's name."""

    password: Hidden[str] = ""
    email: str = ""


class Verify(Request, kw_only=True):
    """Say the code that came by mail after registering."""

    code: str


class Password(Request, kw_only=True):
    """Give one's account another password."""

    new: Hidden[str] = ""


def _login(text: str) -> Request:
    account, _, password = text.partition(" ")
    return Login(account=account, password=password.strip())


def _register(text: str) -> Request:
    password, _, email = text.partition(" ")
    if email and ("@" not in email or " " in email.strip()):
        raise ValueError(text)
    return Register(password=password, email=email.strip())


def _verify(text: str) -> Request:
    if not text or " " in text:
        raise ValueError(text)
    return Verify(code=text)


def _reply(text: str) -> Request:
    to, _, what = text.partition(" ")
    if to and not what.strip():
        raise ValueError(text)
    return Reply(to=to, text=what.strip())


def _react(text: str) -> Request:
    first, _, second = text.partition(" ")
    return React(to=first, text=second.strip()) if second.strip() else React(text=first)


def _delete(text: str) -> Request:
    to, _, reason = text.partition(" ")
    return Delete(to=to, reason=reason.strip())


def _query(text: str) -> Request:
    name, _, what = text.partition(" ")
    if not name:
        raise ValueError(text)
    return ask.Say(target=name, text=what.strip()) if what.strip() else Query(name=name)


def _open(text: str) -> Request:
    return Open(number=int(text) if text else 0)


def _set(text: str) -> Request:
    """Change a setting of the client or, as at the plain door, one of a room: no two have the same name."""
    name, _, value = text.partition(" ")
    if is_room(name) or name[:1] in ("+", "-") or name.lower() in _OF_ROOMS:
        return commands.parse(f"/mode {text}")
    return Set(name=name, value=value.strip().removeprefix("= "))


def _nothing(request: type[Request], text: str) -> Request:
    if text:
        raise ValueError(text)
    return request()


RAW = Command(
    name="raw", usage="/raw LINE", help="Send a line to the server as it is.", build=lambda text: Raw(line=text)
)
OWN = (
    Command(
        name="reply",
        usage="/reply [NUMBER or NAME] [TEXT]",
        help="Answer a message; /reply alone lists them.",
        build=_reply,
    ),
    Command(
        name="react",
        usage="/react [NUMBER or NAME] EMOJI",
        help="React to a message, or to the last one.",
        build=_react,
    ),
    Command(name="delete", usage="/delete [NUMBER] [REASON]", help="Take a message back.", build=_delete),
    Command(
        name="switch",
        usage="/switch [NAME or NUMBER]",
        help="Go to another room, or the next with news.",
        build=lambda text: Switch(to=text),
    ),
    Command(name="query", usage="/query NAME [TEXT]", help="Talk to one person alone.", build=_query),
    Command(
        name="mentions",
        usage="/mentions",
        help="Show where your name was said.",
        build=lambda text: _nothing(Mentions, text),
    ),
    Command(name="urls", usage="/urls", help="Show the last web addresses.", build=lambda text: _nothing(Urls, text)),
    Command(name="open", usage="/open [NUMBER]", help="Open a web address, or the latest.", build=_open),
    Command(
        name="set",
        usage="/set [NAME [VALUE]]",
        help="Show the settings of this client, or change one; “-” takes that back. /mode has those of the room.",
        build=_set,
    ),
    Command(
        name="resend",
        usage="/resend",
        help="Send again what has perhaps not arrived.",
        build=lambda text: _nothing(Resend, text),
    ),
    Command(
        name="login",
        usage="/login [ACCOUNT [PASSWORD]]",
        help="Log in; you are asked for the password, and nobody sees it.",
        build=_login,
    ),
    Command(
        name="register",
        usage="/register [PASSWORD [EMAIL]]",
        help="Make an account of your name, so that it is yours.",
        build=_register,
    ),
    Command(name="verify", usage="/verify CODE", help="Say the code that came by mail.", build=_verify),
    Command(
        name="password",
        usage="/password [NEW]",
        help="Give your account another password.",
        build=lambda text: Password(new=text),
    ),
    RAW,
)
