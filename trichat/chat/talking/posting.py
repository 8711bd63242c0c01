"""Speaking and reading for an account that need not be here: what a program does over HTTP with its token."""

from trichat.chat.core import permissions
from trichat.chat.core.accounts import Account
from trichat.chat.core.people import Room, Session, User
from trichat.chat.core.room_records import RoomRecord
from trichat.chat.core.state import Handlers, State
from trichat.chat.talking.saying import SaidOnce, said_already
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import KEY, Source
from trichat.words.names.names import fold
from trichat.words.passwords import gives_away
from trichat.words.reasons import Reason
from trichat.words.text.clean import blank, clean
from trichat.words.text.lines import clean_lines

_HOST = "bot"  # what others see instead of a user and a host: nobody is connected


def post(state: State, session: Session, request: ask.Post) -> None:
    """Say something in a room. Nobody comes in or goes for that; what is said is shown and kept as ever."""
    found = _allowed(state, session, request)
    if found is None:
        return
    account, room = found
    user = _speaker(state, account)
    if request.key and said_already(state, session, user, room.name, request.key):
        return
    text = clean_lines(request.text)
    reason = _why_not(state, room, user, text)
    if reason is not None:
        state.refuse(session, reason[0], room.name, reason[1], "PRIVMSG")
        return
    event = ev.Said(
        id=state.new_id(),
        place=room.place,
        target=room.name,
        source=user.source,
        kind=request.kind,
        text=text,
        tags=((KEY, request.key),) if request.key else (),
    )
    if request.key:
        state.keyed.add(event, request.key)
        state.on_failure(SaidOnce(key=request.key, said=event))
    state.tell(event, state.without_ignorers(user, room.audience), session)
    if "W" in room.modes:
        room.note_message(user, state.now)
    if event.place:
        room.remember(event)


def _why_not(state: State, room: Room, user: User, text: str) -> tuple[Reason, str] | None:
    if any(map(gives_away, text.split("\n"))):
        return Reason.PASSWORD_SAID, ""
    if blank(text):
        return Reason.NOTHING_TO_SEND, ""
    return permissions.why_not_post(room, user, state.now)


def read(state: State, session: Session, request: ask.ReadRoom) -> None:
    """Permit reading what was said in a room, up to this point in the order."""
    found = _allowed(state, session, request)
    if found is None:
        return
    account, room = found
    page = ev.Page(
        place=room.key,
        target=room.name,
        after=request.after,
        before=state.last_id + 1,
        limit=request.limit,
        now=state.now,
        forward=request.after > 0,
        without=frozenset(state.ignored.get(account.identity, ())),
    )
    state.answer(session, page)


def _allowed(state: State, session: Session, request: ask.ApiRequest) -> tuple[Account, Room] | None:
    """Give for whom a token speaks, and the room; None after a refusal.

    A room that is not there, because nobody is in it, is made for this moment: whoever comes in finds what was said.
    """
    token = state.accounts.api_tokens.get(request.token)
    account = state.accounts.find(token.account) if token else None
    if token is None or account is None:
        state.refuse(session, Reason.NO_SUCH_TOKEN)
        return None
    name = request.room or token.rooms[0]
    key = fold(name)
    named = next((each for each in token.rooms if fold(each) == key), None)
    if named is None:
        state.refuse(session, Reason.TOKEN_ROOM, clean(name))
        return None
    return account, state.room(name) or Room(RoomRecord(key=key, name=named, created=state.now))


def _speaker(state: State, account: Account) -> User:
    """Give the one who speaks: the same each time, for rooms remember whom their lists fit."""
    user = state.accounts.speakers.get(account.key)
    if user is None:
        source = Source(nick=account.name, username=_HOST, host=_HOST, account=account.name, bot=True)
        user = state.accounts.speakers[account.key] = User(
            key=account.key, source=source, realname="", identity=account.identity, since=state.now, visit=0
        )
    return user


HANDLERS: Handlers = {ask.Post: post, ask.ReadRoom: read}
