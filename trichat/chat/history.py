"""Who may read what was said before."""

from trichat.chat import permissions
from trichat.chat.membership import own_room
from trichat.chat.people import Session
from trichat.chat.rooms import Room
from trichat.chat.state import Handlers, State
from trichat.chat.talking import name_of, place_of
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.identity import LAST_ID
from trichat.words.names import is_room
from trichat.words.reasons import Reason
from trichat.words.requests import Span
from trichat.words.text import clean


def history(state: State, session: Session, request: ask.History) -> None:
    """Permit the reading of a part of the history of one's room or conversation, up to this point in the order."""
    place = readable_place(state, session, request.target, request.span.value)
    if place is None:
        return
    key, name = place
    after, before, forward = _bounds(request, state.last_id + 1)
    page = ev.Page(
        place=key,
        target=name,
        after=after,
        before=before,
        limit=request.limit,
        now=state.now,
        forward=forward,
        around=request.bound if request.span is Span.AROUND else 0,
        asked=request.span.value,
    )
    state.answer(session, page)


def _bounds(request: ask.History, end: int) -> tuple[int, int, bool]:
    """Give the exclusive bounds of a page, and whether the first or the last between them are meant."""
    match request.span:
        case Span.LATEST:
            return request.bound, end, False
        case Span.BEFORE:
            return 0, min(request.bound, end), False
        case Span.AFTER:
            return request.bound, end, True
        case Span.AROUND:
            return 0, end, False
        case Span.BETWEEN:
            forward = request.bound <= request.end
            first, last = sorted((request.bound, request.end))
            return first, min(last, end), forward


def readable_place(state: State, session: Session, name: str, subcommand: str = "") -> tuple[str, str] | None:
    """Give key and name of a place whose history this session may read; None after a refusal."""
    user = session.user
    assert user is not None
    if not name and session.prompts:
        room = own_room(state, session, "", "CHATHISTORY")
        return (room.key, room.name) if room else None
    target = state.room(name) if is_room(name) else state.user(name)
    if target is None or (isinstance(target, Room) and not permissions.may_read(target, user)):
        state.refuse(session, Reason.HISTORY_TARGET, subcommand, clean(name), command="CHATHISTORY")
        return None
    return place_of(user, target), name_of(target)


def targets(state: State, session: Session, request: ask.Targets) -> None:
    """Permit the reading of where there was talk, up to this point in the order."""
    user = session.user
    assert user is not None
    first, last = sorted((request.bound, request.end))
    page = ev.TargetsPage(
        rooms=tuple(user.rooms),
        identity=user.identity,
        after=first,
        before=min(last, LAST_ID),
        limit=request.limit,
        forward=request.bound <= request.end,
    )
    state.answer(session, page)


HANDLERS: Handlers = {
    ask.History: history,
    ask.Targets: targets,
}
