"""Answers about people, as IRC writes them: WHO, WHOX and WHOIS, monitor lists, metadata."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from trichat.protocols.irc import capabilities as cap
from trichat.protocols.irc import numerics as num
from trichat.protocols.irc.answers.writer import LINE_BYTES, Writer, Writers, one_numeric, packed, param
from trichat.protocols.irc.numerics import Numeric
from trichat.words import events as ev
from trichat.words.events import Member, PeopleFound
from trichat.words.modes import prefixes
from trichat.words.names.names import fold

_WHOX_ORDER = "tcuihsnfdlaor"  # of the fields (ircv3.net/specs/extensions/whox)
_KEYS = 12  # of metadata in one line: 15 parameters at most
_SUBSCRIPTIONS = {None: num.RPL_METADATASUBS, True: num.RPL_METADATASUBOK, False: num.RPL_METADATAUNSUBOK}


def _away_noted(event: ev.AwayNoted, to: Writer) -> Iterator[str]:
    yield to.numeric(num.RPL_NOWAWAY if event.text else num.RPL_UNAWAY)


def _accepts(event: ev.AcceptsShown, to: Writer) -> Iterator[str]:
    if event.nicks:
        start = to.numeric(num.RPL_ACCEPTLIST)
        for line in packed(event.nicks, LINE_BYTES - len(start.encode()) - 1):
            yield f"{start} {line}"
    yield to.numeric(num.RPL_ENDOFACCEPT)


def _names(to: Writer, numeric: Numeric, names: Iterable[str]) -> Iterator[str]:
    """Write names with commas between them, in as few lines as they need."""
    start = to.numeric(numeric, names="")
    for line in packed(names, LINE_BYTES - len(start.encode())):
        if line:
            yield start + line.replace(" ", ",")


def _watched(event: ev.Watched, to: Writer) -> Iterator[str]:
    yield from _names(to, num.RPL_MONONLINE, [source.mask for source in event.online])
    yield from _names(to, num.RPL_MONOFFLINE, event.offline)


def _watch_list(event: ev.WatchList, to: Writer) -> Iterator[str]:
    yield from _names(to, num.RPL_MONLIST, event.names)
    yield to.numeric(num.RPL_ENDOFMONLIST)


def _people(event: ev.PeopleFound, to: Writer) -> Iterator[str]:
    every = cap.MULTI_PREFIX in to.enabled
    for member in event.people:
        source = member.source
        if event.fields:
            yield to.numeric(num.RPL_WHOSPCRPL, *whox_line(member, event, to.facts.server, every=every))
        else:
            yield to.numeric(
                num.RPL_WHOREPLY,
                member.room or "*",
                source.username,
                source.host,
                to.facts.server,
                source.nick,
                flags(member, every=every),
                realname=member.realname,
            )
    yield to.numeric(num.RPL_ENDOFWHO, param(event.mask))


def _person(event: ev.PersonShown, to: Writer) -> Iterator[str]:
    person, source, nick = event.person, event.person.source, event.person.source.nick
    yield to.numeric(num.RPL_WHOISUSER, nick, source.username, source.host, "*", realname=person.realname)
    yield from _private(event, to)
    start = to.numeric(num.RPL_WHOISCHANNELS, nick, rooms="")
    every = cap.MULTI_PREFIX in to.enabled
    rooms = [prefixes(roles, every=every) + name for name, roles in event.rooms]
    for line in packed(rooms, LINE_BYTES - len(start.encode())) if rooms else ():
        yield start + line
    yield to.numeric(num.RPL_WHOISSERVER, nick, to.facts.server, info=to.facts.description)
    if person.away:
        yield to.numeric(num.RPL_AWAY, nick, text=person.away)
    if person.operator:
        yield to.numeric(num.RPL_WHOISOPERATOR, nick)
    if source.account:
        if fold(source.account) == fold(nick):
            yield to.numeric(num.RPL_WHOISREGNICK, nick)
        yield to.numeric(num.RPL_WHOISACCOUNT, nick, source.account)
    if source.bot:
        yield to.numeric(num.RPL_WHOISBOT, nick)
    if event.secure:
        yield to.numeric(num.RPL_WHOISSECURE, nick)
    for key, value in event.metadata if not to.enabled.isdisjoint(_METADATA) else ():
        yield to.numeric(num.RPL_WHOISKEYVALUE, nick, key, "*", value=value)
    yield to.numeric(num.RPL_WHOISIDLE, nick, str(person.idle // 1000), str(person.since // 1000))
    yield to.numeric(num.RPL_ENDOFWHOIS, nick)


_METADATA = (cap.METADATA, cap.METADATA_2)


def _private(event: ev.PersonShown, to: Writer) -> Iterator[str]:
    """Write what only somebody themselves and operators are told."""
    source, private = event.person.source, event.private
    if private is None:
        return
    yield to.numeric(num.RPL_WHOISMODES, source.nick, modes=private.modes)
    if private.address:
        address = "0" + private.address if private.address.startswith(":") else private.address
        yield to.numeric(num.RPL_WHOISHOST, source.nick, where=f"{source.username}@{source.host} {address}")
        yield to.numeric(num.RPL_WHOISACTUALLY, source.nick, f"{source.username}@{source.host}", address)
    if private.fingerprint:
        yield to.numeric(num.RPL_WHOISCERTFP, source.nick, fingerprint=private.fingerprint)


def _past(event: ev.PastShown, to: Writer) -> Iterator[str]:
    for past in event.people:
        nick, source = past.source.nick, past.source
        yield to.numeric(num.RPL_WHOWASUSER, nick, source.username, source.host, "*", realname=past.realname)
        until = datetime.fromtimestamp(past.until / 1000, UTC)
        yield to.numeric(num.RPL_WHOISSERVER, nick, to.facts.server, info=f"{until:%a %b %d %H:%M:%S %Y} UTC")
    if not event.people:
        yield to.numeric(num.ERR_WASNOSUCHNICK, param(event.name))
    yield to.numeric(num.RPL_ENDOFWHOWAS, param(event.name))


def _here(event: ev.HereShown, to: Writer) -> Iterator[str]:
    yield to.numeric(num.RPL_ISON, nicks=" ".join(event.nicks))


def _user_hosts(event: ev.UserHostsShown, to: Writer) -> Iterator[str]:
    people = [
        f"{each.source.nick}{'*' * each.operator}={'-' if each.away else '+'}{each.source.username}@{each.source.host}"
        for each in event.people
    ]
    yield to.numeric(num.RPL_USERHOST, people=" ".join(people))


def _user_modes(event: ev.UserModesShown, to: Writer) -> Iterator[str]:
    yield to.numeric(num.RPL_UMODEIS, "+" + event.modes)


def _user_modes_changed(event: ev.UserModesChanged, to: Writer) -> Iterator[str]:
    yield f":{to.nick} MODE {to.nick} {event.change}"


def _shown(event: ev.MetadataShown, to: Writer) -> Iterator[str]:
    draft_2 = cap.tells_as_draft_2(to.enabled)
    if event.news and not event.entries and not draft_2:
        return
    if event.unset and draft_2:
        for target, key, _ in event.entries:
            yield f":{to.facts.server} FAIL METADATA KEY_NOT_SET {target} {key} :key not set"
        return
    write = _news if event.news and draft_2 else _entry
    lines = [write(target, key, value, to) for target, key, value in event.entries]
    if not event.batch or cap.BATCH not in to.enabled:
        yield from lines
    else:
        yield from to.batch("metadata", f"metadata {event.target}", lines)


def _entry(target: str, key: str, value: str, to: Writer) -> str:
    if not value:
        return to.numeric(num.RPL_KEYNOTSET, target, key)
    return to.numeric(num.RPL_KEYVALUE, target, key, "*", value=value)


def _news(target: str, key: str, value: str, to: Writer) -> str:
    """Write what is new as draft/metadata-2 has it ("METADATA server message")."""
    return f":{to.facts.server} METADATA {target} {key} *{f' :{value}' if value else ''}"


def _subscriptions(event: ev.SubscriptionsShown, to: Writer) -> Iterator[str]:
    for start in range(0, len(event.keys), _KEYS):
        yield to.numeric(_SUBSCRIPTIONS[event.change], *event.keys[start : start + _KEYS])


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
        "i": "255.255.255.255",  # as the specification says it where addresses are not shown
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
    return [values[field] for field in _WHOX_ORDER if field in asked.fields]


WRITERS: Writers = {
    ev.PeopleFound: _people,
    ev.PersonShown: _person,
    ev.PastShown: _past,
    ev.HereShown: _here,
    ev.UserHostsShown: _user_hosts,
    ev.UserModesShown: _user_modes,
    ev.UserModesChanged: _user_modes_changed,
    ev.AwayNoted: _away_noted,
    ev.AwayShown: one_numeric(num.RPL_AWAY, "nick"),
    ev.AcceptsShown: _accepts,
    ev.Watched: _watched,
    ev.WatchList: _watch_list,
    ev.MetadataShown: _shown,
    ev.SubscriptionsShown: _subscriptions,
}
