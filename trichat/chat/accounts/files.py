"""Uploaded files: who may upload, for how much there is room, and which are there. What is in them nobody here sees."""

from trichat.chat.accounts.logging_in import check
from trichat.chat.core import tokens
from trichat.chat.core.accounts import Account, File
from trichat.chat.core.outcome import Dropped
from trichat.chat.core.people import Session
from trichat.chat.core.state import Handlers, Restorers, State
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.reasons import Reason

COMMAND = "UPLOAD"
_MIB = 1024**2


def give_token(state: State, session: Session, _request: ask.AskUpload) -> None:
    """Give a token with which one file can be uploaded over HTTP, where nobody is known."""
    account = state.account_of(session)
    if not state.rules.files:
        state.refuse(session, Reason.NO_FILES, command=COMMAND)
    elif account is None and not state.rules.guest_files:
        state.refuse(session, Reason.FILES_NEED_ACCOUNT, command=COMMAND)
    else:
        visit = session.named_user.visit
        token = tokens.make(state.rules.files_key, state.rules.started, state.new_id())
        state.accounts.upload_tokens.add(token, visit, account.key if account else "", state.now)
        state.answer(session, ev.UploadGranted(token=token))


def begin(state: State, session: Session, request: ask.BeginUpload) -> None:
    """See who wants to upload a file: a token tells, or a name and a password, which counts as any try of one."""
    if not state.rules.files:
        state.refuse(session, Reason.NO_FILES, command=COMMAND)
    elif request.token:
        owner = state.accounts.upload_tokens.take(request.token, state.now)
        if owner is None:
            state.refuse(session, Reason.UPLOAD_TOKEN, command=COMMAND)
        else:
            _grant(state, session, owner)
    else:
        check(state, session, request.name, request.password, _logged_in, COMMAND, otherwise=_nothing)


def _logged_in(state: State, session: Session, account: Account) -> None:
    _grant(state, session, account.key)


def _nothing(_state: State, _session: Session) -> None:
    """Whoever asks over HTTP is asked nothing."""


def _grant(state: State, session: Session, owner: str) -> None:
    if _has_room(state, session, owner, 1):
        taken, taken_by_all = _taken(state, owner)
        state.answer(session, ev.UploadGranted(owner=owner, taken=taken, taken_by_all=taken_by_all))


def _has_room(state: State, session: Session, owner: str, size: int) -> bool:
    """Tell whether there is room for so many bytes; refuse if not."""
    taken, taken_by_all = _taken(state, owner)
    if taken + size > state.rules.files_bytes_per_account:
        detail = f"{state.rules.files_bytes_per_account // _MIB} MiB"
        state.refuse(session, Reason.OWN_FILES_FULL, detail=detail, command=COMMAND)
    elif taken_by_all + size > state.rules.files_bytes:
        state.refuse(session, Reason.ALL_FILES_FULL, command=COMMAND)
    else:
        return True
    return False


def _taken(state: State, owner: str) -> tuple[int, int]:
    files = state.accounts.files.values()
    return sum(each.counts for each in files if each.owner == owner), sum(each.counts for each in files)


def end(state: State, session: Session, request: ask.EndUpload) -> None:
    """Keep a file that has come, if its owner is still there, and there still is room for it."""
    if request.owner and state.accounts.find(request.owner) is None:
        state.refuse(session, Reason.NO_SUCH_ACCOUNT, command=COMMAND)
        return
    file = File(key=request.id, owner=request.owner, size=request.size, made=state.now)
    if _has_room(state, session, file.owner, file.counts):
        state.accounts.files[file.key] = file
        state.keep(file)
        state.answer(session, ev.UploadGranted(owner=file.owner))


def drop(state: State, session: Session, request: ask.DropFiles) -> None:
    """Keep files no longer, which no message names."""
    for key in request.ids:
        _remove(state, key)
    state.answer(session, ev.UploadGranted())


def remove_all(state: State, account: Account) -> None:
    """Keep the files of an account no longer."""
    for key in [file.key for file in state.accounts.files.values() if file.owner == account.key]:
        _remove(state, key)


def _remove(state: State, key: str) -> None:
    file = state.accounts.files.pop(key, None)
    if file is not None:
        state.keep(Dropped(kind=File.kind, key=key), file)


def _restore(state: State, key: str, file: File | None) -> None:
    if file is None:
        state.accounts.files.pop(key, None)
    else:
        state.accounts.files[key] = file


HANDLERS: Handlers = {
    ask.AskUpload: give_token,
    ask.BeginUpload: begin,
    ask.EndUpload: end,
    ask.DropFiles: drop,
}
RESTORERS: Restorers = {File: _restore}
