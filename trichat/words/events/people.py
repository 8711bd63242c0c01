"""What one session is told about people."""

from trichat.words.events.base import Event, Source
from trichat.words.record import record


@record
class Member(Event):
    """One line of a list of people; `room` is one they were found in, or empty."""

    source: Source
    realname: str = ""
    room: str = ""
    roles: str = ""  # in that room: letters, the highest first
    since: int = 0  # when they came, Unix milliseconds
    idle: int = 0  # since they last said something, milliseconds
    away: str = ""  # why, as long as they are
    operator: bool = False  # of the server


@record
class PeopleFound(Event):
    """The answer to `Who`."""

    mask: str
    people: tuple[Member, ...]
    fields: str = ""
    token: str = ""


@record
class PersonShown(Event):
    """The answer to `Whois`."""

    person: Member
    rooms: tuple[tuple[str, str], ...]  # the name of each, and what they are in it: letters
    secure: bool = False  # all that they say and hear is encrypted
    private: "Private | None" = None
    metadata: tuple[tuple[str, str], ...] = ()  # what they tell of themselves, as far as people read it


@record
class Private:
    """What only somebody themselves and operators of the server are told of them."""

    modes: str
    address: str = ""  # real
    fingerprint: str = ""  # of their certificate


@record
class PastMember:
    """Somebody who had a name until then, in Unix milliseconds."""

    source: Source
    realname: str
    until: int


@record
class PastShown(Event):
    """The answer to `Whowas`: the last one first."""

    name: str
    people: tuple[PastMember, ...]


@record
class HereShown(Event):
    """The answer to `AreHere`."""

    nicks: tuple[str, ...]


@record
class UserHostsShown(Event):
    """The answer to `UserHosts`."""

    people: tuple[Member, ...]


@record
class UserModesShown(Event):
    """One's own modes, as letters."""

    modes: str


@record
class UserModesChanged(Event):
    """One's own modes are different now; `change` is as in `MODE name +i`."""

    change: str
