"""Which addresses are of this machine, and which count as one."""

import pytest

from trichat.words.names.addresses import is_local, place


@pytest.mark.parametrize(
    ("address", "counts_as"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("a socket", "a socket"),
    ],
)
def test_what_counts_as_one(address: str, counts_as: str) -> None:
    """A network of IPv6 counts as one address: whoever has one address has all of it."""
    assert counts_as == place(address)


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("::1%lo", True),
        ("::ffff:127.0.0.1", True),
        ("203.0.113.7", False),
        ("::ffff:203.0.113.7", False),
        ("2001:db8::1", False),
        ("a socket", False),
    ],
)
def test_this_machine(address: str, local: bool) -> None:
    """This machine is meant by any of its own names."""
    assert local is is_local(address)
