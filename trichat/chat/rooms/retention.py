"""How long history keeps what is said."""

from trichat.chat.core.room_records import HISTORY_OFF
from trichat.chat.core.state import State
from trichat.words import times

_DAY = 86_400  # seconds


def kept_for(state: State, place: str) -> int | None:
    """Give how long what is said in a room or conversation is kept, in seconds: 0 if not at all, None for good."""
    room = state.rooms.get(place)
    setting = room.modes.get("H", "") if room else ""
    if setting == HISTORY_OFF:
        return 0
    return times.seconds(setting) or (state.rules.keep_days * _DAY or None)
