"""Addresses: how many connections come from one, and what others see of them."""

from pathlib import Path

import pytest

from trichat.chat.core.accounts import Secret
from trichat.chat.core.rules import Rules
from trichat.chat.hub import Hub
from trichat.server.connection.addresses import Addresses, Origins, kept_key
from trichat.storage.memory import MemoryHistory
from trichat.storage.sqlite import SqliteHistory

FAR = "203.0.113.7"
KEY = b"the key of these tests"


def test_one_address_cannot_take_all_connections() -> None:
    """From one address there are so many connections and no more; others are not concerned."""
    addresses = Addresses(most=10, most_each=2, key=KEY)
    assert [True, True, False] == [addresses.admit(FAR, exempt=False) for _ in range(3)]
    assert addresses.admit("203.0.113.8", exempt=False)


def test_a_network_of_ipv6_counts_as_one_address() -> None:
    """Whoever has one address of IPv6 has 2**64 of them, which together are one; IPv4 in IPv6 is itself."""
    addresses = Addresses(most=10, most_each=2, key=KEY)
    near = [f"2001:db8:1:2::{number:x}" for number in range(3)]
    assert [True, True, False] == [addresses.admit(address, exempt=False) for address in near]
    assert addresses.admit("2001:db8:1:3::1", exempt=False)
    assert all(addresses.admit(f"::ffff:203.0.113.{number}", exempt=False) for number in range(3))
    assert all(addresses.admit("not an address", exempt=False) for _ in range(2))
    addresses.release(near[0])
    assert addresses.admit(near[2], exempt=False)


def test_who_leaves_makes_room() -> None:
    """A connection that ended is counted no more."""
    addresses = Addresses(most=10, most_each=1, key=KEY)
    assert addresses.admit(FAR, exempt=False)
    addresses.release(FAR)
    assert addresses.admit(FAR, exempt=False)


def test_a_refused_connection_is_not_counted() -> None:
    """A connection that is refused is not counted."""
    addresses = Addresses(most=2, most_each=1, key=KEY)
    assert [True, False, False] == [addresses.admit(FAR, exempt=False) for _ in range(3)]
    assert addresses.admit("203.0.113.8", exempt=False)


def test_who_is_exempt_is_limited_in_total_only() -> None:
    """Connections of bots and bridges, which speak for many, are limited in total only."""
    addresses = Addresses(most=3, most_each=1, key=KEY)
    assert [True, True, True, False] == [addresses.admit("127.0.0.1", exempt=True) for _ in range(4)]
    assert not addresses.admit(FAR, exempt=False)


def test_behind_a_proxy_everybody_counts_for_themselves() -> None:
    """Connections through a proxy are limited in total only, until it has said for whom it speaks."""
    addresses = Addresses(most=5, most_each=1, key=KEY)
    assert [True] * 5 + [False] == [addresses.admit("", exempt=False) for _ in range(6)]
    assert [True, False] == [addresses.move("", FAR, exempt=False) for _ in range(2)]
    assert addresses.move("", "203.0.113.8", exempt=False)
    assert addresses.move("", FAR, exempt=True)
    assert not addresses.admit("", exempt=False)  # whoever moves is no other
    for address in (FAR, FAR, "203.0.113.8", "", ""):
        addresses.release(address)
    assert not addresses._count
    assert addresses._total == 0


def test_nothing_is_remembered_of_who_left() -> None:
    """The count of an address goes with its last connection: memory is bounded by who is here."""
    addresses = Addresses(most=10, most_each=5, key=KEY)
    for number in range(100):
        addresses.admit(f"203.0.113.{number}", exempt=False)
        addresses.release(f"203.0.113.{number}")
    assert not addresses._count
    assert addresses._total == 0


def test_an_address_is_hidden() -> None:
    """Others see a name for an address: the same for the same one, another for another, with no space in it."""
    addresses = Addresses(most=1, most_each=1, key=KEY)
    shown = addresses.shown(FAR)
    assert shown == addresses.shown(FAR)
    assert shown != addresses.shown("203.0.113.8")
    assert FAR not in shown
    assert shown.endswith(".hidden")
    assert shown.removesuffix(".hidden").isalnum()


