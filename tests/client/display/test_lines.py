"""Items as lines."""

import sys
import time
from collections.abc import Iterator

import pytest

from trichat.client.display.item import Change, Item, ItemKind
from trichat.client.display.lines import LineStyle, View, cut, fold_runs, safe, width
from trichat.client.display.themes import BOTH, PLAIN, Theme
from trichat.words.record import replace


@pytest.fixture(autouse=True)
def _somewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Stand three hours east of Greenwich."""
    if sys.platform == "win32":
        pytest.skip("where it is cannot be set there")
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "XYZ-3")
        time.tzset()
        yield
    time.tzset()


def item(kind: ItemKind = ItemKind.SAID, text: str = "hi", **more: object) -> Item:
    """Give an item of bob's in #lobby, at 10:02 in London."""
    fields = {"kind": kind, "text": text, "at": 36_120_000, "nick": "bob", "place": "#lobby", **more}
    return Item(**fields)  # type: ignore[arg-type]


def plain(shown: Item) -> str:
    """Draw without colours."""
    return the_line(PLAIN, shown)


def the_line(theme: Theme, shown: Item, *names: str) -> str:
    """Draw what is one line."""
    (line,) = View(LineStyle(theme=theme)).draw(shown, *names)
    return line


@pytest.mark.parametrize(
    ("shown", "line"),
    [
        (item(), "13:02 bob: hi"),
        (item(ItemKind.ACTION, "waves"), "13:02 * bob waves"),
        (item(ItemKind.NOTICE), "13:02 -bob- hi"),
        (item(ItemKind.EVENT, "has left"), "13:02 — bob has left"),
        (item(ItemKind.INFO, "so it is", nick=""), "13:02 — so it is"),
        (item(ItemKind.ERROR, "no", nick="", place=""), "13:02 ! no"),
        (item(ItemKind.EVENT, "anna joined; carl left", nick=""), "13:02 — anna joined; carl left"),
        (item(ItemKind.MARK, "new in #lobby", nick=""), "— new in #lobby —"),
        (item(place="#other", elsewhere=True), "13:02 #other bob: hi"),
        (item(place="", elsewhere=True), "13:02 bob: hi"),
        (item(place="bob", private=True), "13:02 bob: hi"),
        (item(place="bob", private=True, mine=True, nick="anna"), "13:02 anna: hi"),
        (item(place="bob", private=True, elsewhere=True), "13:02 [bob → you] hi"),
        (item(place="bob", private=True, mine=True, nick="anna", elsewhere=True), "13:02 [you → bob] hi"),
        (item(ItemKind.ACTION, "waves", place="bob", private=True, elsewhere=True), "13:02 [bob → you] * bob waves"),
        (item(number=7), "13:02 bob: hi"),
        (item(number=7, requested=True, links=(1, 2)), "13:02 bob: hi [1, 2] (7)"),
        (item(ItemKind.NOTICE, place="bob", private=True), "13:02 -bob- hi"),
        (item(ItemKind.NOTICE, place="bob", private=True, elsewhere=True), "13:02 -bob → you- hi"),
        (
            item(ItemKind.NOTICE, place="bob", private=True, mine=True, nick="anna", elsewhere=True),
            "13:02 -you → bob- hi",
        ),
        (item(ItemKind.NOTICE, place="#other", elsewhere=True), "13:02 #other -bob- hi"),
        (item(reply_to="1"), "13:02 bob ↳ an earlier message: hi"),
        (item(reply_to="1", quote="what?", quoted="carl"), "13:02 bob ↳ carl “what?”: hi"),
        (item(ItemKind.ACTION, "nods", reply_to="1", quote="ok?", quoted="carl"), "13:02 * bob ↳ carl “ok?” nods"),
        (item(ItemKind.REACTION, "👍", reply_to="1", quote="ok?", quoted="carl"), "13:02 👍 from bob to carl “ok?”"),
        (item(ItemKind.REACTION, "👍", reply_to="1", count=3), "13:02 👍 ×3 from bob to an earlier message"),
        (item(ItemKind.DELETED, " (spam)", quote="buy", quoted="carl"), "13:02 — bob has deleted carl's “buy” (spam)"),
        (item(ItemKind.DELETED, "", quote="oops", quoted="Bob"), "13:02 — bob has deleted “oops”"),
        (item(ItemKind.DELETED, ""), "13:02 — bob has deleted a message"),
        (item(text="see http://a.b", links=(4,)), "13:02 bob: see http://a.b [4]"),
    ],
)
def test_each_look_has_its_manner(shown: Item, line: str) -> None:
    """Each kind of item is drawn in its way, with local time; another room is named, and private words are marked."""
    assert plain(shown) == line


HOSTILE = "\x1b[2J\x1b]0;title\x07\x9b31m\r\n\x08\x07\u202e\x02\x0304bold\x03\x0f\x1b\x02[31m"


