"""Whose word counts: the proxies and gateways that the settings name, and the addresses that are not limited."""

from trichat.config.settings import ServerSettings
from trichat.protocols.http.messages import Request
from trichat.protocols.proxy import forwarded_for
from trichat.words.names.addresses import is_local, is_within


class Trusted:
    """What the settings say of addresses. They can be read again (REHASH), for whoever comes after that."""

    def __init__(self, settings: ServerSettings) -> None:
        self._settings = settings

    def read(self, settings: ServerSettings) -> None:
        """Let other settings hold from now on."""
        self._settings = settings

    def is_exempt(self, address: str) -> bool:
        """Tell whether an address has no limits of its own."""
        return is_within(address, networks=self._settings.exempt)

    def is_proxy(self, address: str) -> bool:
        """Tell whether whoever comes from an address is believed that it speaks for another."""
        return bool(self._settings.proxies) and is_within(address, networks=self._settings.proxies)

    def secret(self, gateway: str) -> str:
        """Give the password of a gateway, or its hash; empty if there is no such gateway."""
        return self._settings.webirc.get(gateway, "")

    def forwarded_for(self, request: Request) -> str:
        """Give for whom proxies of HTTP speak; empty if that cannot be told. Raises ProtocolError."""
        return forwarded_for(request.all("x-forwarded-for"), request.all("forwarded"), self.is_proxy)


def seen_from_here(address: str, proxy: str) -> str:
    """Give an address as it is for us: what is `localhost` for a proxy on another machine is that machine."""
    return proxy if is_local(address) and not is_local(proxy) else address
