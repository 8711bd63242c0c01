"""Slash commands about the visit and the server: help, names, language, leaving."""

from trichat.words import requests as ask
from trichat.words.commands.base import Command, filled, nothing, words
from trichat.words.events import Who
from trichat.words.requests import Request

_nick = filled(ask.Rename, "name")
_lang = filled(ask.Language, "code")


def _resume(text: str) -> Request:
    (token,) = words(text, 0, 1)
    if " " in token:
        raise ValueError(text)
    return ask.Resume(token=token)


def _help(text: str) -> Request:
    return ask.Help(command=text.removeprefix("/"))


ROWS: tuple[Command, ...] = (
    Command(
        name="help",
        who=Who.ANYBODY,
        usage="/help [SUBJECT or COMMAND]",
        help="Show the commands, or what one of them does.",
        build=_help,
    ),
    Command(name="nick", who=Who.ANYBODY, usage="/nick NAME", help="Take another name.", build=_nick),
    Command(
        name="resume",
        who=Who.ANYBODY,
        usage="/resume [TOKEN]",
        help="Show the token with which you can go on over another connection, or go on with one.",
        build=_resume,
        plain_only=True,
    ),
    Command(name="motd", who=Who.ANYBODY, usage="/motd", help="Show the message of the day.", build=nothing(ask.Motd)),
    Command(
        name="lang",
        who=Who.ANYBODY,
        usage="/lang CODE",
        help="Choose the language in which the server speaks to you: en, ru.",
        build=_lang,
        plain_only=True,
    ),
    Command(
        name="quit",
        who=Who.ANYBODY,
        usage="/quit [reason]",
        help="Leave the chat.",
        build=lambda text: ask.Quit(reason=text),
        aliases=("exit", "bye"),
        done_anyway=True,
    ),
)
