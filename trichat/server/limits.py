"""Every limit of the server: its default, its unit, and what it is there for."""

from trichat.words.record import record


@record
class Limits:
    """Limits of the server. Each answers a way in which somebody could use up what belongs to all."""

    # A thousand reads may wait for the hub; then readers wait, and TCP makes the senders wait.
    requests: int = 1000
    # Requests in one batch: bounds the memory and the time that one batch takes.
    batch: int = 2000
    # Bytes of one read: what one connection can add to a batch at once.
    read_bytes: int = 65536
    # Bytes queued for one reader; beyond, it is behind: it gets nothing live until it has read them.
    outbox_bytes: int = 4 * 1024 * 1024
    # Bytes of answers queued for one connection that asks and does not read; beyond, it is closed.
    answers_bytes: int = 32 * 1024 * 1024
    # Seconds in which a reader must take something of what is queued for it.
    stall_seconds: float = 60.0
    # Events of one place that a slow reader is caught up with; of more, the oldest are skipped.
    catch_up_events: int = 5000
    # Seconds without a byte after which the first words decide that this is a person at a plain door.
    knock_seconds: float = 0.3
    # Seconds without a byte that end a line, for those who never end one.
    pause_seconds: float = 0.1
    # The same while the line still may become an IRC command, cut in two on its way.
    unclear_pause_seconds: float = 1.0
    # Seconds in which a name must be given: connections that never say who they are do not pile up.
    name_seconds: float = 300.0
    # Seconds of silence after which an IRC client is asked whether it is still there, and then for its answer.
    ping_seconds: float = 120.0
    pong_seconds: float = 60.0
    # Connections in total, and from one address that is not of this machine.
    connections: int = 20_000
    connections_per_address: int = 100
    # Lines that may come at once, and lines a second after that, from an address that is not of this machine. What
    # comes faster is read more slowly.
    burst_lines: int = 100
    lines_per_second: float = 20.0
    # Seconds for the last bytes to go out when the server stops.
    stop_seconds: float = 5.0
