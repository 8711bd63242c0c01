"""The prompt and the toolbar."""

import pytest

from trichat.client.display.lines import cut, width
from trichat.client.model.windows import Window
from trichat.client.ui.toolbar import Bar, prompt, state_text, toolbar

LOBBY, DEV, BOB = Window("#lobby"), Window("#dev", unread=3), Window("bob", unread=1, highlights=1)


def bar(*windows: Window, **more: object) -> Bar:
    """Give what anna sees in #lobby."""
    fields = {"nick": "anna", "active": "#lobby", "windows": windows, "state": "connected", **more}
    return Bar(**fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("shown", "line"),
    [
        (bar(LOBBY), "anna  #lobby  connected"),
        (bar(), "anna  #lobby  connected"),
        (bar(active=""), "anna  in no room  connected"),
        (bar(LOBBY, active=""), "anna  1:#lobby  connected"),
        (bar(LOBBY, DEV, BOB), "anna  1:#lobby 2:#dev(3) 3:@bob(1!)  connected"),
        (bar(LOBBY, Window("#dev", unread=5, highlights=2)), "anna  1:#lobby 2:#dev(5,2!)  connected"),
        (bar(LOBBY, waiting=1), "anna  #lobby  connected  1 message waits"),
        (bar(LOBBY, waiting=12), "anna  #lobby  connected  12 messages wait"),
        (bar(LOBBY, messages=1, left=400, to="#lobby"), "anna  #lobby  connected  400 left"),
        (bar(LOBBY, messages=1, left=400, to="bob"), "anna  #lobby  connected  to @bob, 400 left"),
        (bar(LOBBY, typing=["bob"]), "anna  #lobby  connected  bob is typing"),
        (bar(LOBBY, typing=["bob", "carl"]), "anna  #lobby  connected  bob and carl are typing"),
        (bar(LOBBY, typing=["bob", "carl", "x\x1b[2J"]), "anna  #lobby  connected  3 people are typing"),
        (bar(LOBBY, usage="/me ACTION  Say what"), "/me ACTION  Say what"),
        (bar(LOBBY, messages=3, left=7), "anna  #lobby  connected  7 left  3 messages"),
        (bar(LOBBY, nick="a\x1b[2J"), "a  #lobby  connected"),
    ],
)
def test_the_toolbar(shown: Bar, line: str) -> None:
    """The toolbar says who and where one is, what is new elsewhere, the connection, and what is not sent."""
    assert toolbar(shown, 80) == line


MANY = [LOBBY, Window("#quiet"), Window("#a-room-with-a-long-name", unread=12), DEV, BOB]


@pytest.mark.parametrize(
    ("columns", "line"),
    [
        (100, "anna  1:#lobby 2:#quiet 3:#a-room-with-a-long-name(12) 4:#dev(3) 5:@bob(1!)  connected"),
        (86, "1:#lobby 2:#quiet 3:#a-room-with-a-long-name(12) 4:#dev(3) 5:@bob(1!)  connected"),
        (76, "1:#lobby 3:#a-room-with-a-long-name(12) 4:#dev(3) 5:@bob(1!) …"),
        (60, "1:#lobby 3:#a-room…(12) 4:#dev(3) 5:@bob(1!) …"),
        (40, "5:@bob(1!) …"),
        (12, "5:@bob(1!)…"),
        (5, "5:@…"),
    ],
)
def test_a_narrow_toolbar_says_what_matters(columns: int, line: str) -> None:
    """In a narrow toolbar quiet rooms go first, then long names are cut; whoever calls is named to the last."""
    shown = toolbar(bar(*MANY), columns)
    assert shown == line
    assert width(shown) < columns


def test_a_lost_connection_is_seen_in_a_narrow_terminal() -> None:
    """A lost connection matters more than quiet rooms where there is little room."""
    assert toolbar(bar(*MANY, state="reconnecting", fine=False), 40) == "5:@bob(1!) …  reconnecting"


def test_the_toolbar_never_reaches_the_last_column() -> None:
    """The toolbar leaves the last column free, or the terminal would wrap it; wide characters count twice."""
    many = bar(*MANY, Window("#日本語の部屋", unread=1))
    assert [] == [columns for columns in range(1, 100) if width(toolbar(many, columns)) >= max(columns, 2)]


@pytest.mark.parametrize(
    ("active", "text", "columns", "line"),
    [
        ("#lobby", "", 80, "#lobby> "),
        ("#lobby", "hi", 80, "#lobby> "),
        ("bob", "hi", 80, "@bob> "),
        ("", "hi", 80, "> "),
        ("#lobby", "/join #dev", 80, "/command> "),
        ("#lobby", "//etc", 80, "#lobby> "),
        ("#lobby", "/ ", 80, "#lobby> "),
        ("#a-room-with-a-long-name", "", 40, "#a-room-with…> "),
        ("#x\x1b[2Jy", "", 80, "#xy> "),
    ],
)
def test_the_prompt_says_to_whom_it_goes(active: str, text: str, columns: int, line: str) -> None:
    """The prompt says to whom a line goes: a room, a person, or, for a command, nobody."""
    assert prompt(active, text, columns) == line


def test_what_has_perhaps_not_arrived_is_counted() -> None:
    """What has perhaps not arrived is counted, with what can be done about it."""
    shown = Bar(nick="anna", active="#lobby", state="connected", waiting=1, doubtful=2)
    assert toolbar(shown, 80) == "anna  #lobby  connected  1 message waits  2 in doubt: /resend"


def test_a_server_is_not_a_person() -> None:
    """Where lines go to a server that knows no rooms, its name stands there, without a sign."""
    assert prompt("localhost:8080", "hi", 80) == "localhost:8080> "


def test_what_is_cut_ends_with_an_ellipsis() -> None:
    """What is cut ends with an ellipsis, and is never too wide."""
    assert [cut("日本語", columns) for columns in (6, 5, 4, 1)] == ["日本語", "日本…", "日…", "…"]


@pytest.mark.parametrize(
    ("state", "text"),
    [
        ({"online": True}, "connected"),
        ({"online": True, "lag": 0.4}, "connected"),
        ({"online": True, "lag": 2.34}, "connected, 2.3 s behind"),
        ({"entering": True}, "entering"),
        ({"retry_in": 2.6}, "reconnecting in 3 s"),
        ({"retry_in": -1.0}, "reconnecting"),
        ({"again": False}, "connecting"),
    ],
)
def test_the_state_of_the_connection(state: dict[str, float], text: str) -> None:
    """The state of the connection is told as a person would say it."""
    known = {"online": False, "entering": False, "again": True, "retry_in": 0.0, "lag": 0.0} | state
    assert state_text(**known) == text  # type: ignore[arg-type]
