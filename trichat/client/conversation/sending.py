"""What was typed, on its way to the server: sent once; confirmed, refused or in doubt; sent again on request. Pure."""

from collections.abc import Iterable

from trichat.client.conversation.state import ConversationState, State
from trichat.client.display.item import Item, ItemKind
from trichat.client.incoming.apply import apply
from trichat.client.irc import batches, requests
from trichat.client.irc.fields import action, is_error, param, unwrap
from trichat.client.model.outbox import Draft
from trichat.protocols.irc.wire.message import NO_TAGS, Message
from trichat.words.names.names import fold
from trichat.words.record import replace
from trichat.words.text.clean import clean

_BARRIER = "trichat-sent-"  # begins the PINGs whose answer says that what went out before has arrived


def flush(talk: ConversationState) -> None:
    """Send what is waiting and can go now."""
    if talk.state is not State.ONLINE or not talk.outbox:
        return
    for draft in talk.outbox.due(lambda target: _is_ready(talk, target), talk.model.nick, talk.now):
        _send(talk, draft)
    _ask_whether_arrived(talk)


def _is_ready(talk: ConversationState, target: str) -> bool:
    room = talk.model.room(target)
    return (room is None or room.inside) and not talk.history.is_held(target)


def _send(talk: ConversationState, draft: Draft) -> None:
    if talk.has("echo-message"):
        _put(talk, draft.message, draft.label if talk.has("labeled-response") else "")
        return
    # The server will not show it to us: show it ourselves. Whether it has arrived, the next PONG says.
    draft.shown = True
    _put(talk, draft.message, "")
    for item in apply(talk.model, replace(draft.message, source=f"{talk.model.nick}!me@here"), talk.now):
        talk.show(replace(item, typed=draft.typed))


def _put(talk: ConversationState, message: Message, label: str) -> None:
    """Put a message on the line: what has several lines or more than one holds, in a batch of them."""
    if not talk.has("message-tags"):
        message = replace(message, tags=NO_TAGS)
    space = space_for(talk, message)
    if "\n" not in message.params[1] and len(message.params[1].encode()) <= space:
        lines = [replace(message, tags={**message.tags, **({"label": label} if label else {})})]
    elif talk.has("draft/multiline", "batch"):
        lines = batches.wire(message, space, label)
    else:  # composed for another connection, which knew such batches
        lines = compose(talk, message)
        lines[-1] = replace(lines[-1], tags={**lines[-1].tags, **({"label": label} if label else {})})
    for line in lines:
        talk.send(line)


def _ask_whether_arrived(talk: ConversationState) -> None:
    """Send a PING after what was shown by ourselves, one at a time: servers count lines."""
    last = talk.outbox.last_shown()
    if last and not talk.barrier:
        talk.barrier = _BARRIER + last.label
        talk.send(Message(command="PING", params=(talk.barrier,)))


def ponged(talk: ConversationState, message: Message) -> None:
    """Take the answer to such a PING, if it is one."""
    if talk.barrier and param(message, -1) == talk.barrier:
        talk.outbox.take_shown_until(talk.barrier.removeprefix(_BARRIER))
        talk.barrier = ""
        _ask_whether_arrived(talk)


def back(talk: ConversationState, item: Item, label: str) -> Item:
    """Take that the server shows us what we have said; tell whether that is what was typed."""
    draft = confirmed(talk, item, label)
    same = draft is not None and clean(unwrap(draft.text)[1]).strip() == clean(item.text).strip()
    return replace(item, typed=True) if draft and draft.typed and same else item


def confirmed(talk: ConversationState, item: Item, label: str = "") -> Draft | None:
    """Take out the draft that has arrived, since the server shows it, if it was one."""
    text = action(item.text) if item.kind is ItemKind.ACTION else item.text
    return talk.outbox.take_labelled(label) or talk.outbox.take_same(item.nick, item.place, text)


def refused(talk: ConversationState, message: Message) -> Draft | None:
    """Take out the draft that this message refuses, if it does refuse one."""
    if not is_error(message):
        return None
    if talk.has("labeled-response"):
        return talk.outbox.take_labelled(message.tags.get("label", ""))
    no_recipient = message.command in ("401", "403", "404")
    return talk.outbox.take_sent_to(param(message, 1)) if no_recipient else None


def not_sent(talk: ConversationState, drafts: Iterable[Draft]) -> None:
    """Say what has not gone out, and will not."""
    for draft in drafts:
        talk.show_error(f"Not sent to {draft.target}: {draft.said}")


def settle(talk: ConversationState, target: str, *, sure: bool) -> None:
    """Decide what becomes of drafts in doubt: history does not have them, or (not `sure`) cannot say."""
    if sure:
        talk.outbox.send_again(target)
        return
    doubt(talk, [draft for draft in talk.outbox if draft.on_its_way and fold(draft.target) == fold(target)])


def doubt(talk: ConversationState, drafts: Iterable[Draft]) -> None:
    """Say of what it is not known whether it has arrived; it can be sent again."""
    for draft in drafts:
        draft.doubtful = True
        talk.show_error(f"Perhaps this did not arrive at {draft.target}: {draft.said} (/resend sends it again)")


def resend(talk: ConversationState) -> None:
    """Send again what was in doubt."""
    count = talk.outbox.resend()
    talk.show_info(f"{count} sent again." if count else "Everything you said has arrived, as far as is known.")
    flush(talk)


def compose(talk: ConversationState, message: Message) -> list[Message]:
    """Give the messages for something that is said. Each still fits when the server puts our mask before it."""
    target, text = message.params
    if text.startswith("\x01"):  # what somebody does is one line
        whole = _pieces(talk, replace(message, params=(target, text.replace("\n", " "))))
    elif most := _limits(talk, text, space := space_for(talk, message)):
        whole = [replace(message, params=(target, part)) for part in batches.texts(text, space, most)]
    else:
        lines = [line for line in text.split("\n") if line.strip()]
        whole = [piece for line in lines for piece in _pieces(talk, replace(message, params=(target, line)))]
    return [replace(one, tags=NO_TAGS if number else message.tags) for number, one in enumerate(whole)]


def _pieces(talk: ConversationState, message: Message) -> list[Message]:
    return requests.pieces(message, *_me(talk), _line_bytes(talk))


def space_for(talk: ConversationState, message: Message) -> int:
    """Give the bytes of text that one line to the target has room for."""
    return requests.space(message, *_me(talk), _line_bytes(talk))


def _me(talk: ConversationState) -> tuple[str, str]:
    return talk.model.nick or talk.wanted, talk.model.mask


def _line_bytes(talk: ConversationState) -> int:
    limit = talk.model.support.get("LINELEN", "")
    return int(limit) if limit.isdigit() else requests.LINE_BYTES


def _limits(talk: ConversationState, text: str, space: int) -> batches.Limits | None:
    """Give the bounds for one message of several lines, where there can be one and it is needed."""
    needed = "\n" in text or len(text.encode()) > space
    if not needed or not talk.has("draft/multiline", "batch"):
        return None
    return batches.limits(talk.registration.offers.get("draft/multiline", ""))
