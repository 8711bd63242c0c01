"""/set: settings listed, explained, changed at once and saved. Pure."""

from collections.abc import Mapping

from trichat.client.conversation.state import ConversationState
from trichat.client.settings.table import PER_SERVER, SETTINGS, Value, find, typed
from trichat.errors import UsageError
from trichat.settings.table import Row
from trichat.settings.values import allowed, as_toml
from trichat.words.record import replace

_DEFAULT = "-"  # typed as a value: what it is without being set
_AT_NEXT_START = ("linear",)  # of the others those that do
_AT_ONCE = ("login", "account", "realname")  # of a server's settings those that do not wait for the next start


def do(talk: ConversationState, name: str, text: str) -> None:
    """List all, explain one, or change one. Raises UsageError."""
    if not name:
        _list(talk)
    elif not text:
        _explain(talk, find(name))
    else:
        _change(talk, find(name), text)


def _list(talk: ConversationState) -> None:
    for row in SETTINGS:
        if row.about.section:
            talk.tell(f"{row.about.section}:")
        talk.tell(f"  {row.name} = {_written(talk, row)}")
    talk.tell("/set NAME says what it is for, /set NAME VALUE changes it, /set NAME - takes that back.")
    talk.tell("Those of the room: /mode shows them, and changes them.")


def _written(talk: ConversationState, row: Row) -> str:
    value = getattr(talk.settings, row.name)
    return as_toml(value) + ("" if value == row.default else "  (changed)")


def _explain(talk: ConversationState, row: Row) -> None:
    talk.tell(f"{row.name} = {_written(talk, row)}")
    talk.tell(f"{row.about.help} It can be {allowed(row)}; if not set: {as_toml(row.default)}.")


def _change(talk: ConversationState, row: Row, text: str) -> None:
    if row.kind is Mapping:
        raise UsageError(f"{row.name} is a table of the file: it is changed there.")
    value = row.default if text == _DEFAULT else typed(row, text)
    apply(talk, row, value)
    talk.saving[row.name] = value
    later = (row.section == PER_SERVER and row.name not in _AT_ONCE) or row.name in _AT_NEXT_START
    talk.tell(f"{row.name} is {as_toml(value)}" + (" from the next start on." if later else " now."))


def apply(talk: ConversationState, row: Row, value: Value) -> None:
    """Let a value hold from now on."""
    talk.settings = replace(talk.settings, **{row.name: value})  # type: ignore[arg-type]
