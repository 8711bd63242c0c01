"""Sends messages and tags to rooms and people (PRIVMSG, NOTICE, TAGMSG)."""

from typing import ClassVar

from trichat.chat.core import permissions
from trichat.chat.core.people import Room, Session, User
from trichat.chat.core.state import Handlers, Restorers, State
from trichat.chat.people import presence
from trichat.chat.talking.offline_messages import AbsentUser, leave_message, may_leave, registered_user
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Kind, Tags, key_of, replied
from trichat.words.modes import PREFIXES
from trichat.words.names.identity import from_text
from trichat.words.names.names import is_room
from trichat.words.passwords import gives_away
from trichat.words.reasons import Reason
from trichat.words.record import Record
from trichat.words.text.clean import blank, clean
from trichat.words.text.lines import clean_lines, is_one

Target = Room | User | AbsentUser  # whom something is said to

_LINE_BYTES = 510  # modern.ircdocs.horse, "Message Format": of a line, without tags and line end
_SURELY_FITS = 75  # characters, of four bytes at most, beside a mask and a target of 200 bytes at most
_SIGNS = frozenset(PREFIXES.values())
_PASSING = frozenset({Kind.CTCP, Kind.CTCP_REPLY})  # for a program that is there now
# RFC 2812, 3.3.2: a notice is never answered, not even with an error.
_NEVER_ANSWERED = frozenset({Kind.NOTICE, Kind.CTCP_REPLY})

_QUOTED = {Kind.ACTION: "\1ACTION \1", Kind.CTCP: "\1\1", Kind.CTCP_REPLY: "\1\1"}  # what IRC puts around such a text


def say(state: State, session: Session, request: ask.Say) -> None:
    """Say something to a room or to somebody."""
    user = session.user
    assert user is not None
    text = clean_lines(request.text)
    if "/" in text and any(map(gives_away, text.split("\n"))):
        state.refuse(session, Reason.PASSWORD_SAID, clean(request.target), command="PRIVMSG")
        return
    if blank(text):
        _refuse(state, session, request.kind, Reason.NOTHING_TO_SEND)
        return
    key = key_of(request.tags) if request.tags else ""
    if key and said_already(state, session, user, request.target, key):
        return
    role, name = _split_statusmsg(request.target)
    target = _find_target(state, session, user, name, request.kind)
    if target is None:
        return
    if len(text) > _SURELY_FITS and not session.prompts and not _fits(user, name_of(target), text, request.kind):
        state.refuse(session, Reason.LINE_TOO_LONG, command="PRIVMSG")
        return
    tags = _clean_tags(request.tags) if request.tags else ()
    user.last_spoke = state.now
    place, target_name = _place_and_name(user, target, role)
    event = ev.Said(
        id=state.new_id(),
        place=place,
        target=target_name,
        source=user.source,
        kind=request.kind,
        text=text,
        tags=tags,
        answers=_nick_answered(target, tags) if tags else "",
    )
    if key:
        state.keyed.add(event, key)
        state.on_failure(SaidOnce(key=key, said=event))
    _tell(state, session, user, event, target, role)
    _follow_up(state, session, user, target, event)


class SaidOnce(Record, kw_only=True):
    """That a message was said under a key. Not kept beside it, but taken back if the disk fails."""

    kind: ClassVar[str] = "said once"
    key: str
    said: ev.Said


def said_already(state: State, session: Session, user: User, target: str, key: str) -> bool:
    """Tell whether somebody has said this before, lately; if so, show it to them again.

    Before anything else is asked: it was allowed then, and a client that did not hear of it must not be refused now.
    """
    said = state.keyed.find(target, user.source, key, state.now)
    if said is not None:
        state.answer(session, ev.SaidAlready(said=said))
    return said is not None


def _forget_key(state: State, key: str, once: SaidOnce | None) -> None:
    if once is not None:
        state.keyed.forget(once.said, key)


def _follow_up(state: State, session: Session, user: User, target: Target, event: ev.Said) -> None:
    """Do what follows a message: remember it for as long as it may be answered, say who is away or not here."""
    if isinstance(target, Room):
        if "W" in target.modes:
            target.note_message(user, state.now)
        if event.place:
            target.remember(event)
    elif isinstance(target, User):
        target.last_correspondent = user
        presence.tell_away(state, session, target, event.kind)
    else:
        leave_message(state, session, target, event)


def _fits(user: User, target: str, text: str, kind: Kind) -> bool:
    """Tell whether a line from an IRC client reaches others as one (modern.ircdocs.horse, ERR_INPUTTOOLONG)."""
    if not is_one(text):
        return True
    command = "NOTICE" if kind in _NEVER_ANSWERED else "PRIVMSG"
    around = f":{user.source.mask} {command} {target} :{_QUOTED.get(kind, '')}"
    return len(around.encode()) + len(text.encode()) <= _LINE_BYTES


