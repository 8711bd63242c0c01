"""Answers, reacts to and takes back messages that history has."""

import itertools
from collections import deque
from collections.abc import Callable, Sequence

from trichat.chat.core import permissions
from trichat.chat.core.people import Room, Session
from trichat.chat.core.permissions import Rank
from trichat.chat.core.state import Handlers, State
from trichat.chat.talking.history import readable_place
from trichat.chat.talking.offline_messages import registered_user
from trichat.chat.talking.saying import Target, audience_of, name_of, say, tag
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import REACT, REPLIES, UNREACT, Happened, Said, Tagged
from trichat.words.names.identity import to_text
from trichat.words.names.names import is_room
from trichat.words.reasons import Reason
from trichat.words.record import Record, replace
from trichat.words.requests import Request
from trichat.words.text.clean import blank, clean, clean_reason

TOGETHER = 200  # messages that are taken back at once: others wait as long as it takes


class Find(Record, kw_only=True):
    """Find an event of a place that can be answered or taken back, by its id in full or in short."""

    place: str
    name: str


class Found(Record, kw_only=True):
    """The event that was found; None if there is none. `failed`: history could not be read."""

    event: Happened | None = None
    failed: bool = False


class FindAll(Record, kw_only=True):
    """Find several events, likewise. The result is `FoundAll`."""

    finds: tuple[Find, ...]


class FoundAll(Record, kw_only=True):
    """The events that were found, one for each that was looked for; none, if history could not be read."""

    events: tuple[Happened | None, ...] = ()
    failed: bool = False


Then = Callable[[State, Session, Said | Tagged], None]


def find(state: State, session: Session, task: Find, then: Then, missing: Reason, about: str, command: str) -> None:
    """Have an event found in history, which takes time; then go on with it, or refuse."""

    def go_on(state: State, session: Session, found: Found) -> None:
        if isinstance(found.event, (Said, Tagged)):
            then(state, session, found.event)
        elif found.failed:
            state.refuse(session, Reason.HISTORY_FAILED, about, task.name, command)
        else:
            state.refuse(session, missing, about, task.name, command)

    state.work(session, task, go_on)


def respond(state: State, session: Session, request: ask.Respond) -> None:
    """Answer a message with text, or react to it with a sign, or take that back (ircv3.net/specs/client-tags)."""
    place = readable_place(state, session, request.target)
    if place is None:
        return
    if blank(clean(request.sign or request.text)):
        state.refuse(session, Reason.NOTHING_TO_SEND, command="PRIVMSG")
        return
    key, name = place

    def answer(state: State, session: Session, event: ev.Said | ev.Tagged) -> None:
        tags = tuple([(name, to_text(event.id)) for name in REPLIES])
        if request.sign:
            sign = UNREACT if request.back else REACT
            tag(state, session, ask.Tag(target=name, tags=((sign, request.sign), *tags)))
        else:
            say(state, session, ask.Say(target=name, text=request.text, tags=tags))

    task = Find(place=key, name=request.name)
    find(state, session, task, answer, Reason.NO_SUCH_MESSAGE, clean(name), "PRIVMSG")


def redact(state: State, session: Session, request: ask.Redact) -> None:
    """Take back a message: one's own, or as op of the room anybody's (IRCv3 draft/message-redaction)."""
    if _target(state, session, request.target) is None:
        state.refuse(session, Reason.REDACT_TARGET, clean(request.target), command="REDACT")
        return
    request, task = _wanted(state, session, request)

    def take_back(state: State, session: Session, event: ev.Said | ev.Tagged) -> None:
        _redact(state, session, request, event)

    find(state, session, task, take_back, Reason.REDACT_MESSAGE, request.target, "REDACT")


def redactions_in_a_row(state: State, session: Session, waiting: deque[Request]) -> list[ask.Redact]:
    """Take from what waits the messages that are taken back one after the other, if they are several."""
    found: list[ask.Redact] = []
    for request in itertools.islice(waiting, TOGETHER):
        if not isinstance(request, ask.Redact) or _target(state, session, request.target) is None:
            break  # whoever is refused is told so in their turn
        found.append(request)
    if len(found) < 2:
        return []
    for _ in found:
        waiting.popleft()
    return found


def redact_together(state: State, session: Session, requests: Sequence[ask.Redact]) -> None:
    """Take back several messages: they are found at once, and stored in one commit. One by one takes hours for many."""
    wanted = [_wanted(state, session, request) for request in requests]

    def take_back(state: State, session: Session, found: FoundAll) -> None:
        done: set[int] = set()
        for (request, _), event in itertools.zip_longest(wanted, found.events):
            if isinstance(event, (Said, Tagged)) and event.id not in done:
                done.add(event.id)
                _redact(state, session, request, event)
                continue
            reason = Reason.HISTORY_FAILED if found.failed else Reason.REDACT_MESSAGE
            state.refuse(session, reason, request.target, request.name, "REDACT")

    state.work(session, FindAll(finds=tuple(task for _, task in wanted)), take_back)


def _wanted(state: State, session: Session, request: ask.Redact) -> tuple[ask.Redact, Find]:
    """Give the request with the names of its target and message as they are shown, and how that is found."""
    target = _target(state, session, request.target)
    assert target is not None
    place = readable_place(state, session, name_of(target))
    assert place is not None
    task = Find(place=place[0], name=clean(request.name))
    return replace(request, target=name_of(target), name=task.name), task


def _target(state: State, session: Session, name: str) -> Target | None:
    """Give the room that one is in, or the person that one talks with."""
    if name and not is_room(name):
        return state.user(name) or registered_user(state, name)
    room = state.room(name) if name else session.room
    return room if room is not None and session.user in room.members else None


def _redact(state: State, session: Session, request: ask.Redact, event: ev.Said | ev.Tagged) -> None:
    user = session.user
    target = _target(state, session, request.target)
    if user is None or target is None:  # gone meanwhile
        state.refuse(session, Reason.REDACT_TARGET, request.target, command="REDACT")
        return
    leads = isinstance(target, Room) and permissions.rank(target, user) >= Rank.OP
    if event.source.identity != user.identity and not leads:
        state.refuse(session, Reason.REDACT_FORBIDDEN, request.target, request.name, "REDACT")
        return
    redacted = ev.Redacted(
        id=state.new_id(),
        place=event.place,
        target=name_of(target),
        source=user.source,
        redacted=event.id,
        author=event.source.nick,
        reason=clean_reason(request.reason),
    )
    if isinstance(target, Room):
        target.recent.pop(event.id, None)
    state.tell(redacted, audience_of(user, target), session)


HANDLERS: Handlers = {
    ask.Respond: respond,
    ask.Redact: redact,
}
