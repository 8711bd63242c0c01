"""What one session is told about people."""

from trichat.words.events.base import Event, Source
from trichat.words.record import Record


class Member(Event, kw_only=True):
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
