"""Masks with `*` and `?`."""

from typing import TypedDict

import parser_tests.data  # type: ignore[import-untyped]
import pytest

from trichat.words.names.names import MASK_BYTES, compile_mask, fold


class Vector(TypedDict):
    mask: str
    matches: list[str]
    fails: list[str]


VECTORS: list[Vector] = parser_tests.data.mask_match["tests"]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["mask"])
def test_shared_vectors(vector: Vector) -> None:
    """Masks fit what the vectors say that IRC implementations share."""
    pattern = compile_mask(vector["mask"])
    assert [] == [text for text in vector["matches"] if not pattern.fullmatch(fold(text))]
    assert [] == [text for text in vector["fails"] if pattern.fullmatch(fold(text))]


@pytest.mark.parametrize(
    ("mask", "text", "fits"),
    [
        ("ANN?", "anna", True),
        ("анн*", "АННА", True),
        ("ann", "anna", False),
        ("[ab]", "a", False),
        ("[ab]*", "[AB]c", True),
        ("a.c", "abc", False),
        ("*" * 150 + "b", "a" * 150, False),
    ],
)
def test_masks(mask: str, text: str, fits: bool) -> None:
    """In masks case does not count, only `*` and `?` are special, and none takes long."""
    assert fits is bool(compile_mask(mask).fullmatch(fold(text)))


def test_a_mask_has_a_bound() -> None:
    """A mask is cut where it is longer than any name, user and host could be."""
    assert compile_mask("a" * MASK_BYTES + "b").fullmatch("a" * MASK_BYTES)
