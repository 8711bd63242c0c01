"""Answers about rooms."""

from collections.abc import Iterator

from trichat.protocols.irc import capabilities as cap
from trichat.protocols.irc import numerics as num
from trichat.protocols.irc.answers.writer import LINE_BYTES, Writer, Writers, packed, param
from trichat.words import events as ev
from trichat.words.modes import prefixes


def _members(event: ev.MembersListed, to: Writer) -> Iterator[str]:
    if event.entered and cap.NO_IMPLICIT_NAMES in to.enabled:
        return
    full = cap.USERHOST_IN_NAMES in to.enabled
    names = [source.mask if full else source.nick for source in event.members]
    if any(event.roles):
        every = cap.MULTI_PREFIX in to.enabled
        names = [prefixes(roles, every=every) + name for roles, name in zip(event.roles, names, strict=True)]
    if names:
        start = to.numeric(num.RPL_NAMREPLY, "@" if event.secret else "=", event.room, names="")
        for line in packed(names, LINE_BYTES - len(start.encode())):
            yield start + line
    yield to.numeric(num.RPL_ENDOFNAMES, param(event.room))


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
    ev.RoomsListed: _rooms,
    ev.TopicShown: _topic,
    ev.ModesShown: _modes,
    ev.ListShown: _list,
}
