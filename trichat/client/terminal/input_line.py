"""The line that is typed: what an editor may make of it, and what of it nobody should see."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from prompt_toolkit.buffer import Buffer
from prompt_toolkit.formatted_text import fragment_list_to_text
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput


class Line(Buffer):
    """The line that is typed; an editor may leave it in any encoding, or not at all."""

    def __init__(self, hide: Callable[[str], str], **options: Any) -> None:
        """Take what tells whether something in the line is a secret."""
        super().__init__(**options)
        self._hide = hide

    def append_to_history(self) -> None:
        """Remember the line, unless there is a secret in it."""
        if self._hide(self.text) == self.text:
            super().append_to_history()

    def _open_file_in_editor(self, filename: str) -> bool:
        """Make UTF-8 of it: prompt_toolkit reads nothing else, and what it raises in a task ends the client."""
        done = super()._open_file_in_editor(filename)
        file = Path(filename)
        try:
            file.write_text(file.read_text(encoding="utf-8", errors="replace"), encoding="utf-8")
        except OSError:
            file.touch()  # it will be removed
            return False
        return done


class Hiding(Processor):
    """Draws dots where a password is being typed."""

    def __init__(self, hide: Callable[[str], str]) -> None:
        self._hide = hide

    def apply_transformation(self, given: TransformationInput) -> Transformation:
        """Draw another text, as long as the line."""
        if given.lineno:
            return Transformation(given.fragments)
        text = fragment_list_to_text(given.fragments)
        hidden = self._hide(text)
        return Transformation(given.fragments if hidden == text else [("", hidden)])
