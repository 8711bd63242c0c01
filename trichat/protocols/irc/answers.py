"""Answers to one IRC client, as lines."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from trichat.protocols.irc import capabilities as cap
from trichat.protocols.irc import numerics as num
from trichat.protocols.irc.commands import HISTORY_MOST, MOST_ROOMS, MOST_TARGETS
from trichat.protocols.irc.numerics import Numeric
from trichat.protocols.irc.whox import whox_line
from trichat.words import events as ev
from trichat.words.names import NAME_BYTES, ROOM_BYTES
from trichat.words.record import record
from trichat.words.text import truncate

_LINE_BYTES = 510
_PARAM_BYTES = 200  # of what somebody sent us and an answer repeats
_CAP_BYTES = 400  # of names in one CAP line
_ISUPPORT_TOKENS = 12  # in one line: 15 parameters at most, less nick and text


@record
class ServerFacts:
    """What the server tells about itself; `started` is a time in words."""

    server: str
    network: str
    version: str
    started: str
    topic_bytes: int
    most_rooms: int


class _Writer:
    """Writes the lines of one answer."""

    def __init__(self, nick: str, facts: ServerFacts, enabled: frozenset[str]) -> None:
        self.nick = nick
        self.facts = facts
        self.enabled = enabled

    def numeric(self, numeric: Numeric, *params: str, **values: object) -> str:
        """Write one numeric: the nick, `params`, and its text filled in with `values`."""
        line = f":{self.facts.server} {numeric.number} {self.nick}"
        for param in params:
            line += " " + param
        return f"{line} :{numeric.text.format(**values)}" if numeric.text else line


def _welcome(event: ev.Welcome, to: _Writer) -> Iterator[str]:
    facts = to.facts
    yield to.numeric(num.RPL_WELCOME, network=facts.network, nick=event.nick)
    yield to.numeric(num.RPL_YOURHOST, server=facts.server, version=facts.version)
    yield to.numeric(num.RPL_CREATED, started=facts.started)
    yield to.numeric(num.RPL_MYINFO, facts.server, f"trichat-{facts.version}", "i", "n")
    tokens = _isupport(facts)
    for start in range(0, len(tokens), _ISUPPORT_TOKENS):
        yield to.numeric(num.RPL_ISUPPORT, *tokens[start : start + _ISUPPORT_TOKENS])


_TARGMAX = (
    f"JOIN:{MOST_ROOMS},PART:{MOST_ROOMS},NAMES:{MOST_ROOMS},"
    f"PRIVMSG:{MOST_TARGETS},NOTICE:{MOST_TARGETS},TAGMSG:{MOST_TARGETS},WHOIS:1"
)


def _isupport(facts: ServerFacts) -> list[str]:
    """Give the limits and manners of the server (modern.ircdocs.horse, "RPL_ISUPPORT Parameters")."""
    return [
        "CASEMAPPING=ascii",
        f"CHANLIMIT=#:{facts.most_rooms}",
        "CHANMODES=,,,n",
        f"CHANNELLEN={ROOM_BYTES}",
        "CHANTYPES=#",
        f"CHATHISTORY={HISTORY_MOST}",
        "MSGREFTYPES=msgid,timestamp",
        f"NETWORK={facts.network}",
        f"NICKLEN={NAME_BYTES}",
        "PREFIX=",
        f"TARGMAX={_TARGMAX}",
        f"TOPICLEN={facts.topic_bytes}",
        "UTF8ONLY",
        "WHOX",
    ]


def _refused(event: ev.Refused, to: _Writer) -> Iterator[str]:
    values = {"about": event.about, "detail": event.detail, "command": event.command}
    if event.reason in num.FAILURES:
        code, text = num.FAILURES[event.reason]
        context = [_param(word) for word in (event.about, event.detail) if word]
        yield " ".join([f":{to.facts.server} FAIL {event.command or '*'} {code}", *context, f":{text}"])
        return
    numeric = num.REFUSALS[event.reason]
    about = (_param(event.about),) if numeric.number not in _WITHOUT_SUBJECT else ()
    yield to.numeric(numeric, *about, **values)
    if event.command == "WHOIS":  # the end of the list is told even if there is nothing in it
        yield to.numeric(num.RPL_ENDOFWHOIS, *about)


def _param(text: str) -> str:
    """Give what somebody sent us as one parameter, which need not be the last."""
    return truncate(text.replace(" ", "_").lstrip(":"), _PARAM_BYTES) or "*"


# Numerics that do not name what they are about.
_WITHOUT_SUBJECT = frozenset({"411", "412", "417", "431", "451", "462", "501", "502"})


def _capabilities(event: ev.CapabilitiesAnswered, to: _Writer) -> Iterator[str]:
    start = f":{to.facts.server} CAP {to.nick} {event.subcommand}"
    lines = _packed(event.capabilities, _CAP_BYTES)
    for line in lines[:-1]:
        # Only these go on in another line, and only since version 302 (IRCv3, "Multiline replies").
        goes_on = event.version >= 302 and event.subcommand in ("LS", "LIST")
        yield f"{start} * :{line}" if goes_on else f"{start} :{line}"
    yield f"{start} :{lines[-1]}"


def _packed(words: Iterable[str], most: int) -> list[str]:
    """Put words into as few lines as they need, of at most `most` bytes each; at least one line."""
    lines: list[list[str]] = [[]]
    room = most
    for word in words:
        size = len(word) if word.isascii() else len(word.encode())
        if size > room and lines[-1]:
            lines.append([])
            room = most
        lines[-1].append(word)
        room -= size + 1  # and the space behind it
    return [" ".join(line) for line in lines]


def _members(event: ev.MembersListed, to: _Writer) -> Iterator[str]:
    full = cap.USERHOST_IN_NAMES in to.enabled
    names = [source.mask if full else source.nick for source in event.members]
    if names:
        start = to.numeric(num.RPL_NAMREPLY, "=", event.room, names="")
        for line in _packed(names, _LINE_BYTES - len(start.encode())):
            yield start + line
    yield to.numeric(num.RPL_ENDOFNAMES, _param(event.room))


def _people(event: ev.PeopleFound, to: _Writer) -> Iterator[str]:
    for member in event.people:
        source = member.source
        if event.fields:
            yield to.numeric(num.RPL_WHOSPCRPL, *whox_line(member, event, to.facts.server))
        else:
            yield to.numeric(
                num.RPL_WHOREPLY,
                member.room or "*",
                source.username,
                source.host,
                to.facts.server,
                source.nick,
                "H",
                realname=member.realname,
            )
    yield to.numeric(num.RPL_ENDOFWHO, _param(event.mask))


def _person(event: ev.PersonShown, to: _Writer) -> Iterator[str]:
    person, nick = event.person, event.person.source.nick
    yield to.numeric(num.RPL_WHOISUSER, nick, person.source.username, person.source.host, "*", realname=person.realname)
    start = to.numeric(num.RPL_WHOISCHANNELS, nick, rooms="")
    for line in _packed(event.rooms, _LINE_BYTES - len(start.encode())) if event.rooms else ():
        yield start + line
    yield to.numeric(num.RPL_WHOISSERVER, nick, to.facts.server, network=to.facts.network)
    yield to.numeric(num.RPL_WHOISIDLE, nick, str(person.idle // 1000), str(person.since // 1000))
    yield to.numeric(num.RPL_ENDOFWHOIS, nick)


def _rooms(event: ev.RoomsListed, to: _Writer) -> Iterator[str]:
    yield to.numeric(num.RPL_LISTSTART, "Channel")
    for room in event.rooms:
        yield to.numeric(num.RPL_LIST, room.name, str(room.members), topic=room.topic)
    yield to.numeric(num.RPL_LISTEND)


def _topic(event: ev.TopicShown, to: _Writer) -> Iterator[str]:
    if not event.text:
        yield to.numeric(num.RPL_NOTOPIC, event.room)
        return
    yield to.numeric(num.RPL_TOPIC, event.room, topic=event.text)
    yield to.numeric(num.RPL_TOPICWHOTIME, event.room, event.by, str(event.at // 1000))


_LIST_ENDS = {"b": num.RPL_ENDOFBANLIST, "e": num.RPL_ENDOFEXCEPTLIST, "I": num.RPL_INVEXLISTEND}


def _modes(event: ev.ModesShown, to: _Writer) -> Iterator[str]:
    if event.letter:
        yield to.numeric(_LIST_ENDS[event.letter], event.room)
        return
    yield to.numeric(num.RPL_CHANNELMODEIS, event.room, "+n")
    yield to.numeric(num.RPL_CREATIONTIME, event.room, str(event.created // 1000))


def _user_modes(event: ev.UserModesShown, to: _Writer) -> Iterator[str]:
    yield to.numeric(num.RPL_UMODEIS, "+" + event.modes)


def _user_modes_changed(event: ev.UserModesChanged, to: _Writer) -> Iterator[str]:
    yield f":{to.nick} MODE {to.nick} {event.change}"


def _counted(event: ev.Counted, to: _Writer) -> Iterator[str]:
    people, most = event.people, event.most
    yield to.numeric(num.RPL_LUSERCLIENT, visible=people - event.invisible, invisible=event.invisible)
    yield to.numeric(num.RPL_LUSEROP, "0")
    yield to.numeric(num.RPL_LUSERUNKNOWN, str(event.connections - people))
    yield to.numeric(num.RPL_LUSERCHANNELS, str(event.rooms))
    yield to.numeric(num.RPL_LUSERME, people=people)
    yield to.numeric(num.RPL_LOCALUSERS, str(people), str(most), people=people, most=most)
    yield to.numeric(num.RPL_GLOBALUSERS, str(people), str(most), people=people, most=most)


def _motd(event: ev.MotdShown, to: _Writer) -> Iterator[str]:
    if not event.lines:
        yield to.numeric(num.ERR_NOMOTD)
        return
    yield to.numeric(num.RPL_MOTDSTART, server=to.facts.server)
    for line in event.lines:
        yield to.numeric(num.RPL_MOTD, line="- " + line)
    yield to.numeric(num.RPL_ENDOFMOTD)


def _pong(event: ev.Pong, to: _Writer) -> Iterator[str]:
    yield f":{to.facts.server} PONG {to.facts.server} :{event.token}"


def _farewell(event: ev.Farewell, _to: _Writer) -> Iterator[str]:
    yield f"ERROR :Closing link: {event.reason or 'goodbye'}"


# What has no row here is not told to IRC clients.
_WRITERS: dict[type[ev.Event], Callable[[Any, _Writer], Iterator[str]]] = {
    ev.Refused: _refused,
    ev.Welcome: _welcome,
    ev.CapabilitiesAnswered: _capabilities,
    ev.MembersListed: _members,
    ev.PeopleFound: _people,
    ev.PersonShown: _person,
    ev.RoomsListed: _rooms,
    ev.TopicShown: _topic,
    ev.ModesShown: _modes,
    ev.UserModesShown: _user_modes,
    ev.UserModesChanged: _user_modes_changed,
    ev.Counted: _counted,
    ev.MotdShown: _motd,
    ev.Pong: _pong,
    ev.Farewell: _farewell,
}


def write(event: ev.Event, nick: str, facts: ServerFacts, enabled: frozenset[str]) -> list[str]:
    """Give the lines of an answer, without line ends; none if IRC has no words for it."""
    writer = _WRITERS.get(type(event))
    return [truncate(line, _LINE_BYTES) for line in writer(event, _Writer(nick, facts, enabled))] if writer else []
