"""One connection: who has come, how lines end, and how it ends. In virtual time."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
import trio
from trio.testing import wait_all_tasks_blocked

from trichat.config.limits import Limits
from trichat.storage.base import Query
from trichat.words.names.identity import LAST_ID

if TYPE_CHECKING:
    from tests.conftest import Peer
    from tests.server.conftest import Parlour

pytestmark = pytest.mark.virtual_time

PROMPT = "Enter your name: "
LIMITS = Limits()


# Who has come


async def test_an_irc_client_is_let_in_at_once(parlour: "Parlour") -> None:
    """Whoever speaks first, and speaks IRC, does not wait for anything and never sees a prompt."""
    peer = parlour.visit().peer
    await peer.send("NICK anna", "USER anna 0 * :Anna")
    assert (await peer.line()).startswith(":trichat.local 001 anna :")
    assert trio.current_time() == 0


async def test_whoever_says_nothing_is_greeted(parlour: "Parlour") -> None:
    """A person at a terminal, who waits to be asked, is greeted after 0.3 s."""
    peer = parlour.visit().peer
    assert PROMPT == await peer.until(": ")
    assert trio.current_time() == pytest.approx(LIMITS.knock_seconds)


async def test_a_person_who_speaks_first_is_greeted_at_once(parlour: "Parlour") -> None:
    """A first line that is no command of any protocol is a name."""
    peer = parlour.visit().peer
    await peer.write("anna\n")
    assert f"{PROMPT}Welcome, anna!" in await peer.until("\n")
    assert trio.current_time() == 0


async def test_a_late_irc_client_is_recognised_by_its_first_line(parlour: "Parlour") -> None:
    """An IRC client that speaks after the greeting is let in; it takes that for rubbish."""
    peer = parlour.visit().peer
    await peer.until(PROMPT)
    await peer.send("CAP LS 302", "NICK anna", "USER anna 0 * :Anna", "CAP END")
    assert await peer.line() == ""
    assert (await peer.line()).startswith(":trichat.local CAP * LS ")
    assert await peer.until("\r\n:trichat.local 001 anna :")
    assert await peer.pong()


async def test_an_irc_line_in_pieces_is_recognised(parlour: "Parlour") -> None:
    """A first line of IRC is recognised wherever it is cut, before or after the greeting."""
    peer = parlour.visit().peer
    for piece in ("N", "IC", "K", " anna\r", "\nUSER anna 0 * :Anna\r\n"):
        await peer.write(piece)
        await trio.sleep(0.2)
    await peer.until(PROMPT + "\r\n")
    assert (await peer.line()).startswith(":trichat.local 001 anna :")


async def test_whoever_hangs_up_at_once_leaves_nothing(parlour: "Parlour") -> None:
    """A probe that connects and goes away costs nothing and is seen by nobody."""
    other = await parlour.visit().peer.join("boris")
    visit = parlour.visit()
    await visit.peer.close()
    with trio.fail_after(5):
        await visit.over.wait()
    assert await other.pong() == []
    assert len(parlour.hub.state.sessions) == 1


# Where a line ends


async def test_a_pause_ends_the_line_of_who_never_ends_one(parlour: "Parlour") -> None:
    """A pause ends lines of who never ends one, as a naive script that sends without a newline."""
    other = await parlour.visit().peer.join("boris")
    peer = parlour.visit().peer
    await peer.until(PROMPT)
    await peer.write("anna")
    await peer.until("You are in #lobby")
    await peer.write("hello there")
    await other.until("PRIVMSG #lobby :hello there\r\n")
    await peer.write("once more")
    await other.until("PRIVMSG #lobby :once more\r\n")


async def test_whoever_ends_lines_may_pause_in_them(parlour: "Parlour") -> None:
    """Once a newline has come, only newlines end lines."""
    other = await parlour.visit().peer.join("boris")
    peer = await parlour.visit().peer.enter("anna")
    await peer.write("hel")
    await trio.sleep(10)
    await peer.write("lo\n")
    await other.until("PRIVMSG #lobby :hello\r\n")


async def test_a_name_that_begins_like_a_command_waits_a_little_longer(parlour: "Parlour") -> None:
    """`Cap`, which may become CAP LS, waits longer before it is a name."""
    peer = parlour.visit().peer
    await peer.until(PROMPT)
    start = trio.current_time()
    await peer.write("Cap")
    assert (await peer.line()).startswith("Welcome, Cap!")
    assert trio.current_time() - start == pytest.approx(LIMITS.unclear_pause_seconds)


async def test_whoever_has_a_name_is_a_person(parlour: "Parlour") -> None:
    """After a name nothing is taken for another protocol, unless together with the name it is a command of one."""
    other = await parlour.visit().peer.join("boris")
    peer = parlour.visit().peer
    await peer.until(PROMPT)
    await peer.write("Cap")
    await peer.until("You are in #lobby")
    await peer.write("tain, PASS x")
    await other.until("PRIVMSG #lobby :tain, PASS x\r\n")
    await peer.write("CAP LS 302")
    await other.until("PRIVMSG #lobby :CAP LS 302\r\n")


@pytest.mark.parametrize(
    "pieces", [("PA", "SS hunter2\r\nNICK anna\r\n"), ("PASS", " hunter2\r\n"), ("p", "a", "ss x")]
)
async def test_the_rest_of_a_command_is_said_to_nobody(parlour: "Parlour", pieces: tuple[str, ...]) -> None:
    """Half of a first line was taken for a name; when the rest comes, the client is sent away, to try once more."""
    other = await parlour.visit().peer.join("boris")
    peer = parlour.visit().peer
    await peer.until(PROMPT)
    for piece in pieces:
        await peer.write(piece)
        await trio.sleep(LIMITS.unclear_pause_seconds + 1)
    with trio.move_on_after(1):
        await peer.end()
    assert "PRIVMSG" not in "".join(await other.pong())


async def test_half_a_command_is_no_name(parlour: "Parlour") -> None:
    """What has a space behind the word of a program waits for the rest, as long as that takes."""
    peer = parlour.visit().peer
    await peer.until(PROMPT)
    await peer.write("NICK ")
    await trio.sleep(60)
    await peer.send("anna", "USER anna 0 * :Anna")
    assert await peer.line() == ""
    assert (await peer.line()).startswith(":trichat.local 001 anna :")


async def test_keys_that_come_one_by_one_are_not_cut(parlour: "Parlour") -> None:
    """A telnet that sends each key: the name and what is said are whole, however slowly they are typed."""
    other = await parlour.visit().peer.join("boris")
    peer = parlour.visit().peer
    await peer.until(PROMPT)
    for line in ("anna", "hello there", "/me waves", "PASS hunter2"):
        for key in line:
            await peer.write(key)
            await trio.sleep(1.3)
        await peer.write("\r")
        await peer.write("\0")
    await trio.sleep(5)
    said = [line for line in await other.pong() if "PRIVMSG" in line]
    assert ["hello there", "\1ACTION waves\1", "PASS hunter2"] == [line.split(" :")[1] for line in said]


async def test_keys_before_the_greeting_are_keys(parlour: "Parlour") -> None:
    """Whoever types before they are asked is not taken for a script, though it was all read together."""
    peer = parlour.visit().peer
    for key in "anna":
        await peer.write(key)
        await trio.sleep(0.05)
    await peer.until(PROMPT)
    await trio.sleep(10)
    await peer.write("\r\n")
    assert (await peer.line()).startswith("Welcome, anna!")


async def test_a_password_typed_key_by_key_is_said_to_nobody(parlour: "Parlour") -> None:
    """Whoever begins with it speaks IRC, whether a program or by hand."""
    other = await parlour.visit().peer.join("boris")
    peer = parlour.visit().peer
    await peer.until(PROMPT)
    for key in "PASS hunter2\r\n":
        await peer.write(key)
        await trio.sleep(2)
    await peer.send("NICK anna", "USER anna 0 * :Anna")
    await peer.until(" 001 anna ")
    assert await other.pong() == []


@pytest.mark.parametrize("text", ["STARTTLS\r\n", "STARTTLS", "starttls\n"])
@pytest.mark.parametrize("late", [False, True])
async def test_starttls_is_no_name(parlour: "Parlour", text: str, late: bool) -> None:
    """Whoever wants it is told in IRC that there is none, early or late, with a line end or without."""
    peer = parlour.visit().peer
    if late:
        await peer.until(PROMPT)
    await peer.write(text)
    await peer.until(" 691 * :There is no STARTTLS here: TLS begins with the first byte of a connection\r\n")
    await peer.send("NICK anna", "USER anna 0 * :Anna")
    await peer.until(" 001 anna ")


async def test_starttls_and_the_end(parlour: "Parlour") -> None:
    """`printf STARTTLS | nc`: nobody is called so."""
    peer = parlour.visit().peer
    await peer.write("STARTTLS")
    await peer.stream.send_eof()
    assert " 691 * :There is no STARTTLS here" in await peer.end()


# Who speaks too late


@pytest.mark.parametrize(
    "first",
    [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"GET /"],
    ids=["TLS", "HTTP", "a piece of HTTP"],
)
async def test_a_program_that_was_greeted_is_closed_without_a_word(parlour: "Parlour", first: bytes) -> None:
    """It would take any byte for an answer to what it asked. It comes again, and is in time."""
    other = await parlour.visit().peer.join("boris")
    visit = parlour.visit()
    await visit.peer.until(PROMPT)
    await visit.peer.write(first)
    assert await visit.peer.end() == ""
    await visit.peer.close()
    with trio.fail_after(5):
        await visit.over.wait()
    assert await other.pong() == []


async def test_a_program_that_was_named_is_closed_too(parlour: "Parlour") -> None:
    """Half of the word was taken for a name."""
    peer = parlour.visit().peer
    await peer.until(PROMPT)
    await peer.write("GE")
    await peer.until("You are in #lobby")
    await peer.write("T / HTTP/1.1\r\n")
    assert "HTTP" not in await peer.end()


async def test_the_last_line_needs_no_end(parlour: "Parlour") -> None:
    r"""What stands behind the last newline counts, and all is answered: `printf 'anna\nhello' | nc`."""
    other = await parlour.visit().peer.join("boris")
    visit = parlour.visit()
    await visit.peer.write("anna\n/who\nhello")
    await visit.peer.stream.send_eof()
    text = await visit.peer.end()
    assert PROMPT in text
    assert "Welcome, anna!" in text
    assert "In #lobby: boris, anna" in text
    assert text.endswith("Goodbye!\n")
    seen = await other.pong()
    assert ["JOIN", "PRIVMSG", "QUIT"] == [line.split()[1] for line in seen]
    assert seen[1].endswith(" :hello")
    with trio.fail_after(5):
        await visit.over.wait()


async def test_whoever_half_closes_within_the_greeting_is_answered(parlour: "Parlour") -> None:
    """The beginning of a command and no more is a name after all: `printf N | nc`."""
    peer = parlour.visit().peer
    await peer.write("N")
    await peer.stream.send_eof()
    assert "Welcome, N!" in await peer.end()


async def test_lines_are_ended_as_the_other_side_ends_them(parlour: "Parlour") -> None:
    """Whoever sends CR LF, as telnet does, gets CR LF."""
    peer = parlour.visit().peer
    await peer.write("anna\r\n")
    assert (await peer.until("\n")).endswith("\r\n")


async def test_a_very_long_first_line_is_not_kept_twice(parlour: "Parlour") -> None:
    """A first line that begins no protocol is a person's, and refused if it is too long."""
    visit = parlour.visit()
    peer = visit.peer
    await peer.until(PROMPT)
    for _ in range(10):
        await peer.write("@" * 512)
        await wait_all_tasks_blocked()
    assert visit.connection._first_line is None
    await peer.write("\n")
    assert await peer.line() == "That line has 5120 bytes, 4096 is the most. It was not sent."


