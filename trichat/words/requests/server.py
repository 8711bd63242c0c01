"""Asking about the server."""

from enum import Enum

from trichat.words.record import record
from trichat.words.requests.base import Request


class ServerTopic(Enum):
    """What can be asked about a server."""

    VERSION = "VERSION"
    TIME = "TIME"
    ADMIN = "ADMIN"
    INFO = "INFO"
    LINKS = "LINKS"
    ISUPPORT = "ISUPPORT"


@record
class AboutServer(Request):
    """Ask something about the server: by its name, a mask of it, or the name of somebody who is on it."""

    topic: ServerTopic
    server: str = ""


@record
class Stats(Request):
    """Ask for numbers about the server: since when it runs (`u`), its operators (`o`)."""

    letter: str
    server: str = ""


@record
class Lusers(Request):
    """Ask how many people and rooms there are."""

    server: str = ""


@record
class Motd(Request):
    """Ask for the message of the day."""

    server: str = ""


@record
class Help(Request):
    """Ask what commands there are, or what one does."""

    command: str = ""
