"""Tab: commands with their usage, nicks (who spoke last comes first), rooms, emoji, messages to answer."""

from collections.abc import Iterable, Iterator, Sequence
from os.path import commonprefix

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from trichat.client.commands.table import COMMANDS
from trichat.client.conversation.state import ConversationState
from trichat.client.display import emoji
from trichat.client.display.lines import cut, safe
from trichat.client.model.model import Model
from trichat.client.settings.table import BY_NAME, SETTINGS
from trichat.words import modes
from trichat.words.names.names import fold, is_room
from trichat.words.record import Record, replace

_WITH_COMMAND = ("/help ",)
_WITH_MESSAGE = ("/reply ", "/react ", "/unreact ", "/delete ")
_WITH_PLACE = ("/switch ", "/join ", "/leave ")
_WITH_PERSON = ("/msg ", "/query ", "/whois ")
_WITH_SEARCH = ("/search ", "/find ")
_WITH_SETTING = ("/set ", "/mode ")
_FILTERS = {"from:": "a person", "in:": "a room or person", "before:": "a time", "after:": "a time"}
_EMOJI_BEGINS = 2  # characters of `:na`: fewer are a smiley, or the end of a word
_QUOTED = 40  # columns
_HELP = 70


class Candidate(Record, kw_only=True):
    """One way to finish a word: what it becomes, how it is shown, and what to show beside it."""

    text: str
    shown: str = ""
    meta: str = ""


def candidates(before: str, talk: ConversationState) -> list[Candidate]:
    """Give what the last word of `before` may become."""
    word = before.rpartition(" ")[2]
    model = talk.model
    at_start = word == before
    second = before.count(" ") == 1
    if at_start and word.startswith("/"):
        return _commands(word)
    if before.startswith(_WITH_COMMAND):
        return _commands("/" + word.removeprefix("/"))
    if before.startswith(_WITH_MESSAGE) and second and (not word or word.isdecimal()):
        return _messages(word, talk, mine=before.startswith("/delete "))
    if before.startswith(_WITH_SEARCH) and (found := _filters(word, talk)):
        return found
    if before.startswith(_WITH_SETTING) and (found := _settings(before, word)):
        return found
    if word.startswith(":") and len(word) >= _EMOJI_BEGINS:
        return [Candidate(text=found, shown=f"{found} :{name}:") for name, found in emoji.names_beginning(word[1:])]
    if before.startswith(_WITH_PLACE) and second:
        return _places(word, talk)
    if word.startswith("#"):
        return [Candidate(text=name + " ") for name in _rooms(model) if fold(name).startswith(fold(word))]
    return _nicks(word, model, ": " if at_start else " ", all_of_them=second and before.startswith(_WITH_PERSON))


def _commands(word: str) -> list[Candidate]:
    rows = [Candidate(text=f"/{row.name} ", meta=f"{row.usage}  {row.help}") for row in COMMANDS]
    found = [row for row in rows if row.text.startswith(word.lower())]
    return found or _aliases(word)


def _aliases(word: str) -> list[Candidate]:
    """Finish an alias only when no command itself begins like this."""
    pairs = [(alias, row) for row in COMMANDS for alias in row.aliases if f"/{alias}".startswith(word.lower())]
    return [Candidate(text=f"/{alias} ", meta=f"{row.usage}  {row.help}") for alias, row in pairs]


def _messages(word: str, talk: ConversationState, *, mine: bool) -> list[Candidate]:
    """Give the numbers of the last messages here, latest first, with what they say."""
    return [
        Candidate(text=f"{item.number} ", meta=cut(f"{safe(item.nick)}: {safe(item.text)}", _QUOTED))
        for item in talk.notes.recent.latest(talk.model.active)
        if str(item.number).startswith(word) and (item.mine or not mine)
    ]


def _filters(word: str, talk: ConversationState) -> list[Candidate]:
    """Finish what a search is narrowed down by: `fr` to `from:`, `from:c` to who is here, `in:l` to what is open."""
    name, colon, value = word.partition(":")
    if not colon:
        return [Candidate(text=found, meta=meta) for found, meta in _FILTERS.items() if found.startswith(word.lower())]
    of = {"from": _nicks(value, talk.model, " ", all_of_them=True), "in": _places(value, talk)}
    return [replace(found, text=f"{name}:{found.text}") for found in of.get(name.lower(), [])]


