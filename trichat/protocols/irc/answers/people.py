"""Answers about people."""

from collections.abc import Iterator

from trichat.protocols.irc import capabilities as cap
from trichat.protocols.irc import numerics as num
from trichat.protocols.irc.answers.writer import LINE_BYTES, Writer, Writers, packed, param
from trichat.protocols.irc.whox import whox_line
from trichat.words import events as ev
from trichat.words.modes import prefixes


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
                "H" + prefixes(member.roles, every=every),
                realname=member.realname,
            )
    yield to.numeric(num.RPL_ENDOFWHO, param(event.mask))


def _person(event: ev.PersonShown, to: Writer) -> Iterator[str]:
    person, nick = event.person, event.person.source.nick
    yield to.numeric(num.RPL_WHOISUSER, nick, person.source.username, person.source.host, "*", realname=person.realname)
    start = to.numeric(num.RPL_WHOISCHANNELS, nick, rooms="")
    every = cap.MULTI_PREFIX in to.enabled
    rooms = [prefixes(roles, every=every) + name for name, roles in event.rooms]
    for line in packed(rooms, LINE_BYTES - len(start.encode())) if rooms else ():
        yield start + line
    yield to.numeric(num.RPL_WHOISSERVER, nick, to.facts.server, network=to.facts.network)
    yield to.numeric(num.RPL_WHOISIDLE, nick, str(person.idle // 1000), str(person.since // 1000))
    yield to.numeric(num.RPL_ENDOFWHOIS, nick)


def _user_modes(event: ev.UserModesShown, to: Writer) -> Iterator[str]:
    yield to.numeric(num.RPL_UMODEIS, "+" + event.modes)


def _user_modes_changed(event: ev.UserModesChanged, to: Writer) -> Iterator[str]:
    yield f":{to.nick} MODE {to.nick} {event.change}"


WRITERS: Writers = {
    ev.PeopleFound: _people,
    ev.PersonShown: _person,
    ev.UserModesShown: _user_modes,
    ev.UserModesChanged: _user_modes_changed,
}
