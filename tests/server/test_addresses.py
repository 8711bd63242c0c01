"""Addresses: how many connections come from one, and what others see of them."""

import pytest

from trichat.server.addresses import Addresses, is_local

FAR = "203.0.113.7"


def test_one_address_cannot_take_all_connections() -> None:
    """From one address there are so many connections and no more; others are not concerned."""
    addresses = Addresses(most=10, most_each=2)
    assert [True, True, False] == [addresses.admit(FAR) for _ in range(3)]
    assert addresses.admit("203.0.113.8")


def test_a_network_of_ipv6_counts_as_one_address() -> None:
    """Whoever has one address of IPv6 has 2**64 of them, which together are one; IPv4 in IPv6 is itself."""
    addresses = Addresses(most=10, most_each=2)
    near = [f"2001:db8:1:2::{number:x}" for number in range(3)]
    assert [True, True, False] == [addresses.admit(address) for address in near]
    assert addresses.admit("2001:db8:1:3::1")
    assert all(addresses.admit(f"::ffff:203.0.113.{number}") for number in range(3))
    assert all(addresses.admit("not an address") for _ in range(2))
    addresses.release(near[0])
    assert addresses.admit(near[2])


def test_who_leaves_makes_room() -> None:
    """A connection that ended is counted no more."""
    addresses = Addresses(most=10, most_each=1)
    assert addresses.admit(FAR)
    addresses.release(FAR)
    assert addresses.admit(FAR)


def test_a_refused_connection_is_not_counted() -> None:
    """Knocking in vain takes nothing from anybody."""
    addresses = Addresses(most=2, most_each=1)
    assert [True, False, False] == [addresses.admit(FAR) for _ in range(3)]
    assert addresses.admit("203.0.113.8")


def test_this_machine_is_limited_in_total_only() -> None:
    """Bots, bridges and proxies run here: only the total is a limit for them."""
    addresses = Addresses(most=3, most_each=1)
    assert [True, True, True, False] == [addresses.admit("127.0.0.1") for _ in range(4)]
    assert not addresses.admit(FAR)


def test_nothing_is_remembered_of_who_left() -> None:
    """The count of an address goes with its last connection: memory is bounded by who is here."""
    addresses = Addresses(most=10, most_each=5)
    for number in range(100):
        addresses.admit(f"203.0.113.{number}")
        addresses.release(f"203.0.113.{number}")
    assert not addresses._count
    assert addresses._total == 0


def test_an_address_is_hidden() -> None:
    """Others see a name: the same for the same address, another for another, no address, no space."""
    addresses = Addresses(most=1, most_each=1)
    shown = addresses.shown(FAR)
    assert shown == addresses.shown(FAR)
    assert shown != addresses.shown("203.0.113.8")
    assert FAR not in shown
    assert shown.endswith(".hidden")
    assert shown.removesuffix(".hidden").isalnum()


def test_the_name_of_an_address_is_this_servers_own() -> None:
    """Another server, or this one tomorrow, gives another name: no table leads back to addresses."""
    assert Addresses(1, 1).shown(FAR) != Addresses(1, 1).shown(FAR)


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("127.0.0.1", True),
        ("127.8.9.10", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("::ffff:203.0.113.7", False),
        (FAR, False),
        ("fe80::1%eth0", False),
        ("192.168.1.1", False),
        ("a name", False),
        ("", False),
    ],
)
def test_this_machine_is_known_by_its_loopback_addresses(address: str, local: bool) -> None:
    """Only loopback addresses are this machine; whatever is no address is not."""
    assert local == is_local(address)
    assert local == (Addresses(1, 1).shown(address) == "localhost")