def _settings(before: str, word: str) -> list[Candidate]:
    """Finish the name of a setting, or what it may be: those of the client after /set, those of the room after both."""
    command, *given = before.split(" ")[:-1]
    if given and is_room(given[0]):
        del given[0]
    of_room = [(row.word, row.help) for row in modes.SETTINGS]
    of_client = [(row.name, row.about.help) for row in SETTINGS] if command == "/set" else []
    if not given:
        found = [*of_client, *(of_room if word or not of_client else [])]
    else:
        found = [(value, "") for value in _values(given[0])] if len(given) == 1 else []
    return [
        Candidate(text=name + " ", meta=cut(about, _HELP)) for name, about in found if name.startswith(word.lower())
    ]


def _values(name: str) -> tuple[str, ...]:
    """Give what a setting may be, where that is one of a few."""
    of_room = modes.setting(name)
    if of_room is not None:
        return ("on", "off") if of_room.kind is modes.ModeKind.FLAG else ("off",)
    row = BY_NAME.get(name)
    return () if row is None else ("on", "off") if isinstance(row.default, bool) else row.about.choices


def _places(word: str, talk: ConversationState) -> list[Candidate]:
    """Give the rooms and conversations that are open, with what is new there."""
    return [
        Candidate(text=window.name + " ", meta=f"{window.unread} new" if window.unread else "")
        for window in talk.windows.all
        if fold(window.name).removeprefix("#").startswith(fold(word).removeprefix("#"))
    ]


def _rooms(model: Model) -> Iterable[str]:
    return [room.name for room in model.rooms.values()]


def _nicks(word: str, model: Model, after: str, *, all_of_them: bool) -> list[Candidate]:
    """Give who is here and begins so; where only a name can stand, also without a beginning."""
    room = model.room(model.active)
    here = room.latest_first() if room else [model.active] if model.active else []
    nicks = here if word or all_of_them else []
    return [
        Candidate(text=nick + after, meta=_details(nick, model))
        for nick in nicks
        if fold(nick).startswith(fold(word)) and not model.is_me(nick)
    ]


def _details(nick: str, model: Model) -> str:
    """Say who somebody is: role, account, away."""
    room, person = model.room(model.active), model.people.get(nick)
    parts = [
        room.role(nick) if room else "",
        f"account {person.account}" if person.account else "",
        "" if not person.away else "away" if person.away == "away" else f"away: {person.away}",
    ]
    return cut(safe("  ".join(part for part in parts if part)), _QUOTED)


class TabCompleter(Completer):
    """The candidates, for prompt_toolkit."""

    def __init__(self, talk: ConversationState) -> None:
        self._talk = talk

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:  # noqa: ARG002
        """Give what Tab offers at the cursor."""
        before = document.text_before_cursor
        start = -len(before.rpartition(" ")[2])
        for found in candidates(before, self._talk):
            shown = safe(found.shown or found.text).strip()
            yield Completion(safe(found.text), start, display=shown, display_meta=found.meta)


_DETAILED = 10  # candidates that are told with what is known of them; of more only the names
_NAMED = 50


def complete_line(before: str, found: Sequence[Candidate]) -> tuple[str, list[str]]:
    """Give what a line becomes, and what to say of it: nothing where it is clear."""
    begin, word = before[: len(before) - len(before.rpartition(" ")[2])], before.rpartition(" ")[2]
    if len(found) == 1:
        return begin + safe(found[0].text), []
    shared = commonprefix([safe(each.text) for each in found])  # noqa: RUF071 - of characters: it is no path
    return begin + (shared if len(shared) > len(word) else word), _listing(found)


def _listing(found: Sequence[Candidate]) -> list[str]:
    if len(found) <= _DETAILED:
        return [f"— {'  '.join(part for part in (_label(each), safe(each.meta)) if part)}" for each in found]
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    return [f"— {'  '.join(map(_label, found[:_NAMED]))}{more}"]


def _label(found: Candidate) -> str:
    return safe(found.shown or found.text).strip()