# How it ends


async def test_a_connection_that_is_lost_is_a_departure(parlour: "Parlour") -> None:
    """A lost connection is a departure to others, though nobody said goodbye."""
    other = await parlour.visit().peer.join("boris")
    visit = parlour.visit()
    await visit.peer.join("anna")
    await other.pong()
    await visit.peer.close()
    with trio.fail_after(5):
        await visit.over.wait()
    assert visit.connection.outbox._descriptor is None  # it may soon be somebody else's
    assert [":anna!anna@localhost QUIT"] == [line.split(" :")[0] for line in await other.pong()]
    assert ["boris"] == list(parlour.hub.state.users)


async def test_quit_is_answered_and_the_connection_closed(parlour: "Parlour") -> None:
    """QUIT is echoed and gets its ERROR, as RFC 2812 has it, and nothing after it."""
    visit = parlour.visit()
    peer = await visit.peer.join("anna")
    await peer.send("QUIT :supper", "PRIVMSG #lobby :too late")
    assert await peer.end() == ":anna!anna@localhost QUIT :supper\r\nERROR :Closing link: supper\r\n"
    await peer.close()
    with trio.fail_after(5):
        await visit.over.wait()


async def test_who_does_not_hang_up_is_hung_up_on(parlour: "Parlour") -> None:
    """After the last words the other side has a moment to read them, and is then hung up on."""
    visit = parlour.visit()
    peer = await visit.peer.join("anna")
    await peer.send("QUIT")
    await peer.end()
    with trio.fail_after(1.5):
        await visit.over.wait()


