"""Puts messages of several lines together, which clients send as batches (IRCv3 draft/multiline, client-batch)."""

import re

from trichat.errors import ProtocolError
from trichat.protocols.irc.capabilities import MULTILINE_BYTES, MULTILINE_LINES
from trichat.protocols.irc.commands.base import client_tags, take
from trichat.protocols.irc.wire.message import Message
from trichat.words.events import Kind, Tags
from trichat.words.names.names import fold
from trichat.words.reasons import Reason
from trichat.words.requests import Say
from trichat.words.text.clean import blank
from trichat.words.text.lines import BREAK, CUT, clean_lines

BATCH_TYPE = "draft/multiline"
CONCAT = "draft/multiline-concat"

_REFERENCE = re.compile(r"[A-Za-z0-9-]{1,64}")
_KINDS = {"PRIVMSG": Kind.MESSAGE, "NOTICE": Kind.NOTICE}


class BatchError(ProtocolError):
    """A batch that cannot be taken: `reason` says why, `about` and `detail` what is wrong with it."""

    def __init__(self, reason: Reason = Reason.BATCH_INVALID, about: str = "", detail: str = "") -> None:
        super().__init__(reason.name, about, detail)
        self.reason = reason
        self.about = about
        self.detail = detail


class _Open:
    """A batch that has begun."""

    def __init__(self, reference: str, target: str, tags: Tags, label: str) -> None:
        self.reference = reference
        self.label = label
        self._target = target
        self._tags = tags
        self._kind: Kind | None = None
        self._text = ""
        self._lines = 0
        self._bytes = 0

    def add(self, message: Message) -> None:
        """Take one line. Raises BatchError."""
        kind = _KINDS.get(message.command)
        if kind is None or self._kind not in (None, kind) or not message.params:
            raise BatchError
        self._kind = kind
        target, text, concat = message.params[0], "".join(message.params[1:2]), CONCAT in message.tags
        if fold(target) != fold(self._target):
            raise BatchError(Reason.BATCH_TARGET, self._target, target)
        if text.startswith("\x01") or (concat and not (text and self._lines)):
            raise BatchError
        self._count(text, concat)
        self._text += text if self._lines == 1 else (CUT if concat else BREAK) + text

    def _count(self, text: str, concat: bool) -> None:
        self._lines += 1
        self._bytes += len(text.encode()) + (not concat and self._lines > 1)
        if self._lines > MULTILINE_LINES:
            raise BatchError(Reason.BATCH_LINES, str(MULTILINE_LINES))
        if self._bytes > MULTILINE_BYTES:
            raise BatchError(Reason.BATCH_BYTES, str(MULTILINE_BYTES))

    def end(self) -> Say:
        """Give what was said. Raises BatchError."""
        if self._kind is None or blank(clean_lines(self._text)):
            raise BatchError
        return Say(target=self._target, text=self._text, kind=self._kind, tags=self._tags)


class Batches:
    """The batches of one client: one at a time."""

    def __init__(self) -> None:
        self._open: _Open | None = None
        self._ignored: set[str] = set()  # references of what could not be taken; the client was told once

    def concerns(self, message: Message) -> bool:
        """Tell whether a message begins or ends a batch, or is in one."""
        return message.command == "BATCH" or "batch" in message.tags

    def take(self, message: Message, label: str) -> tuple[str, Say] | None:
        """Take such a message; give the label and what was said when that is whole. Raises BatchError."""
        try:
            if message.command == "BATCH":
                return self._batch(message, label)
            self._add(message)
        except BatchError:
            self._ignore(message)
            raise
        return None

    def label(self, label: str) -> str:
        """Give the label of the batch that is open, or else this one."""
        return self._open.label if self._open else label

    def _batch(self, message: Message, label: str) -> tuple[str, Say] | None:
        (reference,) = take(message, 1)
        sign, reference = reference[:1], reference[1:]
        if sign == "+":
            self._begin(reference, message, label)
            return None
        if sign == "-" and reference in self._ignored:
            self._ignored.discard(reference)
            return None
        if sign != "-" or self._open is None or self._open.reference != reference:
            raise BatchError
        opened, self._open = self._open, None
        return opened.label, opened.end()

    def _begin(self, reference: str, message: Message, label: str) -> None:
        if not _REFERENCE.fullmatch(reference):
            raise BatchError(Reason.BATCH_REFERENCE, reference)
        kind = message.params[1] if len(message.params) > 1 else ""
        if kind != BATCH_TYPE:
            raise BatchError(Reason.BATCH_TYPE, reference, kind)
        if self._open is not None or len(message.params) < 3:
            raise BatchError
        self._ignored.discard(reference)
        self._open = _Open(reference, message.params[2], client_tags(message), label)

    def _add(self, message: Message) -> None:
        reference = message.tags["batch"]
        if reference in self._ignored:
            return
        if self._open is None or self._open.reference != reference:
            raise BatchError
        self._open.add(message)

    def _ignore(self, message: Message) -> None:
        """Forget a batch that is wrong, and ignore what may come of it yet."""
        reference = message.tags.get("batch", "")
        if message.command == "BATCH" and message.params[0].startswith("+"):
            reference = message.params[0][1:]
        self._ignored = {reference} if reference else set()
        if self._open is not None:
            self._ignored.add(self._open.reference)
            self._open = None
