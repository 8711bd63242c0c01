"""/reply, /react and /delete: what is done to a message that the person picks."""

from trichat.client.commands import table
from trichat.client.conversation import sending
from trichat.client.conversation.state import ConversationState, State
from trichat.client.display import emoji
from trichat.client.display.item import Item, ItemKind
from trichat.client.display.lines import safe
from trichat.client.incoming.apply import apply
from trichat.client.irc import fields, requests
from trichat.errors import UsageError
from trichat.protocols.irc.wire.message import Message
from trichat.words.record import replace
from trichat.words.requests import Request

_LISTED = 60  # characters of a message in the list


def handle(talk: ConversationState, request: Request) -> None:
    """Run a command about a message, or list the messages that can be picked. Raises UsageError, ProtocolError."""
    match request:
        case table.Reply(to="") | table.React(text="") | table.Delete(to=""):
            _list(talk, mine=isinstance(request, table.Delete))
        case table.Reply(to=to, text=text):
            _reply(talk, _find(talk, to), text)
        case table.React(to=to, text=text, back=back):
            _react(talk, _find(talk, to), text, fields.UNREACT if back else fields.REACT)
        case table.Delete(to=to, reason=reason):
            _delete(talk, _find(talk, to), reason)


def _find(talk: ConversationState, to: str) -> Item:
    """Give the message that is picked; by default the last one here that is not the person's own."""
    if to:
        return talk.notes.recent.find(to, talk.model.active)
    found = next((item for item in talk.notes.recent.latest(talk.model.active) if not item.mine), None)
    if found is None:
        raise UsageError("Nobody has said anything here lately.")
    return found


def _list(talk: ConversationState, *, mine: bool) -> None:
    latest = [item for item in talk.notes.recent.latest(talk.model.active) if item.mine or not mine]
    if not latest:
        raise UsageError("Nothing has been said here lately that could be picked.")
    for item in reversed(latest):
        text = safe(item.text)
        short = text if len(text) <= _LISTED else text[:_LISTED] + "…"
        talk.items.append(Item(kind=ItemKind.INFO, text=f"{item.number}  {item.nick}: {short}", at=item.at))


def _tags(item: Item) -> dict[str, str]:
    """Give the tags that name a message, as the specification has them now and as its draft had them."""
    return {fields.REPLY: item.msgid, fields.DRAFT_REPLY: item.msgid}


def _reply(talk: ConversationState, item: Item, text: str) -> None:
    for message in sending.compose(talk, Message(command="PRIVMSG", params=(item.place, text), tags=_tags(item))):
        requests.line(message)
        talk.outbox.add(message)


def _react(talk: ConversationState, item: Item, text: str, sign: str) -> None:
    _need(talk, "message-tags", "This server passes no reactions on.")
    reaction = emoji.find(text.strip(":")) or text
    message = Message(command="TAGMSG", params=(item.place,), tags=_tags(item) | {sign: reaction})
    talk.send(message)
    if not talk.has("echo-message"):
        for shown in apply(talk.model, replace(message, source=talk.model.nick), talk.now):
            talk.show(shown)


def _delete(talk: ConversationState, item: Item, reason: str) -> None:
    _need(talk, "draft/message-redaction", "This server takes no messages back.")
    params = (item.place, item.msgid, reason) if reason else (item.place, item.msgid)
    talk.send(Message(command="REDACT", params=params))


def _need(talk: ConversationState, capability: str, otherwise: str) -> None:
    if talk.state is not State.ONLINE:
        raise UsageError("Not connected yet: please try again later.")
    if not talk.has(capability):
        raise UsageError(otherwise)
