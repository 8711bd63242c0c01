"""The table of doors."""

from typing import TYPE_CHECKING

from trichat.protocols.detect import DetectedProtocol
from trichat.protocols.irc.dialect import IrcDialect
from trichat.protocols.irc.reader import IrcReader
from trichat.protocols.plain.dialect import PlainDialect
from trichat.protocols.plain.reader import PlainReader
from trichat.words.events import AskName

if TYPE_CHECKING:
    from tests.server.conftest import Parlour


async def test_each_door_has_a_reader_and_a_dialect_of_its_protocol(parlour: "Parlour") -> None:
    """The reader and the dialect of a door are of one protocol."""
    plain, irc = parlour.shared.doors[DetectedProtocol.PLAIN], parlour.shared.doors[DetectedProtocol.IRC]
    assert isinstance(plain.reader(""), PlainReader)
    assert isinstance(plain.dialect(), PlainDialect)
    assert isinstance(irc.reader(""), IrcReader)
    assert isinstance(irc.dialect(), IrcDialect)


async def test_each_visit_has_a_reader_of_its_own_and_shares_the_dialect(parlour: "Parlour") -> None:
    """A reader, which remembers half a line, is for one visit; a dialect is shared."""
    for door in parlour.shared.doors.values():
        assert door.reader("") is not door.reader("")
        assert door.dialect() is door.dialect()


async def test_people_are_prompted_and_programs_are_pinged(parlour: "Parlour") -> None:
    """Only a person is asked for a name, and only an IRC client can be asked whether it is there."""
    plain, irc = parlour.shared.doors[DetectedProtocol.PLAIN], parlour.shared.doors[DetectedProtocol.IRC]
    assert (True, False) == (plain.prompts, irc.prompts)
    assert (b"", b"PING :trichat.local\r\n") == (plain.ping, irc.ping)
    assert plain.dialect().answer(AskName(), "") == b"Enter your name: "
