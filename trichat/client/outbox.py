"""What was typed and has not arrived yet: waiting for a connection, or sent and not confirmed. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

from trichat.client.reading import unwrap
from trichat.protocols.irc.message import Message
from trichat.words.names import fold
from trichat.words.text import clean

_labels = count(1)


@dataclass(slots=True, eq=False)
class Draft:
    """One message on its way. `label` and `nick`, under which it went out, are empty until it has been sent."""

    message: Message
    label: str = ""
    nick: str = ""

    @property
    def target(self) -> str:
        """Who it is for."""
        return self.message.params[0]

    @property
    def text(self) -> str:
        """What it says, CTCP included."""
        return self.message.params[1]

    @property
    def said(self) -> str:
        """What it says, for a person to read."""
        return unwrap(self.text)[1]

    @property
    def sent(self) -> bool:
        """Tell whether it has been given to a connection, of which it is not known whether it arrived."""
        return bool(self.label)

    def is_same(self, nick: str, target: str, text: str) -> bool:
        """Tell whether this draft, once sent, would be seen like that. A server may have cleaned the text."""
        same_place = fold(target) == fold(self.target) and fold(nick) == fold(self.nick)
        return self.sent and same_place and clean(text).strip() == clean(self.text).strip()


class Outbox:
    """Drafts in the order in which they were typed. One leaves it when the server has shown, or refused, it."""

    def __init__(self) -> None:
        """Begin empty."""
        self._drafts: list[Draft] = []

    def __len__(self) -> int:
        """Count what has not arrived, as far as is known."""
        return len(self._drafts)

    def __iter__(self) -> Iterator[Draft]:
        """Go through the drafts, oldest first."""
        return iter(self._drafts)

    @property
    def waiting(self) -> int:
        """Count what has not been sent."""
        return sum(not draft.sent for draft in self._drafts)

    def add(self, message: Message) -> None:
        """Take in what was typed."""
        self._drafts.append(Draft(message=message))

    def due(self, ready: Callable[[str], bool], nick: str) -> list[Draft]:
        """Give what can go out now, to those targets that are `ready`, and count it as sent by `nick`."""
        drafts = [draft for draft in self._drafts if not draft.sent and ready(draft.target)]
        for draft in drafts:
            draft.label = f"t{next(_labels)}"
            draft.nick = nick
        return drafts

    def take_labelled(self, label: str) -> Draft | None:
        """Take out the draft that went out with `label`, if there is one."""
        return self._take(lambda draft: bool(label) and draft.label == label)

    def take_same(self, nick: str, target: str, text: str) -> Draft | None:
        """Take out the oldest sent draft that is seen as `text` from `nick` at `target`, if there is one."""
        return self._take(lambda draft: draft.is_same(nick, target, text))

    def take_sent_to(self, target: str) -> Draft | None:
        """Take out the oldest sent draft for `target`, if there is one."""
        return self._take(lambda draft: draft.sent and fold(draft.target) == fold(target))

    def take_all_for(self, target: str) -> list[Draft]:
        """Take out everything for `target`, sent or not."""
        taken = [draft for draft in self._drafts if fold(draft.target) == fold(target)]
        self._drafts = [draft for draft in self._drafts if draft not in taken]
        return taken

    def in_doubt(self) -> list[str]:
        """Give the targets of what was sent and not confirmed."""
        return list({fold(draft.target): draft.target for draft in self._drafts if draft.sent}.values())

    def send_again(self, target: str) -> None:
        """Count what was sent to `target` as not sent: it has not arrived."""
        for draft in self._drafts:
            if fold(draft.target) == fold(target):
                draft.label = ""

    def remove(self, draft: Draft) -> None:
        """Take out a draft."""
        self._drafts.remove(draft)

    def _take(self, fits: Callable[[Draft], bool]) -> Draft | None:
        for draft in self._drafts:
            if fits(draft):
                self._drafts.remove(draft)
                return draft
        return None
