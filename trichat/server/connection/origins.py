"""Which web pages may have their visitors' browsers connect here: a browser goes wherever any page sends it."""

import ipaddress
from collections.abc import Collection
from urllib.parse import urlsplit


class Origins:
    """Which web pages may have their visitors' browsers connect here."""

    def __init__(self, names: Collection[str], others: Collection[str]) -> None:
        self._names = {name.lower() for name in names} | {"localhost"}  # what this server is called
        self._others = {origin.lower().rstrip("/") for origin in others}

    def allow(self, origin: str | None, host: str) -> bool:
        """Tell whether a page from `origin` may connect to `host`, as the request calls us.

        Programs that are no browsers send no origin. A page of our own has the host that it was loaded from; but that
        may be anything that somebody has pointed at our address, so only names that are ours count, and addresses.
        """
        if origin is None or origin.lower() in self._others:
            return True
        try:
            page = urlsplit(origin.lower())
        except ValueError:
            return False
        return bool(page.netloc) and page.netloc == host.lower() and self._is_ours(page.hostname or "")

    def _is_ours(self, name: str) -> bool:
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return name in self._names
        return True
