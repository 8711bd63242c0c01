"""Files: brought to the disk, kept from others, and written to in any encoding, as far as the system does it."""

import contextlib
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

# Brings what was written to a file, given by its descriptor, to the disk. macOS and Windows know only the longer way,
# which brings its times there as well.
to_disk: Callable[[int], None] = getattr(os, "fdatasync", os.fsync)

# What SQLite needs so that a commit is on the disk when it returns. macOS takes a disk's word that it has what is still
# in its cache, unless it is asked with F_FULLFSYNC; these two make SQLite ask so, for commits and for bringing the
# write-ahead log into the file (sqlite.org/pragma.html#pragma_fullfsync). Where there is no F_FULLFSYNC they do
# nothing, so nothing has to be told apart here.
DURABLE_PRAGMAS = ("pragma synchronous = full", "pragma fullfsync = on", "pragma checkpoint_fullfsync = on")

_HAVE_MODES = os.name == "posix"

if sys.platform != "win32":
    import fcntl
    import pwd

    def lock(descriptor: int) -> None:
        """Lock a file until it is closed, however the process ends. Raises BlockingIOError if somebody has it."""
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def give_to_owner_of(path: Path, file: int | Path) -> None:
        """If we are root, give a file to whose the other one is. Raises OSError."""
        if os.geteuid() == 0:
            os.chown(file, path.stat().st_uid, path.stat().st_gid)

    def foreign_owner(path: Path) -> str:
        """Name the owner of a file if that is somebody else."""
        try:
            owner = path.stat().st_uid
        except OSError:
            return ""
        if owner == os.geteuid():
            return ""
        try:
            return pwd.getpwuid(owner).pw_name
        except KeyError:
            return str(owner)

    def names_to_disk(folder: Path) -> None:
        """Bring the names in a folder to the disk. Raises OSError."""
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

else:
    import msvcrt

    def lock(descriptor: int) -> None:
        """Lock a file until it is closed, however the process ends. Raises BlockingIOError if somebody has it."""
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError as exc:
            raise BlockingIOError(*exc.args) from exc

    def give_to_owner_of(path: Path, file: int | Path) -> None:
        """Do nothing: there is no root."""

    def foreign_owner(path: Path) -> str:  # noqa: ARG001
        """Name nobody: owners are not in what Python tells of a file."""
        return ""

    def names_to_disk(folder: Path) -> None:
        """Do nothing: a folder is no file that could be opened; its journal keeps the names."""


def others_may(file: Path, bits: int) -> bool:
    """Tell whether others may do what these bits of a mode say: 0o077 anything, 0o022 write. Raises OSError.

    Windows has lists of its own of who may do what, and makes a mode up that allows everybody everything: there a file
    in the folder of a person is that person's, unless they have shared it, and nobody is told to `chmod` it.
    """
    mode = file.stat().st_mode
    return _HAVE_MODES and bool(mode & bits)


def tell(stream: IO[str] | None, text: str) -> None:
    """Write to standard output or error, if anybody reads it.

    It may be closed, or there may be none from the start: a service, a program without a window on Windows.
    """
    with contextlib.suppress(OSError):
        if stream is not None:
            stream.write(text)
            stream.flush()


def show_any_text(stream: IO[str] | None) -> None:
    r"""Have what the encoding of a stream does not know written as `\u20ac`, rather than raise an error.

    Windows gives files and pipes the code page of the day, other systems what the locale says.
    """
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