def test_nothing_from_the_net_reaches_the_terminal_as_a_command() -> None:
    """No part of an item brings a control character to the terminal; without colour there is none at all."""
    for kind in ItemKind:
        for private in (False, True):
            parts: dict[str, object] = {
                "nick": "b" + HOSTILE,
                "place": "#p" + HOSTILE,
                "quote": HOSTILE,
                "quoted": "c" + HOSTILE,
                "reply_to": "1",
                "private": private,
                "elsewhere": True,
            }
            shown = item(kind, "bob " + HOSTILE, mention=True, **parts)
            assert all(line.isprintable() for line in View(LineStyle(theme=PLAIN)).lines([shown], "bob"))
            painted = "".join(View(LineStyle(theme=BOTH)).lines([shown], "bob"))
            assert all(part[0] == "[" and "m" in part[:10] for part in painted.split("\x1b")[1:])
            assert "\x1b[2J" not in painted


def test_no_part_of_the_text_is_lost() -> None:
    """Only what is dangerous is taken out of a text."""
    assert safe("a\x1b[31mb\x02c\x0304d") == "abcd"


def test_a_nick_has_its_own_colour() -> None:
    """A nick has the same colour each time and however it is written; not everybody has the same."""

    def colour(nick: str) -> str:
        return the_line(BOTH, item(nick=nick)).partition("38;5;")[2].partition("m")[0]

    assert colour("Bob") == colour("bob")
    assert len({colour(f"nick{number}") for number in range(50)}) == 6


def test_colours_end_with_their_word() -> None:
    """The colour of a nick ends with it: the text is in the person's own colour."""
    assert the_line(BOTH, item()).endswith("\x1b[0m: hi")


def test_the_own_name_stands_out() -> None:
    """The own name stands out each time, as it was written; and not in a line that mentions nobody."""
    line = the_line(BOTH, item(text="Anna, or anna? annabel!", mention=True), "anna")
    assert line.endswith(": \x1b[1;35mAnna\x1b[0m, or \x1b[1;35manna\x1b[0m? annabel!")
    assert the_line(BOTH, item(text="anna"), "anna").endswith("\x1b[0m: anna")


def test_a_name_is_found_where_it_is_seen() -> None:
    """What is taken out of the text before it is shown does not move the colour of a name."""
    line = the_line(BOTH, item(text="\x02\x0304,01hi\x1b[1m \x02anna\x0f!", mention=True), "anna")
    assert line.endswith(": hi \x1b[1;35manna\x1b[0m!")


DAY = 86_400_000


def test_a_new_day_has_a_line() -> None:
    """A line stands between two days, also backwards, where older ones are shown; the first day needs none."""
    view = View(LineStyle(theme=PLAIN))
    assert view.lines([item(), item(at=DAY - 10_800_001)]) == ["13:02 bob: hi", "23:59 bob: hi"]
    assert view.lines([item(at=DAY - 10_800_000)]) == ["— Friday, 2 January 1970 —", "00:00 bob: hi"], "local midnight"
    assert view.lines([item()])[0] == "— Thursday, 1 January 1970 —"


def test_a_mark_belongs_to_no_day() -> None:
    """The line of a day stands directly above what was said then, below a mark."""
    view = View(LineStyle(theme=PLAIN))
    mark = item(ItemKind.MARK, "new in #dev", at=5 * DAY)
    assert view.lines([item(), mark, item(at=36_120_000 + DAY)]) == [
        "13:02 bob: hi",
        "— new in #dev —",
        "— Friday, 2 January 1970 —",
        "13:02 bob: hi",
    ]


def test_comings_and_goings_are_one_line() -> None:
    """Comings and goings that come together are one line."""
    events = [item(ItemKind.EVENT, "has joined", nick=nick, change=Change.JOINED) for nick in ("anna", "carl")]
    assert View(LineStyle(theme=PLAIN)).lines([*events, item()]) == ["13:02 — anna, carl joined", "13:02 bob: hi"]


def test_what_one_sees_no_more_of_is_cut() -> None:
    """A quote is short, and no sign in it is cut through."""
    line = plain(item(ItemKind.REACTION, "👍", reply_to="1", quote="👩‍👩‍👧" * 30, quoted="carl"))
    assert line == f"13:02 👍 from bob to carl “{'👩‍👩‍👧' * 19}…”"


def test_the_same_reaction_of_several_is_one_line() -> None:
    """The same reaction of several people is one line."""
    reactions = [
        item(ItemKind.REACTION, "👍", nick=nick, reply_to="1", count=count, quote="ok?", quoted="dora")
        for nick, count in (("bob", 1), ("carl", 2), ("bob", 2))
    ]
    other = item(ItemKind.REACTION, "🎉", reply_to="1", quote="ok?", quoted="dora")
    back = replace(other, taken_back=True)
    assert View(LineStyle(theme=PLAIN)).lines([*reactions, other, back]) == [
        "13:02 👍 ×2 from bob, carl to dora “ok?”",
        "13:02 🎉 from bob to dora “ok?”",
        "13:02 bob took back 🎉 to dora “ok?”",
    ]


