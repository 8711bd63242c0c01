"""Asking about the server."""

from enum import Enum

from trichat.words.requests.base import Request


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
