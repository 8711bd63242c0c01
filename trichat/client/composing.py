"""What a typed text becomes: one message, or several where it is too long or has several lines. Pure."""

from trichat.client import asking, multiline, own, understanding
from trichat.client.exchange import Exchange
from trichat.client.reading import unwrap
from trichat.errors import ProtocolError, UsageError
from trichat.protocols.irc.message import NO_TAGS, Message
from trichat.words import requests as ask
from trichat.words.record import Record, replace
from trichat.words.text import clean


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
    if len(written) > 1 and all(understanding.is_command(line) for line in written):
        return written
    return ["\n".join(lines).strip("\n")]


def compose(talk: Exchange, message: Message) -> list[Message]:
    """Give the messages for something that is said. Each still fits when the server puts our mask before it."""
    target, text = message.params
    if text.startswith("\x01"):  # what somebody does is one line
        whole = _pieces(talk, replace(message, params=(target, text.replace("\n", " "))))
    elif most := _limits(talk, text, space := space_for(talk, message)):
        whole = [replace(message, params=(target, part)) for part in multiline.texts(text, space, most)]
    else:
        lines = [line for line in text.split("\n") if line.strip()]
        whole = [piece for line in lines for piece in _pieces(talk, replace(message, params=(target, line)))]
    return [replace(one, tags=NO_TAGS if number else message.tags) for number, one in enumerate(whole)]


def _pieces(talk: Exchange, message: Message) -> list[Message]:
    return asking.pieces(message, *_me(talk), _line_bytes(talk))


def space_for(talk: Exchange, message: Message) -> int:
    """Give the bytes of text that one line to the target has room for."""
    return asking.space(message, *_me(talk), _line_bytes(talk))


def _me(talk: Exchange) -> tuple[str, str]:
    return talk.model.nick or talk.wanted, talk.model.mask


def _line_bytes(talk: Exchange) -> int:
    limit = talk.model.support.get("LINELEN", "")
    return int(limit) if limit.isdigit() else asking.LINE_BYTES


def _limits(talk: Exchange, text: str, space: int) -> multiline.Limits | None:
    """Give the bounds for one message of several lines, where there can be one and it is needed."""
    needed = "\n" in text or len(text.encode()) > space
    if not needed or not talk.has("draft/multiline", "batch"):
        return None
    return multiline.limits(talk.registration.offers.get("draft/multiline", ""))


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
        request = understanding.parse(part)
        if isinstance(request, own.Reply) and request.text:
            request = ask.Say(text=request.text)
        return compose(talk, asking.message(request, talk.model.active)) if isinstance(request, ask.Say) else []
    except (UsageError, ProtocolError):
        return []
