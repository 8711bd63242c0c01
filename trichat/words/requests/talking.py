"""Saying something."""

from trichat.words.events import Kind, Tags
from trichat.words.record import record
from trichat.words.requests.base import Request


@record
class Say(Request):
    """Say something to a room or a person; without a target, where one stands."""

    target: str = ""
    text: str
    kind: Kind = Kind.MESSAGE
    tags: Tags = ()


@record
class Tag(Request):
    """Send tags without text (IRCv3 TAGMSG): typing, a reaction."""

    target: str
    tags: Tags


@record
class SayBack(Request):
    """Say something to whoever wrote last in private."""

    text: str
