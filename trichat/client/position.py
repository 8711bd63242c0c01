"""How far somebody has read: up to when all is known to them that was said to them. Pure."""

from trichat.words.record import record


@record
class Position:
    """A time of the server (Unix ms), and the ids of what was said to them at that very time and is known too."""

    at: int = 0
    ids: tuple[str, ...] = ()
