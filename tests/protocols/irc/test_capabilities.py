"""The table of capabilities."""

from trichat.protocols.irc import capabilities
from trichat.protocols.irc.capabilities import CAPABILITIES, NAMES


def test_rows() -> None:
    """Each once, with a word on what it is good for; what the rest of the door asks about is offered."""
    assert len(CAPABILITIES) == len(NAMES)
    assert all(row.adds and " " not in row.name + row.value and "=" not in row.name for row in CAPABILITIES)
    named = {value for name, value in vars(capabilities).items() if name.isupper() and isinstance(value, str)}
    assert named == NAMES
