"""Slash commands for operators of the server."""

from trichat.words import requests as ask
from trichat.words.commands.base import Command, filled, nothing, words
from trichat.words.events import Who
from trichat.words.requests import Request

_oper = filled(ask.BecomeOperator, "name", "password")
_kill = filled(ask.Kill, "name", "reason", needs=1)
_wallops = filled(ask.Wallops, "text")


def _sethost(text: str) -> Request:
    name, host, more = words(text, 2, 3)
    if more:
        raise ValueError(text)
    return ask.SetHost(name=name, host=host)


def _clock(text: str) -> Request:
    if text.lower() not in ("", "right"):
        raise ValueError(text)
    return ask.ShowClock(right=bool(text))


ROWS: tuple[Command, ...] = (
    Command(
        name="oper",
        who=Who.OPERATOR,
        usage="/oper NAME PASSWORD",
        help="Become an operator of the server.",
        build=_oper,
    ),
    Command(
        name="kill",
        who=Who.OPERATOR,
        usage="/kill NAME [reason]",
        help="Disconnect somebody from the server. For operators.",
        build=_kill,
    ),
    Command(
        name="wallops",
        who=Who.OPERATOR,
        usage="/wallops TEXT",
        help="Send a message to all operators, and to everybody who wants these. For operators.",
        build=_wallops,
    ),
    Command(
        name="sethost",
        who=Who.OPERATOR,
        usage="/sethost NAME HOST",
        help="Change the host that others see for somebody. For operators.",
        build=_sethost,
    ),
    Command(
        name="rehash",
        who=Who.OPERATOR,
        usage="/rehash",
        help="Make the server read its settings again. For operators.",
        build=nothing(ask.Rehash),
    ),
    Command(
        name="clock",
        who=Who.OPERATOR,
        usage="/clock [right]",
        help="Show what the clock of the server says; `right` says that it is right. For operators.",
        build=_clock,
    ),
)
