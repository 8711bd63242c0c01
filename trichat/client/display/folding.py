"""What is told in one line: “anna, bob joined; carl left; dave is now dora”, or the same reaction of several. Pure."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import groupby

from trichat.client.display.item import Change, Item, ItemKind
from trichat.words.names.names import fold
from trichat.words.record import replace

_NAMED = 10  # of those who did the same; the others are counted


@dataclass(slots=True)
class _Person:
    """One who came, went or took another name, from before the first such event to after the last."""

    first: str
    name: str
    was_here: bool
    is_here: bool
    moved: bool = False

    @property
    def outcome(self) -> str:
        """Say what it comes to."""
        match self.was_here, self.is_here:
            case False, True:
                return "joined"
            case True, False:
                return "left"
            case False, False:
                return "came and went"
        return "left and came back" if self.moved else ""


def folded(items: Iterable[Item]) -> list[Item]:
    """Make one item out of each run of comings and goings in the same room, or of the same reaction to a message."""
    lines: list[Item] = []
    for run_of, group in groupby(items, key=_run):
        run = list(group)
        lines += [_told(run)] if run_of and len(run) > 1 else run
    return lines


def _run(item: Item) -> Hashable:
    if item.kind is ItemKind.REACTION:
        return (fold(item.place), item.elsewhere, item.reply_to, item.text)
    return None if item.change is Change.NONE else (fold(item.place), item.elsewhere)


def _told(run: list[Item]) -> Item:
    if run[0].kind is ItemKind.REACTION:
        return replace(run[-1], nick=" ".join(dict.fromkeys(item.nick for item in run)))
    return replace(run[-1], nick="", change=Change.NONE, text=_sentence(list(_people(run).values())))


def _people(run: list[Item]) -> dict[str, _Person]:
    people: dict[str, _Person] = {}
    for item in run:
        was_here = item.change is not Change.JOINED
        person = people.pop(fold(item.nick), None) or _Person(item.nick, item.nick, was_here, was_here)
        if item.change is Change.RENAMED:
            person.name = item.new_nick
        else:
            person.is_here = not was_here
            person.moved = True
        people[fold(person.name)] = person
    return people


def _sentence(people: list[_Person]) -> str:
    renamed = [f"{one.first} is now {one.name}" for one in people if not one.outcome and one.first != one.name]
    same = [
        f"{_names([_called(one) for one in people if one.outcome == outcome])} {outcome}"
        for outcome in ("joined", "left", "came and went", "left and came back")
        if any(one.outcome == outcome for one in people)
    ]
    return "; ".join(same + renamed) or "nothing has changed"


def _called(person: _Person) -> str:
    return person.first if person.outcome == "left" else person.name


def _names(names: list[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names) if more <= 1 else f"{', '.join(names[:_NAMED])} and {more} more"
