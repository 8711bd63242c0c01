"""Up to when the person had seen everything when the client last ran, in a file that only the person can read."""

import os
import tempfile
from pathlib import Path

from trichat.client.model.read_position import Position
from trichat.words.names.names import fold

_HEAD = "# Up to when you have seen what was said to you: host, port, name, Unix time in milliseconds, messages.\n"


def default_path() -> Path:
    """Give the file that is used unless told otherwise."""
    import platformdirs  # noqa: PLC0415 (takes a while to import)

    return platformdirs.user_state_path("trichat") / "seen"


class Seen:
    """One line for each server and name. It is a convenience: a file that cannot be read or written is done without."""

    def __init__(self, path: Path | None = None) -> None:
        """Take the name of the file, which need not be there."""
        self._path = path

    def read(self, host: str, port: int) -> dict[str, Position]:
        """Give how far everybody is on a server, by folded name."""
        here = [words for words in self._lines() if words[:2] == [host.lower(), str(port)]]
        return {words[2]: Position(at=int(words[3]), ids=tuple(words[4:])) for words in here}

    def write(self, host: str, port: int, name: str, reached: Position) -> bool:
        """Keep how far somebody is; if another client has written that they are further, that stays.

        Tell whether it was possible.
        """
        key = [host.lower(), str(port), fold(name)]
        before = [words for words in self._lines() if words[:3] != key]
        known = self.read(host, port).get(fold(name), Position())
        latest = known if known.at > reached.at else reached
        try:
            self._replace([*before, [*key, str(latest.at), *latest.ids]])
        except OSError:
            return False
        return True

    def _file(self) -> Path:
        return self._path or default_path()

    def _lines(self) -> list[list[str]]:
        try:
            text = self._file().read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return []
        lines = [line.split() for line in text.splitlines() if not line.startswith("#")]
        return [words for words in lines if len(words) >= 4 and words[3].isascii() and words[3].isdecimal()]

    def _replace(self, lines: list[list[str]]) -> None:
        file = self._file()
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile("w", dir=file.parent, delete=False, encoding="utf-8") as new:  # mode 0600
            new.write(_HEAD + "".join(" ".join(words) + "\n" for words in lines))
        os.replace(new.name, file)  # noqa: PTH105
