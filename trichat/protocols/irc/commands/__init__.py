"""The table of IRC commands: each turns a message into requests."""

from trichat.protocols.irc.commands import accounts, moderating, people, rooms, talking, visit
from trichat.protocols.irc.commands.base import (
    HISTORY_MOST,
    MOST_ROOMS,
    MOST_TARGETS,
    Builder,
    TooFewParameters,
    optional,
    refuse,
    take,
)
from trichat.protocols.irc.wire.message import Message
from trichat.words.reasons import Reason
from trichat.words.requests import Request

__all__ = ["BUILDERS", "HISTORY_MOST", "MOST_ROOMS", "MOST_TARGETS", "TooFewParameters", "optional", "requests", "take"]


def requests(message: Message) -> list[Request]:
    """Give the requests that a message makes. Raises TooFewParameters."""
    build = BUILDERS.get(message.command)
    if build is None:
        return [refuse(message, Reason.UNKNOWN_COMMAND, message.command)]
    return build(message)


BUILDERS: dict[str, Builder] = {
    **accounts.BUILDERS,
    **talking.BUILDERS,
    **rooms.BUILDERS,
    **moderating.BUILDERS,
    **people.BUILDERS,
    **visit.BUILDERS,
}
