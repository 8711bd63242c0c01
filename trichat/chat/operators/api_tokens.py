"""Gives programs tokens with which they speak and read over HTTP for an account, and takes them back."""

from trichat.chat.core.outcome import Dropped
from trichat.chat.core.people import Session
from trichat.chat.core.state import Handlers, Restorers, State
from trichat.chat.core.tokens import ApiToken
from trichat.chat.operators.command_line import for_admins
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.names.names import NameNotAllowed, check_room
from trichat.words.reasons import Reason
from trichat.words.text.clean import clean


def add(state: State, session: Session, request: ask.AddApiToken) -> None:
    """Make a token. It may be for rooms that are not there yet."""
    account = state.accounts.find(request.name)
    if account is None:
        state.refuse(session, Reason.NO_SUCH_ACCOUNT, clean(request.name))
        return
    try:
        rooms = tuple([check_room(room) for room in request.rooms])
    except NameNotAllowed as exc:
        state.refuse_name(session, clean(" ".join(request.rooms)), exc)
        return
    token = ApiToken(key=request.token, account=account.key, rooms=rooms, created=state.now)
    state.accounts.api_tokens[token.key] = token
    state.keep(token)
    state.audit(None, "token", about=account.name, reason=f"{token.name} {' '.join(rooms)}")
    state.answer(session, ev.ApiTokenAdded(name=token.name, account=account.name))


def remove(state: State, session: Session, request: ask.RemoveApiToken) -> None:
    """Make a token worth nothing: all that begin so, in case there are two."""
    found = [token for token in state.accounts.api_tokens.values() if token.name == request.token]
    if not found:
        state.refuse(session, Reason.NO_SUCH_TOKEN)
        return
    for token in found:
        del state.accounts.api_tokens[token.key]
        state.keep(Dropped(kind=ApiToken.kind, key=token.key), token)
    state.audit(None, "revoke", about=found[0].account, reason=request.token)
    state.answer(session, ev.ApiTokenRemoved(name=request.token))


def list_(state: State, session: Session, _request: ask.ListApiTokens) -> None:
    """Show which tokens there are."""
    lines = [
        ev.ApiTokenLine(name=each.name, account=each.account, rooms=each.rooms, created=each.created)
        for each in sorted(state.accounts.api_tokens.values(), key=lambda token: token.created)
    ]
    state.answer(session, ev.ApiTokensListed(tokens=tuple(lines)))


def _restore(state: State, key: str, token: ApiToken | None) -> None:
    if token is None:
        state.accounts.api_tokens.pop(key, None)
    else:
        state.accounts.api_tokens[key] = token


HANDLERS: Handlers = {
    ask.AddApiToken: for_admins(add),
    ask.RemoveApiToken: for_admins(remove),
    ask.ListApiTokens: for_admins(list_),
}
RESTORERS: Restorers = {ApiToken: _restore}
