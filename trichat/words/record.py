"""`Record`: the base of all requests, events and other values with named fields."""

from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, dataclass_transform, get_args

from msgspec import Struct
from msgspec.structs import asdict

if TYPE_CHECKING:
    from dataclasses import replace  # it knows which changes there may be; but only records can be given to ours
else:
    from msgspec.structs import replace

__all__ = ["Hidden", "Record", "asdict", "is_hidden", "replace"]

T = TypeVar("T")
_HIDDEN = object()
Hidden = Annotated[T, _HIDDEN]  # what nobody may see in a log, such as a password: `password: Hidden[str]`


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Record(Struct, frozen=True, kw_only=True):
    """A value with named fields: equal to another of its kind with the same content, and never changed once made.

    A busy server makes four of them for each message, and msgspec makes one in a quarter of the time that a dataclass
    takes. What is frozen stays so in the classes below; that fields are given by name, each class says of its own,
    since msgspec does not hand that on (and a metaclass that did would take three times as long to make one). An empty
    dict or list as a default is made anew for each.

        class Left(PlaceEvent, kw_only=True):
            reason: str = ""
    """

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [(name, getattr(self, name)) for name in _shown(type(self))]

    def __repr__(self) -> str:
        values = ", ".join([f"{name}={value!r}" for name, value in self.__rich_repr__()])
        return f"{type(self).__qualname__}({values})"


@cache
def _shown(kind: type[Record]) -> list[str]:
    """Give the names of the fields that are shown."""
    hints = [hint for each in kind.__mro__ for hint in getattr(each, "__annotations__", {}).items()]
    hidden = {name for name, hint in hints if is_hidden(hint)}
    return [name for name in kind.__struct_fields__ if name not in hidden]


def is_hidden(hint: object) -> bool:
    """Tell whether a hint, or any part of it, is Hidden; it may be quoted."""
    if isinstance(hint, str):
        return "Hidden[" in hint
    parts = get_args(hint)
    return _HIDDEN in parts or any(map(is_hidden, parts))
