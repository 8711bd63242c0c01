"""Coming, being called something, going."""

from enum import Enum

from trichat.words.requests.base import Request


class Arrive(Request, kw_only=True):
    """Be there, without a name yet. `prompts`: a person at a prompt, who is asked for a name and led to the lobby."""

    prompts: bool = False


class Enter(Request, kw_only=True):
    """Come in under a name."""

    name: str
    username: str = ""
    realname: str = ""


class Typed(Request, kw_only=True):
    """A line as a person typed it: a name, a command or a message, depending on where they stand."""

    text: str


class Rename(Request, kw_only=True):
    """Take another name."""

    name: str


class Quit(Request, kw_only=True):
    """Leave the server."""

    reason: str = ""


class Language(Request, kw_only=True):
    """Be spoken to in another language, at the plain door."""

    code: str


class CatchUp(Request, kw_only=True):
    """A reader that had fallen behind reads again: show it what it missed (asked by its own outbox)."""


class Gone(Request, kw_only=True):
    """The connection is over."""

    reason: str


class CloseDown(Request, kw_only=True):
    """The server stops: a farewell to everyone, and no more after it."""

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
