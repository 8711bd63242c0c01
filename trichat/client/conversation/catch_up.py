"""Catching up with a place: what was missed is shown once and in order, or a mark says that it is missing. Pure."""

from trichat.client.conversation import sending
from trichat.client.conversation.state import ConversationState
from trichat.client.display.item import Item, ItemKind
from trichat.client.incoming import messages
from trichat.client.irc.batches import PageRead
from trichat.client.irc.fields import moment, param, time_text
from trichat.client.model.history import Outcome
from trichat.client.model.windows import Position
from trichat.protocols.irc.wire.message import Message
from trichat.words.names.names import fold, is_room
from trichat.words.record import replace

_AHEAD = 86_400_000  # milliseconds: the clock of the server may be wrong, or ours
_THAT_WAS_ALL = "trichat-talks"  # what we PING after the question who talked: no list says where it ends
_MOST_TALKS = 50  # private conversations that are caught up with


def begin(talk: ConversationState, name: str, since: int = 0) -> None:
    """Begin to catch up with a room or a private conversation; `since` is the server's time of coming in, if known."""
    if talk.has("draft/chathistory", "batch"):
        talk.send(talk.history.begin(name, since))
        return
    if talk.history.knows(name):
        _mark(talk, name, "this server keeps no history")
    sending.settle(talk, name, sure=False)


def begin_private(talk: ConversationState) -> None:
    """Begin to catch up with conversations between two: those that are open, those in doubt, those begun meanwhile.

    Meanwhile is since the connection was lost or, at the start, since the client last ran.
    """
    names = [window.name for window in talk.windows.all if window.private]
    names += [name for name in talk.outbox.in_doubt() if not talk.model.room(name)]
    for name in {fold(name): name for name in names}.values():
        begin(talk, name)
    if not talk.read_position.at_disconnect.at:
        talk.read_position.at_disconnect = talk.read_position.saved.get(fold(talk.known_as), Position())
    if talk.read_position.at_disconnect.at and talk.has("draft/chathistory", "batch"):
        span = (
            f"timestamp={time_text(talk.read_position.at_disconnect.at)}",
            f"timestamp={time_text(talk.now + _AHEAD)}",
        )
        talk.send(Message(command="CHATHISTORY", params=("TARGETS", *span, str(_MOST_TALKS))))
        talk.send(Message(command="PING", params=(_THAT_WAS_ALL,)))
        talk.read_position.asking_who_talked = True


def ponged(talk: ConversationState, message: Message) -> None:
    """Take that the server has said who talked, if that is what it answers."""
    if param(message, -1) == _THAT_WAS_ALL:
        talk.read_position.asking_who_talked = False


def talked(talk: ConversationState, message: Message) -> None:
    """Take that there was talk in a place while we were away; those of rooms are fetched when we are in them."""
    name, last = param(message, 1), moment(param(message, 2), talk.now)
    if param(message, 0) != "TARGETS" or not name or is_room(name):
        return
    if not talk.history.is_held(name) and not talk.history.reaches(name, last):
        talk.history.suppose(name, talk.read_position.at_disconnect)
        begin(talk, name)


def _mark(talk: ConversationState, name: str, why: str) -> None:
    text = f"what was said while you were away may be missing here: {why}"
    talk.show(Item(kind=ItemKind.MARK, text=text, at=talk.now, place=name))


def no_page(talk: ConversationState, message: Message) -> None:
    """Take a FAIL that came instead of a page."""
    if "TARGETS" in message.params:
        return  # a server that cannot say it
    outcome = talk.history.failed(message)
    if not outcome.ask and not outcome.caught_up:
        talk.show_error(param(message, -1))
    follow(talk, outcome)


def page(talk: ConversationState, read: PageRead) -> None:
    """Take a page."""
    follow(talk, talk.history.page(read.target, _replayed(talk, read)))


def _replayed(talk: ConversationState, read: PageRead) -> list[Item]:
    items = [item for one in read.messages for item in messages.history_items(talk.model, one, talk.now)]
    if is_room(read.target):
        return items
    # Between two people whatever the other has not said is mine, also under a name that I have no longer.
    other = fold(read.target)
    return [replace(item, place=read.target, private=True, mine=fold(item.nick) != other) for item in items]


def follow(talk: ConversationState, outcome: Outcome) -> None:
    """Do what a page, or the lack of one, leads to."""
    if outcome.nothing:
        talk.show_info("History has nothing of that.")
    if outcome.gap:
        talk.show_info("There may be more that was said before this.", outcome.caught_up)
    elif outcome.known and not outcome.sure:
        _mark(talk, outcome.caught_up, "the server does not say")
    for item in outcome.show:
        draft = sending.confirmed(talk, item)
        if not draft.shown if draft else not outcome.old:
            talk.show(item)
    if outcome.caught_up:
        sending.settle(talk, outcome.caught_up, sure=outcome.sure)
    if outcome.ask:
        talk.send(outcome.ask)
