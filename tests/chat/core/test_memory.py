"""Who was here."""

from trichat.chat.core.memory import Whowas
from trichat.words.events import PastMember, Source


def past(nick: str, username: str = "u", until: int = 0) -> PastMember:
    return PastMember(source=Source(nick=nick, username=username, host="h"), realname="R", until=until)


def test_the_last_comes_first() -> None:
    """Under one name, in whatever case, and among the names."""
    memory = Whowas()
    for nick, username in (("Anna", "a"), ("bob", "b"), ("anna", "c")):
        memory.add(past(nick, username))
    assert ["c", "a"] == [found.source.username for found in memory.find("ANNA")]
    assert ["anna", "bob"] == list(memory.names())
    assert () == memory.find("carl")


def test_it_is_bounded() -> None:
    """So many visits under one name, so many names: the oldest are forgotten."""
    memory = Whowas()
    for number in range(20):
        memory.add(past("anna", str(number)))
    assert 10 == len(memory.find("anna"))
    for number in range(1000):
        memory.add(past(f"n{number}"))
    assert () == memory.find("anna")
    assert 1000 == len(list(memory.names()))
