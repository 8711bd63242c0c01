"""Making a connection: where to, and the sentence that says why it could not be made."""

import os
from collections.abc import Sequence

import trio

from trichat.client.link import CONNECT_TIMEOUT, Connect
from trichat.client.settings import Settings
from trichat.errors import StartError


def connector(settings: Settings) -> Connect:
    """Give what makes a connection: it raises OSError when there is none."""

    async def connect() -> trio.abc.Stream:
        return await trio.open_tcp_stream(settings.host, settings.port)

    return connect


async def first_connection(settings: Settings) -> trio.abc.Stream:
    """Connect, before anything is shown. Raises StartError."""
    where = f"{settings.host} port {settings.port}"
    try:
        with trio.fail_after(CONNECT_TIMEOUT):
            return await connector(settings)()
    except trio.TooSlowError as exc:
        raise StartError(f"{where} does not answer.") from exc
    except OSError as exc:
        raise StartError(f"No chat server can be reached at {where}: {reason(exc)}.") from exc


def reason(exc: OSError) -> str:
    """Give the first of the reasons; trio has one for each address that was tried."""
    causes: Sequence[OSError] = getattr(exc.__cause__, "exceptions", ())
    first = causes[0] if causes else exc
    of_system = first.errno is not None and first.errno > 0  # those of name look-up are negative
    return (os.strerror(first.errno or 0) if of_system else first.strerror or str(first)).lower()
