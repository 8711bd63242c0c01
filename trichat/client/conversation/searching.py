"""Searching: the server is asked, which has all that was said, or else what the client still knows is searched."""

from collections.abc import Iterable
from itertools import count

from trichat.client.conversation.state import ConversationState, State
from trichat.client.display.item import Item
from trichat.client.incoming.messages import spoken_item
from trichat.client.irc import requests
from trichat.client.irc.batches import SEARCH, SearchResult
from trichat.client.irc.fields import is_error, param
from trichat.protocols.irc.wire.message import Message
from trichat.words import requests as ask
from trichat.words.commands import room_name
from trichat.words.names.names import fold, is_room
from trichat.words.record import replace
from trichat.words.text.search import Wanted, tokens, write_search

_labels = count(1)


def search(talk: ConversationState, request: ask.Search) -> None:
    """Ask the server, or search here if it cannot. Raises UsageError if a time cannot be read, ProtocolError."""
    request = replace(request, wanted=replace(request.wanted, place=_place(talk, request.wanted.place)))
    message = requests.message(request, "")
    if talk.state is not State.ONLINE:
        _search_here(talk, request, "Not connected")
    elif not talk.has(SEARCH, "batch"):
        _search_here(talk, request, "This server cannot search")
    else:
        label = f"search-{next(_labels)}"
        talk.searches[label] = request.wanted
        talk.send(replace(message, tags={"label": label}) if talk.has("labeled-response") else message)


def on_result(talk: ConversationState, result: SearchResult) -> None:
    """Show all that the server has found."""
    wanted = _pop_search(talk, result.label)
    heard = [item for message in result.messages if (item := spoken_item(talk.model, message, talk.now))]
    items = [talk.notes.add(replace(item, old=True, requested=True)) for item in heard]
    _show(talk, _heading(len(items), wanted), items)


def handle_answer(talk: ConversationState, message: Message) -> bool:
    """Tell whether a message is the answer to a search that has found nothing, or has failed; show it if so."""
    label = message.tags.get("label", "")
    if talk.has("labeled-response"):
        ours = label in talk.searches
    else:
        ours = bool(talk.searches) and is_error(message) and "SEARCH" in message.params[:-1]
    if ours and message.command == "ACK":
        _show(talk, _heading(0, _pop_search(talk, label)), [])
    elif ours and is_error(message):
        talk.show_error(_error_text(message, _pop_search(talk, label) or Wanted()))
    else:
        return False
    return True


def lost(talk: ConversationState) -> None:
    """Say which searches have got no answer: the connection is gone."""
    for wanted in talk.searches.values():
        talk.show_error(f"There was no answer before the connection was lost: /search {write_search(wanted)}")
    talk.searches.clear()


def _place(talk: ConversationState, name: str) -> str:
    """Give the room that is meant by a name without its sign, unless one talks to somebody of that name."""
    open_ = {fold(window.name) for window in talk.windows.all}
    return next((each for each in (name, room_name(name)) if fold(each) in open_), name) if name else ""


def _pop_search(talk: ConversationState, label: str) -> Wanted | None:
    """Take out the search with this label or, as servers answer in order, the first; None if there is none."""
    return talk.searches.pop(label or next(iter(talk.searches), ""), None)


def _error_text(message: Message, wanted: Wanted) -> str:
    if wanted.place and "INVALID_TARGET" in message.params:
        if is_room(wanted.place):
            return f"You are not in {wanted.place}, and can only search in rooms that you are in."
        return f"Nobody is called {wanted.place} just now. Without in: your private conversations are searched too."
    return f"The search has failed: {param(message, -1)}"


def _heading(number: int, wanted: Wanted | None) -> str:
    what = f" for {write_search(wanted)}" if wanted else ""
    if not number:
        return f"Nothing was found{what}."
    if number < ask.Search(wanted=Wanted()).limit:
        return f"{number} message{'s' if number > 1 else ''} found{what}:"
    if wanted and wanted.after:
        return f"The first {number} messages found{what} (a later after: finds more):"
    return f"The last {number} messages found{what} (before: finds earlier ones):"


def _show(talk: ConversationState, head: str, items: Iterable[Item]) -> None:
    """Show what was found with its places, and with numbers for /reply, oldest first; it is no news."""
    talk.show_info(head)
    shown = [replace(item, old=True, elsewhere=True, requested=True) for item in items]
    talk.items += sorted(shown, key=lambda item: item.at)


def _search_here(talk: ConversationState, request: ask.Search, why: str) -> None:
    """Search the last messages that were shown; what /history has shown again is one message."""
    wanted = request.wanted
    after = requests.typed_time(wanted.after) if wanted.after else 0
    known = {item.msgid or number: item for number, item in enumerate(talk.notes.said)}
    items = [item for item in known.values() if _fits(item, wanted) and item.at >= after]
    if wanted.before:
        before = requests.typed_time(wanted.before)
        items = [item for item in items if item.at < before]
    what = write_search(wanted)
    head = f"{why}. Of the last messages that were shown here, these fit {what}:"
    _show(talk, head if items else f"{why}, and no message that was shown here lately fits {what}.", items)


def _fits(item: Item, wanted: Wanted) -> bool:
    if wanted.nick and fold(item.nick) != fold(wanted.nick):
        return False
    if wanted.place and fold(item.place) != fold(wanted.place):
        return False
    text = tokens(item.text)
    return all(phrase.found_in(text) for phrase in wanted.phrases)
