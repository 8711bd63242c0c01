"""What is different about somebody, as others are told; and what one is told of being away."""

from trichat.words.events.base import Event, Happened
from trichat.words.record import record


@record
class PersonChanged(Happened):
    """The base of what is different about somebody, told to those who share a room with them.

    `watched`: told to those who share none and watch for them (ircv3.net/specs/extensions/extended-monitor).
    """

    watched: bool = False


@record
class AwayChanged(PersonChanged):
    """Somebody went away, for the reason `text`, or is back (empty)."""

    text: str


@record
class RealnameChanged(PersonChanged):
    """Somebody has another real name."""

    realname: str


@record
class HostChanged(PersonChanged):
    """Somebody has another username or host; `source` is as before."""

    username: str
    host: str


@record
class AwayNoted(Event):
    """One is away now, for the reason `text`, or back (empty)."""

    text: str


@record
class AwayShown(Event):
    """The person one wrote to is away, for this reason."""

    nick: str
    text: str


@record
class AcceptsShown(Event):
    """Who may write to one though they are not logged in."""

    nicks: tuple[str, ...]
