"""Going from room to room, and finding what has been noted: what it does to the conversation. Pure."""

from trichat.client.commands import table
from trichat.client.conversation.state import ConversationState
from trichat.client.display.item import Item, ItemKind
from trichat.client.irc import requests
from trichat.errors import UsageError
from trichat.protocols.irc.wire.message import Message
from trichat.words.names.names import fold, is_room
from trichat.words.record import replace
from trichat.words.requests import Request

_NO_ADDRESS = "Nobody has named a web address yet."


def do(talk: ConversationState, request: Request) -> None:
    """Do what only the client has commands for. Raises UsageError, ProtocolError."""
    match request:
        case table.Switch(to=""):
            _next(talk)
        case table.Switch(to=word):
            go(talk, _place(talk, word))
        case table.Query(name=name):
            go(talk, _person(talk, name))
        case table.Mentions():
            _mentions(talk)
        case table.Urls():
            _urls(talk)
        case table.Open(number=number):
            _open(talk, number)


def go(talk: ConversationState, name: str) -> None:
    """Go to another room or private conversation."""
    talk.model.active = name
    talk.tell(f"You are in {name}." if is_room(name) else f"You are talking to {name} alone; /leave ends it.")


def close(talk: ConversationState) -> None:
    """End the private conversation that is looked at."""
    name = talk.model.active
    talk.windows.close(name)
    rooms = talk.windows.all
    talk.model.active = rooms[0].name if rooms else ""
    where = f"You are in {talk.model.active} now." if rooms else "You are in no room now."
    talk.tell(f"You have ended the conversation with {name}. {where}")


def _next(talk: ConversationState) -> None:
    window = talk.windows.next_unread(talk.model.active)
    if window:
        go(talk, window.name)
    else:
        talk.tell("Nothing is new in other rooms.")


def _place(talk: ConversationState, word: str) -> str:
    """Find what is meant: a room or conversation that is open, or somebody to talk to."""
    if window := talk.windows.find(word):
        return window.name
    if word.isdecimal():
        raise UsageError(f"There is no room {word}.")
    if is_room(word):
        raise UsageError(f"You are not in {word}: /join {word}")
    if word.startswith("@") or _is_here(talk, word):
        return _person(talk, word.removeprefix("@"))
    raise UsageError(f"There is no room or person {word} here. Try /join #{word}, or /query {word}")


def _is_here(talk: ConversationState, nick: str) -> bool:
    return any(fold(nick) in room.members for room in talk.model.rooms.values())


def _person(talk: ConversationState, name: str) -> str:
    """Open a private conversation, or find the one that is open."""
    if not name or " " in name or is_room(name):
        raise UsageError("A private conversation is with one person, for example /query bob.")
    requests.line(Message(command="PRIVMSG", params=(name, "x")))  # a name that cannot be written is refused now
    return talk.windows.open(name).name


def _mentions(talk: ConversationState) -> None:
    """Show them with their rooms and numbers, each at the time at which it was said."""
    if not talk.notes.mentions:
        talk.tell("Nobody has said your name yet.")
    talk.items += [replace(item, old=True, elsewhere=True, requested=True) for item in talk.notes.mentions]


def _urls(talk: ConversationState) -> None:
    if not talk.notes.addresses:
        talk.tell(_NO_ADDRESS)
    for address in talk.notes.addresses:
        text = f"{address.number}  {address.url}  ({address.nick}, {address.place})"
        talk.items.append(Item(kind=ItemKind.INFO, text=text, at=address.at))


def _open(talk: ConversationState, number: int) -> None:
    address = talk.notes.address(number)
    if address is None:
        raise UsageError(f"There is no web address {number}: /urls shows them." if number else _NO_ADDRESS)
    talk.tell(f"Opening {address.url}")
    talk.opening.append(address.url)
