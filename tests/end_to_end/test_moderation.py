"""Looking after a room: what is done at one door holds behind all of them, and after a restart."""

from typing import TYPE_CHECKING

import pytest
import trio

from tests.conftest import PATIENCE, asked
from trichat.config.settings import ServerSettings
from trichat.words import requests as ask

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Start


async def test_a_mute_at_the_plain_door_holds_at_the_irc_door_and_after_a_restart(start: "Start") -> None:
    """A mute holds at every door and after a restart: the one concerned is told why, others hear nothing."""
    house = await start()
    anna = await (await house.connect()).enter("anna")
    await anna.write("/join tea\n")
    await anna.lines("You are in #tea")
    boris = await (await house.connect()).register("boris")
    await boris.send("JOIN #tea")
    await boris.lines(" 366 ")
    await anna.lines("boris is now")
    await anna.write("/mute boris 2h too loud\n")
    assert ["[#tea] anna muted boris."] == await anna.lines("muted")
    assert (await anna.line()).startswith("boris is muted in #tea for 2h, until ")
    assert ":anna!plain@localhost MODE #tea +b m:boris!*@*" in await boris.lines(
        "NOTICE boris :You may not speak in #tea for 2h, until "
    )
    await boris.send("PRIVMSG #tea :hello", "PING x")
    assert "404 boris #tea :Cannot send to channel (+b): you are banned or muted (too loud, " in (await boris.line())
    await anna.write("/bans\n")
    title, line = await anna.lines("boris, muted")
    assert "Banned or muted in #tea:" == title
    assert line.startswith("boris, muted by anna, for another ")
    house.stop.set()
    for peer in (anna, boris):
        await peer.end()
        await peer.close()
    with trio.fail_after(PATIENCE):
        await house.stopped.wait()
    again = await start()
    carl = await (await again.connect()).register("carl")
    await carl.send("JOIN #tea")  # comes first, and is op
    await carl.lines(" 366 ")
    boris = await (await again.connect()).enter("boris")
    await boris.write("/join tea\nhello\n")
    assert (await boris.lines("You are muted"))[-1].startswith("You are muted in #tea (too loud, ")
    await carl.send("MODE #tea -b m:boris!*@*")
    await boris.lines("[#tea] carl lifted the mute of boris.")
    await boris.write("thanks\n")
    assert (await carl.lines("PRIVMSG"))[-1].endswith(" PRIVMSG #tea :thanks")


async def test_a_ban_by_a_client_at_the_irc_door_keeps_a_person_at_the_plain_door_out(start: "Start") -> None:
    """A ban at the IRC door holds at the plain door, by address too, which nobody is shown."""
    house = await start()
    anna = await (await house.connect()).register("anna")
    await anna.send("JOIN #tea", "MODE #tea +b *!*@127.0.0.0/8")
    await anna.lines("127.0.0.0/8")
    boris = await (await house.connect()).enter("boris")
    await boris.write("/join tea\n")
    assert await boris.lines("banned") == ["You are banned from #tea."]
    await anna.send("INVITE boris #tea")
    assert await boris.lines("invites") == ["anna invites you into #tea: /join #tea"]
    await boris.write("/join tea\n")
    await anna.lines(" JOIN #tea")
    await anna.send("KICK #tea boris :go away")
    assert "[#tea] anna put boris out: go away" in await boris.lines("You are in #lobby: boris")


async def test_settings_in_words_and_in_letters(start: "Start") -> None:
    """What is set at one door, in words or in letters, is shown at the other."""
    house = await start()
    anna = await (await house.connect()).enter("anna")
    await anna.write("/join tea\n/set slow 1m30s\n/set key sesame\n")
    await anna.lines("[#tea] anna turned key on.")
    boris = await (await house.connect()).register("boris")
    await boris.send("JOIN #tea wrong", "JOIN #tea sesame", "MODE #tea")
    assert " 475 boris #tea " in await boris.line()
    assert " 324 boris #tea +Wkn 90 sesame" in (await boris.lines(" 324 "))[-1]
    await anna.write("/op boris\n/set\n")
    lines = await anna.lines("who are logged in come in.")
    assert any(line.split()[:2] == ["slow", "1m30s"] for line in lines)
    await boris.lines("MODE #tea +o boris")
    await boris.send("MODE #tea -k+m *")
    assert ["[#tea] boris turned key off.", "[#tea] boris turned moderated on."] == await anna.lines("moderated on")


async def test_a_secret_room_is_seen_by_those_inside(start: "Start") -> None:
    """A secret room is in no list, names or WHOIS for those outside, at both doors."""
    house = await start()
    anna = await (await house.connect()).enter("anna")
    await anna.write("/join tea\n/set secret on\n/rooms\n")
    assert "#tea (1 person)" in await anna.lines("#tea (1 person)")
    boris = await (await house.connect()).register("boris")
    await boris.send("LIST", "NAMES #tea", "WHOIS anna", "TOPIC #tea", "MODE #tea", "PING end")
    told = await boris.lines("PONG")
    assert not [line for line in told if " 322 " in line and "#tea" in line]
    assert not [line for line in told if " 353 " in line or (" 319 " in line and "#tea" in line)]
    assert ["403", "403"] == [line.split()[1] for line in told if line.split()[1] == "403"]


@pytest.mark.posix
async def test_what_was_done_is_in_the_log(start: "Start", tmp_path: "Path") -> None:
    """Whoever runs the server reads what was done at any door."""
    control = tmp_path / "c"
    house = await start(control=control)
    anna = await (await house.connect()).enter("anna")
    await anna.write("/join tea\n/kick anna tired\n/report nobody is rude\n")
    await anna.lines("will read about nobody")
    told = await asked(ServerSettings(history=tmp_path / "history.db", control=control), ask.ShowLog())
    assert ["anna kick #tea anna!plain@localhost (tired)", "anna report nobody (is rude)"] == [
        line.split(" ", 2)[2] for line in told.lines
    ]
