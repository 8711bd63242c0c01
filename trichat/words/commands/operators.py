"""Slash commands for operators of the server."""

from trichat.words import requests as ask
from trichat.words.commands.base import Command, filled, nothing, words
from trichat.words.requests import Request

_oper = filled(ask.BecomeOperator, "name", "password")
_kill = filled(ask.Kill, "name", "reason", needs=1)
_wallops = filled(ask.Wallops, "text")


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
