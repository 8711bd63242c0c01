"""Who comes and goes, in the log."""

import logging
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Start

NAME = "trichat.server.pipeline.visitors"


async def test_who_comes_and_goes(start: "Start", caplog: pytest.LogCaptureFixture) -> None:
    """One line each: name, door, address. Nothing of what is said, no password; those who only connect, at debug."""
    caplog.set_level(logging.DEBUG)
    house = await start(password="sesame")
    anna = await house.connect()
    await anna.send("PASS sesame")
    await anna.register("anna")
    await anna.send("QUIT :a secret word")
    await anna.end()
    await anna.close()
    nobody = await house.connect()
    await nobody.send("PASS wrong", "NICK boris", "USER b 0 * :B")
    await nobody.end()
    await nobody.close()
    person = await house.connect()
    await person.write("carla\n")
    await person.until("assword")
    await person.close()
    house.stop.set()
    await house.stopped.wait()
    lines = [(each.levelname, each.getMessage()) for each in caplog.records if each.name == NAME]
    assert lines[:2] == [("INFO", "anna (IRC, 127.0.0.1) came in"), ("INFO", "anna (IRC, 127.0.0.1) is gone")]
    assert {("DEBUG", "somebody at 127.0.0.1 is gone, who did not come in")} == set(lines[2:])
    assert not re.search("sesame|secret|wrong", caplog.text)


async def test_a_word_at_the_end(start: "Start", caplog: pytest.LogCaptureFixture) -> None:
    """When the server stops, it says how many were here."""
    caplog.set_level(logging.INFO)
    house = await start()
    await (await house.connect()).enter("anna")
    house.stop.set()
    await house.stopped.wait()
    messages = [each.getMessage() for each in caplog.records]
    assert "the server stops; people who were here: 1" in messages
    assert "anna (plain text, 127.0.0.1) is gone" == messages[-1]