def test_a_text_of_several_lines_stays_so() -> None:
    """The further lines of a text are set in, so that nobody takes them for what others said."""
    assert View(LineStyle(theme=PLAIN)).lines([item(text="one\n13:02 carl: two\n")]) == [
        "13:02 bob: one",
        "      13:02 carl: two",
        "      ",
    ]


def test_times_are_written_as_wished() -> None:
    """Times are written as wished, also not at all, and with nothing in them that a terminal would obey."""
    for wish, line in (("%H.%M.%S", "13.02.00 bob: hi"), ("", "bob: hi"), ("\x1b[2J[%H]", "[13] bob: hi")):
        assert View(LineStyle(theme=PLAIN, timestamps=wish)).lines([item()]) == [line]


def test_comings_and_goings_are_told_one_by_one_on_request() -> None:
    """With `fold_joins = false` comings and goings are told one by one."""
    events = [item(ItemKind.EVENT, "has joined", nick=nick, change=Change.JOINED) for nick in ("anna", "carl")]
    assert len(View(LineStyle(theme=PLAIN, fold=False)).lines(events)) == 2


def test_words_of_ones_own_choice_stand_out_too() -> None:
    """Chosen words stand out as the name does, wherever they begin; what overlaps is painted once."""
    line = the_line(BOTH, item(text="deploy, anna!", mention=True), "anna", "deploy", "Deploy")
    assert line.endswith(": \x1b[1;35mdeploy\x1b[0m, \x1b[1;35manna\x1b[0m!")


def event(what: str, place: str = "#lobby") -> Item:
    """Make an event out of `+anna` (joined), `-anna` (left), `anna>dora` (renamed)."""
    old, _, new = what.lstrip("+-").partition(">")
    change = Change.RENAMED if new else Change.JOINED if what[0] == "+" else Change.LEFT
    return Item(kind=ItemKind.EVENT, text=what, at=1, nick=old, place=place, change=change, new_nick=new)


def told(*events: str) -> list[str]:
    """Give the lines that come of these."""
    return [item.text for item in fold_runs(map(event, events))]


@pytest.mark.parametrize(
    ("events", "line"),
    [
        ("+anna +bob", "anna, bob joined"),
        ("+anna +bob -carl dave>dora", "anna, bob joined; carl left; dave is now dora"),
        ("-anna -bob", "anna, bob left"),
        ("+anna -anna", "anna came and went"),
        ("-anna +anna", "anna left and came back"),
        ("+anna anna>dora", "dora joined"),
        ("anna>dora -dora", "anna left"),
        ("anna>dora dora>dina", "anna is now dina"),
        ("anna>anna_ anna_>anna", "nothing has changed"),
        ("anna>ANNA +bob", "bob joined; anna is now ANNA"),
    ],
)
def test_a_run_is_one_sentence(events: str, line: str) -> None:
    """A run of comings and goings is one sentence, which says what it has come to."""
    assert told(*events.split()) == [line]


def test_one_event_stays_as_it_is() -> None:
    """A single event stays as it is, with its reason."""
    items = [event("-anna"), Item(kind=ItemKind.SAID, text="x", at=1, place="#lobby"), event("+bob")]
    assert fold_runs(items) == items


def test_a_crowd_is_counted() -> None:
    """A crowd is counted; but where one name more is shorter than its count, it is named."""
    assert told(*(f"+n{number}" for number in range(100))) == [
        "n0, n1, n2, n3, n4, n5, n6, n7, n8, n9 and 90 more joined"
    ]
    assert told(*(f"+n{number}" for number in range(11)))[0].endswith("n9, n10 joined")


def test_each_room_is_told_by_itself() -> None:
    """A run ends where the room changes, and where something else happens."""
    put_out = Item(kind=ItemKind.EVENT, text="has put carl out", at=1, nick="bob", place="#lobby")
    items = [event("+anna"), event("+bob"), event("+anna", "#dev"), event("+bob", "#dev"), put_out, event("-bob")]
    assert [(item.place, item.text) for item in fold_runs(items)] == [
        ("#lobby", "anna, bob joined"),
        ("#dev", "anna, bob joined"),
        ("#lobby", "has put carl out"),
        ("#lobby", "-bob"),
    ]


def test_it_has_the_time_of_the_last() -> None:
    """A run has the time of its last event, as a line that was written then."""
    first, last = event("+anna"), event("+bob")
    assert fold_runs([first, last])[0].at == last.at


def test_what_is_one_sign_is_counted_once() -> None:
    """A family is two columns wide, as is a flag: what is one sign is counted once."""
    assert [width(text) for text in ("a", "日", "👩‍👩‍👧", "🇩🇪", "é", "")] == [1, 2, 2, 2, 1, 0]


def test_cut() -> None:
    """A text that fits stays; one that is cut ends with an ellipsis, which counts, and no sign is cut through."""
    assert [cut(text, 5) for text in ("hello", "hello!", "日本語", "👩‍👩‍👧" * 3)] == [
        "hello",
        "hell…",
        "日本…",
        "👩‍👩‍👧" * 2 + "…",
    ]
