"""Names of people and rooms."""

from typing import TypedDict

import parser_tests.data  # type: ignore[import-untyped]
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from trichat.words.names.names import (
    LOBBY,
    MASK_BYTES,
    NAME_BYTES,
    ROOM_BYTES,
    NameNotAllowed,
    check_name,
    check_room,
    compile_mask,
    fold,
    is_room,
)
from trichat.words.reasons import Reason
from trichat.words.text.clean import clean

any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
# Of what names are made of, and of what turns into something else under NFKC.
letters = st.sampled_from("aZß1_-\u03a3\u03c2İıﬁǅ₊⁺．，：＃＠é\u0301\u0344ĸㅤаяﷺ漢ªK¨ ~")
name_like = st.text(letters, min_size=1, max_size=12)


@pytest.mark.parametrize("name", ["anna", "Анна", "名無し", "josé", "a", "7of9", "_x_", "[w]", "x^{|}`\\", "a-b", "ß"])
def test_ordinary_names_stay_as_they_are(name: str) -> None:
    """What people are called, in any script, stays as it is."""
    assert name == check_name(name)


@pytest.mark.parametrize(
    ("given_", "shown"), [("  anna ", "anna"), ("Ａｎｎａ", "Anna"), ("jose\u0301", "josé"), ("ﬁn", "fin")]
)
def test_names_are_made_the_same(given_: str, shown: str) -> None:
    """Two ways to write the same thing are one name (NFC, width)."""
    assert shown == check_name(given_)


@pytest.mark.parametrize(
    ("name", "reason", "what"),
    [
        ("", Reason.NAME_EMPTY, ""),
        (" \t ", Reason.NAME_EMPTY, ""),
        ("a" * (NAME_BYTES + 1), Reason.NAME_TOO_LONG, "40"),
        ("я" * (NAME_BYTES // 2 + 1), Reason.NAME_TOO_LONG, "40"),
        ("ﷺ" * 3, Reason.NAME_CHARACTER, " "),
        ("㌀" * 13, Reason.NAME_TOO_LONG, "40"),
        *[(first + "x", Reason.NAME_FIRST_CHARACTER, first) for first in "#&~@%+$/-:"],
        ("⁺a", Reason.NAME_FIRST_CHARACTER, "+"),
        *[(f"x{char}y", Reason.NAME_CHARACTER, char) for char in ' ,*?!@.:#&"<>/\t'],
        ("x，y", Reason.NAME_CHARACTER, ","),
        ("x．y", Reason.NAME_CHARACTER, "."),
        ("x¨y", Reason.NAME_CHARACTER, " "),
        ("a\u202eb", Reason.NAME_UNPRINTABLE, "ab"),
        ("a\u200bb", Reason.NAME_UNPRINTABLE, "ab"),
        ("a\u200db", Reason.NAME_UNPRINTABLE, "a\u200db"),
        ("a\x1b[31mb", Reason.NAME_UNPRINTABLE, "ab"),
        ("a\x02b", Reason.NAME_UNPRINTABLE, "a\x02b"),
        ("a\ufffd\ue000", Reason.NAME_UNPRINTABLE, "a\ufffd\ufffd"),
        ("a" + "\u0301" * 5, Reason.NAME_UNPRINTABLE, "a" + "\u0301" * 4),
        ("\u0301nna", Reason.NAME_UNPRINTABLE, "\u0301nna"),
        ("\u0344" * 4, Reason.NAME_UNPRINTABLE, "\u0344" * 4),
    ],
)
def test_names_that_nobody_can_have(name: str, reason: Reason, what: str) -> None:
    """A name that nobody can have is refused with a reason and with what was wrong."""
    with pytest.raises(NameNotAllowed) as caught:
        check_name(name)
    assert (reason, what) == (caught.value.reason, caught.value.what)


@given(any_text | name_like)
@example("⁺a")
@example("\u0344\u0344\u0344\u0344")
def test_a_name_once_allowed_is_allowed_again(text: str) -> None:
    """`check_name` is idempotent, and total but for NameNotAllowed: what is shown can be typed."""
    try:
        shown = check_name(text)
    except NameNotAllowed:
        return
    assert shown == check_name(shown)
    assert shown == clean(shown)
    assert len(shown.encode()) <= NAME_BYTES


@given(any_text | name_like)
def test_the_key_of_a_name_is_stable(text: str) -> None:
    """A key is its own key, whatever was folded."""
    try:
        key = fold(check_name(text))
    except NameNotAllowed:
        key = fold(text.lower())
        assume(text.isascii())
    assert key == fold(key)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna", "aNNA"),
        ("АННА", "анна"),
        ("ÉCOLE", "e\u0301cole"),
        ("Ａｎｎａ", "anna"),
        ("#Room", "#rOOM"),
        ("K", "k"),
    ],
)
def test_names_that_are_the_same(one: str, other: str) -> None:
    """Names that differ in case, width or composition are the same name."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("anna", "anne"), ("ß", "s"), ("[a]", "{a}"), ("\ue000A", "\ue000b")])
def test_names_that_differ(one: str, other: str) -> None:
    r"""Other letters make another name; `{|}` are not the small letters of `[\]` (CASEMAPPING=ascii)."""
    assert fold(one) != fold(other)


@given(st.text())
def test_everything_has_a_key(text: str) -> None:
    """`fold` gives a key for whatever somebody types."""
    assert isinstance(fold(text), str)


@pytest.mark.parametrize("room", [LOBBY, "#a", "##", "#комната", "#" + "x" * (ROOM_BYTES - 1), "#a.b/c@d", "#名"])
def test_names_of_rooms(room: str) -> None:
    """A room's name may have more than that of a person."""
    assert room == check_room(room)
    assert is_room(room)


@pytest.mark.parametrize(
    "room",
    ["", "#", "lobby", "&local", "#a b", "#a,b", "#a:b", "#a*", "#a?", "#a!", "#a\x07", "#a\u202eb", "#a\x1b[1m"]
    + ["#" + wrong for wrong in ("x" * ROOM_BYTES, "а，б", "а：б", "а＊", "а¨", "ﷺ" * 4, "a\x02b", "\u200b", "а\n")],
)
def test_names_that_no_room_can_have(room: str) -> None:
    """A room's name is refused with one reason, and with what was wrong, safe to show."""
    with pytest.raises(NameNotAllowed) as caught:
        check_room(room)
    assert (Reason.ROOM_NAME, clean(room)) == (caught.value.reason, caught.value.what)


@given(any_text | name_like)
@example("¨")
@example("a，b")
def test_a_room_once_allowed_is_allowed_again(text: str) -> None:
    """A room's name that is shown can be typed, whatever normalisation makes of it."""
    try:
        shown = check_room("#" + text)
    except NameNotAllowed:
        return  # not `assume`: most texts are none, and a search that mostly finds nothing is called unhealthy
    assert shown == check_room(shown)
    assert fold(shown) == fold(fold(shown))
    assert is_room(fold(shown))


def test_people_are_no_rooms() -> None:
    """A name without `#` stands for a person."""
    assert not is_room("anna")


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
    """A mask that is longer than any name, user and host could be fits nothing: cut, it would mean something else."""
    assert not compile_mask("a" * MASK_BYTES + "b").fullmatch("a" * MASK_BYTES)
    assert compile_mask("*" * MASK_BYTES + "b").fullmatch("ab")
