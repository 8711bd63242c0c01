"""Answers about people."""

from collections.abc import Iterator
from datetime import UTC, datetime

from trichat.protocols.irc import capabilities as cap
from trichat.protocols.irc import numerics as num
from trichat.protocols.irc.answers.whox import flags, whox_line
from trichat.protocols.irc.answers.writer import LINE_BYTES, Writer, Writers, packed, param
from trichat.words import events as ev
from trichat.words.modes import prefixes
from trichat.words.names.names import fold


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
    for key, value in event.metadata if cap.METADATA in to.enabled else ():
        yield to.numeric(num.RPL_WHOISKEYVALUE, nick, key, "*", value=value)
    yield to.numeric(num.RPL_WHOISIDLE, nick, str(person.idle // 1000), str(person.since // 1000))
    yield to.numeric(num.RPL_ENDOFWHOIS, nick)


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


WRITERS: Writers = {
    ev.PeopleFound: _people,
    ev.PersonShown: _person,
    ev.PastShown: _past,
    ev.HereShown: _here,
    ev.UserHostsShown: _user_hosts,
    ev.UserModesShown: _user_modes,
    ev.UserModesChanged: _user_modes_changed,
}
