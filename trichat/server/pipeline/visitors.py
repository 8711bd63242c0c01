"""Who comes and goes, in the log: name, door and address; nothing of what they say, and no password."""

import logging

from trichat.server.connection.connection import Connection

_log = logging.getLogger(__name__)


def came(connection: Connection, nick: str) -> None:
    """Somebody is in."""
    door = connection.door.name + (" with TLS" if connection.session.secure else "")
    connection.visitor = f"{nick} ({door}, {connection.address or 'an unknown address'})"
    _log.info("%s came in", connection.visitor)


def went(connection: Connection) -> None:
    """A connection has ended. Who did not come in is nobody to speak of, unless somebody looks for what is wrong."""
    if connection.visitor:
        _log.info("%s is gone", connection.visitor)
    else:
        _log.debug("somebody at %s is gone, who did not come in", connection.address or connection.peer)
