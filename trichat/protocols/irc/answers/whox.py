"""The fields of WHOX (ircv3.net/specs/extensions/whox), in the order in which they are told."""

from trichat.words.events import Member, PeopleFound
from trichat.words.modes import prefixes

_ORDER = "tcuihsnfdlaor"


def flags(member: Member, *, every: bool) -> str:
    """Give the flags of one line of WHO: here or gone, operator of the server, what they are in the room, a bot.

    `every`: all of a member's prefixes are told, not only the highest.
    """
    here = "G" if member.away else "H"
    return f"{here}{'*' * member.operator}{prefixes(member.roles, every=every)}{'B' * member.source.bot}"


def whox_line(member: Member, asked: PeopleFound, server: str, *, every: bool = False) -> list[str]:
    """Give the parameters of one RPL_WHOSPCRPL; the real name, if asked for, is last and begins with a colon.

    `every`: all of a member's prefixes are told, not only the highest.
    """
    source = member.source
    values = {
        "t": asked.token or "0",
        "c": member.room or "*",
        "u": source.username,
        "i": "255.255.255.255",  # addresses are nobody's business: the specification's way of saying so
        "h": source.host,
        "s": server,
        "n": source.nick,
        "f": flags(member, every=every),
        "d": "0",
        "l": str(member.idle // 1000),
        "a": source.account or "0",
        "o": "n/a",
        "r": ":" + member.realname,
    }
    return [values[field] for field in _ORDER if field in asked.fields]
