"""Monitor lists: tells sessions when the people on them come and go (ircv3.net/specs/extensions/monitor)."""

from trichat.chat.core.people import Session, User
from trichat.chat.core.state import Handlers, State
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.names.names import NameNotAllowed, check_name, fold
from trichat.words.reasons import Reason
from trichat.words.record import replace
from trichat.words.text.clean import clean


def monitor(state: State, session: Session, request: ask.Monitor) -> None:
    """Add names to the monitor list; tell who of them is here and who is not."""
    added: list[str] = []
    known = {fold(name) for name in state.monitor_lists.names(session)}
    for count, name in enumerate(request.names):
        try:
            nick = check_name(name)
        except NameNotAllowed as exc:
            state.refuse_name(session, clean(name), exc, "MONITOR")
            continue
        if fold(nick) not in known and len(known) >= state.rules.most_monitored:
            left = ",".join(request.names[count:])
            state.refuse(session, Reason.WATCHING_TOO_MANY, str(state.rules.most_monitored), clean(left), "MONITOR")
            break
        known.add(fold(nick))
        state.monitor_lists.add(session, nick)
        added.append(nick)
    _answer(state, session, tuple(added))


def _answer(state: State, session: Session, names: tuple[str, ...]) -> None:
    users = [(name, state.user(name)) for name in dict.fromkeys(names)]
    online = tuple(dict.fromkeys([user.source for _, user in users if user]))
    offline = tuple([name for name, user in users if not user])
    if online or offline:
        state.answer(session, ev.Watched(online=online, offline=offline))


def unmonitor(state: State, session: Session, request: ask.Unmonitor) -> None:
    """Take names off the monitor list, or all."""
    if request.names is None:
        state.monitor_lists.clear(session)
        return
    for name in request.names:
        state.monitor_lists.remove(session, name)


def show_monitored(state: State, session: Session, request: ask.ShowMonitored) -> None:
    """Show the monitor list, or who on it is here."""
    names = state.monitor_lists.names(session)
    if request.status:
        _answer(state, session, names)
    else:
        state.answer(session, ev.WatchList(names=names))


# What others do


def went_online(state: State, user: User) -> None:
    """Tell those who have somebody on their monitor lists that they are here."""
    for session in state.monitor_lists.of(user.key):
        state.answer(session, ev.Watched(online=(user.source,)))


def went_offline(state: State, key: str, nick: str) -> None:
    """Tell those who have a name on their monitor lists that nobody has it any more."""
    for session in state.monitor_lists.of(key):
        state.answer(session, ev.Watched(offline=(nick,)))


def tell_change(
    state: State, user: User, event: ev.PersonChanged, source: Session | None = None, *, informed: Session | None = None
) -> None:
    """Tell what has changed about somebody: those who share a room with them, and those who monitor them.

    `informed` is a session that was told already.
    """
    peers = state.peers(user)
    state.tell(event, tuple([peer for peer in peers if peer is not informed]), source)
    elsewhere = tuple([session for session in state.monitor_lists.of(user.key) if session not in peers])
    if elsewhere:
        state.tell(replace(event, watched=True), elsewhere, None)


HANDLERS: Handlers = {
    ask.Monitor: monitor,
    ask.Unmonitor: unmonitor,
    ask.ShowMonitored: show_monitored,
}
