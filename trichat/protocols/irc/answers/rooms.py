"""Answers about rooms, as IRC writes them: NAMES, LIST, TOPIC, MODE, invitations, renames."""

from collections.abc import Iterator
from operator import attrgetter

from trichat.protocols.irc import capabilities as cap
from trichat.protocols.irc import numerics as num
from trichat.protocols.irc.answers.writer import LINE_BYTES, Writer, Writers, one_numeric, packed, param
from trichat.words import events as ev
from trichat.words.modes import prefixes

_NO_LIST = (cap.NO_IMPLICIT_NAMES, cap.NO_IMPLICIT_NAMES_DRAFT)


def _members(event: ev.MembersListed, to: Writer) -> Iterator[str]:
    if not event.entered or to.enabled.isdisjoint(_NO_LIST):
        yield from _names(event, to)
        yield to.numeric(num.RPL_ENDOFNAMES, param(event.room))


def _names(event: ev.MembersListed, to: Writer) -> Iterator[str]:
    name = attrgetter("mask" if cap.USERHOST_IN_NAMES in to.enabled else "nick")
    names = list(map(name, event.members))
    every = cap.MULTI_PREFIX in to.enabled
    for number, roles in enumerate(event.roles):
        if roles:
            names[number] = prefixes(roles, every=every) + names[number]
    if names:
        start = to.numeric(num.RPL_NAMREPLY, "@" if event.secret else "=", event.room, names="")
        for line in packed(names, LINE_BYTES - len(start.encode())):
            yield start + line


def _names_of_several(event: ev.NamesListed, to: Writer) -> Iterator[str]:
    """The end of the list as it was asked for (RFC 2812, 3.2.5), and of each room: some clients wait for that."""
    for listed in event.lists:
        yield from _names(listed, to)
    yield to.numeric(num.RPL_ENDOFNAMES, param(event.named))
    for listed in event.lists if event.named else ():
        yield to.numeric(num.RPL_ENDOFNAMES, listed.room)


def _rooms(event: ev.RoomsListed, to: Writer) -> Iterator[str]:
    yield to.numeric(num.RPL_LISTSTART, "Channel")
    for room in event.rooms:
        yield to.numeric(num.RPL_LIST, room.name, str(room.members), topic=room.topic)
    yield to.numeric(num.RPL_LISTEND)


def _topic(event: ev.TopicShown, to: Writer) -> Iterator[str]:
    if not event.text:
        yield to.numeric(num.RPL_NOTOPIC, event.room)
        return
    yield to.numeric(num.RPL_TOPIC, event.room, topic=event.text)
    yield to.numeric(num.RPL_TOPICWHOTIME, event.room, event.by, str(event.at // 1000))


_LISTS = {
    "b": (num.RPL_BANLIST, num.RPL_ENDOFBANLIST),
    "e": (num.RPL_EXCEPTLIST, num.RPL_ENDOFEXCEPTLIST),
    "I": (num.RPL_INVEXLIST, num.RPL_INVEXLISTEND),
}


def _invites(event: ev.InvitesListed, to: Writer) -> Iterator[str]:
    for room in event.rooms:
        yield to.numeric(num.RPL_INVITELIST, room)
    yield to.numeric(num.RPL_ENDOFINVITELIST)


def _room_renamed(event: ev.RoomRenamed, to: Writer) -> Iterator[str]:
    """Clients that know of renames get one line; others leave the one room and join the other."""
    if cap.CHANNEL_RENAME in to.enabled:
        yield f":{event.source.mask} RENAME {event.old} {event.new} :{event.reason}"
        return
    yield f":{event.me.mask} PART {event.old}" + (f" :{event.reason}" if event.reason else "")
    extended = cap.EXTENDED_JOIN in to.enabled
    more = f" {event.me.account or '*'} :{event.realname}" if extended else ""
    yield f":{event.me.mask} JOIN {event.new}{more}"
    if event.topic.text:
        yield from _topic(event.topic, to)
    yield from _members(event.members, to)


def _modes(event: ev.ModesShown, to: Writer) -> Iterator[str]:
    values = [value for _, value in event.modes if value]
    yield to.numeric(num.RPL_CHANNELMODEIS, event.room, "+" + "".join(letter for letter, _ in event.modes), *values)
    yield to.numeric(num.RPL_CREATIONTIME, event.room, str(event.created // 1000))


def _list(event: ev.ListShown, to: Writer) -> Iterator[str]:
    row, end = _LISTS[event.letter]
    for entry in event.entries:
        yield to.numeric(row, event.room, entry.mask, entry.by, str(entry.at // 1000))
    yield to.numeric(end, event.room)


WRITERS: Writers = {
    ev.MembersListed: _members,
    ev.NamesListed: _names_of_several,
    ev.RoomsListed: _rooms,
    ev.InviteSent: one_numeric(num.RPL_INVITING, "nick", "room"),
    ev.InvitesListed: _invites,
    ev.RoomRenamed: _room_renamed,
    ev.TopicShown: _topic,
    ev.ModesShown: _modes,
    ev.ListShown: _list,
}
