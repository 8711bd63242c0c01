"""`Dialect`: how one kind of connection is told what happened."""

from collections.abc import Sequence
from typing import Protocol

from trichat.words.events import Event, Happened, Page, SearchPage


class Dialect(Protocol):
    """Turns events into bytes: whole lines, or nothing where there is nothing to tell.

    One object serves all connections that want the same bytes: what many see is encoded once for each.
    """

    replays: bool  # whoever joins is shown what was said before, without asking
    asks: bool  # can ask for history by itself, of conversations too
    playback: bool  # a page of history holds all that happened, not only what was said

    def shared_encoding(self, events: Sequence[Happened]) -> object:
        """Give what this dialect has in common with those that show all of these events the same: they share bytes."""

    def show(self, event: Happened) -> bytes:
        """Tell others what somebody did."""

    def echo(self, event: Happened) -> bytes:
        """Tell somebody what they did themselves."""

    def answer(self, event: Event, nick: str) -> bytes:
        """Tell the asker, who is called `nick`, the answer."""

    def page(self, page: Page, events: Sequence[Happened]) -> bytes:
        """Show a part of history, oldest first."""

    def found(self, page: SearchPage, events: Sequence[Happened]) -> bytes:
        """Show what a search has found, oldest first."""

    def targets(self, targets: Sequence[tuple[str, int]]) -> bytes:
        """Show where there was talk: rooms and people by name, each with the time of the last thing said there."""

    def skipped(self, count: int, before: int) -> bytes:
        """Tell a slow reader that `count` events were skipped, the last of them before the event with that id."""

    def label(self, label: str, lines: bytes) -> bytes:
        """Mark the answer to a labelled request; `lines` may be empty."""

    def after(self, event: Event) -> "Dialect":
        """Give the dialect in force after this answer: mostly the same."""
