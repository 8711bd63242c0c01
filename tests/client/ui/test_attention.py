"""Whether the person looks."""

from trichat.client.display.item import Item, ItemKind
from trichat.client.terminal.alerts import IDLE, Attention
from trichat.words.record import replace

NEWS = Item(kind=ItemKind.SAID, text="hi", at=1, nick="bob", place="#a")
CALL = replace(NEWS, alert=True, mention=True)
JOIN = Item(kind=ItemKind.EVENT, text="has joined", at=1, nick="bob", place="#a")


def texts(items: list[Item]) -> list[str]:
    """Give what is shown."""
    return [item.text for item in items]


def test_what_one_sees_needs_no_mark() -> None:
    """Nor is it counted."""
    attention = Attention()
    assert attention.mark_unseen([NEWS, CALL], 1) == [NEWS, CALL]
    assert attention.missed == 0


def test_news_behind_ones_back_are_marked_once() -> None:
    """Before the first of them; comings and goings are no news."""
    attention = Attention()
    attention.focus(1, focused=False)
    assert texts(attention.mark_unseen([JOIN, NEWS, CALL], 2)) == ["has joined", "new since you looked", "hi", "hi"]
    assert texts(attention.mark_unseen([CALL], 3)) == ["hi"]
    assert attention.missed == 2


def test_one_who_looks_has_seen_it() -> None:
    """By a key or by coming back to the window; the next time there is a new mark."""
    attention = Attention()
    for by_key in (True, False):
        attention.focus(1, focused=False)
        assert len(attention.mark_unseen([CALL], 2)) == 2
        if by_key:
            attention.key(5)
        else:
            attention.focus(5, focused=True)
        assert (attention.missed, attention.away(6)) == (0, False)


def test_one_who_presses_nothing_for_long_is_away() -> None:
    """Where the terminal tells nothing; not before the first key, when one has just come."""
    attention = Attention()
    assert not attention.away(10 * IDLE)
    attention.key(1_000)
    assert not attention.away(1_000 + IDLE)
    assert attention.away(1_001 + IDLE)