def tag(state: State, session: Session, request: ask.Tag) -> None:
    """Send tags without text."""
    user = session.named_user
    role, name = _split_statusmsg(request.target)
    target = _find_target(state, session, user, name, Kind.MESSAGE)
    if target is None:
        return
    tags = _clean_tags(request.tags)
    if any(name == ev.REACT and blank(value) for name, value in tags):
        state.refuse(session, Reason.NOTHING_TO_SEND, command="TAGMSG")
        return
    if ev.reaction(tags) is not None and not ev.tags_fit(tags):
        state.refuse(session, Reason.TAGS_TOO_LONG, detail=str(ev.TAGS_BYTES), command="TAGMSG")
        return
    place, target_name = _place_and_name(user, target, role)
    event = ev.Tagged(
        id=state.new_id(),
        place=place,
        target=target_name,
        source=user.source,
        tags=tags,
        answers=_nick_answered(target, tags),
    )
    _tell(state, session, user, event, target, role)


def _find_target(state: State, session: Session, user: User, name: str, kind: Kind) -> Target | None:
    """Find the room or person that a message is for, if they take it; None after a refusal, silent for some kinds."""
    if name and not is_room(name):
        return _find_person(state, session, name, kind)
    room = state.room(name) if name else session.room
    if room is None:
        _refuse(state, session, kind, Reason.NO_SUCH_ROOM if name else Reason.NO_ROOM, clean(name))
        return None
    reason = permissions.why_not_speak(room, user, kind, state.now)
    if reason is None:
        return room
    _refuse(state, session, kind, reason[0], room.name, reason[1])
    return None


def _find_person(state: State, session: Session, name: str, kind: Kind) -> User | AbsentUser | None:
    """Find a person who takes a message; None after a refusal."""
    found = state.user(name) or (registered_user(state, name) if kind not in _PASSING else None)
    if found is None:
        _refuse(state, session, kind, Reason.NO_SUCH_NAME, clean(name))
    elif isinstance(found, AbsentUser):
        return found if may_leave(state, session, found, kind) else None
    elif not presence.may_write(state, session, found, kind):
        return None
    return found


def _refuse(state: State, session: Session, kind: Kind, reason: Reason, about: str = "", detail: str = "") -> None:
    """Say why something of this kind cannot be said, unless that is never answered."""
    if kind not in _NEVER_ANSWERED:
        state.refuse(session, reason, about, detail, "PRIVMSG")


def _place_and_name(user: User, target: Target, role: str) -> tuple[str, str]:
    """Give the key of the place in which history keeps what is said, empty if it does not, and the target as shown.

    `role`: if only those in a room who have it are meant. That is kept nowhere: history is for all of a room.
    """
    if not isinstance(target, Room):
        return place_of(user, target), target.nick
    if role:
        return "", PREFIXES[role] + target.name
    return target.place, target.name


def _split_statusmsg(target: str) -> tuple[str, str]:
    """Split `@#room`, which means the ops of a room, or `+#room` (modern.ircdocs.horse, "STATUSMSG Parameter")."""
    if target[:1] not in _SIGNS:
        return "", target
    prefix, room = target[0], target[1:]
    role = next((role for role, sign in PREFIXES.items() if sign == prefix), "")
    return (role, room) if role and is_room(room) else ("", target)


def _with_split_statusmsg(room: Room, role: str) -> tuple[Session, ...]:
    """Give the sessions of those in a room who have a role, or a higher one."""
    enough = list(PREFIXES)[: list(PREFIXES).index(role) + 1]
    return tuple(
        [each for user, roles in room.members.items() if any(one in roles for one in enough) for each in user.sessions]
    )


def _tell(state: State, session: Session, user: User, event: ev.Said | ev.Tagged, target: Target, role: str) -> None:
    """Tell a message or tags to a room, or to both sides of a conversation with all their sessions."""
    if isinstance(target, Room):
        audience = _with_split_statusmsg(target, role) if role else target.audience
        state.tell(event, state.without_ignorers(user, audience), session)
        return
    if target is user:  # the echo of what one said, and then what one is told
        state.tell(event, (), session)
        state.tell(event, tuple(user.sessions), None)
        return
    state.tell(event, state.without_ignorers(user, audience_of(user, target)), session)


def audience_of(user: User, target: Target) -> tuple[Session, ...]:
    """Give every session that is told what `user` says to a target, their own among them."""
    if isinstance(target, Room):
        return target.audience
    return tuple(user.sessions) if target is user else (*target.sessions, *user.sessions)


def _nick_answered(target: Target, tags: Tags) -> str:
    """Give the nick of whose message is answered, if that was sent here lately."""
    if not isinstance(target, Room):
        return ""
    found = from_text(replied(tags))
    return target.recent.get(found, "") if found else ""


def reply_privately(state: State, session: Session, request: ask.SayBack) -> None:
    """Answer whoever wrote last in private."""
    user = session.named_user
    other = user.last_correspondent
    if other is None:
        state.refuse(session, Reason.NOBODY_WROTE)
    else:
        say(state, session, ask.Say(target=other.nick, text=request.text))


def name_of(target: Target) -> str:
    """Give the name of a room or of somebody, as it is shown."""
    return target.name if isinstance(target, Room) else target.nick


def place_of(user: User, target: Target) -> str:
    """Give the key under which history keeps a conversation: that of the room, or one of these two people only."""
    if isinstance(target, Room):
        return target.key
    return " ".join(sorted((user.identity, target.identity)))


def _clean_tags(tags: Tags) -> Tags:
    return tuple([(name, clean(value)) for name, value in tags if name.isprintable()])


RESTORERS: Restorers = {SaidOnce: _forget_key}

HANDLERS: Handlers = {
    ask.Say: say,
    ask.Tag: tag,
    ask.SayBack: reply_privately,
}
