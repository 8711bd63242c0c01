"""Addresses of connections: which are of this machine, which count as one, and which are in a network."""

import functools
import ipaddress
import re

_ADDRESS_LIKE = re.compile(r"[0-9a-fA-F:.*?/]+")
_BRACKETS = re.compile(r"\[([^\]]*)\]")  # as in web addresses
_ZONE = re.compile(r"%[^/]*")  # of a link: others have other names for it
# `10.*`, `192.168.*.*`, `2001:db8:*`: a network, though not as anything but people writes it.
_WILD_4 = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,3}){0,2})(?:\.\*+){1,3}")
_WILD_6 = re.compile(r"([0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{1,4}){0,6})(?::\*+)+")
_MAPPED_BITS = 96  # of IPv6, before an IPv4 address in it
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


def network_meant(text: str) -> str:
    """Give the address or network in CIDR notation that is meant by `text`, as `is_within` knows it; empty if none is.

    Raises ValueError for what looks like one and is none: no address would ever be in it.
    """
    bare = _ZONE.sub("", _BRACKETS.sub(r"\1", text) if text.startswith("[") else text)
    if not _is_address_like(bare):
        return ""
    if wild := _WILD_4.fullmatch(bare):
        parts = wild[1].split(".")
        bare = ".".join([*parts, *["0"] * (4 - len(parts))]) + f"/{8 * len(parts)}"
    elif wild := _WILD_6.fullmatch(bare):
        bare = f"{wild[1]}::/{16 * (wild[1].count(':') + 1)}"
    found = ipaddress.ip_network(bare, strict=False)
    within = found.network_address.ipv4_mapped if isinstance(found, ipaddress.IPv6Network) else None
    if within is not None and found.prefixlen >= _MAPPED_BITS:  # those who come from there count as of IPv4
        return f"{within}/{found.prefixlen - _MAPPED_BITS}"
    return bare


def _is_address_like(text: str) -> bool:
    """Tell whether a text can only be meant as an address: the names of machines and of people look different."""
    if not _ADDRESS_LIKE.fullmatch(text):
        return False
    numbers = any(char.isdigit() for char in text)
    return "::" in text or (
        numbers and (":" in text or (text.upper() == text.lower() and not {".", "/"}.isdisjoint(text)))
    )


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
