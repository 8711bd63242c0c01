"""What `trichat account` and `trichat admin` do: ask the running server, or do it in the history if none runs."""

import os
import socket
import time
from pathlib import Path

from trichat.config.settings import ServerSettings, control_path
from trichat.errors import HistoryInUseError, StartError
from trichat.protocols import control
from trichat.words import requests as ask

_PAUSES = (0.0, 0.2, 0.5, 1.0, 2.0)  # seconds before each try
_SECONDS = 30.0  # for a server under load to answer


def ask_server(settings: ServerSettings, request: ask.AdminRequest) -> control.Told:
    """Have a request done, by the running server if there is one. Raises StartError, HistoryError, ProtocolError."""
    path = control_path(settings)
    for pause in _PAUSES:
        time.sleep(pause)
        answer = _by_socket(path, request) if path else None
        if answer is not None:
            return answer
        if settings.history is None:
            raise StartError("No server runs here, and no history is kept in which this could be done.")
        try:
            return _by_history(settings.history, request)
        except HistoryInUseError as exc:  # perhaps a server that starts just now, and will listen soon
            in_use = exc
    raise in_use


def _by_history(path: Path, request: ask.AdminRequest) -> control.Told:
    """Do it while no server runs. Accounts can be made before the first one does."""
    if isinstance(request, ask.RereadSettings):
        raise StartError("No server runs here: it reads its settings when it starts.")
    from trichat.server.admin.offline import in_history  # noqa: PLC0415 (what follows takes a while to import)
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
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as end:
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
