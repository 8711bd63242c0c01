"""IRC commands about accounts; those that a connection keeps something of are in reading.py."""

from trichat.protocols.irc.commands.base import Builder, refuse, take
from trichat.protocols.irc.wire.message import Message
from trichat.words.reasons import Reason
from trichat.words.requests import Request


def _verify(message: Message) -> list[Request]:
    """Accounts are made at once, so there is never a code that would be the right one."""
    account, _ = take(message, 2)
    return [refuse(message, Reason.VERIFY, account)]


BUILDERS: dict[str, Builder] = {
    "VERIFY": _verify,
}
