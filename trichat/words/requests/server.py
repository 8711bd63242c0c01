"""Asking about the server."""

from trichat.words.record import record
from trichat.words.requests.base import Request


@record
class Lusers(Request):
    """Ask how many people and rooms there are."""


@record
class Motd(Request):
    """Ask for the message of the day."""


@record
class Help(Request):
    """Ask what commands there are, or what one does."""

    command: str = ""
