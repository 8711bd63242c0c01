"""What a typed text becomes: one message, or several where it is too long or has several lines. Pure."""

from trichat.client.conversation.state import Exchange
from trichat.client.irc import multiline, requests
from trichat.protocols.irc.wire.message import NO_TAGS, Message
from trichat.words.record import replace


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
    return requests.pieces(message, *_me(talk), _line_bytes(talk))


def space_for(talk: Exchange, message: Message) -> int:
    """Give the bytes of text that one line to the target has room for."""
    return requests.space(message, *_me(talk), _line_bytes(talk))


def _me(talk: Exchange) -> tuple[str, str]:
    return talk.model.nick or talk.wanted, talk.model.mask


def _line_bytes(talk: Exchange) -> int:
    limit = talk.model.support.get("LINELEN", "")
    return int(limit) if limit.isdigit() else requests.LINE_BYTES


def _limits(talk: Exchange, text: str, space: int) -> multiline.Limits | None:
    """Give the bounds for one message of several lines, where there can be one and it is needed."""
    needed = "\n" in text or len(text.encode()) > space
    if not needed or not talk.has("draft/multiline", "batch"):
        return None
    return multiline.limits(talk.registration.offers.get("draft/multiline", ""))
