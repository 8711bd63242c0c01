"""The keep-alive of a connection: ends it if nobody says who they are, or the other side has vanished."""

from typing import Protocol

import trio

from trichat.chat.core.people import Session
from trichat.config.limits import Limits
from trichat.server.connection.doors import Door
from trichat.server.connection.outbox import Outbox


class Watched(Protocol):
    """What the keep-alive needs of a connection."""

    session: Session
    door: Door
    outbox: Outbox
    came: float  # when they came from whom a name is expected; never, for a while: see Arrival
    heard: float  # when the other side was heard last, by trio's clock
    ended_because: str

    @property
    def limits(self) -> Limits:
        """The limits of the server."""

    def say_farewell(self, reason: str) -> None:
        """End the visit, with a last word why."""


async def keep_alive(connection: Watched) -> None:
    """Watch over a connection for as long as it lasts."""
    await _await_name(connection)
    limits = connection.limits
    while ping := connection.door.ping:
        if await _silent_until(connection, connection.heard + limits.ping_seconds):
            connection.outbox.offer(ping)
            if await _silent_until(connection, trio.current_time() + limits.pong_seconds):
                connection.ended_because = "Ping timeout"
                connection.say_farewell(connection.ended_because)
    await trio.sleep_forever()


async def _await_name(connection: Watched) -> None:
    """Look now and then, and not later than the first ping is due, whether there is a name."""
    limits = connection.limits
    while connection.session.user is None:
        name_by = connection.came + (limits.name_seconds if connection.door.prompts else limits.register_seconds)
        if trio.current_time() >= name_by:
            connection.say_farewell("No name was given in time.")
            await trio.sleep_forever()
        look_by = trio.current_time() + min(limits.ping_seconds, limits.register_seconds)
        await trio.sleep_until(min(name_by, look_by))


async def _silent_until(connection: Watched, moment: float) -> bool:
    """Wait; tell whether the other side has said nothing until that moment, though it could."""
    heard = connection.heard
    await trio.sleep_until(moment)
    if connection.outbox.crowded:  # we do not read until it does
        connection.heard = trio.current_time()
    return heard == connection.heard
