"""Slash commands about people: who is here, who somebody is, being away."""

from trichat.words import requests as ask
from trichat.words.commands.base import Command, filled, words
from trichat.words.events import Who
from trichat.words.names.names import is_room
from trichat.words.requests import Request


def _who(text: str) -> Request:
    (what,) = words(text, 0, 1)
    return ask.Who(mask=what) if what and not is_room(what) else ask.Names(room=what)


_whois = filled(ask.Whois, "name")
_away = filled(ask.Away, "text", needs=0)


ROWS: tuple[Command, ...] = (
    Command(
        name="who",
        usage="/who [room or name]",
        help="Show who is here, who is in a room, or who has a name.",
        build=_who,
        aliases=("names",),
    ),
    Command(name="whois", usage="/whois NAME", help="Show who somebody is.", build=_whois),
    Command(
        name="away",
        who=Who.ANYBODY,
        usage="/away [reason]",
        help="Say that you are away, and why; without a reason, that you are back.",
        build=_away,
    ),
)
