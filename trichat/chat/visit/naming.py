"""Who may have which name. Every way to one asks here: coming in, NICK, logging in, registering, making accounts."""

from trichat.chat.core import permissions, tokens
from trichat.chat.core.accounts import Account
from trichat.chat.core.people import Session, User
from trichat.chat.core.state import Handlers, State
from trichat.chat.people import monitor
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.names.names import RESERVED, NameNotAllowed, check_name, fold
from trichat.words.reasons import Reason
from trichat.words.record import replace
from trichat.words.text.clean import clean

_PROOF_SECONDS = 30.0  # to log in, for whoever has a name that belongs to an account


def allowed_nick(state: State, session: Session, name: str) -> str | None:
    """Give the name as it is shown if this session may have it, or None after a refusal.

    Whoever stands in the way of the owner of an account makes way. If somebody has the name all the same, they are
    logged in to the account of this session: it is for the caller to make them one (see multiclient.py).
    """
    mine = state.account_of(session)
    if _is_secret(state, session, name) and not (mine is not None and fold(name) == mine.key):
        state.refuse(session, Reason.NAME_IS_PASSWORD, command="NICK")
        return None
    try:
        nick = check_name(name)
    except NameNotAllowed as exc:
        state.refuse_name(session, clean(name), exc, "NICK")
        return None
    reason = why_not(state, nick, session.user, mine)
    if reason is not None:
        state.refuse(session, reason, nick, command="NICK")
        return None
    if mine is not None and fold(nick) == mine.key:
        for other in in_the_way(state, mine, session.user):  # nobody's ghost: the owner has logged in
            make_way(state, other)
    return nick


def _is_secret(state: State, session: Session, name: str) -> bool:
    """Tell whether a name was given as a password before, or is a token, typed where a name is asked for."""
    attempt = state.login_attempts.get(session)
    if attempt is not None and attempt.tried.give_away(name):
        return True
    name = name.strip()
    return len(name) == tokens.LENGTH and tokens.read(state.rules.resume_key, name) is not None


def why_not(state: State, nick: str, user: User | None, mine: Account | None) -> Reason | None:
    """Tell what is against it that `user`, who is logged in to the account `mine`, is called `nick`."""
    key = fold(nick)
    reason = why_not_account(state, nick, mine)
    if reason is Reason.NAME_REGISTERED:
        return reason
    owned = mine is not None and mine.key == key
    holder = state.users.get(key)
    if holder is not None and not owned and _is_another(holder, user, mine):
        return Reason.NAME_TAKEN
    if reason is not None:
        return reason
    people = _people_like(state, nick, user, mine)
    if owned and mine is not None:  # who looks like the name makes way; not who looks like this way of writing it
        ways = in_the_way(state, mine, user)
        people = [other for other in people if other not in ways]
    return Reason.NAME_LIKE_ANOTHER if people else None


def why_not_account(state: State, nick: str, mine: Account | None) -> Reason | None:
    """Tell what is against it that whoever is logged in to `mine` has this name, whoever is here.

    It may be the name of another account, or kept for the server, or look like one of these, in whatever case.
    """
    key = fold(nick)
    owner = state.accounts.find(key)
    if owner is not None and owner is not mine:
        return Reason.NAME_REGISTERED
    if permissions.is_reserved(nick, state.rules.server) and (owner is None or key not in RESERVED):
        return Reason.NAME_RESERVED
    alike = _accounts_like(state, nick, mine)
    if owner is not None:  # from before look-alikes were refused: the elder has its name, the younger has another
        beaten = [other for other in _accounts_like(state, owner.name, owner) if _age(owner) < _age(other)]
        alike = [other for other in alike if other not in beaten]
    return Reason.NAME_LIKE_ANOTHER if alike else None


def _accounts_like(state: State, name: str, mine: Account | None) -> list[Account]:
    """Give the accounts, but for `mine`, for whose names this one can be taken."""
    found = map(state.accounts.find, state.accounts.skeletons.of(name))
    return [other for other in found if other is not None and other is not mine]


def _age(account: Account) -> tuple[int, str]:
    return account.created, account.key


def _people_like(state: State, name: str, user: User | None, mine: Account | None) -> list[User]:
    """Give those who are here under a name for which this one can be taken, and are not the one who asks for it."""
    found = map(state.user, state.skeletons.of(name))
    return [other for other in found if other is not None and _is_another(other, user, mine)]


def _is_another(other: User, user: User | None, mine: Account | None) -> bool:
    return other is not user and not (mine is not None and other.source.account == mine.name)


def in_the_way(state: State, account: Account, user: User | None = None) -> list[User]:
    """Give those, but for `user`, who have the name of an account or one like it, and are not logged in to it."""
    holder = state.users.get(account.key)
    holders = [holder] if holder is not None and _is_another(holder, user, account) else []
    people = _people_like(state, account.name, user, account)
    return [*holders, *[other for other in people if other not in holders]]


def demand_login(state: State, user: User, name: str) -> None:
    """Give somebody time to log in to the account of this name, because it is theirs or looks like theirs."""
    for session in user.sessions:
        state.answer(session, ev.ProofDemanded(name=name, seconds=_PROOF_SECONDS))
        state.later(session, _PROOF_SECONDS, ask.ProofDue(name=user.key))


def proof_due(state: State, session: Session, request: ask.ProofDue) -> None:
    """End that time: whoever has not logged in gets another name."""
    user = session.user
    if user is not None and user.key == request.name and not is_rightful(state, user):
        make_way(state, user)


def is_rightful(state: State, user: User) -> bool:
    """Tell whether somebody may keep the name that they have, as far as accounts are concerned."""
    return why_not_account(state, user.nick, state.accounts.find(user.source.account)) is None


def make_way(state: State, user: User) -> None:
    """Have somebody take another name, because theirs is somebody else's."""
    number = 1
    while (nick := f"Guest{number}") and (fold(nick) == user.key or why_not(state, nick, user, None) is not None):
        number += 1
    rename(state, user, nick, None)


def rename(state: State, user: User, nick: str, source: Session | None) -> None:
    """Give somebody another name, which is free; `source` asked for it, if anybody did."""
    places = tuple([(room.place, room.name) for room in user.rooms.values() if room.place])
    event = ev.Renamed(id=state.new_id(), source=user.source, nick=nick, places=places)
    state.tell(event, state.peers(user), source)
    is_new = user.key != fold(nick)
    free_nick(state, user, remember=is_new)
    user.key = fold(nick)
    user.source = replace(user.source, nick=nick)
    add_nick(state, user)
    if is_new:
        monitor.went_online(state, user)


def add_nick(state: State, user: User) -> None:
    """Add somebody under their name."""
    state.users[user.key] = user
    state.visits[user.visit] = user
    state.skeletons.add(user.nick)


def free_nick(state: State, user: User, *, remember: bool = True) -> None:
    """Free the name of somebody; remember who had it (WHOWAS), unless they only write it in another case."""
    del state.users[user.key]
    del state.visits[user.visit]
    state.skeletons.remove(user.nick)
    if remember:
        state.whowas.add(ev.PastMember(source=user.source, realname=user.realname, until=state.now))
        monitor.went_offline(state, user.key, user.nick)


HANDLERS: Handlers = {ask.ProofDue: proof_due}
