"""What is said to the terminal beside the text."""

import re

import pytest

from trichat.client.display.item import Item, ItemKind
from trichat.client.terminal import alerts
from trichat.client.terminal.alerts import IDLE, Attention
from trichat.words.record import replace

HOSTILE = "\x1b]0;x\x07\x1b\\\x9c\x9b2J\n; 9;4;1"


def item(text: str = "hi, anna", kind: ItemKind = ItemKind.SAID, place: str = "#lobby", nick: str = "bob") -> Item:
    """Give what bob says."""
    return Item(kind=kind, text=text, at=1, nick=nick, place=place)


def test_the_title_counts() -> None:
    """The title counts calls, if there are any, and names the room, or the program."""
    assert alerts.title("#lobby", 0) == "\x1b]2;#lobby\x1b\\"
    assert alerts.title("#lobby", 3) == "\x1b]2;(3) #lobby\x1b\\"
    assert alerts.title("", 0) == "\x1b]2;trichat\x1b\\"


@pytest.mark.parametrize(
    ("sort", "written"),
    [
        ("osc9", "\x1b]9;bob in #lobby: hi, anna\x1b\\"),
        ("osc777", "\x1b]777;notify;bob in #lobby;hi, anna\x1b\\"),
        ("osc99", "\x1b]99;i=trichat:d=0;bob in #lobby\x1b\\\x1b]99;i=trichat:d=1:p=body;hi, anna\x1b\\"),
        ("off", ""),
    ],
)
def test_notifications(sort: str, written: str) -> None:
    """A notification is sent in the sequence that the terminal knows."""
    assert alerts.notification(sort, item()) == written


def test_what_somebody_does_and_says_alone() -> None:
    """A notification names the room where there is one, and says who does what."""
    assert alerts.notification("osc9", item("waves", ItemKind.ACTION, "bob")) == "\x1b]9;bob: * bob waves\x1b\\"


@pytest.mark.parametrize("sort", ["osc9", "osc777", "osc99"])
def test_nothing_from_the_net_ends_the_sequence(sort: str) -> None:
    """Nothing from the net ends a sequence or a field of it, begins another one, or lasts for pages."""
    for said in (item(HOSTILE * 100), item("hi", place="#" + HOSTILE), item("hi", nick="b" + HOSTILE)):
        written = alerts.notification(sort, said)
        inner = re.sub(r"\x1b\](?:9|777;notify|99;i=trichat:d=0|99;i=trichat:d=1:p=body);|\x1b\\", "", written)
        assert inner.isprintable()
        assert inner.count(";") == (1 if sort == "osc777" else 0)
    assert len(alerts.notification(sort, item("x" * 9_999))) < 300
    assert alerts.title(HOSTILE, 0)[4:-2].isprintable()


@pytest.mark.parametrize(
    ("wanted", "environment", "sort"),
    [
        ("auto", {"TERM": "xterm-kitty"}, "osc99"),
        ("auto", {"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, "osc777"),
        ("auto", {"TERM_PROGRAM": "iTerm.app"}, "osc9"),
        ("auto", {"TERM": "xterm-256color"}, "off"),
        ("auto", {"TERM": "xterm-kitty", "TMUX": "yes"}, "off"),
        ("osc9", {"TMUX": "yes"}, "osc9"),
        ("off", {"TERM": "xterm-kitty"}, "off"),
    ],
)
def test_auto_goes_by_the_terminal(wanted: str, environment: dict[str, str], sort: str) -> None:
    """A terminal that nobody knows gets no notification: it might show it as text."""
    assert alerts.notification_kind(wanted, environment) == sort


def test_tmux_passes_it_on() -> None:
    """Sequences are wrapped so that tmux passes them on; without tmux they are not changed."""
    bell = alerts.notification("osc9", item("hi"))
    assert alerts.through_tmux(bell, {}) == bell
    assert alerts.through_tmux("", {"TMUX": "yes"}) == ""
    assert alerts.through_tmux("\x1b]9;x\x1b\\", {"TMUX": "yes"}) == "\x1bPtmux;\x1b\x1b]9;x\x1b\x1b\\\x1b\\"


# Whether the person looks.

NEWS = Item(kind=ItemKind.SAID, text="hi", at=1, nick="bob", place="#a")
CALL = replace(NEWS, alert=True, mention=True)
JOIN = Item(kind=ItemKind.EVENT, text="has joined", at=1, nick="bob", place="#a")


def texts(items: list[Item]) -> list[str]:
    """Give what is shown."""
    return [item.text for item in items]


def test_what_one_sees_needs_no_mark() -> None:
    """What one sees is neither marked nor counted."""
    attention = Attention()
    assert attention.mark_unseen([NEWS, CALL], 1) == [NEWS, CALL]
    assert attention.missed == 0


def test_news_behind_ones_back_are_marked_once() -> None:
    """News behind one's back are marked once, before the first of them; comings and goings are no news."""
    attention = Attention()
    attention.focus(1, focused=False)
    assert texts(attention.mark_unseen([JOIN, NEWS, CALL], 2)) == ["has joined", "new since you looked", "hi", "hi"]
    assert texts(attention.mark_unseen([CALL], 3)) == ["hi"]
    assert attention.missed == 2


def test_one_who_looks_has_seen_it() -> None:
    """Who presses a key or comes back to the window has seen all; the next time there is a new mark."""
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
    """Where the terminal tells no focus, who presses nothing for long is away, but not before the first key."""
    attention = Attention()
    assert not attention.away(10 * IDLE)
    attention.key(1_000)
    assert not attention.away(1_000 + IDLE)
    assert attention.away(1_001 + IDLE)
