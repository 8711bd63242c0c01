"""Pages of history, finds of a search, texts of many lines: put together (IRCv3 batch; soju.im/search). Pure."""

from dataclasses import dataclass, field

from trichat.client.irc.fields import param
from trichat.protocols.irc.wire.message import Message
from trichat.words.record import Record

HISTORY = "chathistory"
SEARCH = "soju.im/search"
MULTILINE = "draft/multiline"
CONCAT = "draft/multiline-concat"  # a tag: this line goes on where the last one ended
_MOST_LINES = 1000  # of one message: a server that sends more has lost its mind, and we keep our memory


class PageRead(Record, kw_only=True):
    """A whole page of history."""

    target: str
    messages: tuple[Message, ...]


class FoundRead(Record, kw_only=True):
    """All that a search has found; `label` is that of the question, if the server repeats it there."""

    label: str
    messages: tuple[Message, ...]


@dataclass(slots=True)
class _Batch:
    kind: str
    opening: Message
    messages: list[Message] = field(default_factory=list)


class Batches:
    """Collects the messages of such batches; those of other batches are as good as outside of one."""

    def __init__(self) -> None:
        """Begin with none open."""
        self._open: dict[str, _Batch] = {}

    def take(self, message: Message) -> Message | PageRead | FoundRead | None:
        """Give the message back, or what it completes, or None if it was kept for that."""
        if message.command == "BATCH":
            return self._edge(param(message, 0), message)
        return self._collect(message)

    def _collect(self, message: Message) -> Message | None:
        batch = self._open.get(message.tags.get("batch", ""))
        if batch is None:
            return message
        if batch.kind != MULTILINE or len(batch.messages) < _MOST_LINES:
            batch.messages.append(message)
        return None

    def _edge(self, reference: str, message: Message) -> Message | PageRead | FoundRead | None:
        name = reference[1:]
        if reference.startswith("+") and param(message, 1) in (HISTORY, SEARCH, MULTILINE):
            self._open[name] = _Batch(param(message, 1), message)
        elif reference.startswith("-") and (batch := self._open.pop(name, None)):
            return self._whole(batch)
        return None

    def _whole(self, batch: _Batch) -> Message | PageRead | FoundRead | None:
        if batch.kind == HISTORY:
            return PageRead(target=param(batch.opening, 2), messages=tuple(batch.messages))
        if batch.kind == SEARCH:
            return FoundRead(label=batch.opening.tags.get("label", ""), messages=tuple(batch.messages))
        return self._collect(_joined(batch)) if batch.messages else None


def _joined(batch: _Batch) -> Message:
    """Make one message of the lines; whatever is said of it, is said of the batch."""
    first = batch.messages[0]
    text = param(first, 1)
    for message in batch.messages[1:]:
        text += ("" if CONCAT in message.tags else "\n") + param(message, 1)
    source = batch.opening.source or first.source
    return Message(command=first.command, params=(param(first, 0), text), source=source, tags=batch.opening.tags)
