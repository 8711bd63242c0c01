"""Pages out of batches."""

from trichat.client.batches import Batches, PageRead
from trichat.protocols.irc.message import Message, parse


def take(batches: Batches, *lines: str) -> list[Message | PageRead]:
    """Give what comes out."""
    return [taken for line in lines if (taken := batches.take(parse(line))) is not None]


def test_a_page_comes_out_whole() -> None:
    """In its order, though other messages come in between, and these at once."""
    first, second = "@batch=1 :a!a@h PRIVMSG #x :one", "@batch=1 :a!a@h PRIVMSG #x :two"
    live = ":b!b@h PRIVMSG #x :live"
    out = take(Batches(), ":s BATCH +1 chathistory #x", first, live, second, ":s BATCH -1")
    assert out == [parse(live), PageRead(target="#x", messages=(parse(first), parse(second)))]


def test_two_pages_may_be_open_at_once() -> None:
    """The references keep them apart."""
    one, two = "@batch=1 :a!a@h PRIVMSG #x :one", "@batch=2 :a!a@h PRIVMSG #y :two"
    opened = (":s BATCH +1 chathistory #x", ":s BATCH +2 chathistory #y")
    out = take(Batches(), *opened, two, one, ":s BATCH -2", ":s BATCH -1")
    assert [page.target for page in out if isinstance(page, PageRead)] == ["#y", "#x"]


def test_other_batches_are_transparent() -> None:
    """A labelled answer or a netsplit is shown as it comes."""
    inside = "@batch=1 :s 352 a"
    assert take(Batches(), "@label=x :s BATCH +1 labeled-response", inside, ":s BATCH -1") == [parse(inside)]


def test_a_page_within_a_labelled_answer() -> None:
    """Batches nest."""
    inside = "@batch=2 :a!a@h PRIVMSG #x :one"
    opened = (":s BATCH +1 labeled-response", "@batch=1 :s BATCH +2 chathistory #x")
    assert take(Batches(), *opened, inside, ":s BATCH -2", ":s BATCH -1") == [
        PageRead(target="#x", messages=(parse(inside),))
    ]


def test_the_end_of_nothing_is_nothing() -> None:
    """A stray end breaks nothing."""
    assert take(Batches(), ":s BATCH -9", ":s BATCH") == []
