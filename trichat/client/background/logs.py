"""What was said, written to files: one for each room, or for each room and day, as plain text."""

import os
import re
import time
from collections.abc import Iterable
from pathlib import Path

from trichat.client.display.item import Item, ItemKind
from trichat.client.display.lines import safe
from trichat.client.settings.table import Settings
from trichat.errors import UsageError

_LONGEST = 120  # characters of a name that become the name of a file: file systems take 255 bytes
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]")
_SERVER = "server"  # the file for what belongs to no room


def folder(settings: Settings) -> Path:
    """Give the folder for the logs of this server."""
    if settings.logs_folder:
        base = Path(settings.logs_folder).expanduser()
    else:
        import platformdirs  # noqa: PLC0415 (takes a while to import)

        base = platformdirs.user_data_path("trichat") / "logs"
    return base / file_name(f"{settings.host}-{settings.port}")


def file_name(name: str) -> str:
    """Give a name that is one file, in the folder where it belongs, on every system."""
    made = _UNSAFE.sub("_", safe(name).lower())[:_LONGEST].rstrip(". ")
    return "_" + made if not made or made.startswith(".") else made


def line(item: Item) -> str:
    """Write an item with its whole time; in the looks that other clients give their logs."""
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


class Logs:
    """Writes items, the same as they are shown but without colours, into files that only the person can read."""

    def write(self, items: Iterable[Item], settings: Settings) -> None:
        """Add items to their files. Raises UsageError if that is not possible."""
        where = folder(settings)
        texts: dict[Path, list[str]] = {}
        for item in items:
            texts.setdefault(where / self._file(item, settings), []).append(line(item))
        try:
            where.mkdir(parents=True, exist_ok=True, mode=0o700)
            for file, lines in texts.items():
                _append(file, "".join(lines))
        except OSError as exc:
            why = (exc.strerror or str(exc)).lower()
            raise UsageError(f"Logs cannot be written in {where}: {why}. This helps: /set logs_folder FOLDER") from exc

    def _file(self, item: Item, settings: Settings) -> str:
        day = time.strftime(".%Y-%m-%d", time.localtime(item.at / 1000)) if settings.logs_by == "day" else ""
        return f"{file_name(item.place or _SERVER)}{day}.log"


def _append(file: Path, text: str) -> None:
    number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(number, "w", encoding="utf-8", errors="replace") as opened:
        opened.write(text)
