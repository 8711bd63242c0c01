"""What `trichat account` and `trichat admin` do: ask the running server, or do it in the history if none runs."""

import os
import time
from collections.abc import Mapping
from pathlib import Path

from trichat.chat.core.outcome import Answered, Kept, Told, Work
from trichat.chat.core.people import Session
from trichat.chat.core.rules import Rules
from trichat.chat.hub import Hub
from trichat.config.settings import ServerSettings, control_path
from trichat.errors import HistoryInUseError, StartError
from trichat.protocols import control
from trichat.server.admin import running
from trichat.server.work import TASK_FUNCTIONS
from trichat.storage.base import History, Query
from trichat.system.process import quoted
from trichat.system.sockets import HAVE_PATHS, path_socket
from trichat.words import requests as ask
from trichat.words.events import Event, Page
from trichat.words.requests import Request

_PAUSES = (0.0, 0.2, 0.5, 1.0, 2.0)  # seconds before each try
_SECONDS = 30.0  # for a server under load to answer
# Where no socket can stand in a folder, a port would do. But all users and web pages of the machine can knock at one,
# and the secret that keeps them out would be in a file from which a mode of 0600 keeps nobody on Windows.
_NO_ANSWER = "No server runs here" if HAVE_PATHS else "A server that runs cannot be asked on this system"


def ask_server(settings: ServerSettings, request: ask.AdminRequest) -> control.Told:
    """Have a request done, by the running server if there is one. Raises StartError, HistoryError, ProtocolError."""
    path = control_path(settings)
    for pause in _PAUSES:
        time.sleep(pause)
        answer = _by_socket(path, request) if path and HAVE_PATHS else None
        if answer is not None:
            return answer
        if settings.history is None:
            raise StartError(f"{_NO_ANSWER}, and no history is kept in which this could be done.")
        try:
            return _by_history(settings.history, request)
        except HistoryInUseError as exc:  # perhaps a server that starts just now, and will listen soon
            in_use = exc
    if not HAVE_PATHS:
        raise StartError(f"{_NO_ANSWER}: stop the server that has {settings.history}, and try again.") from in_use
    raise in_use


def found(given: Mapping[str, Path]) -> dict[str, Path | None]:
    """Give which server is meant, by fields of the settings, as far as nobody has said which. Raises StartError.

    It is the one that runs, wherever it keeps its history, or its control socket; if none does, that of the settings.
    """
    if "control" in given:
        return dict(given)
    notes = running.servers(given.get("history"))
    if len(notes) > 1:
        known = ", ".join(f"--control {quoted(each.control)} ({' '.join(each.places)})" for each in notes)
        raise StartError(f"{len(notes)} servers run here. Say which is meant: {known}")
    if notes:
        [note] = notes
        return {"control": Path(note.control), "history": Path(note.history) if note.history else None}
    return dict(given)


def _by_history(path: Path, request: ask.AdminRequest) -> control.Told:
    """Do it while no server runs. Accounts can be made before the first one does."""
    if isinstance(request, ask.RereadSettings):
        raise StartError(f"{_NO_ANSWER}: it reads its settings when it starts.")
    if isinstance(request, ask.AdministerClock):
        raise StartError(f"{_NO_ANSWER}: ask again when one does, for it is what watches the clock.")
    from trichat.server.admin.client import in_history  # noqa: PLC0415 (what follows takes a while to import)
    from trichat.storage.sqlite import SqliteHistory  # noqa: PLC0415

    if not path.exists() and not isinstance(request, ask.AddAccount):
        raise StartError(f"There is no history {path}: say with --history which file the server has.")
    history = SqliteHistory(path)
    try:
        return in_history(history, request)
    finally:
        history.close()


def _by_socket(path: Path, request: ask.AdminRequest) -> control.Told | None:
    """Ask the server that listens there; None if there is none."""
    with path_socket() as end:
        end.settimeout(_SECONDS)
        try:
            end.connect(os.fspath(path))
        except OSError:
            return None
        try:
            end.sendall(control.write_request(request))
            data = b"".join(iter(lambda: end.recv(65536), b""))
        except OSError as exc:
            raise StartError(f"The server at {path} does not answer: {exc}.") from exc
    return control.read_told(data)


def in_history(history: History, request: Request) -> control.Told:
    """Have a request done while no server runs. Raises HistoryError."""
    hub = Hub(Rules(), history.records(), history.last_id())
    session = Session("")
    session.admin = True
    parts: list[control.Told] = []
    requests: list[Request] = [request]
    while requests:
        outcomes = hub.run([(session, requests)], time.time_ns() // 1_000_000)
        requests = []
        happened = [each.event for each in outcomes if isinstance(each, Told) and each.event.kept]
        history.commit(happened, [each.record for each in outcomes if isinstance(each, Kept)])
        for each in outcomes:
            if isinstance(each, Work):
                requests.append(ask.Worked(result=TASK_FUNCTIONS[type(each.task)](each.task)))
            elif isinstance(each, Answered):
                parts.append(_told(history, each.event))
    return control.together(parts)


def _told(history: History, event: Event) -> control.Told:
    if not isinstance(event, Page):
        return control.told(event)
    query = Query(place=event.place, after=event.after, before=event.before, limit=event.limit, said_only=False)
    return control.log(history.page(query))
