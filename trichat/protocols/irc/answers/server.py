"""Answers about the server itself: what it is, who runs it, what it can be asked."""

import functools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from trichat.protocols.irc import capabilities as cap
from trichat.protocols.irc import numerics as num
from trichat.protocols.irc.answers import help as topics
from trichat.protocols.irc.answers.writer import LINE_BYTES, ServerFacts, Writer, Writers, packed, param
from trichat.protocols.irc.commands import HISTORY_MOST, MOST_ROOMS, MOST_TARGETS
from trichat.words import events as ev
from trichat.words import modes
from trichat.words.commands import in_short
from trichat.words.modes import ModeKind
from trichat.words.names.names import HOST_BYTES, NAME_BYTES, ROOM_BYTES, USERNAME_BYTES
from trichat.words.text.clean import REASON_BYTES

_TARGMAX = (
    f"JOIN:{MOST_ROOMS},PART:{MOST_ROOMS},NAMES:{MOST_ROOMS},"
    f"KICK:{MOST_TARGETS},PRIVMSG:{MOST_TARGETS},NOTICE:{MOST_TARGETS},TAGMSG:{MOST_TARGETS},"
    f"WHOIS:{MOST_TARGETS},WHOWAS:{MOST_TARGETS}"
)
_HELP_COLUMNS = 64  # of 80, less what clients show before a line
_ISUPPORT_TOKENS = 12  # in one line: 15 parameters at most, less nick and text
_INFO = (
    "trichat is a chat server: people at netcat, IRC clients and its own client meet in the same rooms.",
    "What anybody has seen is on disk already.",
)
_KINDS = (ModeKind.LIST, ModeKind.KEY, ModeKind.VALUE, ModeKind.FLAG)


@functools.lru_cache(maxsize=8)  # of a server it is always the same, and every newcomer is told
def isupport(facts: ServerFacts) -> tuple[str, ...]:
    """Give the limits and formats of the server (modern.ircdocs.horse, "RPL_ISUPPORT Parameters")."""
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
        f"MONITOR={facts.most_monitored}",
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
        *((f"draft/ICON={_escaped(facts.icon)}",) if facts.icon else ()),
        *((f"soju.im/FILEHOST={_escaped(facts.file_host)}",) if facts.file_host else ()),
        *(("draft/ACCOUNTREQUIRED",) if facts.account_required else ()),
    )


def _escaped(value: str) -> str:
    """Write what would end a value otherwise (modern.ircdocs.horse, "RPL_ISUPPORT (005)")."""
    return value.replace("\\", r"\x5C").replace("=", r"\x3D")


def isupport_lines(to: Writer) -> Iterator[str]:
    """Give the limits and formats of the server, as lines; as a batch for those who know such (extended-isupport)."""
    tokens = isupport(to.facts)
    most = LINE_BYTES - len(to.numeric(num.RPL_ISUPPORT, "").encode())
    rows = [tokens[start : start + _ISUPPORT_TOKENS] for start in range(0, len(tokens), _ISUPPORT_TOKENS)]
    lines = [to.numeric(num.RPL_ISUPPORT, words) for row in rows for words in packed(row, most)]
    if not {cap.BATCH, cap.EXTENDED_ISUPPORT} <= to.enabled:
        yield from lines
    else:
        yield from to.batch("isupport", "draft/isupport", lines)


def _version(_event: ev.ServerShown, to: Writer) -> Iterator[str]:
    yield to.numeric(num.RPL_VERSION, f"trichat-{to.facts.version}", to.facts.server)
    yield from isupport_lines(to)


def _time(event: ev.ServerShown, to: Writer) -> Iterator[str]:
    told = datetime.fromtimestamp(event.now / 1000, UTC)
    yield to.numeric(num.RPL_TIME, to.facts.server, str(event.now // 1000), time=f"{told:%A %B %d %Y -- %H:%M:%S} UTC")


def _admin(event: ev.ServerShown, to: Writer) -> Iterator[str]:
    if not event.admin:
        yield to.numeric(num.ERR_NOADMININFO, to.facts.server)
        return
    first, second, email = (*event.admin, "", "", "")[:3]
    yield to.numeric(num.RPL_ADMINME, to.facts.server)
    yield to.numeric(num.RPL_ADMINLOC1, line=first)
    yield to.numeric(num.RPL_ADMINLOC2, line=second)
    yield to.numeric(num.RPL_ADMINEMAIL, line=email)


def _info(_event: ev.ServerShown, to: Writer) -> Iterator[str]:
    for line in (f"trichat {to.facts.version}", *_INFO, f"This server was started {to.facts.started}."):
        yield to.numeric(num.RPL_INFO, line=line)
    yield to.numeric(num.RPL_ENDOFINFO)


def _links(_event: ev.ServerShown, to: Writer) -> Iterator[str]:
    yield to.numeric(num.RPL_LINKS, to.facts.server, to.facts.server, info=to.facts.description)
    yield to.numeric(num.RPL_ENDOFLINKS, "*")


_ABOUT: dict[str, Callable[[ev.ServerShown, Writer], Iterator[str]]] = {
    "VERSION": _version,
    "TIME": _time,
    "ADMIN": _admin,
    "INFO": _info,
    "LINKS": _links,
    "ISUPPORT": lambda _event, to: isupport_lines(to),
}


def _about(event: ev.ServerShown, to: Writer) -> Iterator[str]:
    return _ABOUT[event.topic](event, to)


def _stats(event: ev.StatsShown, to: Writer) -> Iterator[str]:
    if event.letter == "u":
        minutes, seconds = divmod(event.uptime, 60)
        hours, minutes = divmod(minutes, 60)
        days, hours = divmod(hours, 24)
        yield to.numeric(num.RPL_STATSUPTIME, uptime=f"{days} days {hours}:{minutes:02}:{seconds:02}")
    for source in event.operators:
        yield to.numeric(num.RPL_STATSOLINE, "O", source.mask, "*", source.nick)
    yield to.numeric(num.RPL_ENDOFSTATS, param(event.letter))


def _help(event: ev.HelpShown, to: Writer) -> Iterator[str]:
    subject = event.command.upper()
    if not subject or subject == topics.INDEX.upper():
        named = [(word, topics.may_use(word, event.who)) for word in topics.SUBJECTS]
        lines = [line for word, names in named if names for line in packed([f"{word}:", *names], _HELP_COLUMNS)]
        yield from _help_lines(to, topics.INDEX, "Commands by subject: HELP <subject> tells what they do", lines)
        return
    if subject in topics.SUBJECTS:
        names = topics.may_use(subject, event.who)
        lines = [f"{name}: {in_short(topics.TOPICS[name][1], _HELP_COLUMNS - len(name) - 2)}" for name in names]
        yield from _help_lines(to, subject, "HELP <command> says more of one", lines or ["For operators."])
        return
    if subject not in topics.TOPICS:
        yield to.numeric(num.ERR_HELPNOTFOUND, param(event.command))
        return
    usage, text = topics.TOPICS[subject]
    yield from _help_lines(to, subject, usage, [text])


def _help_lines(to: Writer, subject: str, title: str, lines: list[str]) -> Iterator[str]:
    yield to.numeric(num.RPL_HELPSTART, subject, line=title)
    for line in lines:
        yield to.numeric(num.RPL_HELPTXT, subject, line=line)
    yield to.numeric(num.RPL_ENDOFHELP, subject)


WRITERS: Writers = {
    ev.ServerShown: _about,
    ev.StatsShown: _stats,
    ev.HelpShown: _help,
}
