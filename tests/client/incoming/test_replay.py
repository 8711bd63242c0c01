"""What history shows of the past."""

import pytest

from trichat.client.display.item import Item, ItemKind
from trichat.client.incoming import messages
from trichat.client.incoming.apply import apply
from trichat.client.model.model import Model
from trichat.protocols.irc.wire.message import parse


@pytest.fixture
def model() -> Model:
    """Give a model that stands in #lobby."""
    model = Model()
    model.expect("#lobby")
    apply(model, parse(":s 001 anna :"), 1)
    apply(model, parse(":anna!a@h JOIN #lobby"), 1)
    return model


def one(model: Model, line: str) -> Item:
    """Give the item that a line of the past makes."""
    (item,) = messages.history_items(model, parse(line), 1)
    return item


@pytest.mark.parametrize(
    ("kind", "text", "line"),
    [
        (ItemKind.SAID, "hello", "@msgid=1 :bob!b@h PRIVMSG #lobby hello"),
        (ItemKind.REACTION, "+1", "@msgid=2;+draft/react=+1;+draft/reply=1 :bob!b@h TAGMSG #lobby"),
        (ItemKind.REACTION, "+1", "@msgid=2;+draft/react=+1;+reply=1 :bob!b@h PRIVMSG #lobby :reacts"),
        (ItemKind.DELETED, " (oops)", "@msgid=3 :bob!b@h REDACT #lobby 1 oops"),
        (ItemKind.EVENT, "has set the topic: tea", "@msgid=4 :bob!b@h TOPIC #lobby tea"),
        (ItemKind.PASSED, "", "@msgid=5 :bob!b@h JOIN #lobby"),
        (ItemKind.PASSED, "", "@msgid=6 :bob!b@h QUIT :bye"),
    ],
)
def test_what_was_said_and_done_is_shown(model: Model, kind: ItemKind, text: str, line: str) -> None:
    """Comings and goings are only counted."""
    item = one(model, line)
    assert (kind, text, "bob") == (item.kind, item.text, item.nick)


def test_nothing_is_learnt_from_the_past(model: Model) -> None:
    """Whoever came then may be gone now, and the topic may be another."""
    for line in (":bob!b@h JOIN #lobby", ":bob!b@h TOPIC #lobby tea", ":anna!a@h PART #lobby"):
        messages.history_items(model, parse("@msgid=1 " + line), 1)
    room = model.room("#lobby")
    assert room is not None
    assert (room.topic, "bob" in room.members, room.inside) == ("", False, True)


def test_what_has_no_id_tells_nothing(model: Model) -> None:
    """It cannot be asked what came after it."""
    assert messages.history_items(model, parse(":bob!b@h JOIN #lobby"), 1) == []
