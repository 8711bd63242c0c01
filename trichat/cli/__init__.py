"""The command line. A command is imported when it is asked for, what it needs when it runs: `--help` stays fast."""

import errno
import sys
from importlib import import_module
from typing import Any

import click

from trichat import __version__
from trichat.cli.common import fail
from trichat.errors import StartError
from trichat.system.files import show_any_text

_FULL = (errno.ENOSPC, errno.EFBIG, errno.EIO, errno.EBADF)

# Where each command is, and what it is for, so that a list of them imports none.
_COMMANDS = {
    "account": ("trichat.cli.accounts", "account", "Manage registered accounts."),
    "admin": ("trichat.cli.admin", "admin", "Administer a server."),
    "chat": ("trichat.cli.chat", "chat", "Join a chat from this terminal."),
    "hash-password": ("trichat.cli.accounts", "hash_password", "Make a hash of a password."),
    "history": ("trichat.cli.history", "history", "Check, back up, repair, export and import what is kept."),
    "serve": ("trichat.cli.serve", "serve", "Run a chat server."),
}


class Commands(click.Group):
    """Commands by name. `commands` has only their names and what they are for."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Do what the command line asks; if nobody reads the answer any more, click ends quietly."""
        try:
            return super().main(*args, **kwargs)
        except OSError as exc:
            if exc.filename is not None or exc.errno not in _FULL:
                raise
            fail(StartError(f"Standard output cannot be written ({exc.strerror})."))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if super().get_command(ctx, cmd_name) is None:
            return None
        module, name, _ = _COMMANDS[cmd_name]
        found = getattr(import_module(module), name)
        assert isinstance(found, click.Command)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, self.commands[name].get_short_help_str()) for name in self.list_commands(ctx)])


@click.group(
    cls=Commands,
    commands={name: click.Command(name, short_help=told) for name, (_, _, told) in _COMMANDS.items()},
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "TRICHAT"},
    epilog="\b\nExamples:\n  trichat serve\n  trichat chat\n  trichat chat chat.example.org:8080 --nick anna",
)
@click.version_option(__version__, "-V", "--version", prog_name="trichat")
def main() -> None:
    """A group chat: one server for netcat, IRC clients and its own client, all in the same rooms."""
    for stream in (sys.stdout, sys.stderr):
        show_any_text(stream)
