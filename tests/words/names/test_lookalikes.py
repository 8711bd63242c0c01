"""Names that look like other names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trichat.words.names.lookalikes import Lookalikes, skeletons
from trichat.words.names.names import NameNotAllowed, check_name, fold

NAMES = st.text(st.characters(codec="utf-8", categories=("L", "N", "M")), min_size=1, max_size=8)


def alike(one: str, two: str) -> bool:
    names = Lookalikes()
    names.add(one)
    return one in names.of(two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("evan", "еvan"),  # a Cyrillic е
        ("Bob", "Βob"),  # a Greek capital beta, whose small letter looks like no b
        ("ivan", "Іvan"),  # a Ukrainian capital I, which looks like the l of Latin too
        ("modem", "modеrn"),
        ("anna1", "аnnal"),
        ("Оля", "Oля"),
        ("Bo^Dick", "Во^Dick"),
    ],
)
def test_these_can_be_taken_for_each_other(one: str, two: str) -> None:
    """Of two names that look alike each is found by the other, whichever was there first."""
    assert one != two
    assert alike(one, two)
    assert alike(two, one)


@pytest.mark.parametrize(("one", "two"), [("anna", "boris"), ("b0b", "bob"), ("елена", "elena"), ("Анна", "Инна")])
def test_these_cannot(one: str, two: str) -> None:
    """Other names do not look alike; what does in ASCII is allowed, which people are used to."""
    assert not alike(one, two)


@given(NAMES)
def test_a_name_is_like_itself(name: str) -> None:
    """A name in whatever case has a skeleton in common with itself."""
    try:
        shown = check_name(name)
    except NameNotAllowed:
        return
    assert alike(shown, shown)
    assert set(skeletons(shown)) & set(skeletons(fold(shown)))


@given(st.lists(NAMES, unique=True))
def test_nothing_is_left(names: list[str]) -> None:
    """Names that are taken out again are found no more, and take no memory."""
    known = Lookalikes()
    for name in names:
        known.add(name)
    for name in names:
        assert name in known.of(name)
        known.remove(name)
        assert name not in known.of(name)
    assert {} == known._names
    known.remove("x")  # was never there


def test_a_name_of_two_skeletons_is_listed_once() -> None:
    """A name whose capitals look like something else than its small letters is listed once."""
    names = Lookalikes()
    names.add("Βob")
    assert ["Βob"] == names.of("Βob")
