"""How many wrong passwords came from where."""

from trichat.chat.core.memory import PasswordAttempts

HERE, THERE = "203.0.113.7", "2001:db8::/64"


def test_so_many_in_so_many_seconds() -> None:
    """Then one waits until the first of them is old enough."""
    guesses = PasswordAttempts()
    assert [0, 0, 10_000 - 1] == [guesses.count(HERE, now, 2, 10) for now in (1, 500, 2)]
    assert 1 == guesses.count(HERE, 10_000, 2, 10)
    assert 0 == guesses.count(HERE, 10_001, 2, 10)
    assert 500 - 1 == guesses.count(HERE, 10_001, 2, 10)


def test_other_places_are_not_concerned() -> None:
    """Each has its own count."""
    guesses = PasswordAttempts()
    assert [0, 0] == [guesses.count(place, 1, 1, 10) for place in (HERE, THERE)]


def test_a_guess_that_was_right() -> None:
    """It is taken back; the others are not."""
    guesses = PasswordAttempts()
    guesses.count(HERE, 1, 2, 10)
    for _ in range(3):
        assert 0 == guesses.count(HERE, 2, 2, 10)
        guesses.take_back(HERE)
    assert 0 == guesses.count(HERE, 2, 2, 10)
    assert guesses.count(HERE, 2, 2, 10)
    guesses.take_back(THERE)


def test_memory_is_bounded() -> None:
    """Where nothing was guessed for longest is forgotten."""
    guesses = PasswordAttempts(places=2)
    for place in ("a", "b", "a", "c"):
        guesses.count(place, 1, 9, 10)
    assert ["a", "c"] == list(guesses._times)
    guesses.take_back("c")
    assert ["a"] == list(guesses._times)
