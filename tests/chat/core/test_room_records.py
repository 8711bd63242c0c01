"""Rooms."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.chat.conftest import Chat


def test_the_audience(chat: "Chat") -> None:
    """A room's audience is every session of every member: one tuple, and another when somebody comes or goes."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    room = chat.hub.state.rooms["#a"]
    before = room.audience
    assert [anna, bob] == list(before)
    assert before is room.audience
    carl = chat.enter("carl", "#a")
    assert [anna, bob, carl] == list(room.audience)
    assert [anna, bob] == list(before)
    assert anna.user is not None
    room.remove(anna.user)
    assert [bob, carl] == list(room.audience)


def test_an_empty_room_has_no_audience(chat: "Chat") -> None:
    """A room without members has an empty audience."""
    anna = chat.enter("anna", "#a")
    room = chat.hub.state.rooms["#a"]
    assert anna.user is not None
    room.remove(anna.user)
    assert () == room.audience
    assert anna.room is None
    assert {} == anna.user.rooms
