"""Going on with a visit over another connection, at the doors."""

import re
from typing import TYPE_CHECKING

from tests.browser import Browser
from trichat.config.limits import Limits

if TYPE_CHECKING:
    from tests.conftest import House, Peer, Start

TOKEN = re.compile(r"(?:RESUME TOKEN |/resume )([A-Za-z0-9_-]{40})")


def token_in(text: str) -> str:
    found = TOKEN.search(text)
    assert found is not None, text
    return found[1]


async def test_a_phone_that_changes_networks(start: "Start") -> None:
    """Its name is not taken any more, the old connection ends with a sentence, and nobody has noticed."""
    house = await start()
    boris = await (await house.connect()).join("boris")
    old = await house.connect()
    await old.send("CAP REQ trichat/resume", "NICK anna", "USER a 0 * :Anna", "CAP END", "JOIN #lobby")
    token = token_in("\n".join(await old.pong()))
    await boris.pong()
    new = await house.connect()
    await new.send("CAP LS 302", "NICK anna", "USER a 0 * :Anna", f"RESUME {token}", "CAP END")
    heard = await new.pong()
    assert "001 anna" in next(line for line in heard if " 001 " in line)
    assert [] == [line for line in heard if " 433 " in line or " 462 " in line]
    assert ":trichat.local NOTE RESUME RESUMED anna :You go on with your visit" in heard
    assert ":anna!a@localhost JOIN #lobby" in heard
    assert "ERROR :Closing link: You go on over another connection." in await old.end()
    await new.send("PRIVMSG #lobby :still me")
    await new.pong()
    assert [":anna!a@localhost PRIVMSG #lobby :still me"] == await boris.pong()


async def test_whoever_was_quicker_than_the_token(start: "Start") -> None:
    """A client that is in under another name already becomes who it was."""
    house = await start()
    boris = await (await house.connect()).join("boris")
    old = await (await house.connect()).join("anna")
    await old.send("RESUME")
    token = token_in(await old.line())
    await boris.pong()
    new = await (await house.connect()).join("anna_", room="#tea")
    await new.send(f"RESUME {token}")
    assert ":anna_!anna_@localhost PART #tea" == await new.line()
    assert ":anna_!anna_@localhost NICK anna" == await new.line()
    assert [] == await boris.pong()


async def test_from_netcat_to_a_browser_and_back(start: "Start") -> None:
    """The token is the same at every door; a line that is none is answered with a sentence, and a name asked for."""
    house = await start()
    boris = await (await house.connect()).enter("boris")
    anna = await (await house.connect()).enter("anna")
    assert ["anna is now in the chat!"] == await boris.here()
    await anna.write("/resume\n")
    token = token_in(await anna.until("show it to nobody.\n"))
    browser = await Browser(await house.connect()).connect()
    await browser.send(f"RESUME {token}")
    await browser.until(":anna!plain@localhost JOIN #lobby")
    assert "Goodbye: You go on over another connection.\n" == await anna.end()
    again = await house.connect()
    await again.write(f"/resume x{token[1:]}\n")
    await again.until("No visit goes on with that: it has ended, or that is not its token.\nEnter your name: ")
    await again.write(f"{token}\n")
    await again.until("does not become your name: try another.\nEnter your name: ")
    await again.write(f"/resume {token}\n")
    await again.until("Welcome, anna! Type to talk; /help shows the commands.\nYou go on as anna.\nYou are in #lobby: ")
    await again.write("still me\n")
    await again.here()
    assert ["anna: still me"] == await boris.here()


async def test_a_page_that_is_loaded_again(start: "Start") -> None:
    """Goes on if the settings give it time, though its connection was closed properly."""
    house = await start(limits=Limits(resume_seconds=3600.0))
    boris = await (await house.connect()).join("boris")
    old = await house.connect()
    token = await _come_and_go(house, old)
    await boris.pong()
    new = await house.connect()
    await new.send(f"RESUME {token}")
    await new.until(":anna!a@localhost JOIN #lobby\r\n")
    assert [] == await boris.pong()


async def test_after_a_restart(start: "Start") -> None:
    """All visits have ended; whoever comes with a token of before comes in under the name that they give with it."""
    house = await start()
    token = await _come_and_go(house, await house.connect())
    house.stop.set()
    await house.stopped.wait()
    house = await start()
    new = await house.connect()
    await new.send(f"RESUME {token}", "NICK anna", "USER a 0 * :Anna")
    assert (await new.line()).startswith(":trichat.local FAIL RESUME INVALID_TOKEN :")
    assert "001 anna" in await new.line()


async def _come_and_go(house: "House", peer: "Peer") -> str:
    await peer.send("CAP REQ trichat/resume", "NICK anna", "USER a 0 * :Anna", "CAP END", "JOIN #lobby")
    token = token_in("\n".join(await peer.pong()))
    await peer.stream.send_eof()
    await peer.end()
    return token
