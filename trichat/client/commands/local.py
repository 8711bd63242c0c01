"""Commands that need no server: /switch and /query, /mentions, /urls and /open, and /set."""

from collections.abc import Mapping

from trichat.client.commands import table
from trichat.client.conversation.state import ConversationState
from trichat.client.display.item import Item, ItemKind
from trichat.client.irc import requests
from trichat.client.settings.table import PER_SERVER, SETTINGS, find, typed
from trichat.errors import UsageError
from trichat.protocols.irc.wire.message import Message
from trichat.settings.table import Row
from trichat.settings.values import allowed, as_toml
from trichat.words.names.names import fold, is_room
from trichat.words.record import replace
from trichat.words.requests import Request

_NO_ADDRESS = "Nobody has named a web address yet."
_DEFAULT = "-"  # typed as a value: what it is without being set
_AT_NEXT_START = ("linear",)  # of the client's settings those that wait for the next start
_AT_ONCE = ("login", "account", "realname")  # of a server's settings those that do not


def handle(talk: ConversationState, request: Request) -> None:
    """Run a command that needs no server. Raises UsageError, ProtocolError."""
    match request:
        case table.Switch(to=""):
            _switch_to_unread(talk)
        case table.Switch(to=word):
            switch(talk, _find_window(talk, word))
        case table.Query(name=name):
            switch(talk, _open_private(talk, name))
        case table.Mentions():
            _list_mentions(talk)
        case table.Urls():
            _list_urls(talk)
        case table.Open(number=number):
            _open_url(talk, number)
        case table.Set(name=name, value=value):
            _set(talk, name, value)


def switch(talk: ConversationState, name: str) -> None:
    """Go to another room or private conversation."""
    talk.model.active = name
    talk.show_info(f"You are in {name}." if is_room(name) else f"You are talking to {name} alone; /leave ends it.")


def close_private(talk: ConversationState) -> None:
    """End the private conversation that is looked at."""
    name = talk.model.active
    talk.windows.close(name)
    left = talk.windows.all
    talk.model.active = left[0].name if left else ""
    where = f"You are in {talk.model.active} now." if left else "You are in no room now."
    talk.show_info(f"You have ended the conversation with {name}. {where}")


def _switch_to_unread(talk: ConversationState) -> None:
    if window := talk.windows.next_unread(talk.model.active):
        switch(talk, window.name)
    else:
        talk.show_info("Nothing is new in other rooms.")


def _find_window(talk: ConversationState, word: str) -> str:
    """Find the window that is meant by a number or a name; open one for a person who is here."""
    if window := talk.windows.find(word):
        return window.name
    if word.isdecimal():
        raise UsageError(f"There is no room {word}.")
    if is_room(word):
        raise UsageError(f"You are not in {word}: /join {word}")
    if word.startswith("@") or any(fold(word) in room.members for room in talk.model.rooms.values()):
        return _open_private(talk, word.removeprefix("@"))
    raise UsageError(f"There is no room or person {word} here. Try /join #{word}, or /query {word}")


def _open_private(talk: ConversationState, name: str) -> str:
    """Open a private conversation, or find the one that is open."""
    if not name or " " in name or is_room(name):
        raise UsageError("A private conversation is with one person, for example /query bob.")
    requests.line(Message(command="PRIVMSG", params=(name, "x")))  # a name that cannot be written is refused now
    return talk.windows.open(name).name


def _list_mentions(talk: ConversationState) -> None:
    """Show the last mentions with their rooms and numbers, each at the time at which it was said."""
    if not talk.notes.mentions:
        talk.show_info("Nobody has said your name yet.")
    talk.items += [replace(item, old=True, elsewhere=True, requested=True) for item in talk.notes.mentions]


def _list_urls(talk: ConversationState) -> None:
    if not talk.notes.addresses:
        talk.show_info(_NO_ADDRESS)
    for address in talk.notes.addresses:
        text = f"{address.number}  {address.url}  ({address.nick}, {address.place})"
        talk.items.append(Item(kind=ItemKind.INFO, text=text, at=address.at))


def _open_url(talk: ConversationState, number: int) -> None:
    address = talk.notes.address(number)
    if address is None:
        raise UsageError(f"There is no web address {number}: /urls shows them." if number else _NO_ADDRESS)
    talk.show_info(f"Opening {address.url}")
    talk.urls_to_open.append(address.url)


def _set(talk: ConversationState, name: str, text: str) -> None:
    """List all settings, explain one, or change one."""
    if not name:
        _list_settings(talk)
    elif not text:
        row = find(name)
        talk.show_info(f"{row.name} = {_written(talk, row)}")
        talk.show_info(f"{row.about.help} It can be {allowed(row)}; if not set: {as_toml(row.default)}.")
    else:
        _change(talk, find(name), text)


def _list_settings(talk: ConversationState) -> None:
    for row in SETTINGS:
        if row.about.section:
            talk.show_info(f"{row.about.section}:")
        talk.show_info(f"  {row.name} = {_written(talk, row)}")
    talk.show_info("/set NAME says what it is for, /set NAME VALUE changes it, /set NAME - takes that back.")
    talk.show_info("Those of the room: /mode shows them, and changes them.")


def _written(talk: ConversationState, row: Row) -> str:
    value = getattr(talk.settings, row.name)
    return as_toml(value) + ("" if value == row.default else "  (changed)")


def _change(talk: ConversationState, row: Row, text: str) -> None:
    """Change a setting at once, and have it saved."""
    if row.kind is Mapping:
        raise UsageError(f"{row.name} is a table of the file: it is changed there.")
    value = row.default if text == _DEFAULT else typed(row, text)
    talk.settings = replace(talk.settings, **{row.name: value})  # type: ignore[arg-type]
    talk.settings_to_save[row.name] = value
    later = (row.section == PER_SERVER and row.name not in _AT_ONCE) or row.name in _AT_NEXT_START
    talk.show_info(f"{row.name} is {as_toml(value)}" + (" from the next start on." if later else " now."))
