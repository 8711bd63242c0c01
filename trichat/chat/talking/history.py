"""Permits reading and searching history, where one may read (IRCv3 draft/chathistory, soju.im/search)."""

from trichat.chat.core.finding import joined_room
from trichat.chat.core.people import Room, Session
from trichat.chat.core.state import Handlers, State
from trichat.chat.talking.offline_messages import registered_user
from trichat.chat.talking.saying import name_of, place_of
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.commands import room_name
from trichat.words.names.identity import LAST_ID, first_id
from trichat.words.names.names import fold, is_room
from trichat.words.reasons import Reason
from trichat.words.record import replace
from trichat.words.requests import Span
from trichat.words.text.clean import clean
from trichat.words.times import read_moment


def history(state: State, session: Session, request: ask.History) -> None:
    """Permit reading a part of the history of a room or conversation, up to this point in the order."""
    place = readable_place(state, session, request.target, request.span.value)
    if place is None:
        return
    key, name = place
    if request.since:
        moment = _moment(state, session, request.since, "CHATHISTORY")
        if moment is None:
            return
        request = replace(request, bound=first_id(moment) - 1, bound_is_time=True)
    request = _placed(state, request)
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
        without=state.ignored_by(session),
    )
    state.answer(session, page)


def _placed(state: State, request: ask.History) -> ask.History:
    """Give the request with ids instead of times: only we know where in the order of ids the clock went back."""
    bound = state.id_at(request.bound) if request.bound_is_time else request.bound
    return replace(request, bound=bound, end=state.id_at(request.end) if request.end_is_time else request.end)


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


def readable_place(
    state: State, session: Session, name: str, subcommand: str = "", command: str = "CHATHISTORY"
) -> tuple[str, str] | None:
    """Give key and name of a place whose history this session may read; None after a refusal."""
    user = session.named_user
    if not name and session.prompts:
        room = joined_room(state, session, "", "CHATHISTORY")
        return (room.key, room.name) if room else None
    target = state.room(name) if is_room(name) else state.user(name) or registered_user(state, name)
    if target is None or (isinstance(target, Room) and user not in target.members):
        state.refuse(session, Reason.HISTORY_TARGET, subcommand, clean(name), command=command)
        return None
    # Somebody is called as they were asked for: that is how a client finds the conversation that it is for.
    return place_of(user, target), name_of(target) if isinstance(target, Room) else clean(name)


def search(state: State, session: Session, request: ask.Search) -> None:
    """Permit a search, where one may read, up to this point in the order."""
    wanted = request.wanted
    if not wanted and (request.after, request.before) == (0, LAST_ID):
        state.refuse(session, Reason.SEARCH_NOTHING, command="SEARCH")
        return
    where = _searched(state, session, wanted.place)
    bounds = _search_bounds(state, session, request)
    if where is None or bounds is None:
        return
    page = ev.SearchPage(
        rooms=where[0],
        identity=where[1],
        phrases=wanted.phrases,
        nick=fold(wanted.nick),
        after=bounds[0],
        before=min(bounds[1], state.last_id + 1),
        limit=request.limit,
        now=state.now,
        forward=bool(bounds[0] and request.after),
        without=state.ignored_by(session),
    )
    state.answer(session, page)


def _searched(state: State, session: Session, place: str) -> tuple[tuple[str, ...], str] | None:
    """Give the places to search, and an identity of whose conversations all are."""
    user = session.named_user
    if not place:
        return tuple(user.rooms), user.identity
    name = place if not session.prompts or state.user(place) else room_name(place)
    found = readable_place(state, session, name, command="SEARCH")
    return ((found[0],), "") if found else None


def _search_bounds(state: State, session: Session, request: ask.Search) -> tuple[int, int] | None:
    """Give the exclusive ids between which is searched; None after a refusal."""
    after, before = request.after, request.before
    if request.wanted.after:
        moment = _moment(state, session, request.wanted.after, "SEARCH")
        if moment is None:
            return None
        after = first_id(moment) - 1
    if request.wanted.before:
        moment = _moment(state, session, request.wanted.before, "SEARCH")
        if moment is None:
            return None
        before = first_id(moment)
    return _id_at(state, after), _id_at(state, before)


def _id_at(state: State, wanted: int) -> int:
    return wanted if wanted in (0, LAST_ID) else state.id_at(wanted)  # those mean: without a bound


def _moment(state: State, session: Session, text: str, command: str) -> int | None:
    """Give the time that is meant; None after a refusal."""
    moment = read_moment(text, state.now, state.rules.zone)
    if moment is None:
        state.refuse(session, Reason.MOMENT, clean(text), command=command)
    return moment


def targets(state: State, session: Session, request: ask.Targets) -> None:
    """Permit listing the rooms and conversations in which something was said (CHATHISTORY TARGETS)."""
    user = session.named_user
    bound, end = _id_at(state, request.bound), _id_at(state, request.end)
    first, last = sorted((bound, end))
    page = ev.TargetsPage(
        rooms=tuple(user.rooms),
        identity=user.identity,
        after=first,
        before=min(last, LAST_ID),
        limit=request.limit,
        forward=bound <= end,
        without=state.ignored_by(session),
    )
    state.answer(session, page)


HANDLERS: Handlers = {
    ask.History: history,
    ask.Targets: targets,
    ask.Search: search,
}
