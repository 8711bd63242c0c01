"""The log of acts: who did what to whom, kept in a place of its own."""

from trichat.chat.core.people import Session
from trichat.chat.core.state import State
from trichat.words import events as ev
from trichat.words.events.moderating import AUDIT


def note(
    state: State, session: Session | None, deed: str, *, room: str = "", about: str = "", reason: str = ""
) -> None:
    """Keep what somebody has done; None: the server itself."""
    user = session.user if session else None
    source = user.source if user else state.rules.source
    act = ev.Act(id=state.new_id(), source=source, place=AUDIT, target=room, deed=deed, about=about, reason=reason)
    state.tell(act, (), None)
