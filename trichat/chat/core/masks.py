"""Masks in the lists of a room: how they are written, and whom they fit."""

import re
from collections.abc import Iterable, Iterator

from trichat.errors import TrichatError
from trichat.words.events import Source
from trichat.words.modes import ListEntry
from trichat.words.names.addresses import is_network, is_within, network_meant
from trichat.words.names.lookalikes import alike
from trichat.words.names.names import HOST_BYTES, USERNAME_BYTES, compile_mask, fold, may_be_name
from trichat.words.reasons import Reason
from trichat.words.record import replace
from trichat.words.text.clean import clean

MUTE, ACCOUNT = "m:", "a:"  # ISUPPORT EXTBAN: who may not speak; who is logged in under an account
MASK_BYTES = 150  # a name, a username and a host, with `m:` before them
_OTHER_SIGNS = re.compile(r"[$~](?=[am]:)", re.IGNORECASE)  # as other servers write them
_LETTERS = re.compile(r"[AM]:")
_IN_WORDS = re.compile(r"account:", re.IGNORECASE)  # as people write it to us, and we to them
_USERNAME = re.compile(r"[A-Za-z0-9._*?-]+")
_HOST = re.compile(r"[A-Za-z0-9*?][A-Za-z0-9.:/_*?-]*")


class MaskNotAllowed(TrichatError):
    """A mask that could fit nobody: `reason` says why, `about` is the part that is wrong, `detail` as in `Refused`."""

    def __init__(self, reason: Reason, about: str, detail: str = "") -> None:
        super().__init__(reason.name, about)
        self.reason = reason
        self.about = about
        self.detail = detail


def normal_mask(text: str) -> str:
    """Give a mask as it is kept: `bob` is `bob!*@*`, `10.*` is `*!*@10.0.0.0/8`; `a:` and `m:` stand before the rest.

    Raises MaskNotAllowed for what could fit nobody: whoever sets it believes that it does something. Nothing is cut
    off, because the rest would mean something else.
    """
    mask = clean(text)
    if len(mask.encode()) > MASK_BYTES:
        raise MaskNotAllowed(Reason.MASK_TOO_LONG, mask, str(MASK_BYTES))
    mask = _IN_WORDS.sub(ACCOUNT, _LETTERS.sub(lambda found: found[0].lower(), _OTHER_SIGNS.sub("", mask), 2), 1)
    if mask.startswith(":") and not mask.startswith("::"):  # of `::1` at the end of a line, IRC takes a colon
        mask = ":" + mask
    mute, inner = (MUTE, mask[len(MUTE) :]) if mask.startswith(MUTE) else ("", mask)
    if inner.startswith(ACCOUNT):
        fits = len(inner) > len(ACCOUNT) and may_be_name(inner.removeprefix(ACCOUNT))
    else:
        inner = _whole(inner)
        fits = _may_fit(inner)
    if not fits:
        raise MaskNotAllowed(Reason.MASK, mask or "*")
    return mute + inner


def _whole(text: str) -> str:
    """Complete `nick`, `nick!user`, `user@host` or an address to `nick!user@host`. Empty if nothing is there."""
    if not text:
        return ""
    left, at, host = text.rpartition("@")
    network = _network(host if at else text)
    if not at:
        if network or ("." in text and "!" not in text):
            return f"*!*@{network or text}"
        left, host = text, "*"
    nick, bang, username = left.partition("!")
    if not bang:
        nick, username = ("*", left) if at else (left, "*")
    return f"{nick or '*'}!{username or '*'}@{network or host or '*'}"


def _network(host: str) -> str:
    try:
        return network_meant(host)
    except ValueError:
        raise MaskNotAllowed(Reason.MASK_ADDRESS, host) from None


def _may_fit(mask: str) -> bool:
    """Tell whether anybody could be called so, whom this server lets in."""
    who, _, host = mask.rpartition("@")
    nick, _, username = who.partition("!")
    return (
        bool(nick and may_be_name(nick))
        and bool(_USERNAME.fullmatch(username) and _size(username) <= USERNAME_BYTES)
        and (is_network(host) or bool(_HOST.fullmatch(host) and _size(host) <= HOST_BYTES))
    )


def _size(mask: str) -> int:
    return len(mask.replace("*", ""))


def same(one: str, other: str) -> bool:
    """Tell whether two masks are the same but for case."""
    return fold(one) == fold(other)


def fitting(
    entries: Iterable[ListEntry],
    letter: str,
    source: Source,
    addresses: Iterable[str],
    *,
    mute: bool,
    was: Iterable[str] = (),
) -> Iterator[ListEntry]:
    """Give the entries of a list that fit somebody. `mute`: those too that only forbid to speak.

    `was`: the accounts that they have logged out of. A ban of one of these still holds; what it was let do, is over.
    """
    sources = [source, *[replace(source, account=name) for name in was]] if letter == "b" else [source]
    for entry in entries:
        silent = entry.mask.startswith(MUTE)
        if entry.letter != letter or (silent and not mute):
            continue
        mask = entry.mask.removeprefix(MUTE)
        found = any(fits(mask, each, addresses) for each in sources)
        if found or (letter == "b" and _fits_alike(mask, source, addresses)):
            yield entry


def _fits_alike(mask: str, source: Source, addresses: Iterable[str]) -> bool:
    """Tell whether a ban would fit somebody if they had the name in it, for which theirs can be taken.

    `bоb` with a Cyrillic letter is the first thing that comes to mind to a bob who is banned. For exceptions it is the
    other way round: whoever only looks like somebody has none of their rights.
    """
    nick, bang, _ = mask.partition("!")
    return bool(bang) and alike(nick, source.nick) and fits(mask, replace(source, nick=nick), addresses)


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
