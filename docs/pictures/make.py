"""Draw `session.svg` from a real session: `python docs/pictures/make.py`. Needs nc, and the tools of the tests."""

import contextlib
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pexpect
import pyte

PICTURE = Path(__file__).with_name("session.svg")
COLUMNS, ROWS = 64, 12
CHAR, LINE, EDGE, BAR = 8.4, 18, 12, 26  # pixels: a character, a line, the margin, the title bar
PATIENCE = 10.0  # seconds

# One ground that stands out a little on a white page and on a black one.
GROUND, TITLE, TEXT, DIM = "#2b303b", "#3b4252", "#d8dee9", "#8a93a5"
COLOURS = {"default": TEXT, "red": "#d0737c", "black": DIM, "brightblack": DIM}


class Pane:
    """A program in a terminal of its own, and what that terminal shows."""

    def __init__(self, title: str, command: str, arguments: list[str], environment: dict[str, str]) -> None:
        self.title = title
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.Stream(self.screen)
        self._child = pexpect.spawn(
            command, arguments, env=environment, dimensions=(ROWS, COLUMNS), encoding="utf-8", timeout=PATIENCE
        )

    def until(self, text: str) -> None:
        """Read until the screen shows this."""
        end = time.monotonic() + PATIENCE
        while text not in "\n".join(self.screen.display):
            if time.monotonic() > end:
                raise SystemExit(f"{self.title} does not show {text!r} but:\n" + "\n".join(self.screen.display))
            with contextlib.suppress(pexpect.TIMEOUT):
                self._stream.feed(self._child.read_nonblocking(4096, timeout=0.1))

    def say(self, text: str) -> None:
        """Type a line."""
        self._child.send(text + "\r")

    def close(self) -> None:
        """End the program."""
        self._child.close(force=True)


@contextlib.contextmanager
def server(folder: Path, environment: dict[str, str]) -> Iterator[str]:
    """Run a server on a free port; give the port."""
    arguments = ["-m", "trichat", "serve", "--port", "0", "--history", str(folder / "history.db")]
    child = pexpect.spawn(sys.executable, arguments, env=environment, encoding="utf-8", timeout=PATIENCE)
    try:
        child.expect(r"trichat listens on \S+:(\d+)")
        found = child.match
        assert isinstance(found, re.Match)  # noqa: S101 (tells the type checker what cannot be otherwise)
        yield found[1]
    finally:
        child.close(force=True)


def play(panes: contextlib.ExitStack, port: str, environment: dict[str, str]) -> list[Pane]:
    """Let two people talk."""
    anna = Pane("nc localhost 8080", "nc", ["localhost", port], environment)
    panes.callback(anna.close)
    anna.until("name:")
    anna.say("anna")
    anna.until("in #lobby")
    arguments = ["-m", "trichat", "chat", "--port", port, "--nick", "boris"]
    boris = Pane("trichat chat --nick boris", sys.executable, arguments, environment)
    panes.callback(boris.close)
    boris.until("In #lobby")
    _talk(anna, boris)
    return [anna, boris]


def _talk(anna: Pane, boris: Pane) -> None:
    everyone = (anna, boris)
    for speaker, line, shown in (
        (boris, "hello! is anybody here?", "boris: hello!"),
        (anna, "hi boris, with nothing but netcat", "with nothing but netcat"),
        (boris, "/me waves", "boris waves"),
        (anna, "/topic netcat and friends", "netcat and friends"),
        (boris, "see you tomorrow", "see you tomorrow"),
    ):
        speaker.say(line)
        for pane in everyone:
            pane.until(shown)
    anna.say("/who")
    anna.until("In #lobby:")
    boris.until("topic: netcat")


def draw(panes: list[Pane]) -> str:
    """Draw the screens, one above the other."""
    width = COLUMNS * CHAR + 2 * EDGE
    height = BAR + ROWS * LINE + EDGE
    parts = [_pane(pane, number * (height + EDGE), width, height) for number, pane in enumerate(panes)]
    whole = len(panes) * (height + EDGE) - EDGE
    title = "Two people in one room: one with netcat, one with trichat chat"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {whole:g}" width="{width:g}" '
        f'font-family="ui-monospace, Menlo, Consolas, DejaVu Sans Mono, monospace" font-size="14" role="img">\n'
        f"<title>{title}</title>\n" + "\n".join(parts) + "\n</svg>\n"
    )


def _pane(pane: Pane, top: float, width: float, height: float) -> str:
    lines = [
        f'<g transform="translate(0 {top:g})">',
        f'<rect width="{width:g}" height="{height:g}" rx="8" fill="{GROUND}"/>',
        f'<rect width="{width:g}" height="{BAR}" rx="8" fill="{TITLE}"/>',
        f'<text x="{EDGE}" y="{BAR - 8}" fill="{DIM}">$ {escape(pane.title)}</text>',
    ]
    for row in range(ROWS):
        lines += _row(pane.screen.buffer[row], BAR + EDGE / 2 + (row + 0.75) * LINE)
    return "\n".join([*lines, "</g>"])


def _row(row: dict[int, pyte.screens.Char], y: float) -> Iterator[str]:
    """Draw one line, a piece for each stretch of one colour."""
    start = 0
    while start < COLUMNS:
        colour = _colour(row[start])
        end = start
        while end < COLUMNS and _colour(row[end]) == colour:
            end += 1
        text = "".join(row[column].data for column in range(start, end)).rstrip()
        if text:
            yield (
                f'<text x="{EDGE + start * CHAR:g}" y="{y:g}" textLength="{len(text) * CHAR:g}" fill="{colour}" '
                f'xml:space="preserve">{escape(text)}</text>'
            )
        start = end


def _colour(char: pyte.screens.Char) -> str:
    return COLOURS.get(char.fg) or (f"#{char.fg}" if re.fullmatch("[0-9a-f]{6}", char.fg) else TEXT)


def main() -> None:
    """Run the session and draw it."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as panes:
        environment = {"HOME": folder, "LANG": "C.UTF-8", "TERM": "xterm-256color", "PATH": os.environ["PATH"]}
        port = panes.enter_context(server(Path(folder), environment))
        PICTURE.write_text(draw(play(panes, port, environment)), encoding="utf-8")


if __name__ == "__main__":
    main()
