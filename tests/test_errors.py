"""The tree of our own exceptions."""

import importlib
import pkgutil

import trichat
from trichat.errors import ProtocolError, TrichatError


def test_everything_raised_on_purpose_is_ours() -> None:
    """Every public exception below `trichat.errors`, `words` and `protocols` but one has the same root."""
    ours = set()
    for info in pkgutil.walk_packages(trichat.__path__, "trichat."):
        if info.name.startswith(("trichat.errors", "trichat.words", "trichat.protocols")):
            module = importlib.import_module(info.name)
            ours |= {kind for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, Exception)}
    assert ProtocolError in ours
    assert {"TooFewParameters"} == {kind.__name__ for kind in ours if not issubclass(kind, TrichatError)}
