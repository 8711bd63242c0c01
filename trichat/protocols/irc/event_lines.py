"""Events as IRC messages without tags and source: command and parameters."""

from collections.abc import Callable
from typing import Any

from trichat.protocols.irc import capabilities as cap
from trichat.words import events as ev
from trichat.words import modes
from trichat.words.names.identity import to_text

Enabled = frozenset[str]


def _tagged(event: ev.Tagged, enabled: Enabled) -> str:
    return f"TAGMSG {event.target}" if cap.MESSAGE_TAGS in enabled else ""


def _redacted(event: ev.Redacted, enabled: Enabled) -> str:
    if cap.REDACTION not in enabled:
        return ""  # IRCv3 draft/message-redaction, "Command": it must not be forwarded to others
    reason = f" :{event.reason}" if event.reason else ""
    return f"REDACT {event.target} {to_text(event.redacted)}{reason}"


def _joined(event: ev.Joined, enabled: Enabled) -> str:
    if cap.EXTENDED_JOIN in enabled:
        return f"JOIN {event.target} {event.source.account or '*'} :{event.realname}"
    return f"JOIN {event.target}"


def _left(event: ev.Left, _enabled: Enabled) -> str:
    return f"PART {event.target} :{event.reason}" if event.reason else f"PART {event.target}"


def _invited(event: ev.Invited, enabled: Enabled) -> str:
    return f"INVITE {event.nick} {event.room}" if not event.overheard or cap.INVITE_NOTIFY in enabled else ""


def _changed(needed: str, body: Callable[[Any], str]) -> Callable[[Any, Enabled], str]:
    """Make the body of what is different about somebody, for those who asked for such news."""

    def write(event: ev.PersonChanged, enabled: Enabled) -> str:
        if needed not in enabled or (event.watched and cap.EXTENDED_MONITOR not in enabled):
            return ""
        return body(event)

    return write


# For each kind of event what a client with these capabilities is told; empty: nothing.
BODIES: dict[type[ev.Happened], Callable[[Any, Enabled], str]] = {
    ev.Tagged: _tagged,
    ev.Redacted: _redacted,
    ev.Joined: _joined,
    ev.Left: _left,
    ev.TopicChanged: lambda event, _: f"TOPIC {event.target} :{event.text}",
    ev.ModesChanged: lambda event, _: f"MODE {event.target} {modes.write(event.changes)}",
    ev.Kicked: lambda event, _: f"KICK {event.target} {event.nick} :{event.reason or event.source.nick}",
    ev.Invited: _invited,
    ev.Act: lambda _event, _: "",  # for the log only
    ev.Renamed: lambda event, _: f"NICK {event.nick}",
    ev.AccountChanged: _changed(cap.ACCOUNT_NOTIFY, lambda event: f"ACCOUNT {event.source.account or '*'}"),
    ev.Departed: lambda event, _: f"QUIT :{event.reason}",
    ev.WallopsSaid: lambda event, _: f"WALLOPS :{event.text}",
    ev.AwayChanged: _changed(cap.AWAY_NOTIFY, lambda event: f"AWAY :{event.text}" if event.text else "AWAY"),
    ev.RealnameChanged: _changed(cap.SETNAME, lambda event: f"SETNAME :{event.realname}"),
    ev.HostChanged: _changed(cap.CHGHOST, lambda event: f"CHGHOST {event.username} {event.host}"),
}
