"""What a person types."""

import pytest

from tests.client.conftest import Talk
from trichat.client.commands import table
from trichat.client.commands.dispatch import measure


def said(talk: Talk) -> list[str]:
    """Give what has gone out, without the labels."""
    return [line.partition(" ")[2] if line.startswith("@") else line for line in talk.sent()]


def test_a_line_is_a_message(talk: Talk) -> None:
    """A line is a message to the active room."""
    talk.type("hi all")
    assert said(talk) == ["PRIVMSG #lobby :hi all"]


def test_each_line_of_a_paste_is_a_message(talk: Talk) -> None:
    """Each line of a paste is a message; empty ones are none."""
    talk.type("one\ntwo\r\n\n  \nthree")
    assert said(talk) == ["PRIVMSG #lobby one", "PRIVMSG #lobby two", "PRIVMSG #lobby three"]


def test_indented_lines_stay_indented(talk: Talk) -> None:
    """Indented lines, of programs for example, stay so; a space before a slash makes a line a message."""
    talk.type("if x:\n    y\n /quit")
    assert said(talk) == ["PRIVMSG #lobby :if x:", "PRIVMSG #lobby :    y", "PRIVMSG #lobby : /quit"]


def test_nothing_dangerous_is_sent(talk: Talk) -> None:
    """Escape sequences in what was pasted are not sent to others."""
    talk.type("a\x1b[31mb\tc\0")
    assert said(talk) == ["PRIVMSG #lobby :ab c\ufffd"]


def test_a_long_message_goes_out_whole(talk: Talk) -> None:
    """A long message goes out in several messages, in order."""
    talk.type("word " * 300)
    texts = [line.partition(":")[2] for line in said(talk)]
    assert " ".join(" ".join(texts).split()) == ("word " * 300).strip()
    assert len(texts) == 4


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("/jion #x", "There is no command /jion. Did you mean /join?"),
        ("/nick", "Usage: /nick NAME"),
        ("/raw", "Usage: /raw LINE"),
        ("/lang ru", "This command is for the plain door: the client speaks English only."),
    ],
)
def test_mistakes_are_explained(talk: Talk, typed: str, shown: str) -> None:
    """A mistake is explained in one sentence, and nothing is sent."""
    talk.type(typed)
    assert (talk.shown(), talk.sent()) == ([shown], [])


def test_a_target_that_cannot_be_written_is_a_mistake(talk: Talk) -> None:
    """A target that cannot be written is refused when it is typed, not when it is sent."""
    talk.type("/msg :bob hi")
    assert (len(talk.shown()), len(talk.outbox), talk.sent()) == (1, 0, [])


def test_one_mistake_does_not_stop_the_rest_of_a_paste(talk: Talk) -> None:
    """Several commands are done one after the other, whatever mistakes are among them."""
    talk.type("/nonsense\n/me waves")
    assert said(talk) == ["PRIVMSG #lobby :\x01ACTION waves\x01"]


def test_raw_lines_go_out_as_they_are(talk: Talk) -> None:
    """/raw sends a line as it is, for what there is no command for."""
    talk.type("/raw MODE #lobby +m")
    assert talk.sent() == ["MODE #lobby +m"]


@pytest.mark.parametrize(
    ("typed", "lines"),
    [("/help", len(table.help_lines(""))), ("/help nick", 1), ("/help /nick", 1), ("/help raw", 1)],
)
def test_help_is_answered_here(talk: Talk, typed: str, lines: int) -> None:
    """/help is answered by the client, without a connection too."""
    talk.lost(1)
    talk.type(typed)
    assert len(talk.shown()) == lines
    assert talk.sent() == []


def test_joining_a_room_one_is_in_only_switches(talk: Talk) -> None:
    """/join of a room one is in, however it is written, only switches to it."""
    talk.hear(":anna!a@host JOIN #two")
    talk.sent()
    talk.type("/join LOBBY")
    assert (talk.model.active, talk.sent()) == ("#lobby", [])


@pytest.mark.parametrize("typed", ["/who", "/rooms", "/join #x", "/topic", "/raw PING x", "/history"])
def test_commands_do_not_wait_for_a_connection(talk: Talk, typed: str) -> None:
    """Offline a command is refused, as an answer much later would confuse; a message waits."""
    talk.lost(1)
    talk.type(typed)
    assert talk.shown()[0].startswith("Not connected yet.")
    talk.connected(1)
    assert all(line.split()[0] in ("CAP", "NICK", "USER") for line in talk.sent())


def test_history_is_shown_again(talk: Talk) -> None:
    """/history shows again what had been seen."""
    line = "@msgid=5 :bob!b@h PRIVMSG #lobby :five"
    talk.hear(line)
    talk.shown()
    talk.type("/history 3")
    assert talk.sent() == ["CHATHISTORY LATEST #lobby * 3"]
    talk.page("#lobby", line)
    assert talk.shown() == ["bob: five"]


