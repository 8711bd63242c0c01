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
    try:
        password.encode()
    except UnicodeEncodeError:  # bytes that were not the text that the system expects; no door could give them again
        raise click.UsageError("A password is text in UTF-8: what came is something else.") from None
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


@account.command("token", epilog=examples("trichat account token ci '#builds'"))
@click.argument("name", type=Word())
@click.argument("rooms", nargs=-1, required=True, type=Word("room", 200))
@asks
def account_token(name: str, rooms: tuple[str, ...], **chosen: Any) -> None:
    """Make a token for a program. It speaks for the account, in these rooms, over HTTP; it is shown once."""
    import hashlib  # noqa: PLC0415
    from secrets import token_urlsafe  # noqa: PLC0415

    from trichat.words.commands import room_name  # noqa: PLC0415
    from trichat.words.requests import AddApiToken  # noqa: PLC0415

    token = token_urlsafe(32)
    hashed = hashlib.sha256(token.encode()).hexdigest()
    ask_server(AddApiToken(name=name, rooms=tuple(map(room_name, rooms)), token=hashed), secret=token, **chosen)


@account.command("tokens", epilog=examples("trichat account tokens"))
@asks
def account_tokens(**chosen: Any) -> None:
    """List the tokens of programs, by the names that they were given."""
    from trichat.words.requests import ListApiTokens  # noqa: PLC0415

    ask_server(ListApiTokens(), **chosen)


@account.command("revoke", epilog=examples("trichat account revoke 0a1b2c3d"))
@click.argument("token", type=Word("token"))
@asks
def account_revoke(token: str, **chosen: Any) -> None:
    """Make a token worth nothing, by its name in the list."""
    from trichat.words.requests import RemoveApiToken  # noqa: PLC0415

    ask_server(RemoveApiToken(token=token), **chosen)
