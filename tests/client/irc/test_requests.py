"""Commands as lines."""

import pytest

from trichat.client.irc import requests
from trichat.errors import UsageError
from trichat.protocols.irc.wire.message import Message
from trichat.words import commands


def lines(typed: str, active: str = "#lobby") -> list[str]:
    """Give what is sent for what is typed."""
    return [requests.line(requests.message(commands.parse(typed), active))]


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("hi all", "PRIVMSG #lobby :hi all"),
        ("//not a command", "PRIVMSG #lobby :/not a command"),
        ("/me waves", "PRIVMSG #lobby :\x01ACTION waves\x01"),
        ("/msg bob hi there", "PRIVMSG bob :hi there"),
        ("/query bob :)", "PRIVMSG bob ::)"),
        ("/join other", "JOIN #other"),
        ("/join #other key", "JOIN #other key"),
        ("/leave", "PART #lobby"),
        ("/leave #other so long", "PART #other :so long"),
        ("/nick bea", "NICK bea"),
        ("/who", "WHO #lobby"),
        ("/who #other", "WHO #other"),
        ("/who bo*", "WHO bo*"),
        ("/whois bob", "WHOIS bob"),
        ("/rooms", "LIST"),
        ("/topic", "TOPIC #lobby"),
        ("/topic new words", "TOPIC #lobby :new words"),
        ("/topic #other words", "TOPIC #other words"),
        ("/history 5", "CHATHISTORY LATEST #lobby * 5"),
        ("/motd", "MOTD"),
        ("/logout", "PRIVMSG NickServ LOGOUT"),
        ("/cert", "PRIVMSG NickServ :CERT LIST"),
        ("/cert add", "PRIVMSG NickServ :CERT ADD"),
        ("/cert remove ab", "PRIVMSG NickServ :CERT DEL ab"),
        ("/kick bob go away", "KICK #lobby bob :go away"),
        ("/op #other bob", "MODE #other +o bob"),
        ("/voice bob carl", "MODE #lobby +vv bob carl"),
        ("/mode", "MODE #lobby"),
        ("/mode key sesame", "MODE #lobby +k sesame"),
        ("/mode bans", "MODE #lobby +b"),
        ("/rename other", "RENAME #lobby #other"),
        ("/rename tea #coffee", "RENAME #tea #coffee"),
        ("/invite", "INVITE"),
        ("/ban bob", "BAN #lobby bob"),
        ("/ban #other bob 1h30m go away", "BAN #other bob 1h30m :go away"),
        ("/mute account:bob too loud", "MUTE #lobby account:bob :too loud"),
        ("/unmute bob", "UNMUTE #lobby bob"),
        ("/ban bob 5 minutes go away", "BAN #lobby bob 5m :go away"),
        ("/ban bob forever 3 strikes", "BAN #lobby bob forever :3 strikes"),
        ("/unban #other 10.0.0.0/8", "UNBAN #other 10.0.0.0/8"),
        ("/bans", "MODE #lobby +b"),
        ("/ignore", "IGNORE"),
        ("/ignore bob", "IGNORE bob"),
        ("/unignore bob", "UNIGNORE bob"),
        ("/report bob spam all day", "REPORT bob :spam all day"),
        ("/invite bob", "INVITE bob #lobby"),
        ("/away", "AWAY"),
        ("/away to lunch", "AWAY :to lunch"),
        ("/oper root secret", "OPER root secret"),
        ("/kill bob be gone", "KILL bob :be gone"),
        ("/wallops hi all", "WALLOPS :hi all"),
        ("/sethost bob a.b", "CHGHOST bob a.b"),
        ("/rehash", "REHASH"),
        ("/clock", "CLOCK"),
        ("/clock right", "CLOCK RIGHT"),
        ("/quit", "QUIT"),
        ("/quit so long", "QUIT :so long"),
    ],
)
def test_each_command_has_its_line(typed: str, line: str) -> None:
    """Each command has its line; where no room is named, the active one is meant."""
    assert lines(typed) == [line]