def test_a_host_stays_the_same_after_a_restart(tmp_path: Path) -> None:
    """The key of hosts is kept with history, so that a ban of a host fits after a restart."""
    shown = []
    for _ in range(2):
        history = SqliteHistory(tmp_path / "history.db")
        shown.append(Addresses(1, 1, kept_key(history)).shown(FAR))
        Hub(Rules(), history.records())  # which has nothing against it
        history.close()
    assert shown[0] == shown[1]


def test_the_salts_have_a_secret_of_their_own() -> None:
    """Each secret is kept by itself: what is known of one tells nothing of another."""
    history = MemoryHistory()
    history.commit((), [Secret(value=b"salts")])
    key = kept_key(history)
    assert key != b"salts"
    hub = Hub(Rules(), history.records())
    assert Secret(value=b"salts") == hub.state.accounts.secret


def test_the_name_of_an_address_is_this_servers_own() -> None:
    """Another server gives an address another name, so no table leads back to addresses."""
    one, other = [Addresses(1, 1, kept_key(MemoryHistory())).shown(FAR) for _ in range(2)]
    assert one != other


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
    assert local == (Addresses(1, 1, KEY).shown(address) == "localhost")


ORIGINS = Origins({"chat.example.org", "::1"}, {"https://gamja.example/"})


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        (None, "anything"),
        ("https://chat.example.org", "chat.example.org"),
        ("https://CHAT.example.org", "Chat.Example.org"),
        ("http://localhost:8080", "localhost:8080"),
        ("http://127.0.0.1:8080", "127.0.0.1:8080"),
        ("http://192.0.2.7", "192.0.2.7"),
        ("http://[::1]:8080", "[::1]:8080"),
        ("https://gamja.example", "chat.example.org"),
    ],
)
def test_our_own_pages_may_connect_and_those_that_are_named(origin: str | None, host: str) -> None:
    """Programs, pages of this server, and pages that the settings allow may connect."""
    assert ORIGINS.allow(origin, host)


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("https://evil.example", "chat.example.org"),
        ("https://chat.example.org.evil.example", "chat.example.org"),
        ("https://evil.example:8080", "evil.example:8080"),
        ("http://localhost:3000", "localhost:8080"),
        ("https://gamja.example:444", "chat.example.org"),
        ("null", "chat.example.org"),
        ("", ""),
        ("file://", ""),
        ("http://[::1", "[::1"),
    ],
)
def test_other_pages_may_not(origin: str, host: str) -> None:
    """Pages of another site or port may not connect, nor of a name that was pointed at our address."""
    assert not ORIGINS.allow(origin, host)


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        ("chat.example.org", True),
        ("CHAT.example.org:8080", True),
        ("gamja.example", True),
        ("localhost", True),
        ("192.0.2.7:80", True),
        ("[::1]:8080", True),
        ("[::1", False),
        ("evil.example", False),
        ("", False),
    ],
)
def test_what_we_are_called(host: str, ours: bool) -> None:
    """Our own names, those of a proxy that the settings name, and any address; with a port or without."""
    assert ours is ORIGINS.are_ours(host)


def test_a_connection_that_is_set_aside_makes_room() -> None:
    """It does not count for its address meanwhile; when it comes back, somebody else may have taken its place."""
    addresses = Addresses(most=3, most_each=1, key=KEY)
    assert addresses.admit(FAR, exempt=False)
    with addresses.aside(FAR):
        assert addresses.admit(FAR, exempt=False)
    assert 2 == addresses.count(FAR)
    assert not addresses.fits(FAR, exempt=False)
    assert addresses.fits(FAR, exempt=True)
    addresses.release(FAR)
    assert addresses.fits(FAR, exempt=False)
    assert addresses.fits("", exempt=False)
