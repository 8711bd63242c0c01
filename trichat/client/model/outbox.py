"""The outbox: what was typed and has not arrived yet, waiting for a connection, or sent and not confirmed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

from trichat.client.display.masking import mask_message
from trichat.client.irc.fields import unwrap_ctcp
from trichat.protocols.irc.wire.message import Message
from trichat.words.names.names import fold
from trichat.words.record import replace
from trichat.words.text.clean import clean

_LABEL = "t"
_PATIENCE = 3  # ticks until what the server has not confirmed is in doubt
_USUAL = 1_000  # milliseconds that a confirmation may take before it is worth a word
_labels = count(1)


@dataclass(slots=True, eq=False)
class Draft:
    """One message in the outbox. `label` and `nick`, under which it went out, are empty until it has been sent."""

    message: Message
    label: str = ""
    nick: str = ""
    key: str = ""  # what it is called whenever it goes out, so that a server that knows keys says it once
    keyed_at: int = 0  # when it had that for the first time, in Unix milliseconds
    shown: bool = False  # to the person, before it was confirmed: the server has no echo-message
    doubtful: bool = False  # the person has been told, and decides
    typed: bool = False  # just now, so that it stands there where a terminal echoes it
    ticks: int = 0  # for how long it has been on its way
    sent_at: int = 0  # Unix milliseconds

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
        """What it says, for a person to read; a password in it is not."""
        return mask_message(self.target, unwrap_ctcp(self.text)[1])

    @property
    def sent(self) -> bool:
        """Tell whether it has been given to a connection, of which it is not known whether it arrived."""
        return bool(self.label)

    @property
    def number(self) -> int:
        """The number in the label: what was sent later has a greater one."""
        return int(self.label.removeprefix(_LABEL))

    @property
    def on_its_way(self) -> bool:
        """Tell whether it has been sent, and may still be confirmed without anybody's doing."""
        return self.sent and not self.doubtful

    def is_same(self, nick: str, target: str, text: str) -> bool:
        """Tell whether a message that the server shows is this draft. A server may have cleaned the text."""
        same_place = fold(target) == fold(self.target) and fold(nick) == fold(self.nick)
        return self.sent and same_place and clean(text).strip() == clean(self.text).strip()


class Outbox:
    """Drafts in the order in which they were typed. One leaves it when the server has shown, or refused, it."""

    def __init__(self) -> None:
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

    def add(self, message: Message) -> Draft:
        """Add a message that was typed."""
        self._drafts.append(Draft(message=message))
        return self._drafts[-1]

    @property
    def doubtful(self) -> int:
        """Count what the person has to decide about."""
        return sum(draft.doubtful for draft in self._drafts)

    def pending(self, now: int, *, online: bool) -> int:
        """Count what waits to be sent, or has waited to be confirmed for longer than a server usually takes."""
        slow = sum(draft.on_its_way and not (online and now - draft.sent_at < _USUAL) for draft in self._drafts)
        return self.waiting + slow

    def take_ready(self, ready: Callable[[str], bool], nick: str, now: int = 0) -> list[Draft]:
        """Give the drafts for targets that are `ready`, and count them as sent by `nick`."""
        drafts = [draft for draft in self._drafts if not draft.sent and ready(draft.target)]
        for draft in drafts:
            draft.label = f"{_LABEL}{next(_labels)}"
            draft.nick, draft.sent_at, draft.ticks = nick, now, 0
            draft.key, draft.keyed_at = draft.key or f"{now:x}{draft.label}", draft.keyed_at or now
        return drafts

    def pop_labelled(self, label: str) -> Draft | None:
        """Take out the draft that went out with `label`, if there is one."""
        return self._pop(lambda draft: bool(label) and draft.label == label)

    def pop_matching(self, nick: str, target: str, text: str) -> Draft | None:
        """Take out the oldest sent draft that is seen as `text` from `nick` at `target`, if there is one."""
        return self._pop(lambda draft: draft.is_same(nick, target, text))

    def pop_first_sent_to(self, target: str) -> Draft | None:
        """Take out the oldest sent draft for `target`, if there is one."""
        return self._pop(lambda draft: draft.sent and fold(draft.target) == fold(target))

    def pop_all_for(self, target: str) -> list[Draft]:
        """Take out everything for `target`, sent or not."""
        taken = [draft for draft in self._drafts if fold(draft.target) == fold(target)]
        self._drafts = [draft for draft in self._drafts if draft not in taken]
        return taken

    def rename(self, old: str, new: str) -> None:
        """Send what has not been sent to the new name."""
        for draft in self._drafts:
            if not draft.sent and fold(draft.target) == fold(old):
                draft.message = replace(draft.message, params=(new, draft.text))

    def unconfirmed_targets(self) -> list[str]:
        """Give the targets of what was sent and not confirmed."""
        return list({fold(draft.target): draft.target for draft in self._drafts if draft.sent}.values())

    def requeue(self, target: str, only: Callable[[Draft], bool] = lambda _: True) -> None:
        """Count what was sent to `target` as not sent, so that it goes out again: it has not arrived."""
        for draft in self._drafts:
            if fold(draft.target) == fold(target) and draft.on_its_way and only(draft):
                draft.label, draft.typed = "", False

    def requeue_doubtful(self) -> int:
        """Count what is in doubt as not sent, so that it goes out again; give how much that is."""
        drafts = [draft for draft in self._drafts if draft.doubtful]
        for draft in drafts:
            draft.label, draft.doubtful, draft.typed, draft.ticks = "", False, False, 0
        return len(drafts)

    def overdue(self) -> list[Draft]:
        """Count time for what is on its way, and give what should have been confirmed long ago."""
        for draft in self._drafts:
            draft.ticks += draft.on_its_way
        return [draft for draft in self._drafts if draft.on_its_way and draft.ticks >= _PATIENCE]

    def last_shown(self) -> Draft | None:
        """Give the last draft that is shown already, and on its way."""
        return next((draft for draft in reversed(self._drafts) if draft.shown and draft.on_its_way), None)

    def pop_shown_until(self, label: str) -> None:
        """Take out what was shown and sent up to the draft with this label: it has arrived."""
        last = int(label.removeprefix(_LABEL))
        self._drafts = [draft for draft in self._drafts if not (draft.shown and draft.sent and draft.number <= last)]

    def _pop(self, fits: Callable[[Draft], bool]) -> Draft | None:
        for draft in self._drafts:
            if fits(draft):
                self._drafts.remove(draft)
                return draft
        return None
