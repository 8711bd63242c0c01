"""A history as text for people: one line for each line of what was said, in English, with times of UTC."""

import gettext
from datetime import UTC, datetime

from trichat.protocols.plain.dialect import PlainDialects
from trichat.storage.maintenance import reading
from trichat.storage.maintenance.reading import Stored
from trichat.words import events as ev
from trichat.words.events import Happened
from trichat.words.names.names import LOBBY, is_room
from trichat.words.record import replace

_DIALECT = PlainDialects({"en": gettext.NullTranslations()}).get("en")


def of_event(stored: Stored) -> bytes:
    """Write an event; nothing if it is for programs only. Raises UnreadableError if it is none."""
    event = reading.event(stored.key, stored.row)
    time = datetime.fromtimestamp(event.time / 1000, UTC)
    lines = _said(event).splitlines()
    return "".join([f"{time:%Y-%m-%d %H:%M:%S} {_where(stored)} {line}\n" for line in lines]).encode()


def _where(stored: Stored) -> str:
    target = stored.row.target
    return f"[{target}]" if is_room(target) or not target else f"(to {target})"


def _said(event: Happened) -> str:
    if isinstance(event, ev.Act):
        return _act(event)
    if isinstance(event, ev.PlaceEvent) and not isinstance(event, ev.Left):
        event = replace(event, target=LOBBY)  # of which the plain door does not say the name: it stands here already
    return _DIALECT.show(event).decode()


def _act(act: ev.Act) -> str:
    parts = [act.source.nick, act.deed, act.about]
    return " ".join([part for part in parts if part]) + (f" ({act.reason})" if act.reason else "")
