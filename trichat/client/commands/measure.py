"""What Enter would send of a text that is being typed: how many messages, and how much room is left. Pure."""

from trichat.client.commands import parse, table
from trichat.client.conversation.sending import compose, space_for
from trichat.client.conversation.state import Exchange
from trichat.client.irc import requests
from trichat.client.irc.fields import unwrap
from trichat.errors import ProtocolError, UsageError
from trichat.protocols.irc.wire.message import Message
from trichat.words import requests as ask
from trichat.words.record import Record
from trichat.words.text.clean import clean


class Measure(Record, kw_only=True):
    """What a text will be: how many messages, to whom, and how many bytes more the last of them can hold."""

    messages: int = 0
    target: str = ""
    left: int = 0


def parts(text: str) -> list[str]:
    """Give what is done one after the other: the text as a whole; only commands, line by line, are several.

    So nothing that somebody pastes is a command by accident.
    """
    lines = [clean(line).rstrip() for line in text.splitlines()]
    written = [line for line in lines if line]
    if len(written) > 1 and all(parse.is_command(line) for line in written):
        return written
    return ["\n".join(lines).strip("\n")]


def measure(talk: Exchange, text: str) -> Measure:
    """Say what Enter would send, of a text that may be a command that says something."""
    found = [one for part in parts(text) if part for one in _said(talk, part)]
    if not found:
        return Measure()
    last = found[-1]
    longest = space_for(talk, last)
    used = len(unwrap(last.params[1])[1].rpartition("\n")[2].encode())
    return Measure(messages=len(found), target=last.params[0], left=max(longest - used, 0))


def _said(talk: Exchange, part: str) -> list[Message]:
    try:
        request = parse.parse(part)
        if isinstance(request, table.Reply) and request.text:
            request = ask.Say(text=request.text)
        return compose(talk, requests.message(request, talk.model.active)) if isinstance(request, ask.Say) else []
    except (UsageError, ProtocolError):
        return []
