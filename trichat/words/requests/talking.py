"""Saying something."""

from trichat.words.events import Kind, Tags
from trichat.words.requests.base import Request


class Say(Request, kw_only=True):
    """Say something to a room or a person; without a target, where one stands."""

    target: str = ""
    text: str
    kind: Kind = Kind.MESSAGE
    tags: Tags = ()


class Tag(Request, kw_only=True):
    """Send tags without text (IRCv3 TAGMSG): typing, a reaction."""

    target: str
    tags: Tags


class SayBack(Request, kw_only=True):
    """Say something to whoever wrote last in private."""

    text: str
