"""The table of capabilities."""

from trichat.protocols.irc import capabilities
from trichat.protocols.irc.capabilities import CAPABILITIES, METADATA, NAMES, STS, sts_policy


def test_rows() -> None:
    """Each capability is in the table once, with what it is good for; the rest of the door asks about no other."""
    assert len(CAPABILITIES) == len(NAMES)
    assert all(row.adds and " " not in row.name + row.value and "=" not in row.name for row in CAPABILITIES)
    named = {value for name, value in vars(capabilities).items() if name.isupper() and isinstance(value, str)}
    assert named == {*NAMES, STS}


def test_sts() -> None:
    """STS tells a client without TLS where there is some, and one with TLS for how long to use it."""
    assert "port=6697" == sts_policy(86_400, 6697, secure=False)
    assert "duration=86400" == sts_policy(86_400, 6697, secure=True)


def test_the_limits_are_told() -> None:
    """The limits of metadata that a client is told are those of the hub."""
    from trichat.chat.people import metadata  # noqa: PLC0415 (the door does not know the hub, but what it says is true)

    (row,) = [row for row in CAPABILITIES if row.name == METADATA]
    limits = dict(token.split("=") for token in row.value.split(",") if "=" in token)
    assert {
        "max-subs": str(metadata.SUBSCRIPTIONS_MOST),
        "max-keys": str(metadata.KEYS_MOST),
        "max-value-bytes": str(metadata.VALUE_BYTES),
    } == limits
