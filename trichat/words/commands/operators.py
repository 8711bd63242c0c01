"""Slash commands for operators of the server."""

from trichat.words import requests as ask
from trichat.words.commands.base import Command, nothing, words
from trichat.words.requests import Request


def _oper(text: str) -> Request:
    name, password = words(text, 2, 2)
    return ask.BecomeOperator(name=name, password=password)


def _kill(text: str) -> Request:
    name, reason = words(text, 1, 2)
    return ask.Kill(name=name, reason=reason)


def _wallops(text: str) -> Request:
    (what,) = words(text, 1, 1)
    return ask.Wallops(text=what)


def _sethost(text: str) -> Request:
    name, host, more = words(text, 2, 3)
    if more:
        raise ValueError(text)
    return ask.SetHost(name=name, host=host)


ROWS: tuple[Command, ...] = (
    Command(name="oper", usage="/oper NAME PASSWORD", help="Be an operator of the server.", build=_oper),
    Command(
        name="kill", usage="/kill NAME [reason]", help="Put somebody off the server. For its operators.", build=_kill
    ),
    Command(
        name="wallops",
        usage="/wallops TEXT",
        help="Say something to all operators, and to all who want to hear them. For operators.",
        build=_wallops,
    ),
    Command(
        name="sethost",
        usage="/sethost NAME HOST",
        help="Let somebody be seen under another host. For operators.",
        build=_sethost,
    ),
    Command(
        name="rehash",
        usage="/rehash",
        help="Have the settings of the server read again. For operators.",
        build=nothing(ask.Rehash),
    ),
)
