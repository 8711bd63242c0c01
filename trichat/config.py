"""Settings, with their defaults: what can be said on the command line, and where files belong."""

from pathlib import Path

from trichat.words.record import record

DEFAULT_PORT = 8080
DEFAULT_HOST = "localhost"


@record
class ServerSettings:
    """How a server is run. `history` is a file; None keeps history in memory, for as long as the server runs."""

    hosts: tuple[str, ...] = (DEFAULT_HOST,)
    port: int = DEFAULT_PORT
    history: Path | None = None
    language: str = "en"
    name: str = "trichat.local"  # how the server calls itself; IRC wants a dot in it
    network: str = "trichat"
    motd: tuple[str, ...] = ()


def default_history() -> Path:
    """Give the file in which a server keeps its history unless told otherwise."""
    import platformdirs  # noqa: PLC0415 (takes a while to import, and only a server needs it)

    return platformdirs.user_data_path("trichat") / "history.db"
