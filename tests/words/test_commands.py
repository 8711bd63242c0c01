"""The table of slash commands."""

import contextlib
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trichat.words import requests as ask
from trichat.words.commands import COMMANDS, Command, UnknownCommand, WrongArguments, find, parse
from trichat.words.events import Kind
from trichat.words.modes import Change
from trichat.words.names.identity import LAST_ID
from trichat.words.reasons import Reason
from trichat.words.requests import Request, Span

OP_ANNA = Change(on=True, letter="o", argument="anna")


@pytest.mark.parametrize(
    ("line", "request_"),
    [
        ("hi there", ask.Say(text="hi there")),
        (" /who", ask.Say(text=" /who")),
        ("//who", ask.Say(text="/who")),
        ("//", ask.Say(text="/")),
        ("/", ask.Say(text="/")),
        ("/ who", ask.Say(text="/ who")),
        ("/help", ask.Help()),
        ("/help nick", ask.Help(command="nick")),
        ("/help /nick", ask.Help(command="nick")),
        ("/nick  ann ", ask.Rename(name="ann")),
        ("/nick two words", ask.Rename(name="two words")),
        ("/NICK ann", ask.Rename(name="ann")),
        ("/who", ask.Names()),
        ("/who #a", ask.Names(room="#a")),
        ("/names #a", ask.Names(room="#a")),
        ("/who an*", ask.Who(mask="an*")),
        ("/whois ann", ask.Whois(name="ann")),
        ("/me waves  twice", ask.Say(text="waves  twice", kind=Kind.ACTION)),
        ("/msg ann hi  there", ask.Say(target="ann", text="hi  there")),
        ("/query ann hi", ask.Say(target="ann", text="hi")),
        ("/join a", ask.Join(room="#a")),
        ("/j #a", ask.Join(room="#a")),
        ("/join #a key", ask.Join(room="#a", key="key")),
        ("/leave", ask.Leave()),
        ("/leave a see you", ask.Leave(room="#a", reason="see you")),
        ("/part #a", ask.Leave(room="#a")),
        ("/rooms", ask.Rooms()),
        ("/list", ask.Rooms()),
        ("/topic", ask.Topic()),
        ("/topic of the day", ask.Topic(text="of the day")),
        ("/topic #a", ask.Topic(room="#a")),
        ("/topic #a of the day", ask.Topic(room="#a", text="of the day")),
        ("/topic -", ask.Topic(text="")),
        ("/topic #a -", ask.Topic(room="#a", text="")),
        ("/topic - x", ask.Topic(text="- x")),
        ("/rename b", ask.RenameRoom(name="#b")),
        ("/rename a #b", ask.RenameRoom(room="#a", name="#b")),
        ("/rename #a #b", ask.RenameRoom(room="#a", name="#b")),
        ("/history", ask.History(limit=20)),
        ("/history before 00000000000000ff", ask.History(span=Span.BEFORE, bound=255, limit=20)),
        ("/history 7 BEFORE 00000000000000FF", ask.History(span=Span.BEFORE, bound=255, limit=7)),
        ("/history before ffffffffffffffff", ask.History(span=Span.BEFORE, bound=LAST_ID, limit=20)),
        ("/history 1", ask.History(limit=1)),
        ("/history 100", ask.History(limit=100)),
        ("/history 101", ask.History(limit=100)),
        ("/history 123456789012", ask.History(limit=100)),
        ("/set", ask.RoomModes()),
        ("/set #a", ask.RoomModes(room="#a")),
        ("/set moderated on", ask.RoomModes(changes=(Change(on=True, letter="m"),))),
        ("/set #a Moderated OFF", ask.RoomModes(room="#a", changes=(Change(on=False, letter="m"),))),
        ("/set key sesame", ask.RoomModes(changes=(Change(on=True, letter="k", argument="sesame"),))),
        ("/set key off", ask.RoomModes(changes=(Change(on=False, letter="k", argument="*"),))),
        ("/set limit 5", ask.RoomModes(changes=(Change(on=True, letter="l", argument="5"),))),
        ("/set limit off", ask.RoomModes(changes=(Change(on=False, letter="l"),))),
        ("/set history off", ask.RoomModes(changes=(Change(on=True, letter="H", argument="off"),))),
        ("/set history 30d", ask.RoomModes(changes=(Change(on=True, letter="H", argument="30d"),))),
        ("/set history on", ask.RoomModes(changes=(Change(on=False, letter="H"),))),
        ("/set bans", ask.RoomModes(changes=(Change(on=True, letter="b"),))),
        (
            "/mode #a +o-m anna",
            ask.RoomModes(
                room="#a", changes=(Change(on=True, letter="o", argument="anna"), Change(on=False, letter="m"))
            ),
        ),
        ("/ban bob", ask.Ban(target="bob")),
        ("/ban #a bob 2h too loud", ask.Ban(room="#a", target="bob", seconds=7200, reason="too loud")),
        ("/ban bob too loud", ask.Ban(target="bob", reason="too loud")),
        ("/mute account:bob 10m", ask.Ban(target="account:bob", mute=True, seconds=600)),
        ("/ban bob 5 минут too loud", ask.Ban(target="bob", seconds=300, reason="too loud")),
        ("/ban bob forever 3 strikes", ask.Ban(target="bob", reason="3 strikes")),
        ("/set slow 5 минут", ask.RoomModes(changes=(Change(on=True, letter="W", argument="5m"),))),
        ("/set history 2 weeks", ask.RoomModes(changes=(Change(on=True, letter="H", argument="2w"),))),
        ("/unban bob", ask.Unban(target="bob")),
        ("/unmute #a bob", ask.Unban(room="#a", target="bob", mute=True)),
        ("/bans #a", ask.RoomModes(room="#a", changes=(Change(on=True, letter="b"),))),
        ("/ignore", ask.Ignore()),
        ("/ignore bob", ask.Ignore(name="bob")),
        ("/unignore bob", ask.Ignore(name="bob", on=False)),
        ("/report bob spam all day", ask.Report(name="bob", text="spam all day")),
        ("/kick bob", ask.Kick(name="bob")),
        ("/kick #a bob go away", ask.Kick(room="#a", name="bob", reason="go away")),
        ("/invite", ask.Invite()),
        ("/invite bob", ask.Invite(name="bob")),
        ("/invite bob a", ask.Invite(name="bob", room="#a")),
        ("/invite #a bob", ask.Invite(name="bob", room="#a")),
        ("/op bob", ask.RoomModes(changes=(Change(on=True, letter="o", argument="bob"),))),
        ("/deop #a bob", ask.RoomModes(room="#a", changes=(Change(on=False, letter="o", argument="bob"),))),
        ("/voice a b", ask.RoomModes(changes=tuple(Change(on=True, letter="v", argument=n) for n in "ab"))),
        ("/devoice a", ask.RoomModes(changes=(Change(on=False, letter="v", argument="a"),))),
        ("/motd", ask.Motd()),
        ("/lang ru", ask.Language(code="ru")),
        ("/quit", ask.Quit()),
        ("/exit", ask.Quit()),
        ("/bye see you", ask.Quit(reason="see you")),
    ],
)
def test_lines(line: str, request_: Request) -> None:
    """Each line makes the request that a person would expect."""
    assert request_ == parse(line)


