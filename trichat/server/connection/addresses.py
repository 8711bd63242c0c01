"""Addresses of connections: what others see of them, and how many come from one."""

import contextlib
import hashlib
import ipaddress
import secrets
from collections import Counter
from collections.abc import Collection, Iterator
from urllib.parse import urlsplit

from trichat.chat.core.accounts import Secret
from trichat.storage.base import History
from trichat.words.names.addresses import is_local
from trichat.words.names.addresses import place as place_of

_HOSTS = "hosts"


class Addresses:
    """Counts connections by address, and gives each address a name that does not tell it.

    An empty address is that of somebody for whom a proxy speaks, who is not known yet: only the total is a limit.
    """

    def __init__(self, most: int, most_each: int, key: bytes) -> None:
        self._most = most
        self._most_each = most_each
        self._count: Counter[str] = Counter()
        self._total = 0
        self._secret = key  # of what others see

    def admit(self, address: str, *, exempt: bool) -> bool:
        """Count one more connection, unless there are too many; say whether it may stay.

        `exempt`: from what one address may have, see the settings.
        """
        if self._total >= self._most or self._is_full(address, exempt):
            return False
        self._total += 1
        self._count[place_of(address)] += 1
        return True

    def move(self, before: str, after: str, *, exempt: bool) -> bool:
        """Count a connection for another address than before, unless that has too many; say whether it may stay."""
        if self._is_full(after, exempt):
            return False
        self.release(before)
        self._total += 1
        self._count[place_of(after)] += 1
        return True

    def _is_full(self, address: str, exempt: bool) -> bool:
        return self._count[place_of(address)] >= self._most_each and not exempt and address != ""

    def release(self, address: str) -> None:
        """Count one connection less."""
        place = place_of(address)
        self._total -= 1
        self._count[place] -= 1
        if not self._count[place]:
            del self._count[place]

    @contextlib.contextmanager
    def aside(self, address: str) -> Iterator[None]:
        """Do not count a connection for its address within: it is one of all still."""
        place = place_of(address)
        self._count[place] -= 1
        try:
            yield
        finally:
            self._count[place] += 1

    def fits(self, address: str, *, exempt: bool) -> bool:
        """Tell whether a connection that has been set aside may come back: it is counted again already."""
        return self._count[place_of(address)] <= self._most_each or exempt or address == ""

    def count(self, address: str) -> int:
        """Give how many connections count for an address."""
        return self._count[place_of(address)]

    def shown(self, address: str) -> str:
        """Give what others see as the host: the same for the same address, and no way back to it."""
        if is_local(address):
            return "localhost"
        digest = hashlib.blake2b(address.encode(), key=self._secret, digest_size=6).hexdigest()
        return f"{digest}.hidden"


def derived(key: bytes, use: bytes) -> bytes:
    """Make a key for another use out of one: who knows either knows nothing of the other."""
    return hashlib.blake2b(use, key=key, digest_size=32).digest()


def kept_key(history: History) -> bytes:
    """Give the key of what others see of addresses; make it at the first start. Raises HistoryError.

    It is kept, so that a ban of a host still fits the same people after a restart.
    """
    for each in history.records():
        if isinstance(each, Secret) and each.key == _HOSTS:
            return each.value
    made = Secret(key=_HOSTS, value=secrets.token_bytes(32))
    history.commit((), (made,))
    return made.value


class Origins:
    """Which web pages may have their visitors' browsers connect here, and what this server is called."""

    def __init__(self, names: Collection[str], others: Collection[str]) -> None:
        self._own = {name.lower() for name in names} | {"localhost"}
        self.read(others)

    def read(self, others: Collection[str]) -> None:
        """Let other settings hold from now on (REHASH). A proxy in front of this server has a name that is in them."""
        self._others = {origin.lower().rstrip("/") for origin in others}
        self._names = self._own | {_split(each)[1] for each in self._others}

    def allow(self, origin: str | None, host: str) -> bool:
        """Tell whether a page from `origin` may connect to `host`, as the request calls us.

        Programs that are no browsers send no origin. A page of our own has the host that it was loaded from; but that
        may be anything that somebody has pointed at our address, so only names that are ours count, and addresses.
        """
        if origin is None or origin.lower() in self._others:
            return True
        place, _ = _split(origin)
        return bool(place) and place == host.lower() and self.are_ours(host)

    def are_ours(self, host: str) -> bool:
        """Tell whether a request that calls its server `host`, with a port or not, means this one."""
        _, name = _split(f"//{host}")
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return name in self._names
        return True


def _split(origin: str) -> tuple[str, str]:
    """Give the host of an origin with its port, if that is told, and without; empty, if that is none."""
    try:
        parts = urlsplit(origin.lower())
    except ValueError:
        return "", ""
    return parts.netloc, parts.hostname or ""
