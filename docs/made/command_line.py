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
        prefix = f"TRICHAT_{name.upper().replace(' ', '_').replace('-', '_')}"
        options = [_option(option, prefix) for option in command.params if isinstance(option, click.Option)]
        parts += [
            f"## trichat {name}",
            cleandoc(command.help or ""),
            table(("Option", "What it does", "Default", "Environment"), options) if options else "",
        ]
        parts += [_examples(command.epilog)] if command.epilog else []
    parts += [_WHICH, _JSON, _ENVIRONMENT, _COMPLETION]
    parts.append("How the commands end is told in [Exit statuses](exit-statuses.md).")
    return page("The command line", "trichat/cli/", *parts)


_ENVIRONMENT = """
## In the environment

Each option can be given as a variable of the environment. An option that is typed goes before a variable, that before
the file with the settings, and that before the default. For an option that needs no value, `1` means that it is given
and `0` that it is not. Of what can be given several times, spaces separate one from the next. An empty variable says
nothing.

```sh
TRICHAT_SERVE_PORT=9000 TRICHAT_SERVE_HOST="127.0.0.1 ::1" trichat serve
TRICHAT_CHAT_NICK=anna TRICHAT_CHAT_TLS=1 trichat chat chat.example.org
```
"""
_JSON = """
## Answers for programs

With `--json`, `trichat account` and `trichat admin` print one JSON document, also when something could not be done.
Only a command that is wrong in itself is told on standard error. New keys may be added; those that are there stay.

| Key | Of | What it is |
| --- | --- | --- |
| `done` | all | whether it was done: true or false, as the exit status says |
| `lines` | all | a list of the sentences that are printed without `--json` |
| `reason` | what the server refuses | why, in a word: `no_such_account`, `name_taken` … |
| `account` | all others of `account`, `admin op`, `admin deop` | the name of the account |
| `operator` | `admin op`, `admin deop` | whether it is one of an operator now |
| `accounts` | `account list` | a list: `name`, `created`, `email` (`""` if there is none), `operator` |
| `log` | `admin log` | a list, the oldest first: `time`, `by`, `deed`, `target` (a room, or `""`), `about`, `reason` |
| `now`, `expected`, `believed` | `admin clock` | what the clock says; what it should, or null; whether it is believed |

Times are in UTC, as in `2026-05-01T10:00:00.000Z`.

```sh
trichat account list --json | jq -r '.accounts[] | select(.operator) | .name'
```
"""
_WHICH = """
## Which server is asked

`trichat account` and `trichat admin` ask the server of yours that runs, wherever it keeps its history. If several run,
they say which, and `--control`, `--history` or `--config` chooses one. If none runs, they change the history: yours, or
the one that `--history` or `--config` names. A server of another user, such as a service, has to be asked as that user.

The servers that run are noted in `running` in your state folder (`~/.local/state/trichat` on Linux).
"""
_COMPLETION = """
## Completion

The Tab key finishes commands, options and what they may be, after this line in `~/.bashrc`:

```sh
eval "$(_TRICHAT_COMPLETE=bash_source trichat)"
```

For zsh, it is `eval "$(_TRICHAT_COMPLETE=zsh_source trichat)"` in `~/.zshrc`; for fish,
`_TRICHAT_COMPLETE=fish_source trichat | source` in `~/.config/fish/config.fish`.
"""


def _examples(epilog: str) -> str:
    """Give the lines of examples, which are indented in the terminal."""
    lines = [line.strip() for line in epilog.splitlines() if line.startswith("  ")]
    return "\n".join(["```sh", *lines, "```"])


def _commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """Give every command with its whole name, and those of a group instead of the group."""
    context = click.Context(group)
    for name in sorted(group.list_commands(context)):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _commands(command, f"{before}{name} ")
        elif command is not None:
            yield f"{before}{name}", command


def _option(option: click.Option, prefix: str) -> tuple[str, str, str, str]:
    text, _, told = (option.help or "").partition("  [default: ")
    default = _told(told.removesuffix("]")) or (_default(option.default) if option.show_default else "")
    names = [", ".join(option.opts), *(f"/ {name}" for name in option.secondary_opts)]
    variable = f"{prefix}_{(option.name or '').upper()}" if option.allow_from_autoenv else ""
    return code(" ".join([*names, _value(option)]).strip()), text, default, code(variable)


def _told(default: str) -> str:
    return default if " " in default else code(default)


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
    return option.metavar or kind.name.upper()
