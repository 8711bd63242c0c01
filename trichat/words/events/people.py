"""What one session is told about people."""

from typing import ClassVar

from trichat.words.events.base import Event, Happened, Source
from trichat.words.record import Record


class Member(Record, kw_only=True):
    """One line of a list of people; `room` is one they were found in, or empty."""

    source: Source
    realname: str = ""
    room: str = ""
    roles: str = ""  # in that room: letters, the highest first
    since: int = 0  # when they came, Unix milliseconds
    idle: int = 0  # since they last said something, milliseconds
    away: str = ""  # why, as long as they are
    operator: bool = False  # of the server


class PeopleFound(Event, kw_only=True):
    """The answer to `Who`."""

    mask: str
    people: tuple[Member, ...]
    fields: str = ""
    token: str = ""


class PersonShown(Event, kw_only=True):
    """The answer to `Whois`."""

    person: Member
    rooms: tuple[tuple[str, str], ...]  # the name of each, and what they are in it: letters
    secure: bool = False  # all that they say and hear is encrypted
    private: "Private | None" = None
    metadata: tuple[tuple[str, str], ...] = ()  # what they tell of themselves, as far as people read it


class Private(Record, kw_only=True):
    """What only somebody themselves and operators of the server are told of them."""

    modes: str
    address: str = ""  # real
    fingerprint: str = ""  # of their certificate


class PastMember(Record, kw_only=True):
    """Somebody who had a name until then, in Unix milliseconds."""

    source: Source
    realname: str
    until: int


class PastShown(Event, kw_only=True):
    """The answer to `Whowas`: the last one first."""

    name: str
    people: tuple[PastMember, ...]


class HereShown(Event, kw_only=True):
    """The answer to `AreHere`."""

    nicks: tuple[str, ...]


class UserHostsShown(Event, kw_only=True):
    """The answer to `UserHosts`."""

    people: tuple[Member, ...]


class UserModesShown(Event, kw_only=True):
    """One's own modes, as letters."""

    modes: str


class UserModesChanged(Event, kw_only=True):
    """One's own modes are different now; `change` is as in `MODE name +i`."""

    change: str


class PersonChanged(Happened, kw_only=True):
    """The base of what is different about somebody, told to those who share a room with them.

    `watched`: told to those who share none and watch for them (ircv3.net/specs/extensions/extended-monitor).
    """

    stored_as: ClassVar[str | None] = None

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


class Watched(Event, kw_only=True):
    """These people are here, these names are nobody's."""

    online: tuple[Source, ...] = ()
    offline: tuple[str, ...] = ()


class WatchList(Event, kw_only=True):
    """For whom one watches."""

    names: tuple[str, ...]


class MetadataShown(Event, kw_only=True):
    """What is told under keys, each with the target it is about; nothing (empty) if it is not, or no longer.

    `batch`: they belong together, and are about `target`. `own`: whoever is told has just made it so. `news`: nobody
    asked for these, or only for whatever there is of what they have subscribed to. `unset`: nothing was there to take
    away.
    """

    target: str
    entries: tuple[tuple[str, str, str], ...]  # target, key and value
    batch: bool = False
    own: bool = False
    news: bool = False
    unset: bool = False

    def if_unstored(self) -> str | None:
        """News of somebody else are no news; a list that was asked for is true all the same."""
        if self.own:
            return "METADATA"
        return None if self.batch else ""


class SubscriptionsShown(Event, kw_only=True):
    """The keys that one wants to know about. `change`: those that were added (True) or taken away (False)."""

    keys: tuple[str, ...]
    change: bool | None = None
