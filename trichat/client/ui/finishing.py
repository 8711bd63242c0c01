"""Tab where nothing is drawn: the line with its word finished, and lines that say what it may become. Pure."""

from collections.abc import Sequence
from os.path import commonprefix

from trichat.client.display.lines import safe
from trichat.client.ui.completion import Candidate

_TOLD = 10  # candidates that are told with what is known of them; of more only the names
_NAMED = 50


def finished(before: str, found: Sequence[Candidate]) -> tuple[str, list[str]]:
    """Give what a line becomes, and what to say of it: nothing where it is clear."""
    begin, word = before[: len(before) - len(before.rpartition(" ")[2])], before.rpartition(" ")[2]
    if len(found) == 1:
        return begin + safe(found[0].text), []
    shared = commonprefix([safe(each.text) for each in found])  # noqa: RUF071 - of characters: it is no path
    return begin + (shared if len(shared) > len(word) else word), _told(found)


def _told(found: Sequence[Candidate]) -> list[str]:
    if len(found) <= _TOLD:
        return [f"— {'  '.join(part for part in (_name(each), safe(each.meta)) if part)}" for each in found]
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    return [f"— {'  '.join(map(_name, found[:_NAMED]))}{more}"]


def _name(found: Candidate) -> str:
    return safe(found.shown or found.text).strip()
