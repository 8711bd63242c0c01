"""Answers about the visit, as IRC writes them: the welcome, refusals, CAP, LUSERS, MOTD, the end."""

from collections.abc import Iterator

from trichat.protocols.irc import capabilities as cap
from trichat.protocols.irc import numerics as num
from trichat.protocols.irc.answers.server import isupport_lines
from trichat.protocols.irc.answers.writer import LINE_BYTES, Writer, Writers, packed, param
from trichat.protocols.irc.refusals import FAILURES, METADATA_2_CODES, NICKSERV, REFUSALS
from trichat.words import events as ev
from trichat.words import modes
from trichat.words.modes import ModeKind
from trichat.words.reasons import Reason
from trichat.words.requests import USER_MODES

_CHANNEL_MODES = "".join(sorted("".join(modes.letters(kind) for kind in ModeKind) + "".join(modes.PREFIXES)))


def _welcome(event: ev.Welcome, to: Writer) -> Iterator[str]:
    facts = to.facts
    yield to.numeric(num.RPL_WELCOME, network=facts.network, nick=event.nick)
    yield to.numeric(num.RPL_YOURHOST, server=facts.server, version=facts.version)
    yield to.numeric(num.RPL_CREATED, started=facts.started)
    yield to.numeric(num.RPL_MYINFO, facts.server, f"trichat-{facts.version}", USER_MODES, _CHANNEL_MODES)
    yield from isupport_lines(to)


def _became(event: ev.Became, _to: Writer) -> Iterator[str]:
    for room in event.left:
        yield f":{event.before.mask} PART {room}"
    if event.nick != event.before.nick:
        yield f":{event.before.mask} NICK {event.nick}"


def _token_shown(event: ev.TokenShown, to: Writer) -> Iterator[str]:
    # The token stands in the text too: many clients show nothing else of a standard reply.
    text = f"RESUME {event.token} over another connection goes on from here; show it to nobody"
    yield f":{to.facts.server} NOTE RESUME TOKEN {event.token} :{text}"


def _resumed(event: ev.Resumed, to: Writer) -> Iterator[str]:
    yield f":{to.facts.server} NOTE RESUME RESUMED {event.nick} :You go on with your visit"


def _refused(event: ev.Refused, to: Writer) -> Iterator[str]:
    values = {"about": event.about, "detail": event.detail, "command": event.command}
    if event.command == NICKSERV:
        text = FAILURES[event.reason][1] if event.reason in FAILURES else REFUSALS[event.reason].text
        yield to.nickserv_notice(text.format(**values))
        return
    if event.reason in FAILURES:
        code, text = FAILURES[event.reason]
        if cap.tells_as_draft_2(to.enabled):
            code = METADATA_2_CODES.get(event.reason, code)
        detail = "" if "{detail}" in text else event.detail
        context = [param(word) for word in ("" if "{about}" in text else event.about, detail) if word]
        start = " ".join([f":{to.facts.server} FAIL {event.command or '*'} {code}", *context])
        yield f"{start} :{text.format(**values)}"
        return
    if event.reason is Reason.NOT_ADMITTED and cap.STANDARD_REPLIES in to.enabled:
        yield f":{to.facts.server} FAIL * ACCOUNT_REQUIRED :{REFUSALS[event.reason].text}"
        return
    numeric = REFUSALS[event.reason]
    about = (param(event.about),) if numeric.about else ()
    more = [param(word.format(**values)) for word in numeric.more.split()]
    yield to.numeric(numeric, *about, *more, **values)
    if event.command == "WHOIS" and event.reason is Reason.NO_SUCH_NAME:  # the end is told even of nothing
        yield to.numeric(num.RPL_ENDOFWHOIS, *about)


def _capabilities(event: ev.CapabilitiesAnswered, to: Writer) -> Iterator[str]:
    start = f":{to.facts.server} CAP {to.nick} {event.subcommand}"
    lines = packed(event.capabilities, LINE_BYTES - len(f"{start} * :".encode()))
    for line in lines[:-1]:
        # Only these go on in another line, and only since version 302 (IRCv3, "Multiline replies").
        goes_on = event.version >= 302 and event.subcommand in ("LS", "LIST")
        yield f"{start} * :{line}" if goes_on else f"{start} :{line}"
    yield f"{start} :{lines[-1]}"


def _counted(event: ev.Counted, to: Writer) -> Iterator[str]:
    people, most = event.people, event.most
    yield to.numeric(num.RPL_LUSERCLIENT, visible=people - event.invisible, invisible=event.invisible)
    yield to.numeric(num.RPL_LUSEROP, str(event.operators))
    yield to.numeric(num.RPL_LUSERUNKNOWN, str(event.connections - people))
    yield to.numeric(num.RPL_LUSERCHANNELS, str(event.rooms))
    yield to.numeric(num.RPL_LUSERME, people=people)
    yield to.numeric(num.RPL_LOCALUSERS, str(people), str(most), people=people, most=most)
    yield to.numeric(num.RPL_GLOBALUSERS, str(people), str(most), people=people, most=most)


def _motd(event: ev.MotdShown, to: Writer) -> Iterator[str]:
    if not event.lines:
        yield to.numeric(num.ERR_NOMOTD)
        return
    yield to.numeric(num.RPL_MOTDSTART, server=to.facts.server)
    for line in event.lines:
        yield to.numeric(num.RPL_MOTD, line="- " + line)
    yield to.numeric(num.RPL_ENDOFMOTD)


def _pong(event: ev.Pong, to: Writer) -> Iterator[str]:
    yield f":{to.facts.server} PONG {to.facts.server} :{event.token}"


def _farewell(event: ev.Farewell, _to: Writer) -> Iterator[str]:
    if event.mask:
        yield f":{event.mask} QUIT :{event.reason}"
    yield f"ERROR :Closing link: {event.reason or 'goodbye'}"


WRITERS: Writers = {
    ev.Became: _became,
    ev.TokenShown: _token_shown,
    ev.Resumed: _resumed,
    ev.Refused: _refused,
    ev.Welcome: _welcome,
    ev.CapabilitiesAnswered: _capabilities,
    ev.Counted: _counted,
    ev.MotdShown: _motd,
    ev.Pong: _pong,
    ev.Farewell: _farewell,
}