async def test_a_name_must_be_given_in_time(parlour: "Parlour") -> None:
    """A connection that gives no name in time is closed."""
    visit = parlour.visit()
    await visit.peer.until(PROMPT)
    assert await visit.peer.stream.receive_some() == b"Goodbye: No name was given in time.\n"
    assert trio.current_time() == pytest.approx(LIMITS.name_seconds)
    assert await visit.peer.end() == ""
    with trio.fail_after(5):
        await visit.over.wait()


async def test_a_person_may_be_silent(parlour: "Parlour") -> None:
    """A person may be silent for hours: at the plain door nobody can be asked whether they are there."""
    peer = await parlour.visit().peer.enter("anna")
    await trio.sleep(80_000)
    assert await peer.here() == []


async def test_a_silent_irc_client_is_pinged(parlour: "Parlour") -> None:
    """After two minutes of silence a client is asked whether it is there; whoever answers stays."""
    peer = await parlour.visit().peer.join("anna")
    for number in range(1, 6):
        with trio.fail_after(LIMITS.ping_seconds + 1):
            assert await peer.stream.receive_some() == b"PING :trichat.local\r\n"
        assert trio.current_time() == pytest.approx(number * LIMITS.ping_seconds, rel=0.1)
        await peer.send("PONG :trichat.local")
    assert await peer.pong() == []