def test_history_that_cannot_be_read_is_an_error(talk: Talk) -> None:
    """That history cannot be read is an error, and the next question is a new one."""
    talk.type("/history 3")
    talk.hear(":irc.x FAIL CHATHISTORY MESSAGE_ERROR LATEST #lobby :It is broken.")
    assert talk.shown() == ["It is broken."]


def test_without_history_it_says_so(talk: Talk) -> None:
    """Where the server has no history /history says so, and sends nothing."""
    talk.hear(":irc.x CAP anna DEL :draft/chathistory")
    talk.type("/history")
    assert (talk.shown(), talk.sent()) == (["This server keeps no history."], [])


@pytest.mark.parametrize(("typed", "name"), [("bea", "bea"), ("", "login"), ("/nick bea", "bea"), (" bea ", "bea")])
def test_without_a_name_the_first_line_is_one(talk: Talk, typed: str, name: str) -> None:
    """Without a name the first line is one; Enter alone takes the one that is offered."""
    talk.lost(1)
    talk.wanted_nick = ""
    talk.connected(1)
    assert talk.sent() == ["CAP LS 302"]
    talk.type(typed)
    assert talk.sent() == [f"NICK {name}", "USER a 0 * a"]


@pytest.mark.parametrize("typed", ["two words", "x y z", ":x"])
def test_what_cannot_be_a_name_is_asked_again(talk: Talk, typed: str) -> None:
    """The client asks again for what cannot be a name; all else is for the server to judge."""
    talk.lost(1)
    talk.wanted_nick = ""
    talk.connected(1)
    talk.sent()
    talk.type(typed)
    assert (talk.sent(), talk.wanted_nick) == ([], "")
    assert talk.shown() == ["A name is one word, for example anna."]


def test_a_name_that_the_server_does_not_take_is_asked_again(fresh: Talk) -> None:
    """Why the server does not take a name is shown, and the next line is a name."""
    fresh.connected(1)
    fresh.hear(":irc.x 432 * anna :Too short")
    fresh.sent()
    assert fresh.shown() == ["anna cannot be a name here: Too short"]
    fresh.type("annabel")
    assert fresh.sent() == ["NICK annabel"]


def test_a_name_can_be_changed_before_the_server_lets_us_in(fresh: Talk) -> None:
    """A name can be changed before one is in; offline it is remembered."""
    fresh.type("/nick bea")
    fresh.connected(1)
    assert "NICK bea" in fresh.sent()
    assert fresh.shown() == ["You will be bea."]
    fresh.type("/nick cleo")
    assert fresh.sent() == ["NICK cleo"]


@pytest.mark.parametrize("typed", ["/quit so long", "/QUIT so long", "/exit so long", "/bye so long"])
def test_quitting(talk: Talk, typed: str) -> None:
    """What was said before /quit goes out first."""
    talk.type("hi")
    talk.type(typed)
    assert said(talk) == ["PRIVMSG #lobby hi", "QUIT :so long"]
    assert talk.leaving


def test_quitting_offline_says_what_was_not_sent(talk: Talk) -> None:
    """Who quits offline is told what was not sent."""
    talk.lost(1)
    talk.type("hi")
    talk.type("/quit")
    assert talk.shown() == ["Waits for the connection: hi", "1 of your messages could not be sent."]
    assert talk.leaving


def test_quitting_needs_no_name(fresh: Talk) -> None:
    """Who is asked for a name may leave instead."""
    fresh.wanted_nick = ""
    fresh.connected(1)
    fresh.type("/quit")
    assert fresh.leaving


def test_a_private_message_needs_no_room(talk: Talk) -> None:
    """A private message goes to its target without a room."""
    talk.model.remove_room("#lobby")
    talk.type("/msg bob psst")
    assert said(talk) == ["PRIVMSG bob psst"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("hi", 1),
        ("one\n\ntwo", 2),
        ("word " * 300, 4),
        ("/me " + "waves " * 100, 2),
        ("/msg bob " + "psst " * 300, 4),
        ("/join #dev", 0),
        ("/nonsense", 0),
        ("/msg", 0),
    ],
)
def test_what_will_be_sent_is_counted_before(talk: Talk, text: str, count: int) -> None:
    """The messages that a text will become are counted as it will go out; and nothing happens by it."""
    assert measure(talk, text).messages == count
    assert (talk.shown(), talk.sent(), len(talk.outbox)) == ([], [], 0)


def test_without_a_room_nothing_can_be_sent(talk: Talk) -> None:
    """Without a room nothing can be sent, so nothing is counted."""
    talk.model.active = ""
    assert measure(talk, "hi").messages == 0
