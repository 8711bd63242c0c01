"""Pages out of batches."""

from trichat.client.irc.batches import Batches, HistoryPage, SearchResult
from trichat.protocols.irc.wire.message import Message, parse


def take(batches: Batches, *lines: str) -> list[Message | HistoryPage | SearchResult]:
    """Give what comes out."""
    return [taken for line in lines if (taken := batches.add(parse(line))) is not None]


def test_a_page_comes_out_whole() -> None:
    """In its order, though other messages come in between, and these at once."""
    first, second = "@batch=1 :a!a@h PRIVMSG #x :one", "@batch=1 :a!a@h PRIVMSG #x :two"
    live = ":b!b@h PRIVMSG #x :live"
    out = take(Batches(), ":s BATCH +1 chathistory #x", first, live, second, ":s BATCH -1")
    assert out == [parse(live), HistoryPage(target="#x", messages=(parse(first), parse(second)))]


def test_two_pages_may_be_open_at_once() -> None:
    """The references keep them apart."""
    one, two = "@batch=1 :a!a@h PRIVMSG #x :one", "@batch=2 :a!a@h PRIVMSG #y :two"
    opened = (":s BATCH +1 chathistory #x", ":s BATCH +2 chathistory #y")
    out = take(Batches(), *opened, two, one, ":s BATCH -2", ":s BATCH -1")
    assert [page.target for page in out if isinstance(page, HistoryPage)] == ["#y", "#x"]


def test_other_batches_are_transparent() -> None:
    """A labelled answer or a netsplit is shown as it comes."""
    inside = "@batch=1 :s 352 a"
    assert take(Batches(), "@label=x :s BATCH +1 labeled-response", inside, ":s BATCH -1") == [parse(inside)]


def test_a_page_within_a_labelled_answer() -> None:
    """Batches nest."""
    inside = "@batch=2 :a!a@h PRIVMSG #x :one"
    opened = (":s BATCH +1 labeled-response", "@batch=1 :s BATCH +2 chathistory #x")
    assert take(Batches(), *opened, inside, ":s BATCH -2", ":s BATCH -1") == [
        HistoryPage(target="#x", messages=(parse(inside),))
    ]


def test_the_end_of_nothing_is_nothing() -> None:
    """A stray end breaks nothing."""
    assert take(Batches(), ":s BATCH -9", ":s BATCH") == []


MULTILINE = (
    "@msgid=7;+reply=3 :a!a@h BATCH +1 draft/multiline #x",
    "@batch=1 :a!a@h PRIVMSG #x hello",
    "@batch=1 :a!a@h PRIVMSG #x :how is ",
    "@batch=1;draft/multiline-concat :a!a@h PRIVMSG #x :everyone?",
    "BATCH -1",
)


def test_a_text_of_many_lines_is_one_message() -> None:
    """With what is said of the batch; a line that goes on is joined without a break."""
    (message,) = take(Batches(), *MULTILINE)
    assert isinstance(message, Message)
    assert (message.command, message.params) == ("PRIVMSG", ("#x", "hello\nhow is everyone?"))
    assert (message.source, dict(message.tags)) == ("a!a@h", {"msgid": "7", "+reply": "3"})


def test_a_text_of_many_lines_in_a_page() -> None:
    """It belongs to the page."""
    opened = MULTILINE[0].replace("@", "@batch=h;")
    (page,) = take(Batches(), ":s BATCH +h chathistory #x", opened, *MULTILINE[1:], ":s BATCH -h")
    assert isinstance(page, HistoryPage)
    assert [message.params[1] for message in page.messages] == ["hello\nhow is everyone?"]


def test_an_empty_or_endless_text() -> None:
    """Nothing is shown for nothing, and not everything is kept of what never ends."""
    assert take(Batches(), MULTILINE[0], MULTILINE[-1]) == []
    (message,) = take(Batches(), MULTILINE[0], *[MULTILINE[1]] * 2000, MULTILINE[-1])
    assert isinstance(message, Message)
    assert message.params[1].count("\n") == 999


def test_what_a_search_has_found_comes_out_whole() -> None:
    """With the label of the question, and with texts of several lines in it."""
    out = take(
        Batches(),
        "@label=x :s BATCH +1 soju.im/search",
        "@batch=1 :s BATCH +2 draft/multiline #x",
        "@batch=2 :a!a@h PRIVMSG #x :one",
        "@batch=2 :a!a@h PRIVMSG #x :two",
        ":s BATCH -2",
        ":s BATCH -1",
    )
    assert [("x", ["one\ntwo"])] == [
        (found.label, [message.params[1] for message in found.messages])
        for found in out
        if isinstance(found, SearchResult)
    ]
