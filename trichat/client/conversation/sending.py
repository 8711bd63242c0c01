"""What was typed, on its way to the server: sent once; confirmed, refused or in doubt; sent again on request.

A draft stays in the outbox until the server has shown or refused it. While the connection holds, that is known from the
echo (echo-message), which is found by its label (labeled-response) or, where there are none, by its text. A server
without an echo is asked: it answers in order, so the PONG to a PING after the draft says that the draft has arrived.

When the connection is lost, nobody can say what had arrived. So nothing is sent again blindly: first the place is
caught up with, and what history shows has arrived. The rest is sent again if history would have had it; if it cannot
say, the person decides (/resend). Otherwise something would be said twice, or never.

While a place is being caught up with, drafts for it wait. So what is said now comes after what was missed.
"""

from collections.abc import Iterable

from trichat.client.conversation.state import ConversationState, State
from trichat.client.display.item import Item, ItemKind
from trichat.client.incoming.apply import apply
from trichat.client.irc import batches, requests
from trichat.client.irc.fields import is_error, param, unwrap_ctcp, wrap_action
from trichat.client.model.outbox import Draft
from trichat.protocols.irc.wire.message import NO_TAGS, Message
from trichat.words.events import KEY
from trichat.words.names.names import fold
from trichat.words.record import replace
from trichat.words.text.clean import clean

_KEY_LASTS = 3_500_000  # milliseconds: the hour for which a server knows a key, less than it may take to get there
_ARRIVAL = "trichat-sent-"  # begins the PINGs whose answer says that what went out before has arrived


def flush(talk: ConversationState) -> None:
    """Send the drafts that can go now."""
    if talk.state is not State.ONLINE or not talk.outbox:
        return
    for draft in talk.outbox.take_ready(lambda target: _is_ready(talk, target), talk.model.nick, talk.now):
        _send(talk, draft)
    _ask_whether_arrived(talk)


def _is_ready(talk: ConversationState, target: str) -> bool:
    room = talk.model.room(target)
    return (room is None or room.inside) and not talk.history.is_held(target)


def _send(talk: ConversationState, draft: Draft) -> None:
    message = draft.message
    if talk.has("trichat/key"):
        message = replace(message, tags={**message.tags, KEY: draft.key})
    if talk.has("echo-message"):
        _send_lines(talk, message, draft.label if talk.has("labeled-response") else "")
        return
    # The server will not show it to us: show it ourselves. Whether it has arrived, the next PONG says.
    draft.shown = True
    _send_lines(talk, message, "")
    for item in apply(talk.model, replace(draft.message, source=f"{talk.model.nick}!me@here"), talk.now):
        talk.show(replace(item, typed=draft.typed))


def _send_lines(talk: ConversationState, message: Message, label: str) -> None:
    """Send a message as one line or, if it has several lines or more than one holds, as a batch of them."""
    if not talk.has("message-tags"):
        message = replace(message, tags=NO_TAGS)
    labelled = {"label": label} if label else {}
    space = space_for(talk, message)
    if "\n" not in message.params[1] and len(message.params[1].encode()) <= space:
        lines = [replace(message, tags={**message.tags, **labelled})]
    elif talk.has("draft/multiline", "batch"):
        lines = batches.multiline(message, space, label)
    else:  # composed for another connection, which knew such batches
        lines = compose(talk, message)
        lines[-1] = replace(lines[-1], tags={**lines[-1].tags, **labelled})
    for line in lines:
        talk.send(line)


def _ask_whether_arrived(talk: ConversationState) -> None:
    """Send a PING after what was shown by ourselves, one at a time: servers count lines."""
    last = talk.outbox.last_shown()
    if last and not talk.arrival_ping:
        talk.arrival_ping = _ARRIVAL + last.label
        talk.send(Message(command="PING", params=(talk.arrival_ping,)))


def on_pong(talk: ConversationState, message: Message) -> None:
    """Handle PONG: if it answers such a PING, what was sent before has arrived."""
    if talk.arrival_ping and param(message, -1) == talk.arrival_ping:
        talk.outbox.pop_shown_until(talk.arrival_ping.removeprefix(_ARRIVAL))
        talk.arrival_ping = ""
        _ask_whether_arrived(talk)


