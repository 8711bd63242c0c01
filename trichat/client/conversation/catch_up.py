"""Catching up with a place: what was missed is shown once and in order, or a mark says that it is missing.

What to ask, what is new and what is held back meanwhile is known by model/history.py. This asks and shows it, and tells
the outbox what history has of one's own words. A room is caught up with when the server lets us in again; private
conversations as soon as we are online, and the server is asked with whom else there was talk (CHATHISTORY TARGETS).
"""

from trichat.client.conversation import sending
from trichat.client.conversation.state import ConversationState
from trichat.client.display.item import Item, ItemKind
from trichat.client.incoming import messages
from trichat.client.irc.batches import HistoryPage
from trichat.client.irc.fields import param, parse_time
from trichat.client.model.history import Outcome
from trichat.client.model.windows import Position
from trichat.protocols.irc.wire.message import Message, write_time
from trichat.words.names.names import fold, is_room
from trichat.words.record import replace

_AHEAD = 86_400_000  # milliseconds: the clock of the server may be wrong, or ours
_THAT_WAS_ALL = "trichat-talks"  # what we PING after the question who talked: no list says where it ends
_MOST_PRIVATE = 50  # private conversations that are caught up with


def begin(talk: ConversationState, name: str, since: int = 0) -> None:
    """Begin to catch up with a room or a private conversation; `since` is the server's time of coming in, if known."""
    if talk.has("draft/chathistory", "batch"):
        talk.send(talk.history.begin(name, since))
        return
    if talk.history.has_seen_some(name):
        _mark_missing(talk, name, "this server keeps no history")
    sending.caught_up(talk, name, sure=False)


def begin_private(talk: ConversationState) -> None:
    """Begin to catch up with conversations between two: those that are open, those in doubt, those begun meanwhile.

    Meanwhile is since the connection was lost or, at the start, since the client last ran.
    """
    names = [window.name for window in talk.windows.all if window.private]
    names += [name for name in talk.outbox.unconfirmed_targets() if not talk.model.room(name)]
    for name in {fold(name): name for name in names}.values():
        begin(talk, name)
    position = talk.read_position
    if not position.at_disconnect.at:
        position.at_disconnect = position.saved.get(fold(talk.account_or_nick), Position())
    if position.at_disconnect.at and talk.has("draft/chathistory", "batch"):
        span = (f"timestamp={write_time(position.at_disconnect.at)}", f"timestamp={write_time(talk.now + _AHEAD)}")
        talk.send(Message(command="CHATHISTORY", params=("TARGETS", *span, str(_MOST_PRIVATE))))
        talk.send(Message(command="PING", params=(_THAT_WAS_ALL,)))
        position.asking_who_talked = True


def on_pong(talk: ConversationState, message: Message) -> None:
    """Handle PONG: if it follows the question who talked, all targets have come."""
    if param(message, -1) == _THAT_WAS_ALL:
        talk.read_position.asking_who_talked = False


def on_target(talk: ConversationState, message: Message) -> None:
    """Handle CHATHISTORY TARGETS: catch up with somebody who has talked to us; rooms wait until we are in them."""
    name, last = param(message, 1), parse_time(param(message, 2), talk.now)
    if param(message, 0) != "TARGETS" or not name or is_room(name):
        return
    if not talk.history.is_held(name) and not talk.history.has_seen_until(name, last):
        talk.history.assume_seen(name, talk.read_position.at_disconnect)
        begin(talk, name)


def _mark_missing(talk: ConversationState, name: str, why: str) -> None:
    text = f"what was said while you were away may be missing here: {why}"
    talk.show(Item(kind=ItemKind.MARK, text=text, at=talk.now, place=name))


def on_fail(talk: ConversationState, message: Message) -> None:
    """Handle a FAIL that came instead of a page."""
    if "TARGETS" in message.params:
        return  # a server that cannot say it
    outcome = talk.history.failed(message)
    if not outcome.ask and not outcome.caught_up:
        talk.show_error(param(message, -1))
    carry_out(talk, outcome)


def on_page(talk: ConversationState, page: HistoryPage) -> None:
    """Handle a page of history."""
    items = [item for one in page.messages for item in messages.history_items(talk.model, one, talk.now)]
    if not is_room(page.target):
        # Between two people whatever the other has not said is mine, also under a name that I have no longer.
        other = fold(page.target)
        items = [replace(item, place=page.target, private=True, mine=fold(item.nick) != other) for item in items]
    carry_out(talk, talk.history.page(page.target, items))


def carry_out(talk: ConversationState, outcome: Outcome) -> None:
    """Show what a page has, or that there is none, and ask for the next.

    What history shows of our own words is taken out of the outbox; only what is left there when the place is up to
    date is sent again, or in doubt. The other way round it would be said twice.
    """
    if outcome.nothing:
        talk.show_info("History has nothing of that.")
    if outcome.gap:
        talk.show_info("There may be more that was said before this.", outcome.caught_up)
    elif outcome.known and not outcome.sure:
        _mark_missing(talk, outcome.caught_up, "the server does not say")
    for item in outcome.show:
        draft = sending.confirm(talk, item)
        if not draft.shown if draft else not outcome.old:
            talk.show(item)
    if outcome.caught_up:
        sending.caught_up(talk, outcome.caught_up, sure=outcome.sure)
    if outcome.ask:
        talk.send(outcome.ask)
