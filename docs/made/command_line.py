"""The page about the command line."""

from collections.abc import Iterator
from inspect import cleandoc
from typing import Any

import click

from made.writing import code, page, table
from trichat.cli import main as command_line


def command_line_page() -> str:
    """Describe every command and option that click knows."""
    parts = ["`trichat --help` and `trichat COMMAND --help` say this in the terminal, `trichat --version` the version."]
    for name, command in _commands(command_line):
        options = [_option(option) for option in command.params if isinstance(option, click.Option)]
        parts += [
            f"## trichat {name}",
            cleandoc(command.help or ""),
            table(("Option", "What it does", "Default"), options),
        ]
        parts += [_examples(command.epilog)] if command.epilog else []
    parts.append("How the commands end is told in [Exit statuses](exit-statuses.md).")
    return page("The command line", "trichat/cli/", *parts)


def _examples(epilog: str) -> str:
    """Give the lines of examples, which are indented in the terminal."""
    lines = [line.strip() for line in epilog.splitlines() if line.startswith("  ")]
    return "\n".join(["```sh", *lines, "```"])


def _commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """Give every command with its whole name, and those of a group instead of the group."""
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from _commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def _option(option: click.Option) -> tuple[str, str, str]:
    text, _, told = (option.help or "").partition("  [default: ")
    default = _told(told.removesuffix("]")) or (_default(option.default) if option.show_default else "")
    names = [*option.opts, *(f"/ {name}" for name in option.secondary_opts)]
    return code(" ".join([*names, _value(option)]).strip()), text, default


def _told(default: str) -> str:
    return default if " " in default or default.startswith("`") else code(default)


def _default(value: Any) -> str:
    return code(" ".join(value) if isinstance(value, tuple) else str(value))


def _value(option: click.Option) -> str:
    """Name the value that an option takes."""
    kind = option.type
    if option.is_flag:
        return ""
    if isinstance(kind, click.Choice):
        return "|".join(kind.choices)
    if isinstance(kind, click.Path):
        return "FILE"
    if option.metavar:
        return option.metavar
    return "NUMBER" if isinstance(kind, click.IntRange) else "TEXT"
