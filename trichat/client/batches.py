"""Pages of history put together out of the messages of a BATCH (IRCv3 batch, chathistory). Pure."""

from trichat.client.reading import param
from trichat.protocols.irc.message import Message
from trichat.words.record import record


@record
class PageRead:
    """A whole page of history."""

    target: str
    messages: tuple[Message, ...]


class Batches:
    """Collects the messages of history batches; those of other batches are as good as outside of one."""

    def __init__(self) -> None:
        """Begin with none open."""
        self._open: dict[str, tuple[str, list[Message]]] = {}

    def take(self, message: Message) -> Message | PageRead | None:
        """Give the message back, or a page that it completes, or None if it was kept for one."""
        if message.command == "BATCH":
            return self._edge(param(message, 0), message)
        opened = self._open.get(message.tags.get("batch", ""))
        if opened is None:
            return message
        opened[1].append(message)
        return None

    def _edge(self, reference: str, message: Message) -> PageRead | None:
        name = reference[1:]
        if reference.startswith("+") and param(message, 1) == "chathistory":
            self._open[name] = (param(message, 2), [])
        elif reference.startswith("-") and name in self._open:
            target, messages = self._open.pop(name)
            return PageRead(target=target, messages=tuple(messages))
        return None
