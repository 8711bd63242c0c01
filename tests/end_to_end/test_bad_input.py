"""Bad input: each gets one clear sentence, disturbs nobody, and leaves the connection as it was."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Start

NOT_IN_ROOMS = "no space, comma, colon or wildcard"
NOT_UTF8 = b"caf\xe9"

AT_THE_PROMPT = {
    "empty": (b"", "A name has at least one letter."),
    "too long": (b"x" * 41, "That name is too long: at most 40 bytes."),
    "first character": (b"#anna", "A name does not begin with “#”: try “#anna” without it."),
    "space": (b"anna b", "A name cannot hold “ ”: try letters, digits, “-” and “_”."),
    "control": (b"an\x07na", "A name holds only characters that can be seen: try letters and digits."),
    "direction": ("an\u202ena".encode(), "A name holds only characters that can be seen: try letters and digits."),
    "taken": (b"Boris", "The name Boris is taken: try another."),
    "not UTF-8": (NOT_UTF8, "That line was not UTF-8 text, and was not sent. Set your terminal to UTF-8."),
}

IN_THE_ROOM = {
    "line too long": (b"x" * 4097, "That line has 4097 bytes, 4096 is the most. It was not sent."),
    "far too long": (b"x" * 200_000, "That line has 200000 bytes, 4096 is the most. It was not sent."),
    "not UTF-8": (NOT_UTF8, "That line was not UTF-8 text, and was not sent. Set your terminal to UTF-8."),
    "unknown command": (b"/jion #tea", "There is no command /jion: did you mean /join?"),
    "no such command": (b"/xyzzy", "There is no command /xyzzy: /help shows the commands."),
    "wrong arguments": (b"/rooms now", "Usage: /rooms  List the rooms."),
    "too few arguments": (b"/msg boris", "Usage: /msg NAME TEXT  Say something to one person, or in another room."),
    "impossible name": (b"/nick a,b", "A name cannot hold “,”: try letters, digits, “-” and “_”."),
    "taken name": (b"/nick BORIS", "The name BORIS is taken: try another."),
    "impossible room": (
        b"/join #a,b",
        f"#a,b cannot be the name of a room: it begins with #, has at most 64 bytes and holds {NOT_IN_ROOMS}.",
    ),
    "no such room": (b"/msg #nowhere hi", "There is no room #nowhere: /rooms shows which there are."),
    "not in that room": (b"/msg #tea hi", "You are not in #tea, so you cannot speak there: /join #tea first."),
    "nobody": (b"/msg nobody hi", "Nobody here is called nobody: /who shows who is here."),
    "no such language": (b"/lang xx", "There is no language xx: try one of en, ru."),
}

AT_THE_IRC_DOOR = {
    "line too long": (b"PRIVMSG #lobby :" + b"x" * 600, ":trichat.local 417 anna :Input line was too long"),
    "not UTF-8": (
        b"PRIVMSG #lobby :" + NOT_UTF8,
        ":trichat.local FAIL PRIVMSG INVALID_UTF8 :Message rejected: this server takes UTF-8 only",
    ),
    "not UTF-8, and nothing else": (
        NOT_UTF8,
        ":trichat.local FAIL * INVALID_UTF8 :Message rejected: this server takes UTF-8 only",
    ),
    "NUL": (b"PRIVMSG #lobby :a\0b", ":trichat.local 400 anna PRIVMSG :Message rejected: it holds the character NUL"),
    "no command": (b"/join #tea", ":trichat.local 421 anna /join :Unknown command"),
    "too long a room": (
        b"JOIN #" + b"x" * 64,
        f":trichat.local 403 anna #{'x' * 64} :A channel name is # and up to 63 bytes with {NOT_IN_ROOMS}",
    ),
    "nobody at all": (b"PRIVMSG ,, :hi", ":trichat.local 411 anna :No recipient given (PRIVMSG)"),
    "search of others": (
        b"SEARCH in=#tea;text=x",
        ":trichat.local FAIL SEARCH INVALID_TARGET #tea :Messages could not be retrieved",
    ),
    "unknown command": (b"NOPE", ":trichat.local 421 anna NOPE :Unknown command"),
    "too few parameters": (b"JOIN", ":trichat.local 461 anna JOIN :Not enough parameters"),
    "impossible name": (b"NICK a,b", ":trichat.local 432 anna a,b :A nickname cannot hold “,”"),
    "taken name": (b"NICK boris", ":trichat.local 433 anna boris :Nickname is already in use"),
    "no such room": (b"PRIVMSG #nowhere :hi", ":trichat.local 403 anna #nowhere :No such channel"),
    "not in that room": (b"PRIVMSG #tea :hi", ":trichat.local 404 anna #tea :Cannot send to channel: join it first"),
    "nobody": (b"PRIVMSG nobody :hi", ":trichat.local 401 anna nobody :No such nick/channel"),
    "history of others": (
        b"CHATHISTORY LATEST #tea * 10",
        ":trichat.local FAIL CHATHISTORY INVALID_TARGET LATEST #tea :Messages could not be retrieved",
    ),
}


@pytest.mark.parametrize(("line", "sentence"), AT_THE_PROMPT.values(), ids=AT_THE_PROMPT)
async def test_a_name_that_cannot_be_had_is_asked_again(start: "Start", line: bytes, sentence: str) -> None:
    """Why a name cannot be had is told, and it is asked for again; nobody else sees anything."""
    house = await start(history=None)
    boris = await (await house.connect()).join("boris")
    peer = await house.connect()
    await peer.write(line + b"\n")
    assert (await peer.line()).removeprefix("Enter your name: ") == sentence
    await peer.write("anna\n")
    assert (await peer.line()).removeprefix("Enter your name: ").startswith("Welcome, anna!")
    assert len(await boris.pong()) == 1


@pytest.mark.parametrize(("line", "sentence"), IN_THE_ROOM.values(), ids=IN_THE_ROOM)
async def test_a_person_is_told_what_was_wrong(start: "Start", line: bytes, sentence: str) -> None:
    """A person is told in one sentence what was wrong and what would be right; the next line works as ever."""
    house = await start(history=None)
    boris = await (await house.connect()).join("boris")
    await boris.send("JOIN #tea")
    peer = await (await house.connect()).enter("anna")
    await boris.pong()
    await peer.write(line + b"\n")
    assert await peer.here() == [sentence]
    assert await boris.pong() == []
    await peer.write("hello\n")
    assert [":anna!plain@localhost PRIVMSG #lobby :hello"] == await boris.pong()


@pytest.mark.parametrize(("line", "answer"), AT_THE_IRC_DOOR.values(), ids=AT_THE_IRC_DOOR)
async def test_a_client_is_told_what_was_wrong(start: "Start", line: bytes, answer: str) -> None:
    """A client is told by one numeric, or one FAIL where there is none; the next line works as ever."""
    house = await start(history=None)
    boris = await (await house.connect()).join("boris")
    await boris.send("JOIN #tea")
    peer = await (await house.connect()).join("anna")
    await boris.pong()
    await peer.write(line + b"\r\n")
    assert [answer] == await peer.pong()
    assert await boris.pong() == []
    await peer.send("PRIVMSG #lobby :hello")
    assert [":anna!anna@localhost PRIVMSG #lobby :hello"] == await boris.pong()


async def test_nothing_that_a_terminal_obeys_gets_through(start: "Start") -> None:
    """Escape sequences, bells, 8-bit controls and direction marks do not reach another person's screen."""
    house = await start(history=None)
    boris = await (await house.connect()).enter("boris")
    anna = await (await house.connect()).enter("anna")
    await boris.here()
    await anna.write("a\x1b[2Jb\x07c\x9b31md\u202ee\x00f\tg\x02h\n")
    assert await boris.here() == ["anna: ab\ufffdcde\ufffdf gh"]


async def test_rubbish_of_any_kind_disturbs_nobody(start: "Start", caplog: pytest.LogCaptureFixture) -> None:
    """Every byte there is, in lines and without: no bug is logged, and the others talk on."""
    house = await start(history=None)
    boris = await (await house.connect()).join("boris")
    for beginning in (b"", b"\xff\xfa", b"NICK ", b"@a;b=", b":x y ", b"anna\n", b"CAP LS\r\nCAP REQ :\r\n"):
        peer = await house.connect()
        await peer.write(beginning + bytes(range(256)) * 20 + b"\r\n" + bytes(range(255, -1, -1)))
        await peer.stream.send_eof()
        await peer.end()
        await boris.pong()
    assert caplog.records == []
