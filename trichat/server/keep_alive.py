"""The keep-alive of a connection: ends it if nobody says who they are, or the other side has vanished."""

from typing import TYPE_CHECKING

import trio

if TYPE_CHECKING:
    from trichat.server.connection import Connection


async def keep_alive(connection: "Connection") -> None:
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


async def _await_name(connection: "Connection") -> None:
    """Look now and then, and not later than the first ping is due, whether there is a name."""
    limits = connection.limits
    came = trio.current_time()
    while connection.session.user is None:
        name_by = came + (limits.name_seconds if connection.door.prompts else limits.register_seconds)
        if trio.current_time() >= name_by:
            connection.say_farewell("No name was given in time.")
            await trio.sleep_forever()
        look_by = trio.current_time() + min(limits.ping_seconds, limits.register_seconds)
        await trio.sleep_until(min(name_by, look_by))


async def _silent_until(connection: "Connection", moment: float) -> bool:
    """Wait; tell whether the other side has said nothing until that moment, though it could."""
    heard = connection.heard
    await trio.sleep_until(moment)
    if connection.outbox.crowded:  # we do not read until it does
        connection.heard = trio.current_time()
    return heard == connection.heard
