"""Requests about the visit and the server: coming in, names, leaving; MOTD, LUSERS, STATS and the like."""

from enum import Enum

from trichat.words.record import Hidden
from trichat.words.requests.base import Request


class Arrive(Request, kw_only=True):
    """Begin a visit, without a name yet. `prompts`: a person at a prompt, asked for a name and led to the lobby."""

    prompts: bool = False


class Enter(Request, kw_only=True):
    """Come in under a name. `unless_in`: whoever is in by the token that came before it, stays who they are."""

    name: str
    username: str = ""
    realname: str = ""
    unless_in: bool = False


class Introduce(Request, kw_only=True):
    """Say what one will be called, before one comes in: the name and the username, each empty if not given yet."""

    name: str
    username: str = ""


class Resume(Request, kw_only=True):
    """Go on with the visit that this token is of; without one, be shown the token of this visit."""

    token: Hidden[str] = ""


class ExpectTokens(Request, kw_only=True):
    """Want to be told the token of one's visit, now and whenever it is another; or no longer (not `on`)."""

    on: bool = True


class Typed(Request, kw_only=True):
    """Take a line as a person typed it: a password or name that they were asked for, a command or a message."""

    text: str


class Rename(Request, kw_only=True):
    """Change one's name."""

    name: str


class Quit(Request, kw_only=True):
    """Leave the server. `unsaid`: nobody has said so, but the connection was closed from the other side."""

    reason: str = ""
    unsaid: bool = False


class Language(Request, kw_only=True):
    """Choose the language in which the server speaks at the plain door."""

    code: str


class CatchUp(Request, kw_only=True):
    """Show a reader that had fallen behind what it missed (asked by its own outbox)."""


class Gone(Request, kw_only=True):
    """End the visit of a connection that is gone.

    `silently`: nobody knows since when; what was sent after the last sign of life may have arrived nowhere.
    """

    reason: str
    silently: bool = False


class Alive(Request, kw_only=True):
    """Show a sign of life (PONG)."""


class CloseDown(Request, kw_only=True):
    """Say goodbye to everybody, and nothing after it: the server stops."""

    reason: str


class ServerTopic(Enum):
    """What can be asked about a server."""

    VERSION = "VERSION"
    TIME = "TIME"
    ADMIN = "ADMIN"
    INFO = "INFO"
    LINKS = "LINKS"
    ISUPPORT = "ISUPPORT"


class AboutServer(Request, kw_only=True):
    """Ask something about the server: by its name, a mask of it, or the name of somebody who is on it."""

    topic: ServerTopic
    server: str = ""


class Stats(Request, kw_only=True):
    """Ask for numbers about the server: since when it runs (`u`), its operators (`o`)."""

    letter: str
    server: str = ""


class Lusers(Request, kw_only=True):
    """Ask how many people and rooms there are."""

    server: str = ""


class Motd(Request, kw_only=True):
    """Ask for the message of the day."""

    server: str = ""


class Help(Request, kw_only=True):
    """Ask what commands there are, or what one does."""

    command: str = ""
