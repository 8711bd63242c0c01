"""The shape of requests and events."""

import dataclasses

import pytest

from trichat.words import events, requests
from trichat.words.record import record


@record
class Point:
    x: int
    y: int = 0


def test_records_are_values() -> None:
    """Equal content makes equal records, also as keys; there is no room for other fields."""
    assert Point(x=1) == Point(x=1, y=0)
    assert 1 == len({Point(x=1), Point(x=1)})
    with pytest.raises(AttributeError):
        Point(x=1).z = 3  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        Point(1)  # type: ignore[call-arg]


@record
class Secret:
    name: str
    password: str = dataclasses.field(default="", repr=False)
    seen: int = dataclasses.field(default=0, compare=False)


@record
class Other:
    x: int
    y: int = 0


@record
class Own:
    x: int

    def __repr__(self) -> str:
        return "own"


def test_what_records_are_compared_and_shown_by() -> None:
    """Their kind as well, and not the fields that are to be left out."""
    others: list[object] = [Other(x=1), (1, 0)]
    assert Point(x=1) not in others
    assert Secret(name="a", seen=1) == Secret(name="a", seen=2)
    assert hash(Secret(name="a", seen=1)) == hash(Secret(name="a", seen=2))
    assert Secret(name="a", password="x") != Secret(name="a", password="y")
    assert "Secret(name='a', seen=0)" == repr(Secret(name="a", password="x"))
    assert "own" == repr(Own(x=1))


@pytest.mark.parametrize("base", [requests.Request, events.Event])
def test_everything_asked_or_happened_is_a_record(base: type) -> None:
    """Slotted and keyword-only, like all the others."""
    kinds = [kind for kind in {**vars(requests), **vars(events)}.values() if _is_below(kind, base)]
    assert len(kinds) > 20
    for kind in kinds:
        assert dataclasses.is_dataclass(kind)
        assert "__dict__" not in dir(kind)
        assert all(field.kw_only for field in dataclasses.fields(kind))


def _is_below(kind: object, base: type) -> bool:
    return isinstance(kind, type) and issubclass(kind, base) and kind is not base


@record
class Secretive:
    shown: str
    hidden: str = dataclasses.field(default="", repr=False)
    aside: int = dataclasses.field(default=0, compare=False)


def test_records_are_shown_and_compared_by_their_fields() -> None:
    """Field by field, but for those that are not to be shown or compared; another kind is never equal."""
    assert "Point(x=1, y=0)" == repr(Point(x=1))
    assert "Secretive(shown='a', aside=2)" == repr(Secretive(shown="a", hidden="b", aside=2))
    assert Secretive(shown="a", aside=1) == Secretive(shown="a", aside=2)
    assert hash(Secretive(shown="a", aside=1)) == hash(Secretive(shown="a", aside=2))
    assert Secretive(shown="a", hidden="x") != Secretive(shown="a")
    assert Point(x=1) != object()


@record
class Empty:
    pass


def test_a_record_may_be_empty() -> None:
    """All that says nothing is the same."""
    assert Empty() == Empty()
    assert hash(Empty()) == hash(Empty())
    assert "Empty()" == repr(Empty())