@pytest.mark.parametrize(
    "line",
    ["/nick", "/me", "/msg", "/msg ann", "/join", "/whois", "/rooms now", "/motd x", "/lang", "/history 0"]
    + [f"/history {what}" for what in ("-1", "many", "20 21", "before", "before 7", "7 after", "٣")]
    + ["/join #a key more", "/op", "/op #a", "/kick", "/kick #a", "/invite #a", "/invite bob #a x", "/set nothing on"]
    + ["/ban", "/ban #a", "/unban", "/unban a b", "/bans x", "/ignore a b", "/unignore", "/report bob"]
    + [
        "/rename",
        "/rename a b c",
        "/set moderated",
        "/set moderated perhaps",
        "/set key",
        "/set key a b",
        "/set limit",
        "/set bans x",
    ],
)
def test_arguments_that_do_not_fit(line: str) -> None:
    """Arguments that do not fit raise the command's usage."""
    name = line[1:].split(maxsplit=1)[0]
    with pytest.raises(WrongArguments, match=rf"^Usage: /{name}") as caught:
        parse(line)
    assert name == caught.value.command.name


@pytest.mark.parametrize(
    ("line", "reason", "about"),
    [
        ("/ban bob 30", Reason.LENGTH, "30"),
        ("/mute #a bob 5x too loud", Reason.LENGTH, "5x"),
        ("/set foo on", Reason.NO_SUCH_SETTING, "foo"),
        ("/mode #a foo", Reason.NO_SUCH_SETTING, "foo"),
        ("/set moderated perhaps", Reason.MODE_ARGUMENT, "moderated"),
        ("/set limit", Reason.MODE_ARGUMENT, "limit"),
        ("/set bans x", Reason.MODE_ARGUMENT, "bans"),
        ("/history before x", Reason.NO_SUCH_MESSAGE, ""),
    ],
)
def test_what_is_known_of_arguments_that_do_not_fit(line: str, reason: Reason, about: str) -> None:
    """Where more can be said than how a command is used, it is."""
    with pytest.raises(WrongArguments) as caught:
        parse(line)
    assert caught.value.why is not None
    assert (reason, about) == (caught.value.why.reason, caught.value.why.about)


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("hel", "help"),
        ("nik", "nick"),
        ("HISTROY", "history"),
        ("jion", "join"),
        ("xyzzy", ""),
        ("le", "leave"),
    ],
)
def test_unknown_commands(name: str, nearest: str) -> None:
    """An unknown command raises the name of one that was probably meant, if there is one."""
    with pytest.raises(UnknownCommand) as caught:
        parse(f"/{name} x")
    assert (name, nearest) == (caught.value.name, caught.value.nearest)
    assert (f"Did you mean /{nearest}?" in str(caught.value)) == bool(nearest)