def on_echo(talk: ConversationState, item: Item, label: str) -> Item:
    """Handle our own message as the server shows it; note in the item whether that is what was typed."""
    draft = confirm(talk, item, label)
    same = draft is not None and clean(unwrap_ctcp(draft.text)[1]).strip() == clean(item.text).strip()
    return replace(item, typed=True) if draft and draft.typed and same else item


def confirm(talk: ConversationState, item: Item, label: str = "") -> Draft | None:
    """Pop the draft that an item shows to have arrived, if it is one."""
    text = wrap_action(item.text) if item.kind is ItemKind.ACTION else item.text
    return talk.outbox.pop_labelled(label) or talk.outbox.pop_matching(item.nick, item.place, text)


def pop_refused(talk: ConversationState, message: Message) -> Draft | None:
    """Pop the draft that a message refuses, if it refuses one."""
    if not is_error(message):
        return None
    if talk.has("labeled-response"):
        return talk.outbox.pop_labelled(message.tags.get("label", ""))
    no_recipient = message.command in ("401", "403", "404")
    return talk.outbox.pop_first_sent_to(param(message, 1)) if no_recipient else None


def show_not_sent(talk: ConversationState, drafts: Iterable[Draft]) -> None:
    """Show which drafts were not sent, and will not be."""
    for draft in drafts:
        talk.show_error(f"Not sent to {draft.target}: {draft.said}")


def caught_up(talk: ConversationState, target: str, *, sure: bool) -> None:
    """Send again, or mark as doubtful, the drafts that history did not show: if it is `sure`, they have not arrived.

    A server that knows keys says once what comes twice: then it can be sent again in any case.
    """
    if sure:
        talk.outbox.requeue(target)
    else:
        talk.outbox.requeue(target, lambda draft: _is_said_once(talk, draft))
        mark_doubtful(talk, [draft for draft in talk.outbox if draft.on_its_way and fold(draft.target) == fold(target)])


def _is_said_once(talk: ConversationState, draft: Draft) -> bool:
    """Tell whether the server knows a draft again: it does for an hour, and those who are called as they were."""
    lately = 0 <= talk.now - draft.keyed_at < _KEY_LASTS
    return talk.has("trichat/key") and lately and fold(draft.nick) == fold(talk.model.nick)


def mark_doubtful(talk: ConversationState, drafts: Iterable[Draft]) -> None:
    """Show the drafts of which it is not known whether they have arrived; they can be sent again."""
    for draft in drafts:
        draft.doubtful = True
        talk.show_error(f"Perhaps this did not arrive at {draft.target}: {draft.said} (/resend sends it again)")


def resend(talk: ConversationState) -> None:
    """Send again the drafts in doubt (/resend)."""
    count = talk.outbox.requeue_doubtful()
    talk.show_info(f"{count} sent again." if count else "Everything you said has arrived, as far as is known.")
    flush(talk)


def compose(talk: ConversationState, message: Message) -> list[Message]:
    """Give the messages for something that is said. Each still fits when the server puts our mask before it."""
    target, text = message.params
    if text.startswith("\x01"):  # what somebody does is one line
        whole = _pieces(talk, replace(message, params=(target, text.replace("\n", " "))))
    elif limits := _multiline_limits(talk, text, space := space_for(talk, message)):
        whole = [replace(message, params=(target, part)) for part in batches.split_text(text, space, limits)]
    else:
        lines = [line for line in text.split("\n") if line.strip()]
        whole = [piece for line in lines for piece in _pieces(talk, replace(message, params=(target, line)))]
    return [replace(one, tags=NO_TAGS if number else message.tags) for number, one in enumerate(whole)]


def _pieces(talk: ConversationState, message: Message) -> list[Message]:
    return requests.pieces(message, space_for(talk, message))


def space_for(talk: ConversationState, message: Message) -> int:
    """Give the bytes of text that one line to the target has room for."""
    limit = talk.model.support.get("LINELEN", "")
    line_bytes = int(limit) if limit.isdigit() else requests.LINE_BYTES
    return requests.space(message, talk.model.nick or talk.wanted_nick, talk.model.mask, line_bytes)


def _multiline_limits(talk: ConversationState, text: str, space: int) -> batches.Limits | None:
    """Give the bounds for one message of several lines, where there can be one and it is needed."""
    needed = "\n" in text or len(text.encode()) > space
    if not needed or not talk.has("draft/multiline", "batch"):
        return None
    return batches.read_limits(talk.registration.offers.get("draft/multiline", ""))
