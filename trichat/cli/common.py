"""What commands have in common: options, the environment, examples, and how a failure is told."""

import io
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import click
from click.core import ParameterSource

from trichat.errors import TrichatError


class _File(click.Path):
    """The path of a file. An empty one is none: a shell gives it for a variable that is not set."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Give it, or refuse it."""
        if not value:
            self.fail("'' is not the name of a file.", param, ctx)
        return super().convert(value, param, ctx)


FILE = _File(dir_okay=False, path_type=Path)
HISTORY = _File(dir_okay=False, readable=False, path_type=Path)  # that it cannot be read is told with what helps


class _Option(click.Option):
    """An option that calls itself by its variable where a wrong value comes from the environment."""

    def get_error_hint(self, ctx: click.Context | None) -> str:
        """Give what is to be put right."""
        if ctx is not None and self.name and ctx.get_parameter_source(self.name) is ParameterSource.ENVIRONMENT:
            return f"'{ctx.auto_envvar_prefix}_{self.name.upper()}'"
        return super().get_error_hint(ctx)


option = partial(click.option, cls=_Option)
# What only the command line can ask: left in the environment, it would be done each time.
act = partial(option, is_flag=True, allow_from_autoenv=False)


def examples(*lines: str) -> str:
    """Give lines for the end of the help, which click leaves as they are."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def where(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that tell which server is meant."""
    config = option("-c", "--config", type=FILE, help="File with the settings of the server.")
    history = option(
        "--history",
        type=HISTORY,
        help="File in which the server keeps its history.  [default: as in the settings, else in your data folder]",
    )
    return config(history(command))


def show_any_path() -> None:
    """Let what standard output cannot write be escaped: a path can have bytes in it that are no text."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def exclude(*names: str, told: str = "") -> None:
    """Refuse options that exclude each other, if all of them are given, and in the same place.

    An option goes before the environment, so what is typed need not fit what is there. `told`: as what the last of them
    is told, where that is not its name.
    """
    context = click.get_current_context()
    sources = {context.get_parameter_source(name) for name in names}
    if len(sources) == 1 and sources <= {ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT}:
        *first, final = (f"--{name.replace('_', '-')}" for name in names)
        raise click.UsageError(f"{', '.join(first)} and {told or final} exclude each other: give one of them.")


def is_typed(name: str) -> bool:
    """Tell whether an option stands on the command line."""
    return click.get_current_context().get_parameter_source(name) is ParameterSource.COMMANDLINE


def fail(exc: TrichatError) -> NoReturn:
    """Say what is wrong, and end."""
    click.echo(f"trichat: {exc}", err=True)
    sys.exit(1)