async def test_whoever_talks_is_not_pinged(parlour: "Parlour") -> None:
    """Who talks is not pinged: any byte shows that somebody is there."""
    peer = await parlour.visit().peer.join("anna")
    for _ in range(20):
        await trio.sleep(LIMITS.ping_seconds - 1)
        assert await peer.pong() == []


async def test_a_client_that_does_not_answer_is_gone(parlour: "Parlour") -> None:
    """A client that answers no PING in time is gone, with the reason for all to see."""
    other = await parlour.visit().peer.enter("boris")
    visit = parlour.visit()
    peer = await visit.peer.join("anna")
    start = trio.current_time()
    with trio.fail_after(1000):
        assert await peer.stream.receive_some() == b"PING :trichat.local\r\n"
        assert await peer.stream.receive_some() == b"ERROR :Closing link: Ping timeout\r\n"
        assert trio.current_time() - start == pytest.approx(LIMITS.ping_seconds + LIMITS.pong_seconds)
        await visit.over.wait()
    assert "anna has left the chat." in await other.here()


async def test_whoever_reads_nothing_is_closed_in_the_end(open_parlour: "Callable[..., Parlour]") -> None:
    """A reader that takes nothing for a minute is closed, with the reason; until then it delays nobody."""
    parlour = open_parlour(limits=Limits(outbox_bytes=20_000))
    other = await parlour.visit().peer.join("boris")
    stuck = parlour.visit(buffer=4096)
    await stuck.peer.join("anna")
    await other.pong()
    start = trio.current_time()
    for _ in range(100):
        await other.send("PRIVMSG #lobby :" + "x" * 400)
    assert await other.pong() == []
    assert trio.current_time() == start
    with trio.fail_after(100):
        await stuck.over.wait()
    assert "QUIT :Read nothing for too long" in await other.line()
    assert trio.current_time() - start == pytest.approx(LIMITS.stall_seconds)


