"""Addresses of connections: which are of this machine, which count as one, and which are in a network."""

import functools
import ipaddress

_NETWORK_BITS = 64  # of IPv6: whoever has one address has all of its network


def place(address: str) -> str:
    """Give what counts as one address for limits: the network of an IPv6 address, an IPv4 address itself."""
    parsed = _parsed(address)
    if parsed is None:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    return str(ipaddress.ip_network((parsed, _NETWORK_BITS), strict=False))


def is_local(address: str) -> bool:
    """Tell whether `address` is one of this machine's own."""
    parsed = _parsed(address)
    return parsed is not None and parsed.is_loopback


@functools.lru_cache(maxsize=1024)
def is_within(address: str, networks: tuple[str, ...]) -> bool:
    """Tell whether an address is in one of some networks, in CIDR notation."""
    parsed = _parsed(address)
    return parsed is not None and any(parsed in network for network in map(_network, networks) if network)


def is_network(text: str) -> bool:
    """Tell whether `text` is an address, or a network in CIDR notation."""
    return _network(text) is not None


@functools.lru_cache(maxsize=4096)  # a ban is held against everybody who comes in or speaks
def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


@functools.lru_cache(maxsize=1024)  # it is asked for several times about each connection, and many come from one
def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Read an address, with a zone behind it or not; of IPv4 in IPv6 the former. None if it is none."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    return (parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None) or parsed
