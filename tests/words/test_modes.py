"""The table of a room's settings, and changes of them as IRC writes them."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from trichat.words import modes
from trichat.words.modes import SETTINGS, Change, ModeKind


def test_each_letter_and_word_is_one_setting() -> None:
    """No letter or word is of two settings, nor is one of them a role."""
    letters = [row.letter for row in SETTINGS] + list(modes.PREFIXES)
    assert len(set(letters)) == len(letters)
    assert len({row.word for row in SETTINGS}) == len(SETTINGS)


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        ([], []),
        (["+"], []),
        (["m"], [Change(on=True, letter="m")]),
        (["+ov-m", "anna", "bob"], [Change(on=True, letter="o", argument="anna"),
                                    Change(on=True, letter="v", argument="bob"), Change(on=False, letter="m")]),
        (["-l+l", "5"], [Change(on=False, letter="l"), Change(on=True, letter="l", argument="5")]),
        (["+b"], [Change(on=True, letter="b")]),
        (["-k", "x"], [Change(on=False, letter="k", argument="x")]),
        (["+zm", "x"], [Change(on=True, letter="z"), Change(on=True, letter="m")]),
    ],
)  # fmt: skip
def test_reading(words: list[str], changes: list[Change]) -> None:
    """Each letter takes a parameter if it has one; what is missing is empty; what means nothing takes none."""
    assert changes == list(modes.read(words))


arguments = st.text(st.characters(codec="ascii", exclude_characters=" :", min_codepoint=33), min_size=1, max_size=100)


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """Draw a change that has a parameter exactly if it takes one."""
    on = draw(st.booleans())
    letter = draw(st.sampled_from([row.letter for row in SETTINGS] + list(modes.PREFIXES)))
    return Change(on=on, letter=letter, argument=draw(arguments) if modes.takes_argument(letter, on=on) else "")


@given(st.lists(changes(), max_size=30))
def test_what_is_written_is_read_again(these: list[Change]) -> None:
    """Changes that are written, in parts if they are long, are read again as they were."""
    assert these == list(modes.read(modes.write(these).split(" ")))
    parts = modes.parted(these)
    assert these == [change for part in parts for change in part]
    assert all(len(modes.write(part)) <= 450 for part in parts)


def test_prefixes() -> None:
    """Prefixes are all of somebody's roles, or the highest; roles are kept in that order."""
    assert "@+" == modes.prefixes("ov")
    assert "@" == modes.prefixes("ov", every=False)
    assert "" == modes.prefixes("")
    assert "ov" == modes.with_role("v", "o")
    assert "o" == modes.with_role("o", "o")


def test_settings_are_found_by_word_or_letter() -> None:
    """Settings are found by their word in any case, or by their letter in its own."""
    for row in SETTINGS:
        assert row is modes.setting(row.word.title())
        assert row is modes.setting(row.letter)
    assert modes.setting("nothing") is None


def test_letters_of_each_kind() -> None:
    """The letters of each kind are those that CHANMODES tells."""
    assert ["Ibe", "k", "HWl", "CMRimnst"] == [modes.letters(kind) for kind in list(ModeKind)[:4]]
    assert modes.kind_of("o") is ModeKind.ROLE
    assert modes.kind_of("z") is None
