"""What is remembered for a while: who was here, and from where wrong passwords came."""

from trichat.chat.core.memory import PasswordAttempts, Whowas
from trichat.words.events import PastMember, Source


def past(nick: str, username: str = "u", until: int = 0) -> PastMember:
    return PastMember(source=Source(nick=nick, username=username, host="h"), realname="R", until=until)


def test_the_last_comes_first() -> None:
    """The past visits under a name, in whatever case, are given with the last one first."""
    memory = Whowas()
    for nick, username in (("Anna", "a"), ("bob", "b"), ("anna", "c")):
        memory.add(past(nick, username))
    assert ["c", "a"] == [found.source.username for found in memory.find("ANNA")]
    assert ["anna", "bob"] == list(memory.names())
    assert () == memory.find("carl")


def test_it_is_bounded() -> None:
    """So many visits are kept under one name, and so many names: the oldest are forgotten."""
    memory = Whowas()
    for number in range(20):
        memory.add(past("anna", str(number)))
    assert 10 == len(memory.find("anna"))
    for number in range(1000):
        memory.add(past(f"n{number}"))
    assert () == memory.find("anna")
    assert 1000 == len(list(memory.names()))


HERE, THERE = "203.0.113.7", "2001:db8::/64"


def test_so_many_in_so_many_seconds() -> None:
    """After so many attempts one waits until the first of them is old enough."""
    guesses = PasswordAttempts()
    assert [0, 0, 10_000 - 499] == [guesses.count(HERE, now, 2, 10) for now in (1, 500, 500)]
    assert 1 == guesses.count(HERE, 10_000, 2, 10)
    assert 0 == guesses.count(HERE, 10_001, 2, 10)
    assert 500 - 1 == guesses.count(HERE, 10_001, 2, 10)


def test_other_places_are_not_concerned() -> None:
    """Each place has a count of attempts of its own."""
    guesses = PasswordAttempts()
    assert [0, 0] == [guesses.count(place, 1, 1, 10) for place in (HERE, THERE)]


def test_a_guess_that_was_right() -> None:
    """A right password is not counted as an attempt; the wrong ones before it still are."""
    guesses = PasswordAttempts()
    guesses.count(HERE, 1, 2, 10)
    for _ in range(3):
        assert 0 == guesses.count(HERE, 2, 2, 10)
        guesses.take_back(HERE)
    assert 0 == guesses.count(HERE, 2, 2, 10)
    assert guesses.count(HERE, 2, 2, 10)
    guesses.take_back(THERE)


def test_memory_is_bounded() -> None:
    """The place where no password was tried for longest is forgotten first."""
    guesses = PasswordAttempts(places=2)
    for place in ("a", "b", "a", "c"):
        guesses.count(place, 1, 9, 10)
    assert ["a", "c"] == list(guesses._times)
    guesses.take_back("c")
    assert ["a"] == list(guesses._times)