# Slow readers and fast senders


async def flood(sender: "Peer", count: int, size: int = 200) -> None:
    await sender.pong()
    for number in range(count):
        await sender.send(f"PRIVMSG #lobby :{number:05d} " + "x" * size)
    assert await sender.pong() == []


def numbers(lines: list[str]) -> list[int]:
    """Give the numbers that `flood` counted with."""
    return [int(line.split(" :")[1].split()[0]) for line in lines if "PRIVMSG #lobby" in line]


async def test_a_reader_that_fell_behind_is_caught_up(open_parlour: "Callable[..., Parlour]") -> None:
    """A reader that fell behind gets what it missed from history, in order and once, and is live again."""
    parlour = open_parlour(limits=Limits(outbox_bytes=20_000))
    sender = await parlour.visit().peer.join("boris")
    visit = parlour.visit(buffer=4096)
    reader = await visit.peer.join("anna")
    await sender.pong()
    await flood(sender, 500)
    assert visit.connection.outbox.behind
    assert visit.connection.outbox.queued < 2 * 20_000
    found = await reader.lines(" :00499 ")
    assert list(range(500)) == numbers(found)
    assert not [line for line in found if "skipped" in line]
    await flood(sender, 3)
    assert [0, 1, 2] == numbers(await reader.pong())
    assert not visit.connection.outbox.behind


async def test_a_reader_far_behind_is_told_what_it_missed(open_parlour: "Callable[..., Parlour]") -> None:
    """A reader far behind is told how much was skipped, and gets the rest without a gap."""
    parlour = open_parlour(limits=Limits(outbox_bytes=20_000, catch_up_events=50))
    sender = await parlour.visit().peer.join("boris")
    reader = await parlour.visit(buffer=4096).peer.join("anna")
    await flood(sender, 500)
    found = await reader.lines(" :00499 ")
    seen = numbers(found)
    [notice] = [line for line in found if "skipped" in line]
    [count] = [int(number) for number in re.findall(r":(\d+) messages", notice)]
    assert 500 - count == len(seen)
    assert list(range(seen[0], len(seen) - 50)) + list(range(450, 500)) == seen
    await flood(sender, 3)
    assert [0, 1, 2] == numbers(await reader.pong())


async def test_catching_up_shows_nothing_of_other_rooms(open_parlour: "Callable[..., Parlour]") -> None:
    """A slow reader is shown somebody's renames and departure, and nothing of their other rooms."""
    parlour = open_parlour(limits=Limits(outbox_bytes=20_000))
    sender = await parlour.visit().peer.join("boris")
    await sender.send("JOIN #secret")
    reader = await parlour.visit(buffer=4096).peer.join("anna")
    await flood(sender, 200)
    await sender.send("NICK boris2", "PRIVMSG #secret :psst", "NICK boris3", "PRIVMSG #secret :psst", "QUIT :bye")
    await sender.end()
    found = await reader.lines("QUIT")
    assert list(range(200)) == numbers(found)
    assert [] == [line for line in found if "psst" in line or "skipped" in line]
    renames = [line.split()[2] for line in found if " NICK " in line]
    assert ["boris2", "boris3"] == renames


