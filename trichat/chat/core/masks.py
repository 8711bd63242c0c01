"""Masks in the lists of a room: how they are written, and whom they fit."""

import re
from collections.abc import Iterable, Iterator

from trichat.words.events import Source
from trichat.words.modes import ListEntry
from trichat.words.names.addresses import is_network, is_within
from trichat.words.names.names import compile_mask, fold
from trichat.words.text.clean import clean, truncate

MUTE, ACCOUNT = "m:", "a:"  # ISUPPORT EXTBAN: who may not speak; who is logged in under an account
_MASK_BYTES = 150
_OTHER_SIGNS = re.compile(r"[$~](?=[am]:)")  # as other servers write them


def normal_mask(text: str) -> str:
    """Give a mask as it is kept: `bob` is `bob!*@*`; `a:` and `m:` stand before what they say. Empty if it is none."""
    text = _OTHER_SIGNS.sub("", truncate(clean(text), _MASK_BYTES))
    if text.startswith(MUTE):
        inner = normal_mask(text[len(MUTE) :])
        return "" if inner.startswith(MUTE) or not inner else MUTE + inner
    if not text or " " in text or text.startswith(":") or text == ACCOUNT:
        return ""
    return text if text.startswith(ACCOUNT) else _whole(text)


def _whole(text: str) -> str:
    """Complete `nick`, `nick!user`, `user@host` or an address to `nick!user@host`."""
    left, at, host = text.rpartition("@")
    if not at:
        if is_network(text) or ("." in text and "!" not in text):
            return f"*!*@{text}"
        left, host = text, "*"
    nick, bang, username = left.partition("!")
    if not bang:
        nick, username = ("*", left) if at else (left, "*")
    return f"{nick or '*'}!{username or '*'}@{host or '*'}"


def same(one: str, other: str) -> bool:
    """Tell whether two masks are the same but for case."""
    return fold(one) == fold(other)


def fitting(
    entries: Iterable[ListEntry], letter: str, source: Source, addresses: Iterable[str], *, mute: bool
) -> Iterator[ListEntry]:
    """Give the entries of a list that fit somebody. `mute`: those too that only forbid to speak."""
    for entry in entries:
        silent = entry.mask.startswith(MUTE)
        if entry.letter == letter and (mute or not silent) and fits(entry.mask.removeprefix(MUTE), source, addresses):
            yield entry


def fits(mask: str, source: Source, addresses: Iterable[str]) -> bool:
    """Tell whether a mask, without `m:`, fits somebody: by account, by `nick!user@host`, or by a real address."""
    if mask.startswith(ACCOUNT):
        account = source.account
        return bool(account) and bool(compile_mask(mask.removeprefix(ACCOUNT)).fullmatch(fold(account)))
    if compile_mask(mask).fullmatch(fold(source.mask)):
        return True
    who, _, host = mask.rpartition("@")
    if not is_network(host) or not compile_mask(who + "@*").fullmatch(fold(source.mask)):
        return False
    return any(is_within(address, (host,)) for address in addresses)
