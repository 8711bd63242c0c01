"""What was typed, understood."""

import re

import pytest

from trichat.client.commands import table
from trichat.client.settings.table import BY_NAME
from trichat.errors import UsageError
from trichat.words import commands, modes
from trichat.words import requests as ask
from trichat.words.commands import UnknownCommand, WrongArguments
from trichat.words.modes import Change
from trichat.words.requests import Request


@pytest.mark.parametrize(
    ("line", "request_"),
    [
        ("/switch", table.Switch()),
        ("/SWITCH 2", table.Switch(to="2")),
        ("/query bob", table.Query(name="bob")),
        ("/query bob  hi there", ask.Say(target="bob", text="hi there")),
        ("/mentions", table.Mentions()),
        ("/urls", table.Urls()),
        ("/open", table.Open()),
        ("/open 12", table.Open(number=12)),
        ("/raw PING x", table.Raw(line="PING x")),
        ("/nick bea", ask.Rename(name="bea")),
        ("/set theme dark", table.Set(name="theme", value="dark")),
        ("/set Moderated on", ask.RoomModes(changes=(Change(on=True, letter="m"),))),
        ("/set #a moderated on", ask.RoomModes(room="#a", changes=(Change(on=True, letter="m"),))),
        ("/set +m", ask.RoomModes(changes=(Change(on=True, letter="m"),))),
        ("//open", ask.Say(text="/open")),
        ("switch", ask.Say(text="switch")),
    ],
)
def test_each_line_is_a_request(line: str, request_: Request) -> None:
    """A line is looked up among the commands of the client first, then among those that all doors share."""
    assert table.parse(line) == request_


@pytest.mark.parametrize("line", ["/open x", "/query", "/urls 3", "/mentions x", "/nick"])
def test_wrong_arguments_name_the_usage(line: str) -> None:
    """Wrong arguments of the client's commands are answered with the usage, as those of others."""
    with pytest.raises(WrongArguments, match=rf"^Usage: {line.split(maxsplit=1)[0]}"):
        table.parse(line)


@pytest.mark.parametrize(("line", "nearest"), [("/mention", "mentions"), ("/sw", "switch"), ("/jion", "join")])
def test_the_nearest_command_is_named(line: str, nearest: str) -> None:
    """The nearest command is named, also if only the client has it."""
    with pytest.raises(UnknownCommand, match=rf"Did you mean /{nearest}\?"):
        table.parse(line)


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("/etc/motd says\nhello", ask.Say(text="/etc/motd says\nhello")),
        ("//quit\nis how one leaves", ask.Say(text="/quit\nis how one leaves")),
        ("/ a\nb", ask.Say(text="/ a\nb")),
        ("/msg bob a\n b", ask.Say(target="bob", text="a\n b")),
        ("/reply 7 a\nb", table.Reply(to="7", text="a\nb")),
    ],
)
def test_several_lines_are_said(text: str, request_: Request) -> None:
    """Several lines are said, whatever they begin with, if that is no command; or as a command says that has them."""
    assert table.parse(text) == request_


@pytest.mark.parametrize("text", ["/quit\nis how one leaves", "/topic a\nb", "/login anna secret\nb", "/PART\nb"])
def test_other_commands_have_one_line(text: str) -> None:
    """Commands of one line with more lines are neither done in part nor said to everybody."""
    with pytest.raises(UsageError, match=r"is a command of one line\. To say all of this, begin with two slashes\.$"):
        table.parse(text)


@pytest.mark.parametrize(
    ("text", "command"), [("/etc/x", True), ("/etc/x\ny", False), ("/msg b\ny", True), ("a", False)]
)
def test_what_is_a_command(text: str, command: bool) -> None:
    """A line that begins with a slash is a command; several lines are one if they begin with one that there is."""
    assert table.is_command(text) == command


def test_settings_of_rooms_go_by_set_too() -> None:
    """/set sets rooms too, as at the plain door: no setting of the client has the name of one."""
    assert {row.word for row in modes.SETTINGS}.isdisjoint(BY_NAME)
    with pytest.raises(UsageError, match=r"^moderated is on or off: /set moderated on, or /set moderated off\.$"):
        table.parse("/set moderated perhaps")


def test_no_command_is_there_twice() -> None:
    """A name of the client's commands hides no other; an alias may."""
    shared = {row.name for row in commands.COMMANDS if not row.plain_only}
    assert shared.isdisjoint({row.name for row in table.CLIENT_COMMANDS})


def test_help_comes_from_the_table() -> None:
    """Help is by subject, and each answer fits on a screen of 80 columns; or on one command with its aliases."""
    names = {f"/{row.name}" for row in table.COMMANDS}
    assert names | {"/help"} == set(re.findall(r"/\w+", " ".join(table.help_lines(""))))
    assert names == {line.split()[0] for word in table.SUBJECTS for line in table.help_lines(word)[:-1]}
    for lines in map(table.help_lines, ("", *table.SUBJECTS)):
        assert len(lines) <= 24 - 2
        assert max(map(len, lines)) <= 80 - len("12:34 — ")
    assert "/history  Show again what was said here: 20 lines, or up to 100." in table.help_lines("Messages")
    leave = ["/leave [ROOM]  Leave a room, this one if none is named.", "Also: /part"]
    assert leave == table.help_lines("part")
    assert table.help_lines("OPEN") == ["/open [NUMBER]  Open a web address, or the latest."]
    with pytest.raises(UnknownCommand):
        table.help_lines("nonsense")


def test_more_than_the_usage_is_said_where_it_is_known() -> None:
    """What begins like a length of time and is none is refused in the words of the server's plain door."""
    with pytest.raises(UsageError, match=r"^30 is no length of time: write 10m, 2h"):
        table.parse("/ban bob 30")
