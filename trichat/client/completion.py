"""Tab: commands with their usage, nicks (who spoke last comes first), rooms."""

from collections.abc import Callable, Iterable, Iterator

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from trichat.client.model import Model
from trichat.client.own import COMMANDS
from trichat.client.view import safe
from trichat.words.names import fold
from trichat.words.record import record

_ABOUT_COMMANDS = ("/help ",)


@record
class Candidate:
    """One way to finish a word: what it becomes, and what to show beside it."""

    text: str
    meta: str = ""


def candidates(before: str, model: Model) -> list[Candidate]:
    """Give what the last word of `before` may become."""
    word = before.rpartition(" ")[2]
    at_start = word == before
    if at_start and word.startswith("/"):
        return _commands(word)
    if before.startswith(_ABOUT_COMMANDS):
        return _commands("/" + word.removeprefix("/"))
    if word.startswith("#"):
        return [Candidate(text=name + " ") for name in _rooms(model) if fold(name).startswith(fold(word))]
    return _nicks(word, model, ": " if at_start else " ")


def _commands(word: str) -> list[Candidate]:
    rows = [Candidate(text=f"/{row.name} ", meta=f"{row.usage}  {row.help}") for row in COMMANDS]
    found = [row for row in rows if row.text.startswith(word.lower())]
    return found or _aliases(word)


def _aliases(word: str) -> list[Candidate]:
    """Finish an alias only when no command itself begins like this."""
    pairs = [(alias, row) for row in COMMANDS for alias in row.aliases if f"/{alias}".startswith(word.lower())]
    return [Candidate(text=f"/{alias} ", meta=f"{row.usage}  {row.help}") for alias, row in pairs]


def _rooms(model: Model) -> Iterable[str]:
    return [room.name for room in model.rooms.values()]


def _nicks(word: str, model: Model, after: str) -> list[Candidate]:
    room = model.room(model.active)
    here = room.latest_first() if room else [model.active] if model.active else []
    nicks = here if word else []
    return [
        Candidate(text=nick + after) for nick in nicks if fold(nick).startswith(fold(word)) and not model.is_me(nick)
    ]


class TabCompleter(Completer):
    """The candidates, for prompt_toolkit."""

    def __init__(self, model: Callable[[], Model]) -> None:
        """Take a way to see what is known at the moment."""
        self._model = model

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:  # noqa: ARG002
        """Give what Tab offers at the cursor."""
        before = document.text_before_cursor
        start = -len(before.rpartition(" ")[2])
        for found in candidates(before, self._model()):
            yield Completion(safe(found.text), start, display=safe(found.text).strip(), display_meta=found.meta)
