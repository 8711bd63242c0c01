"""Items as lines."""

import time
from collections.abc import Iterator

import pytest

from trichat.client.items import Item, Look
from trichat.client.view import View, safe, state_text, toolbar


@pytest.fixture(autouse=True)
def _somewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Stand three hours east of Greenwich."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "XYZ-3")
        time.tzset()
        yield
    time.tzset()


def item(look: Look = Look.SAID, text: str = "hi", **more: object) -> Item:
    """Give an item of bob's in #lobby, at 10:02 in London."""
    fields = {"look": look, "text": text, "at": 36_120_000, "nick": "bob", "place": "#lobby", **more}
    return Item(**fields)  # type: ignore[arg-type]


def plain(shown: Item, active: str = "#lobby") -> str:
    """Draw without colours."""
    return View(colour=False).line(shown, active)


@pytest.mark.parametrize(
    ("shown", "line"),
    [
        (item(), "13:02 bob: hi"),
        (item(Look.ACTION, "waves"), "13:02 * bob waves"),
        (item(Look.NOTICE), "13:02 -bob- hi"),
        (item(Look.EVENT, "has left"), "13:02 — bob has left"),
        (item(Look.INFO, "so it is", nick=""), "13:02 — so it is"),
        (item(Look.ERROR, "no", nick="", place=""), "13:02 ! no"),
        (item(place="#other"), "13:02 #other bob: hi"),
        (item(place="#LOBBY"), "13:02 bob: hi"),
        (item(place="bob", private=True), "13:02 [bob → you] hi"),
        (item(place="bob", private=True, mine=True, nick="anna"), "13:02 [you → bob] hi"),
        (item(Look.ACTION, "waves", place="bob", private=True), "13:02 [bob → you] * bob waves"),
    ],
)
def test_each_look_has_its_manner(shown: Item, line: str) -> None:
    """With local time; another room is named, and what is private is marked."""
    assert plain(shown) == line


HOSTILE = "\x1b[2J\x1b]0;title\x07\x9b31m\r\n\x08\u202e\x02\x0304bold\x03\x0f\x1b\x02[31m"


def test_nothing_from_the_net_reaches_the_terminal_as_a_command() -> None:
    """Whatever part of an item holds it; without colour there is not one control character."""
    for look in Look:
        for private in (False, True):
            shown = item(look, HOSTILE, nick="b" + HOSTILE, place="#p" + HOSTILE, private=private)
            assert plain(shown).isprintable()
            painted = View(colour=True).line(shown, "#x")
            assert all(part[0] == "[" and "m" in part[:10] for part in painted.split("\x1b")[1:])
            assert "\x1b[2J" not in painted


def test_no_part_of_the_text_is_lost() -> None:
    """Only what is dangerous goes."""
    assert safe("a\x1b[31mb\x02c\x0304d") == "abcd"


def test_a_nick_has_its_own_colour() -> None:
    """The same each time and however it is written; not everybody has the same."""
    view = View(colour=True)

    def colour(nick: str) -> str:
        return view.line(item(nick=nick), "#lobby").partition("38;5;")[2].partition("m")[0]

    assert colour("Bob") == colour("bob")
    assert len({colour(f"nick{number}") for number in range(50)}) > 6


def test_colours_end_with_their_word() -> None:
    """The text of a message is in the person's own colour."""
    assert View(colour=True).line(item(), "#lobby").endswith("\x1b[0m: hi")


@pytest.mark.parametrize(
    ("waiting", "columns", "line"),
    [
        (0, 80, "anna  #lobby  connected"),
        (1, 80, "anna  #lobby  connected  1 message waits"),
        (12, 80, "anna  #lobby  connected  12 messages wait"),
        (0, 20, "anna  #lobby  conne"),
    ],
)
def test_the_toolbar(waiting: int, columns: int, line: str) -> None:
    """It fits in one line, and never reaches the last column."""
    assert toolbar(nick="anna", room="#lobby", state="connected", waiting=waiting, columns=columns) == line


def test_the_toolbar_without_a_room() -> None:
    """It says so, rather than leaving a hole; and it is clean."""
    assert toolbar(nick="a\x1b[2J", room="", state="entering", waiting=0, columns=80) == "a  in no room  entering"


@pytest.mark.parametrize(
    ("state", "text"),
    [
        ({"online": True}, "connected"),
        ({"online": True, "lag": 0.4}, "connected"),
        ({"online": True, "lag": 2.34}, "connected, 2.3 s behind"),
        ({"entering": True}, "entering"),
        ({"retry_in": 2.6}, "reconnecting in 3 s"),
        ({"retry_in": -1.0}, "reconnecting"),
    ],
)
def test_the_state_of_the_connection(state: dict[str, float], text: str) -> None:
    """As a person would say it."""
    known = {"online": False, "entering": False, "retry_in": 0.0, "lag": 0.0} | state
    assert state_text(**known) == text  # type: ignore[arg-type]
