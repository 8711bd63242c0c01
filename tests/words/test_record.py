"""The shape of requests and events."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module

import pytest

import trichat
from trichat.chat.core.accounts import DeriveKeys, HashPassword, RandomValues
from trichat.chat.core.rules import Rules
from trichat.config.settings import ServerSettings
from trichat.protocols.scram import KeyPair, Keys
from trichat.words import events, requests
from trichat.words.record import Hidden, Record, replace


class Point(Record, kw_only=True):
    x: int
    y: int = 0


class Other(Record, kw_only=True):
    x: int
    y: int = 0


class Deep(Point, kw_only=True):
    z: int


def test_records_are_values() -> None:
    """Records with equal content are equal, also as keys; they have no room for other fields."""
    assert Point(x=1) == Point(x=1, y=0)
    assert 1 == len({Point(x=1), Point(x=1)})
    with pytest.raises(AttributeError):
        Point(x=1).z = 3  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        Point(1)  # type: ignore[call-arg]


def test_records_are_never_changed() -> None:
    """A record is never changed: `replace` makes another one."""
    point = Deep(x=1, z=2)
    with pytest.raises(AttributeError):
        point.x = 3  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del point.x
    assert (Deep(x=3, z=2), Deep(x=1, z=2)) == (replace(point, x=3), point)
    with pytest.raises(TypeError):
        replace(point, w=3)  # type: ignore[call-arg]


def test_another_kind_is_never_equal() -> None:
    """Records of two kinds are never equal, not even with the same fields."""
    others: list[object] = [Other(x=1), (1, 0), Deep(x=1, z=0)]
    assert Point(x=1) not in others
    assert 2 == len({Point(x=1), Other(x=1)})


class Secretive(Record, kw_only=True):
    shown: str
    password: Hidden[str]
    hidden: Hidden[bytes] = b""


class MoreSecretive(Secretive, kw_only=True):
    more: Hidden[tuple[str, ...]] = ()
    around: object = None


class Own(Record, kw_only=True):
    x: int

    def __repr__(self) -> str:
        return "own"


def test_what_is_hidden_is_compared_and_not_shown() -> None:
    """What is hidden is compared and not shown, in what inherits it neither, nor by `rich`."""
    secretive = MoreSecretive(
        shown="a", password="b", hidden=b"c", more=("d",), around=Secretive(shown="", password="e")
    )
    assert "MoreSecretive(shown='a', around=Secretive(shown=''))" == repr(secretive)
    assert ["shown", "around"] == [name for name, value in secretive.__rich_repr__()]
    assert secretive != replace(secretive, password="x")
    assert "Point(x=1, y=0)" == repr(Point(x=1))
    assert "own" == repr(Own(x=1))


class Empty(Record, kw_only=True):
    pass


def test_a_record_may_be_empty() -> None:
    """Two records of a kind without fields are the same."""
    assert Empty() == Empty()
    assert hash(Empty()) == hash(Empty())
    assert "Empty()" == repr(Empty())


def kinds_below(base: type[Record]) -> Iterator[type[Record]]:
    """Give all that inherit it, in the whole of trichat."""
    for module in pkgutil.walk_packages(trichat.__path__, "trichat."):
        if module.name != "trichat.__main__":
            import_module(module.name)
    waiting = base.__subclasses__()
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        yield kind


@pytest.mark.parametrize("base", [requests.Request, events.Event, Record])
def test_everything_asked_or_happened_is_a_record(base: type[Record]) -> None:
    """Every request and event is a record: slotted, frozen and keyword-only."""
    kinds = list(kinds_below(base))
    assert len(kinds) > 20
    for kind in kinds:
        assert "__dict__" not in dir(kind)
        assert kind.__struct_config__.frozen
        assert () == kind.__match_args__, kind  # no field is given by its position


SECRETS = {"password", "verifier", "scram"}
OTHERS: list[tuple[type[Record], str]] = [
    (requests.ChangePassword, "old"),
    (requests.ChangePassword, "new"),
    (HashPassword, "forms"),
    (DeriveKeys, "forms"),
    (DeriveKeys, "keys"),
    (KeyPair, "stored_key"),
    (KeyPair, "server_key"),
    (Keys, "others"),
    (RandomValues, "nonce"),
    (RandomValues, "secret"),
    (Rules, "operators"),
    (ServerSettings, "operators"),
]


def test_a_secret_is_never_shown() -> None:
    """Whatever has a password, or what one could be guessed from, hides it."""
    named = [(kind, name) for kind in kinds_below(Record) for name in SECRETS & {*kind.__struct_fields__}]
    assert len(named) > 20
    for kind, name in [*named, *OTHERS]:
        fields = dict.fromkeys(kind.__struct_fields__, "") | {name: "hunter2"}
        assert "hunter2" not in repr(kind(**fields)), (kind, name)


class Wrapped(Record, kw_only=True):
    perhaps: Hidden[str] | None = None
    several: tuple[Hidden[str], ...] = ()
    quoted: "Hidden[str]" = ""


def test_what_is_hidden_within_something_else_is_hidden_too() -> None:
    """What is hidden is hidden as a part of a hint and in quotes too."""
    assert "Wrapped()" == repr(Wrapped(perhaps="x", several=("y",), quoted="z"))
