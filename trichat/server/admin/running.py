"""Which servers of this user run: each leaves a note where its control socket is, and takes it away at the end."""

import contextlib
import os
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import msgspec

from trichat.config.settings import ServerSettings, control_path
from trichat.system.sockets import HAVE_PATHS, path_socket
from trichat.words.record import Record, replace

PATH_BYTES = 100  # the least that systems take for the path of such a socket is 104
_MOST_BYTES = 64 * 1024  # of a note: longer is none of ours


class Note(Record, kw_only=True):
    """A running server: its control socket, its history if there is any, and where it listens."""

    control: str
    history: str
    places: tuple[str, ...]


def folder() -> Path:
    """Give the folder of the notes. That of the state is there without a desktop too, and nobody else writes to it."""
    import platformdirs  # noqa: PLC0415 (takes a while to import)

    return platformdirs.user_state_path("trichat") / "running"


def with_control(settings: ServerSettings) -> ServerSettings:
    """Give a server a place for its control socket where it has none, or one whose path is too long; if that can be."""
    beside = control_path(settings)
    has_one = settings.control is not None or (beside is not None and len(os.fsencode(beside)) <= PATH_BYTES)
    if has_one or not HAVE_PATHS:
        return settings
    try:
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return settings
    return replace(settings, control=folder() / f"{os.getpid()}.control")


@contextlib.contextmanager
def noted(settings: ServerSettings, places: Sequence[str]) -> Iterator[None]:
    """Leave a note that this server runs, as long as it does. Where that cannot be, it runs without."""
    control = control_path(settings)
    if control is None:
        yield
        return
    history = str(settings.history.absolute()) if settings.history else ""
    note = Note(control=str(control.absolute()), history=history, places=tuple(places))
    path = folder() / f"{sha256(os.fsencode(note.control)).hexdigest()[:16]}.json"
    with contextlib.suppress(OSError):
        _write(path, msgspec.json.encode(note))
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            path.unlink()


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _forget(path.parent)
    new = path.with_suffix(f".{os.getpid()}")
    new.write_bytes(data)
    new.replace(path)


def _forget(place: Path) -> None:
    """Remove the notes of servers that were killed, and the sockets that they have left here."""
    for path, note in _notes(place):
        if not answers(Path(note.control)):
            path.unlink(missing_ok=True)
            if Path(note.control).parent == place:
                Path(note.control).unlink(missing_ok=True)


def servers(history: Path | None = None) -> list[Note]:
    """Give the servers of this user that run; if a history is named, only the one that has it."""
    notes = [note for _, note in _notes(folder()) if history is None or _is_same(note.history, history)]
    return [note for note in notes if answers(Path(note.control))]


def _is_same(history: str, wanted: Path) -> bool:
    return bool(history) and Path(history).resolve() == wanted.resolve()


def _notes(place: Path) -> Iterator[tuple[Path, Note]]:
    for path in sorted(place.glob("*.json")):
        try:
            with path.open("rb") as file:
                note = msgspec.json.decode(file.read(_MOST_BYTES), type=Note)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            continue
        yield path, note


def answers(path: Path) -> bool:
    """Tell whether a server listens there."""
    try:
        with path_socket() as end:
            end.connect(os.fspath(path))
    except OSError:  # also where there are no such sockets
        return False
    return True