async def test_a_slow_reader_is_not_taken_for_a_dead_one(open_parlour: "Callable[..., Parlour]") -> None:
    """A reader so slow that we do not read from it is not taken for dead."""
    parlour = open_parlour(limits=Limits(outbox_bytes=200_000))
    visit = parlour.visit(buffer=4096)
    reader = await visit.peer.join("anna")
    visit.connection.outbox.offer(b":boris PRIVMSG anna :hello\r\n" * 20_000)
    assert visit.connection.outbox.crowded
    for _ in range(10):
        await trio.sleep(LIMITS.stall_seconds - 5)
        taken = 0
        while taken < 40_000:  # bytes a minute: a very slow line
            data = await reader.stream.receive_some()
            assert data
            taken += len(data)
        assert visit.connection.outbox.crowded
    assert trio.current_time() > 2 * (LIMITS.ping_seconds + LIMITS.pong_seconds)
    await reader.pong()


async def test_whoever_asks_much_and_reads_nothing_is_read_no_further(open_parlour: "Callable[..., Parlour]") -> None:
    """Who asks much and reads nothing is not read on: questions wait on the asker's side."""
    parlour = open_parlour(limits=Limits(outbox_bytes=20_000, read_bytes=1000))
    visit = parlour.visit(buffer=4096)
    peer = await visit.peer.join("anna")
    visit.peer.stream.socket.setsockopt(trio.socket.SOL_SOCKET, trio.socket.SO_SNDBUF, 65536)
    with trio.move_on_after(1):
        for _ in range(10_000):
            await peer.send("LUSERS")
    queued = visit.connection.outbox.queued
    assert 20_000 < queued < 20_000 + 125 * 1000  # what one read can ask for, at most
    assert not visit.over.is_set()


async def test_a_flood_is_read_more_slowly(parlour: "Parlour") -> None:
    """Lines over the allowance take their time; none is lost and nobody is thrown out."""
    other = await parlour.visit().peer.join("boris")
    sender = await parlour.visit(address="10.0.0.7", limits=Limits(read_bytes=100)).peer.join("anna")
    await other.pong()
    start = trio.current_time()
    await sender.send(*[f"PRIVMSG #lobby :{number:05d} x" for number in range(200)])
    found = [await other.line() for _ in range(200)]
    assert list(range(200)) == numbers(found)
    assert 4 < trio.current_time() - start < 6


async def test_a_flood_in_one_read_is_counted_before_it_is_stored(parlour: "Parlour") -> None:
    """Lines of one read over the allowance wait in the connection, and are stored later."""
    other = await parlour.visit().peer.join("boris")
    sender = await parlour.visit(address="10.0.0.7").peer.join("anna")
    await other.pong()
    await sender.send(*[f"PRIVMSG #lobby :{number:05d} x" for number in range(500)])
    await trio.testing.wait_all_tasks_blocked()
    stored = parlour.history.page(Query(place="#lobby", after=0, before=LAST_ID, limit=10_000))
    assert 90 <= len(stored) <= 100


async def test_coming_again_brings_no_new_allowance(parlour: "Parlour") -> None:
    """Ten connections of one address have stored no more of their bursts than the address may send."""
    senders = [await parlour.visit(address="10.0.0.7").peer.join(f"anna{number}") for number in range(10)]
    for sender in senders:
        await sender.send(*[f"PRIVMSG #lobby :{number:05d} x" for number in range(99)])
    await trio.testing.wait_all_tasks_blocked()
    stored = parlour.history.page(Query(place="#lobby", after=0, before=LAST_ID, limit=10_000))
    assert 200 <= len(stored) <= 300


async def test_a_name_that_is_refused_takes_its_lines_with_it(parlour: "Parlour") -> None:
    """What a script sends along with a refused name is no other name, however slowly it is taken."""
    await parlour.visit().peer.join("boris")
    script = parlour.visit(address="10.0.0.7").peer
    await script.write("boris\n" + "".join([f"line{number}\n" for number in range(300)]))
    await script.until("taken")
    await trio.sleep(60)
    assert {"boris"} == set(parlour.hub.state.users)


async def test_history_comes_before_what_is_live(parlour: "Parlour") -> None:
    """Who joins reads what was said before, then what is said, nothing twice and nothing left out."""
    sender = await parlour.visit().peer.join("boris")
    await flood(sender, 10)
    reader = await parlour.visit().peer.enter("anna")
    await flood(sender, 2)
    [first, second] = await reader.here()
    assert first.startswith("boris: 00000")
    assert second.startswith("boris: 00001")
