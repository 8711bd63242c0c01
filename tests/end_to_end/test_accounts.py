"""Accounts behind all doors, with the real hash functions."""

import base64
from typing import TYPE_CHECKING

import pytest

from tests.browser import Browser
from tests.scram_clients import Client, Raw, Scramp
from trichat.config.limits import Limits
from trichat.protocols import scram

if TYPE_CHECKING:
    from tests.conftest import Peer, Start


def plain(name: str, password: str) -> str:
    return base64.b64encode(f"\0{name}\0{password}".encode()).decode()


async def test_a_name_registered_at_one_door_is_known_at_the_other(start: "Start") -> None:
    """A name registered with netcat is logged in to with an IRC client, and after a restart."""
    house = await start()
    anna = await (await house.connect()).enter("anna")
    await anna.write("/register tea-time\n")
    await anna.until("The name anna is yours now.\n")
    await anna.close()
    house.stop.set()
    await house.stopped.wait()
    house = await start()
    client = await house.connect()
    await client.send("CAP LS 302", "CAP REQ :sasl", "NICK anna", "USER a 0 * :Anna", "AUTHENTICATE PLAIN")
    await client.until("AUTHENTICATE +\r\n")
    await client.send(f"AUTHENTICATE {plain('anna', 'tea-time')}", "CAP END", "PING x")
    lines = await client.lines("PONG")
    numerics = [line.split()[1] for line in lines]
    assert ["900", "903", "001"] == numerics[:3]
    assert "PONG" == numerics[-1]  # whatever is sent behind AUTHENTICATE waits for its turn


@pytest.mark.parametrize("password", ["m²-key-long", "ｍｙ\u3000ｋｅｙ", "cafe\u0301\u00a0crème", "сезам-откройся"])
async def test_a_password_registered_with_netcat_proves_itself_by_scram(start: "Start", password: str) -> None:
    """A registered password proves itself by SCRAM of our client and of others; a wrong one does not."""
    house = await start()
    owner = await (await house.connect()).enter("anna")
    await owner.write(f"/register\n{password}\n{password}\n")  # asked for, since it may have spaces in it
    await owner.until("The name anna is yours now.\n")
    for client in (
        scram.Client("anna", password, "nonce-of-ours"),
        Scramp("anna", password, "nonce-of-theirs"),
        Raw("anna", password, "nonce-of-theirs"),
    ):
        assert "900" == await by_scram(await house.connect(), client)
    assert "904" == await by_scram(await house.connect(), scram.Client("anna", "m3-key-long", "nonce-of-ours"))


async def by_scram(peer: "Peer", client: Client) -> str:
    """Log in; give the numeric that ends the exchange. Raises if the client does not believe the server."""

    async def answer(text: str) -> str:
        await peer.send(f"AUTHENTICATE {base64.b64encode(text.encode()).decode() or '+'}")
        return (await peer.line()).strip()

    await peer.send("CAP REQ sasl", "AUTHENTICATE SCRAM-SHA-256")
    await peer.until("AUTHENTICATE +\r\n")
    challenge = await answer(client.first)
    heard = await answer(client.respond(base64.b64decode(challenge.split()[-1]).decode()))
    if "AUTHENTICATE" not in heard:
        return heard.split()[1]
    client.verify(base64.b64decode(heard.split()[-1]).decode())
    return (await answer("")).split()[1]


async def test_a_registered_name_is_refused_to_others(start: "Start") -> None:
    """An IRC client with somebody's name is told how to log in; a person is asked for the password."""
    house = await start()
    anna = await (await house.connect()).enter("anna")
    await anna.write("/register tea-time\n")
    await anna.until("yours now.\n")
    await anna.write("/quit\n")
    await anna.end()
    client = await house.connect()
    await client.send("NICK anna", "USER a 0 * :Anna")
    assert "433 * anna :That nickname is registered" in await client.line()
    boris = await (await house.connect()).enter("boris")
    ghost = await house.connect()
    await ghost.write("anna\nwrong one\n")
    await ghost.until(
        "The password of anna: That name and that password do not belong together.\nThe password of anna: "
    )
    await ghost.write("\nwrong one\n")
    await ghost.until("Enter your name: You have just typed that as a password, so it does not become your name")
    await ghost.write("anna\ntea-time\n")
    await ghost.until("You are logged in as anna.\nWelcome, anna!")
    assert ["anna is now in the chat!"] == await boris.here()


async def test_who_guesses_is_shut_out_at_every_door(start: "Start") -> None:
    """After a wrong password at each of three doors no other is checked at any of them, the right one neither."""
    house = await start(limits=Limits(wrong_passwords=3, wrong_passwords_seconds=300.0), exempt=())
    owner = await (await house.connect()).enter("anna")
    await owner.write("/register tea-time\n")
    await owner.until("yours now.\n")

    async def at_the_plain_door(password: str) -> str:
        peer = await house.connect()
        await peer.until("Enter your name: ")
        await peer.write("anna\n")
        await peer.until("The password of anna: ")
        await peer.write(f"{password}\n")
        return (await peer.lines("password"))[-1]

    async def with_sasl(password: str) -> str:
        peer = await house.connect()
        await peer.send("CAP REQ sasl", "AUTHENTICATE PLAIN", f"AUTHENTICATE {plain('anna', password)}")
        return (await peer.lines(" 904 "))[-1]

    async def by_web(password: str) -> str:
        browser = await Browser(await house.connect()).connect()
        for line in ("CAP REQ sasl", "AUTHENTICATE PLAIN", f"AUTHENTICATE {plain('anna', password)}"):
            await browser.send(line)
        return await browser.until(" 904 ")

    for guess in (at_the_plain_door, with_sasl, by_web):
        await guess("wrong one")
    for guess in (at_the_plain_door, with_sasl, by_web):
        refused = await guess("tea-time")
        assert refused.rstrip(".").endswith("Too many wrong passwords came from your address: try again in 5m")