def test_every_command_of_the_table_is_for_the_server_or_answered_here() -> None:
    """A command of the table is sent to the server or answered by the client."""
    arguments = {"nick": "x", "me": "x", "msg": "x y", "join": "x", "whois": "x", "kick": "x", "op": "x"}
    arguments |= dict.fromkeys(("ban", "unban", "mute", "unmute", "unignore"), "x") | {"report": "x y"}
    arguments |= {"deop": "x", "voice": "x", "devoice": "x"}
    arguments |= {"search": "x", "rename": "x"}
    arguments |= {"oper": "x y", "kill": "x", "wallops": "x", "sethost": "x y"}
    for row in commands.COMMANDS:
        if row.name != "help" and not row.plain_only:
            assert lines(f"/{row.name} {arguments.get(row.name, '')}".strip())


@pytest.mark.parametrize("typed", ["hi", "/leave", "/who", "/topic", "/history"])
def test_without_a_room_it_says_so(typed: str) -> None:
    """What needs a room says how to get into one."""
    with pytest.raises(UsageError, match="/join"):
        lines(typed, active="")


def test_the_language_is_a_matter_of_the_plain_door() -> None:
    """/lang, which is for the plain door, is explained rather than unknown."""
    with pytest.raises(UsageError, match="plain door"):
        lines("/lang ru")


def test_no_line_ends_early() -> None:
    """Whatever gets into a message, one line stays one line."""
    assert "\n" not in requests.line(Message(command="PRIVMSG", params=("#x", "a\r\nQUIT\0")))


@pytest.mark.parametrize("text", ["word " * 200, "я" * 700, "x" * 1000, "👍" * 300])
@pytest.mark.parametrize("mask", ["", "anna!~anna@some.host.example"])
def test_long_text_fits_whole_into_lines(text: str, mask: str) -> None:
    """Each line has at most 512 bytes when the server has put our mask before it, and nothing is lost."""
    message = Message(command="PRIVMSG", params=("#lobby", text))
    pieces = requests.pieces(message, requests.space(message, "anna", mask))
    assert "".join(piece.params[1] for piece in pieces).replace(" ", "") == text.replace(" ", "")
    shown = [f":{mask or 'anna!~anna@host'} {requests.line(piece)}\r\n" for piece in pieces]
    assert max(len(line.encode()) for line in shown) <= requests.LINE_BYTES
    assert len(pieces) > 1


def test_no_byte_is_wasted_once_the_mask_is_known() -> None:
    """A text that just fits is one message, and with one byte more it is two."""
    mask = "anna!a@h"
    room = requests.LINE_BYTES - len(f":{mask} PRIVMSG #lobby :\r\n")
    one = requests.pieces(Message(command="PRIVMSG", params=("#lobby", "x" * room)), room)
    two = requests.pieces(Message(command="PRIVMSG", params=("#lobby", "x" * (room + 1))), room)
    assert (len(one), len(two)) == (1, 2)


def test_a_long_action_stays_an_action() -> None:
    """Each piece of a long action is wrapped, and fits."""
    message = requests.message(commands.parse("/me " + "waves " * 120), "#lobby")
    pieces = requests.pieces(message, requests.space(message, "anna", "anna!a@h"))
    assert all(piece.params[1].startswith("\x01ACTION ") and piece.params[1].endswith("\x01") for piece in pieces)
    assert max(len(f":anna!a@h {requests.line(piece)}\r\n") for piece in pieces) <= requests.LINE_BYTES


@pytest.mark.parametrize(
    ("typed", "line"),
    [("/who", "WHO bob"), ("/history 5", "CHATHISTORY LATEST bob * 5"), ("hi", "PRIVMSG bob hi")],
)
def test_each_command_has_its_line_in_a_private_conversation(typed: str, line: str) -> None:
    """In a private conversation the other person is meant."""
    assert lines(typed, active="bob") == [line]


def test_a_private_conversation_has_no_topic() -> None:
    """/topic in a private conversation is explained, rather than sent."""
    with pytest.raises(UsageError, match="Only rooms"):
        lines("/topic", active="bob")


def test_history_since_a_time() -> None:
    """A time of /history is one where the client runs; the bound is the millisecond before it."""
    expected = "CHATHISTORY AFTER #lobby timestamp=2026-04-30T23:59:59.999Z 100"
    assert [expected] == lines("/history since 2026-05-01T00:00:00Z", active="#lobby")
    with pytest.raises(UsageError, match="never is no time"):
        lines("/history since never", active="#lobby")
