"""Entries of a room's lists: what they look like, and whom they fit."""

import functools
import ipaddress
import re
from collections.abc import Iterable, Iterator

from trichat.words.events import Source
from trichat.words.modes import ListEntry
from trichat.words.names.masks import compile_mask
from trichat.words.names.names import fold
from trichat.words.text.clean import clean, truncate

MUTE, ACCOUNT = "m:", "a:"  # ISUPPORT EXTBAN: who may not speak; who is logged in under an account
_MASK_BYTES = 150
_OTHER_SIGNS = re.compile(r"[$~](?=[am]:)")  # as other servers write them

_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def normal_mask(text: str) -> str:
    """Give a mask as it is kept: `bob` is `bob!*@*`; `a:` and `m:` stand before what they say. Empty if it is none."""
    text = _OTHER_SIGNS.sub("", truncate(clean(text), _MASK_BYTES))
    if text.startswith(MUTE):
        inner = normal_mask(text[len(MUTE) :])
        return "" if inner.startswith(MUTE) or not inner else MUTE + inner
    if not text or " " in text or text.startswith(":") or text == ACCOUNT:
        return ""
    return text if text.startswith(ACCOUNT) else _whole(text)


def _whole(text: str) -> str:
    """Complete `nick`, `nick!user`, `user@host` or an address to `nick!user@host`."""
    left, at, host = text.rpartition("@")
    if not at:
        if _network(text) or ("." in text and "!" not in text):
            return f"*!*@{text}"
        left, host = text, "*"
    nick, bang, username = left.partition("!")
    if not bang:
        nick, username = ("*", left) if at else (left, "*")
    return f"{nick or '*'}!{username or '*'}@{host or '*'}"


def same(one: str, other: str) -> bool:
    """Tell whether two masks are the same but for case."""
    return fold(one) == fold(other)


def fitting(
    entries: Iterable[ListEntry], letter: str, source: Source, addresses: Iterable[str], *, mute: bool
) -> Iterator[ListEntry]:
    """Give the entries of a list that fit somebody. `mute`: those too that only forbid to speak."""
    for entry in entries:
        silent = entry.mask.startswith(MUTE)
        if entry.letter == letter and (mute or not silent) and fits(entry.mask.removeprefix(MUTE), source, addresses):
            yield entry


def fits(mask: str, source: Source, addresses: Iterable[str]) -> bool:
    """Tell whether a mask, without `m:`, fits somebody: by account, by `nick!user@host`, or by a real address."""
    if mask.startswith(ACCOUNT):
        account = source.account
        return bool(account) and bool(_compiled(mask.removeprefix(ACCOUNT)).fullmatch(fold(account)))
    if _compiled(mask).fullmatch(fold(source.mask)):
        return True
    who, _, host = mask.rpartition("@")
    network = _network(host)
    if network is None or not _compiled(who + "@*").fullmatch(fold(source.mask)):
        return False
    return any(_within(address, network) for address in addresses)


@functools.lru_cache(maxsize=4096)
def _compiled(mask: str) -> re.Pattern[str]:
    return compile_mask(mask)


@functools.lru_cache(maxsize=4096)
def _network(text: str) -> _Network | None:
    """Read an address, or a network in CIDR notation; None if it is something else."""
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


def _within(address: str, network: _Network) -> bool:
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return (mapped or parsed) in network
