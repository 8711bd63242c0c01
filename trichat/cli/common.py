"""What commands have in common: the options that say which server is meant, and how a failure is told."""

import errno
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click

from trichat.errors import StartError, TrichatError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)

FILE = click.Path(dir_okay=False, path_type=Path)
HISTORY = click.Path(dir_okay=False, readable=False, path_type=Path)  # that it cannot be read is told with what helps


class Commands(click.Group):
    """The commands, and one sentence for whatever they cannot write to standard output."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Do what the command line asks; if nobody reads the answer any more, click ends quietly."""
        try:
            return super().main(*args, **kwargs)
        except OSError as exc:
            if exc.filename is not None or exc.errno not in _FULL:
                raise
            fail(StartError(f"Standard output cannot be written ({exc.strerror})."))


def where(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that tell which server is meant."""
    config = click.option("--config", type=FILE, help="File with the settings of the server.")
    history = click.option(
        "--history",
        type=HISTORY,
        help="File in which the server keeps its history.  [default: as in the settings, else in your data folder]",
    )
    return config(history(command))


def show_any_path() -> None:
    """Let what standard output cannot write be escaped: a path can have bytes in it that are no text."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def fail(exc: TrichatError) -> NoReturn:
    """Say what is wrong, and end."""
    click.echo(f"trichat: {exc}", err=True)
    sys.exit(1)
