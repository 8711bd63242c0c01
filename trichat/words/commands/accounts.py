"""Slash commands for one's account."""

from trichat.words import requests as ask
from trichat.words.commands.base import Command, filled, nothing, words
from trichat.words.events import Who
from trichat.words.requests import Request


def _register(text: str) -> Request:
    password, email = words(text, 0, 2)
    if " " in email:
        raise ValueError(text)
    return ask.Register(password=password, email=email)


_login = filled(ask.LogIn, "name", "password", needs=0)


def _password(text: str) -> Request:
    old, new = words(text, 0, 2)
    if bool(old) is not bool(new) or " " in new:
        raise ValueError(text)
    return ask.ChangePassword(old=old, new=new)


def _cert(text: str) -> Request:
    what, fingerprint = words(text, 0, 2)
    if what.lower() not in ("", "list", "add", "remove"):
        raise ValueError(text)
    return ask.Certificates(add=what.lower() == "add", remove=what.lower() == "remove", fingerprint=fingerprint)


ROWS: tuple[Command, ...] = (
    Command(
        name="register",
        who=Who.NEWCOMER,
        usage="/register [PASSWORD] [email]",
        help="Register the name you have, so that it is yours. Without a password you are asked for one.",
        build=_register,
        plain_only=True,  # the client asks for passwords itself, and knows other ways to log in
    ),
    Command(
        name="login",
        who=Who.GUEST,
        usage="/login [NAME] [PASSWORD]",
        help="Log in to a registered name. Without a password you are asked for it.",
        build=_login,
        plain_only=True,
        aliases=("identify",),
    ),
    Command(name="logout", who=Who.ACCOUNT, usage="/logout", help="Log out.", build=nothing(ask.LogOut)),
    Command(
        name="password",
        who=Who.ACCOUNT,
        usage="/password [OLD NEW]",
        help="Change your password. Without passwords you are asked for them.",
        build=_password,
        plain_only=True,
    ),
    Command(
        name="cert",
        who=Who.ACCOUNT,
        usage="/cert [add or remove] [FINGERPRINT]",
        help="Show the TLS certificates that log you in without a password, or add or remove one.",
        build=_cert,
    ),
)
