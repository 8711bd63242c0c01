"""Forgets rooms that nobody is in: those of which nothing would be lost, and those that are too many."""

from trichat.chat.core.outcome import Dropped, Moved
from trichat.chat.core.people import Room
from trichat.chat.core.room_records import GONE, RoomRecord
from trichat.chat.core.state import State
from trichat.words.names.identity import to_text


def forget_if_empty(state: State, room: Room) -> None:
    """Forget a room if nobody is in it, and nothing would be lost; and those that are too many with it."""
    if room.members:
        return
    room.forget_talk()
    gone = [room]
    if room.record.worth_keeping:
        gone = state.empty_rooms.put(room, state.rules.empty_rooms_each, state.rules.empty_rooms)
    for each in gone:
        end_room(state, each)


def end_room(state: State, room: Room) -> None:
    """Forget a room that nobody is in. If it was not for all, what was said in it goes with it.

    Else whoever makes a room of the same name would read it. To put it away takes no time; the rest is for upkeep.
    """
    state.empty_rooms.take(room)
    del state.rooms[room.key]
    state.room_skeletons.remove(room.name)
    if room.kept:
        state.keep(Dropped(kind=RoomRecord.kind, key=room.key), room.record)
    if room.record.not_for_all:
        end = state.new_id()
        gone = GONE + to_text(end)
        state.keep(Moved(key=room.key, to=gone, until=end), Moved(key=gone, to=room.key))
