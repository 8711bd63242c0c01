"""`trichat admin`."""

from typing import Any

import click

from trichat.cli.asking import ask_server, asks
from trichat.cli.common import examples, option
from trichat.cli.types import Number, Word


@click.group(epilog=examples("trichat admin op anna", "trichat admin log"))
def admin() -> None:
    """Administer a server. It may be running or not."""


@admin.command("op", epilog=examples("trichat admin op anna"))
@click.argument("name", type=Word())
@asks
def admin_op(name: str, **chosen: Any) -> None:
    """Make an account an operator of the server."""
    from trichat.words.requests import Appoint  # noqa: PLC0415

    ask_server(Appoint(name=name), **chosen)


@admin.command("deop", epilog=examples("trichat admin deop anna"))
@click.argument("name", type=Word())
@asks
def admin_deop(name: str, **chosen: Any) -> None:
    """Take the rights of a server operator from an account."""
    from trichat.words.requests import Appoint  # noqa: PLC0415

    ask_server(Appoint(name=name, operator=False), **chosen)


@admin.command("rehash", epilog=examples("trichat admin rehash"))
@asks
def admin_rehash(**chosen: Any) -> None:
    """Make the server read its settings and certificate again."""
    from trichat.words.requests import RereadSettings  # noqa: PLC0415

    ask_server(RereadSettings(), **chosen)


@admin.command("clock", epilog=examples("trichat admin clock", "trichat admin clock --right"))
@option("--right", is_flag=True, help="Say that the clock is right, so that what is old is deleted again.")
@asks
def admin_clock(right: bool, **chosen: Any) -> None:
    """Show what the clock of the server says. After a jump nothing is deleted for its age."""
    from trichat.words.requests import AdministerClock  # noqa: PLC0415

    ask_server(AdministerClock(right=right), **chosen)


@admin.command("log", epilog=examples("trichat admin log", "trichat admin log --last 20", "trichat admin log --json"))
@option("--last", type=Number(1, 1000), default=100, show_default=True, help="How many entries to show, up to 1000.")
@asks
def admin_log(last: int, **chosen: Any) -> None:
    """Show the log of moderation. It has kicks, bans, changes of modes, reports, and what operators do."""
    from trichat.words.requests import ShowLog  # noqa: PLC0415

    ask_server(ShowLog(limit=last), **chosen)
