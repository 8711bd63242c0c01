"""Answers about what people and rooms tell of themselves (ircv3.net/specs/extensions/metadata)."""

from collections.abc import Iterator

from trichat.protocols.irc import capabilities as cap
from trichat.protocols.irc import numerics as num
from trichat.protocols.irc.answers.writer import Writer, Writers
from trichat.words import events as ev

_BATCH = "metadata"  # written in one piece, so the reference is free again at once
_KEYS = 12  # in one line: 15 parameters at most


def _shown(event: ev.MetadataShown, to: Writer) -> Iterator[str]:
    lines = [_entry(target, key, value, to) for target, key, value in event.entries]
    if not event.batch or cap.BATCH not in to.enabled:
        yield from lines
        return
    yield f":{to.facts.server} BATCH +{_BATCH} metadata {event.target}"
    for line in lines:
        yield f"@batch={_BATCH} {line}"
    yield f":{to.facts.server} BATCH -{_BATCH}"


def _entry(target: str, key: str, value: str, to: Writer) -> str:
    if not value:
        return to.numeric(num.RPL_KEYNOTSET, target, key)
    return to.numeric(num.RPL_KEYVALUE, target, key, "*", value=value)


_SUBSCRIPTIONS = {None: num.RPL_METADATASUBS, True: num.RPL_METADATASUBOK, False: num.RPL_METADATAUNSUBOK}


def _subscriptions(event: ev.SubscriptionsShown, to: Writer) -> Iterator[str]:
    for start in range(0, len(event.keys), _KEYS):
        yield to.numeric(_SUBSCRIPTIONS[event.change], *event.keys[start : start + _KEYS])


WRITERS: Writers = {
    ev.MetadataShown: _shown,
    ev.SubscriptionsShown: _subscriptions,
}
