"""RPL_ISUPPORT: the limits and manners of the server."""

import functools

from trichat.protocols.irc.answers.writer import ServerFacts
from trichat.protocols.irc.commands import HISTORY_MOST, MOST_ROOMS, MOST_TARGETS
from trichat.words import modes
from trichat.words.modes import ModeKind
from trichat.words.names.names import HOST_BYTES, NAME_BYTES, ROOM_BYTES, USERNAME_BYTES
from trichat.words.text.clean import REASON_BYTES

_TARGMAX = (
    f"JOIN:{MOST_ROOMS},PART:{MOST_ROOMS},NAMES:{MOST_ROOMS},"
    f"KICK:{MOST_TARGETS},PRIVMSG:{MOST_TARGETS},NOTICE:{MOST_TARGETS},TAGMSG:{MOST_TARGETS},"
    f"WHOIS:{MOST_TARGETS},WHOWAS:{MOST_TARGETS}"
)

_KINDS = (ModeKind.LIST, ModeKind.KEY, ModeKind.VALUE, ModeKind.FLAG)


@functools.lru_cache(maxsize=8)  # of a server it is always the same, and every newcomer is told
def isupport(facts: ServerFacts) -> tuple[str, ...]:
    """Give the limits and manners of the server (modern.ircdocs.horse, "RPL_ISUPPORT Parameters")."""
    return (
        f"AWAYLEN={facts.away_bytes}",
        "BOT=B",
        "CASEMAPPING=ascii",
        f"CHANLIMIT=#:{facts.most_rooms}",
        f"CHANMODES={','.join(modes.letters(kind) for kind in _KINDS)}",
        f"CHANNELLEN={ROOM_BYTES}",
        "CHANTYPES=#",
        f"CHATHISTORY={HISTORY_MOST}",
        "ELIST=CMNTU",
        "EXCEPTS=e",
        "EXTBAN=,am",
        "ACCOUNTEXTBAN=a",
        "INVEX=I",
        f"HOSTLEN={HOST_BYTES}",
        f"KICKLEN={REASON_BYTES}",
        f"KEYLEN={modes.KEY_BYTES}",
        f"MAXLIST={modes.letters(ModeKind.LIST)}:{modes.LIST_MOST}",
        f"MODES={modes.CHANGES_MOST}",
        f"MONITOR={facts.most_watched}",
        "MSGREFTYPES=msgid,timestamp",
        f"NETWORK={facts.network}",
        f"NAMELEN={facts.realname_bytes}",
        f"NICKLEN={NAME_BYTES}",
        f"PREFIX=({''.join(modes.PREFIXES)}){''.join(modes.PREFIXES.values())}",
        "SAFELIST",
        f"STATUSMSG={''.join(modes.PREFIXES.values())}",
        f"TARGMAX={_TARGMAX}",
        f"TOPICLEN={facts.topic_bytes}",
        f"USERLEN={USERNAME_BYTES}",
        "UTF8ONLY",
        "WHOX",
    )
