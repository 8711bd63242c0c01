"""Answers about rooms."""

from collections.abc import Iterator

from trichat.protocols.irc import capabilities as cap
from trichat.protocols.irc import numerics as num
from trichat.protocols.irc.answers.writer import LINE_BYTES, Writer, Writers, packed, param
from trichat.words import events as ev


def _members(event: ev.MembersListed, to: Writer) -> Iterator[str]:
    full = cap.USERHOST_IN_NAMES in to.enabled
    names = [source.mask if full else source.nick for source in event.members]
    if names:
        start = to.numeric(num.RPL_NAMREPLY, "=", event.room, names="")
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


_LIST_ENDS = {"b": num.RPL_ENDOFBANLIST, "e": num.RPL_ENDOFEXCEPTLIST, "I": num.RPL_INVEXLISTEND}


def _modes(event: ev.ModesShown, to: Writer) -> Iterator[str]:
    if event.letter:
        yield to.numeric(_LIST_ENDS[event.letter], event.room)
        return
    yield to.numeric(num.RPL_CHANNELMODEIS, event.room, "+n")
    yield to.numeric(num.RPL_CREATIONTIME, event.room, str(event.created // 1000))


WRITERS: Writers = {
    ev.MembersListed: _members,
    ev.RoomsListed: _rooms,
    ev.TopicShown: _topic,
    ev.ModesShown: _modes,
}
