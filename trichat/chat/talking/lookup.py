"""Finding an event in history, which takes time: what a session asks for meanwhile waits."""

from collections.abc import Callable

from trichat.chat.core.people import Session
from trichat.chat.core.state import State
from trichat.words.events import Happened, Said, Tagged
from trichat.words.reasons import Reason
from trichat.words.record import Record


class Find(Record, kw_only=True):
    """Find an event of a place that can be answered or taken back, by its id in full or in short."""

    place: str
    name: str


class Found(Record, kw_only=True):
    """What was found; None if there is no such event. `failed`: history could not be read."""

    event: Happened | None = None
    failed: bool = False


Then = Callable[[State, Session, Said | Tagged], None]


def find(state: State, session: Session, task: Find, then: Then, missing: Reason, about: str, command: str) -> None:
    """Have an event found, then go on with it; if there is none, say so."""

    def go_on(state: State, session: Session, found: Found) -> None:
        if isinstance(found.event, (Said, Tagged)):
            then(state, session, found.event)
        elif found.failed:
            state.refuse(session, Reason.HISTORY_FAILED, about, task.name, command)
        else:
            state.refuse(session, missing, about, task.name, command)

    state.work(session, task, go_on)
