"""The folder of uploaded files, beside the history: each comes whole or not at all. Waits for the disk, in threads."""

import codecs
import contextlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from trichat.protocols.http.kinds import HEAD_BYTES, OTHER, TEXT, ending_by_head, is_markup, may_be_text, size_of
from trichat.system.files import names_to_disk, to_disk
from trichat.words.record import Record

_PART = ".part"  # behind the id of a file that is still coming
_MARKUP_CHARACTERS = 1024  # before which the first tag of a page stands, with blanks before it


class Shelved(Record, kw_only=True):
    """A file that has come: what kind it is by what is in it, and of a picture how many pixels it is wide and high."""

    ending: str
    pixels: tuple[int, int] | None


class Coming:
    """A file that is coming. Raises OSError."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO = open(path, "xb", buffering=0, opener=_private)  # noqa: SIM115 (Path has no opener)
        self._head = b""
        self._text = _Text()
        self.size = 0

    def add(self, data: bytes) -> None:
        """Write some of it."""
        rest = memoryview(data)
        while rest:  # without a buffer, less can be written than was given
            rest = rest[self._file.write(rest) :]
        self._head += data[: HEAD_BYTES - len(self._head)]
        self._text.add(data)
        self.size += len(data)

    def finish(self) -> Shelved:
        """Bring it to the disk, under the name by which it is asked for."""
        to_disk(self._file.fileno())
        self._file.close()
        ending = ending_by_head(self._head) or (TEXT if self._text.ends() else OTHER)
        self._path.rename(self._path.with_suffix(f".{ending}"))
        names_to_disk(self._path.parent)
        return Shelved(ending=ending, pixels=size_of(ending, self._head))

    def give_up(self) -> None:
        """Leave nothing of it behind, whatever it is called by now."""
        self._file.close()
        for path in self._path.parent.glob(f"{self._path.stem}.*"):
            path.unlink(missing_ok=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


class Shelf:
    """The folder. It is made when the first file comes."""

    def __init__(self, folder: Path, spare: int) -> None:
        """`spare` is for how many bytes there has to be room left, beside a file."""
        self._folder = folder
        self._spare = spare

    def begin(self, file_id: str, size: int) -> Coming | None:
        """Begin with a file of at most so many bytes; None: there is no room for it. Raises OSError."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if shutil.disk_usage(self._folder).free - size < self._spare:
            return None
        return Coming(self._folder / f"{file_id}{_PART}")

    def path(self, name: str) -> Path:
        """Give where a file is, by its name here."""
        return self._folder / name

    def size(self, name: str) -> int | None:
        """Give how many bytes a file has; None if there is none of that name."""
        try:
            return self.path(name).stat().st_size
        except OSError:
            return None

    def ids(self) -> list[str]:
        """Give the ids of all files, also of those that have not come to their end."""
        try:
            return [path.stem for path in self._folder.iterdir()]
        except FileNotFoundError:
            return []

    def remove(self, ids: Iterable[str]) -> None:
        """Remove files, whatever has come of them. What cannot be removed is tried again the next time."""
        for file_id in ids:
            for path in self._folder.glob(f"{file_id}.*"):
                with contextlib.suppress(OSError):
                    path.unlink()


class _Text:
    """Looks whether what comes is a text in UTF-8, and no markup."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._is_text = True
        self._start = ""

    def add(self, data: bytes) -> None:
        """Look at more."""
        if self._is_text:
            self._look(data, final=False)

    def ends(self) -> bool:
        """Tell whether all of it was one."""
        if self._is_text:
            self._look(b"", final=True)
        return self._is_text and not is_markup(self._start)

    def _look(self, data: bytes, *, final: bool) -> None:
        try:
            part = self._decoder.decode(data, final)
        except UnicodeDecodeError:
            self._is_text = False
            return
        self._start += part[: _MARKUP_CHARACTERS - len(self._start)]
        self._is_text = may_be_text(part)
