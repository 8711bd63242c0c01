"""Files that the client writes for the person alone: logs of what was said, and how far each account has read."""

import contextlib
import os
import re
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from trichat.client.display.item import Item, ItemKind
from trichat.client.display.lines import safe
from trichat.client.model.windows import Position
from trichat.client.settings.table import Settings
from trichat.errors import UsageError
from trichat.settings.file import named
from trichat.words.names.names import fold

_LONGEST = 120  # characters of a name that become the name of a file: file systems take 255 bytes
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]")
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)")  # on Windows, whatever follows the dot
_SERVER = "server"  # the file for what belongs to no room
_HEAD = "# Up to when you have seen what was said to you: host, port, name, Unix time in milliseconds, messages.\n"


def write_logs(items: Iterable[Item], settings: Settings) -> None:
    """Add items to the files of their rooms, a file for each room or each room and day. Raises UsageError."""
    folder = logs_folder(settings)
    texts: dict[Path, list[str]] = {}
    for item in items:
        day = time.strftime(".%Y-%m-%d", time.localtime(item.at / 1000)) if settings.logs_by == "day" else ""
        texts.setdefault(folder / f"{file_name(item.place or _SERVER)}{day}.log", []).append(log_line(item))
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for file, lines in texts.items():
            number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(number, "w", encoding="utf-8", errors="replace") as opened:
                opened.write("".join(lines))
    except OSError as exc:
        why = (exc.strerror or str(exc)).lower()
        raise UsageError(f"Logs cannot be written in {folder}: {why}. This helps: /set logs_folder FOLDER") from exc


def logs_folder(settings: Settings) -> Path:
    """Give the folder for the logs of this server."""
    if settings.logs_folder:
        base = named(settings.logs_folder)
    else:
        import platformdirs  # noqa: PLC0415 (takes a while to import)

        base = platformdirs.user_data_path("trichat") / "logs"
    return base / file_name(f"{settings.host}-{settings.port}")


def file_name(name: str) -> str:
    """Give a name that is one file, in the folder where it belongs, on every system."""
    made = _UNSAFE.sub("_", safe(name).lower())[:_LONGEST].rstrip(". ")
    return "_" + made if not made or made.startswith(".") or _DEVICE.match(made) else made


def log_line(item: Item) -> str:
    """Write an item with its date and time, in the form that other IRC clients give their logs."""
    when = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(item.at / 1000))
    nick, text = safe(item.nick), safe(item.text)
    match item.kind:
        case ItemKind.SAID:
            what = f"<{nick}> {text}"
        case ItemKind.ACTION:
            what = f"* {nick} {text}"
        case ItemKind.NOTICE:
            what = f"-{nick}- {text}"
        case ItemKind.LINE:
            what = text
        case _:
            what = " ".join(part for part in ("--", nick, text) if part)
    return f"{when} {what}\n"


class SavedPositions:
    """How far everybody had read when the client last ran: one line of a file for each server and account.

    It is a convenience: a file that cannot be read or written is done without.
    """

    def __init__(self, path: Path | None = None) -> None:
        """Take the name of the file, which need not be there."""
        self._path = path

    @property
    def path(self) -> Path:
        """Give the file; unless told otherwise, it lies where the system keeps the state of programs."""
        if self._path is None:
            import platformdirs  # noqa: PLC0415 (takes a while to import)

            self._path = platformdirs.user_state_path("trichat") / "seen"
        return self._path

    def read(self, host: str, port: int) -> dict[str, Position]:
        """Give how far each account has read on a server, by its folded name."""
        here = [words for words in self._lines() if words[:2] == [host.lower(), str(port)]]
        return {words[2]: Position(at=int(words[3]), ids=tuple(words[4:])) for words in here}

    def write(self, host: str, port: int, name: str, position: Position) -> None:
        """Save how far an account has read; if another client has saved a later position, that stays."""
        key = [host.lower(), str(port), fold(name)]
        others = [words for words in self._lines() if words[:3] != key]
        known = self.read(host, port).get(fold(name), Position())
        latest = known if known.at > position.at else position
        with contextlib.suppress(OSError):
            self._replace([*others, [*key, str(latest.at), *latest.ids]])

    def _lines(self) -> list[list[str]]:
        try:
            text = self.path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return []
        lines = [line.split() for line in text.splitlines() if not line.startswith("#")]
        return [words for words in lines if len(words) >= 4 and words[3].isascii() and words[3].isdecimal()]

    def _replace(self, lines: list[list[str]]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile("w", dir=self.path.parent, delete=False, encoding="utf-8") as new:  # mode 0600
            new.write(_HEAD + "".join(" ".join(words) + "\n" for words in lines))
        os.replace(new.name, self.path)  # noqa: PTH105
