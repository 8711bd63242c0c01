"""What is different about somebody, as others are told; and what one is told of being away."""

from trichat.words.events.base import Event, Happened


class PersonChanged(Happened, kw_only=True):
    """The base of what is different about somebody, told to those who share a room with them.

    `watched`: told to those who share none and watch for them (ircv3.net/specs/extensions/extended-monitor).
    """

    watched: bool = False


class AwayChanged(PersonChanged, kw_only=True):
    """Somebody went away, for the reason `text`, or is back (empty)."""

    text: str


class RealnameChanged(PersonChanged, kw_only=True):
    """Somebody has another real name."""

    realname: str


class HostChanged(PersonChanged, kw_only=True):
    """Somebody has another username or host; `source` is as before."""

    username: str
    host: str


class AwayNoted(Event, kw_only=True):
    """One is away now, for the reason `text`, or back (empty)."""

    text: str


class AwayShown(Event, kw_only=True):
    """The person one wrote to is away, for this reason."""

    nick: str
    text: str


class AcceptsShown(Event, kw_only=True):
    """Who may write to one though they are not logged in."""

    nicks: tuple[str, ...]
