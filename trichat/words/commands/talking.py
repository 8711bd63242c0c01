"""Slash commands for saying something."""

from trichat.words import requests as ask
from trichat.words.commands.base import Command, words
from trichat.words.events import Kind
from trichat.words.requests import Request


def _me(text: str) -> Request:
    (what,) = words(text, 1, 1)
    return ask.Say(text=what, kind=Kind.ACTION)


def _msg(text: str) -> Request:
    target, what = words(text, 2, 2)
    return ask.Say(target=target, text=what)


def _reply(text: str) -> Request:
    (what,) = words(text, 1, 1)
    return ask.SayBack(text=what)


ROWS: tuple[Command, ...] = (
    Command(name="me", usage="/me ACTION", help="Say what you are doing: “* anna waves”.", build=_me),
    Command(
        name="msg",
        usage="/msg NAME TEXT",
        help="Say something to one person, or in another room.",
        build=_msg,
        aliases=("query",),
    ),
    Command(
        name="reply",
        usage="/reply TEXT",
        help="Say something to whoever wrote to you last in private.",
        build=_reply,
        plain_only=True,
        aliases=("r",),
    ),
)
