"""`trichat account` and `trichat hash-password`."""

import sys
from typing import Any

import click

from trichat.cli.asking import ask_server, asks
from trichat.cli.common import examples, option
from trichat.cli.types import Word


@click.command("hash-password", epilog=examples("trichat hash-password"))
def hash_password() -> None:
    """Make a hash of a password. It can stand in the settings of a server instead of the password."""
    from trichat.config import secrets  # noqa: PLC0415

    click.echo(secrets.hashed(_new_password()))


def _new_password() -> str:
    """Ask for a password, or read the first line of standard input."""
    if sys.stdin.isatty():
        password = str(click.prompt("Password", hide_input=True, confirmation_prompt="Once more", err=True))
    else:
        password = sys.stdin.readline().removesuffix("\n")
    if not password:
        raise click.UsageError("A password is not empty: give one on the first line of standard input.")
    return password


@click.group(epilog=examples("trichat account add anna", "trichat account list"))
def account() -> None:
    """Manage registered accounts. The server may be running or not."""


@account.command("add", epilog=examples("trichat account add anna", "trichat account add anna < password.txt"))
@click.argument("name", type=Word())
@option("--email", type=Word("address", 254), help="E-mail address to keep with it.")
@asks
def account_add(name: str, email: str | None, **chosen: Any) -> None:
    """Make an account. Its password is asked for, or read from standard input."""
    from trichat.words.requests import AddAccount  # noqa: PLC0415

    ask_server(AddAccount(name=name, password=_new_password(), email=email or ""), **chosen)


@account.command("passwd", epilog=examples("trichat account passwd anna"))
@click.argument("name", type=Word())
@asks
def account_passwd(name: str, **chosen: Any) -> None:
    """Give an account another password. It is asked for, or read from standard input."""
    from trichat.words.requests import SetPassword  # noqa: PLC0415

    ask_server(SetPassword(name=name, password=_new_password()), **chosen)


@account.command("remove", epilog=examples("trichat account remove anna"))
@click.argument("name", type=Word())
@asks
def account_remove(name: str, **chosen: Any) -> None:
    """Remove an account. Nobody can register its name again: they would get its conversations."""
    from trichat.words.requests import RemoveAccount  # noqa: PLC0415

    ask_server(RemoveAccount(name=name), **chosen)


@account.command("list", epilog=examples("trichat account list", "trichat account list --json"))
@asks
def account_list(**chosen: Any) -> None:
    """List all accounts."""
    from trichat.words.requests import ListAccounts  # noqa: PLC0415

    ask_server(ListAccounts(), **chosen)