def test_every_name_is_taken_once() -> None:
    """No alias is the name, or the alias, of another command."""
    names = [name for command in COMMANDS for name in (command.name, *command.aliases)]
    assert sorted(set(names)) == sorted(names)


def test_rows() -> None:
    """A usage begins with the name, help is one sentence, and every name finds its command."""
    assert {} == {command.name: found for command in COMMANDS if (found := list(faults(command)))}


def faults(command: Command) -> Iterator[str]:
    if command.usage.split()[0] != f"/{command.name}":
        yield command.usage
    if not command.help.endswith(".") or "\n" in command.help:
        yield command.help
    yield from (name for name in (command.name, *command.aliases) if find(name) is not command)


SAMPLES = {
    "WHO": "ann",
    "NAME": "ann",
    "TEXT": "hi",
    "ROOM": "#a",
    "CODE": "ru",
    "ACTION": "waves",
    "ID": "a8f3",
    "SIGN": "👍",
    "NEW": "b",
    "WORDS": "tea",
    "PASSWORD": "secret",
    "HOST": "x.y",
}


def test_usage_is_true() -> None:
    """A command given exactly the arguments that its usage demands is obeyed; with one less it is not."""
    lines = [["/" + command.name, *demanded(command)] for command in COMMANDS]
    assert [] == [words for words in lines if not is_obeyed(words)]
    assert [] == [words[:-1] for words in lines if len(words) > 1 and is_obeyed(words[:-1])]


def demanded(command: Command) -> list[str]:
    return [SAMPLES[word] for word in re.sub(r"\[.*?\]", "", command.usage).split()[1:]]


def is_obeyed(words: list[str]) -> bool:
    try:
        return isinstance(parse(" ".join(words)), Request)
    except WrongArguments:
        return False


@given(st.sampled_from([command.name for command in COMMANDS]), st.text())
def test_arguments_fit_or_do_not(name: str, arguments: str) -> None:
    """Whatever is typed makes a request or raises WrongArguments."""
    with contextlib.suppress(WrongArguments):
        assert isinstance(parse(f"/{name} {arguments}"), Request)


@given(st.text())
def test_lines_that_are_no_command(line: str) -> None:
    """What does not begin with a slash is said as it is."""
    said = line.lstrip("/")
    assert ask.Say(text=said) == parse(said)
    assert ask.Say(text="/" + said) == parse("//" + said)


@pytest.mark.parametrize(
    ("line", "request_"),
    [
        ("/register", ask.Register()),
        ("/register tea-time a@b.c", ask.Register(password="tea-time", email="a@b.c")),
        ("/login", ask.LogIn()),
        ("/login anna", ask.LogIn(name="anna")),
        ("/identify anna tea time", ask.LogIn(name="anna", password="tea time")),
        (" / login anna tea", ask.LogIn(name="anna", password="tea")),
        ("/password", ask.ChangePassword()),
        ("/password old new", ask.ChangePassword(old="old", new="new")),
        ("/logout", ask.LogOut()),
        ("/cert", ask.Certificates()),
        ("/cert add", ask.Certificates(add=True)),
        ("/cert REMOVE ab", ask.Certificates(remove=True, fingerprint="ab")),
    ],
)
def test_accounts(line: str, request_: Request) -> None:
    """What is left out of a command of accounts is asked for; a space before it makes it no message."""
    assert request_ == parse(line)


@pytest.mark.parametrize("line", ["/register tea time now", "/password old", "/password a b c", "/logout x", "/cert x"])
def test_accounts_explained(line: str) -> None:
    """A password of several words is asked for, not typed into a command."""
    with pytest.raises(WrongArguments):
        parse(line)
