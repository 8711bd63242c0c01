"""Every door together in one room: each sees the others in its own manner, and all in one order."""

import re
from typing import TYPE_CHECKING

import trio

from tests.conftest import PATIENCE

if TYPE_CHECKING:
    from tests.conftest import Peer, Start

TAGGED = "message-tags server-time echo-message"
EVERYTHING = f"{TAGGED} batch labeled-response draft/chathistory standard-replies extended-join"
STAMP = r"@time=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z;msgid=[0-9a-f]{16} "


async def test_each_sees_the_others_in_their_own_manner(start: "Start") -> None:
    """Netcat in English and in Russian, an old IRC client and a modern one meet in #lobby."""
    house = await start()
    english = await (await house.connect()).enter("anna")
    russian = await house.connect()
    await russian.write("Борис\n")
    await russian.lines("What is said here is kept")
    await russian.write("/lang ru\n")
    assert await russian.line() == "Теперь с вами говорят по-русски."
    old = await (await house.connect()).join("carl")
    modern = await (await house.connect()).join("dora", TAGGED)
    await english.write("hello\n")
    await russian.write("/me машет\n")
    await old.until(":\x01ACTION машет\x01\r\n")
    await old.send("PRIVMSG #lobby :hi")
    await modern.until(":hi\r\n")
    await modern.send("PRIVMSG #lobby :salut", "QUIT :à bientôt")
    last = r":dora!dora@localhost PRIVMSG #lobby :salut\r\n:dora!dora@localhost QUIT :à bientôt\r\nERROR .*\r\n"
    assert re.fullmatch(STAMP + last, await modern.end())
    assert await english.lines("left") == [
        "Борис is now in the chat!",
        "carl is now in the chat!",
        "dora is now in the chat!",
        "* Борис машет",
        "carl: hi",
        "dora: salut",
        "dora has left the chat.",
    ]
    assert await russian.lines("покинул") == [
        "carl теперь в чате!",
        "dora теперь в чате!",
        "anna: hello",
        "carl: hi",
        "dora: salut",
        "dora покинул чат.",
    ]
    assert await old.pong() == [":dora!dora@localhost PRIVMSG #lobby :salut", ":dora!dora@localhost QUIT :à bientôt"]


async def test_the_order_is_the_same_for_everyone(start: "Start") -> None:
    """Whoever reads, through whichever door: all that was said comes in one order for all."""
    house = await start()
    plain = [await (await house.connect()).enter(f"plain{number}") for number in range(2)]
    silent = [await (await house.connect()).join(f"old{number}") for number in range(2)]
    echoed = [await (await house.connect()).join(f"new{number}", EVERYTHING) for number in range(2)]
    each = 60
    found: dict[int, list[str]] = {}

    async def speak(number: int, peer: "Peer") -> None:
        for count in range(each):
            text = f"<{number}.{count}>"
            await peer.write(text + "\n" if peer in plain else f"PRIVMSG #lobby :{text}\r\n")

    async def listen(number: int, peer: "Peer") -> None:
        found[number] = []
        while len(found[number]) < 6 * each - (0 if peer in echoed else each):
            await peer.until("<")
            found[number].append((await peer.until(">"))[:-1])

    async with trio.open_nursery() as nursery:
        for number, peer in enumerate([*plain, *silent, *echoed]):
            nursery.start_soon(listen, number, peer)
            nursery.start_soon(speak, number, peer)
    whole = found[5]
    assert len(set(whole)) == 6 * each
    for number in range(6):
        own = [f"{number}.{count}" for count in range(each)]
        assert own == [text for text in whole if text.startswith(f"{number}.")]
        expected = whole if number >= 4 else [text for text in whole if text not in own]
        assert expected == found[number]


async def test_private_words_are_for_two(start: "Start") -> None:
    """What is said to one person is seen by both of them, and by nobody else, now or in history."""
    house = await start()
    anna = await (await house.connect()).enter("anna")
    boris = await (await house.connect()).join("boris", EVERYTHING)
    carl = await (await house.connect()).join("carl", EVERYTHING)
    dora = await (await house.connect()).enter("dora")
    await anna.here()
    await boris.pong()
    await carl.pong()
    await anna.write("/msg boris psst\n")
    await boris.until("PRIVMSG boris :psst\r\n")
    await boris.send("PRIVMSG anna :what?")
    assert await anna.line() == "(private) boris: what?"
    await boris.until("PRIVMSG anna :what?\r\n")
    await boris.send("CHATHISTORY LATEST anna * 10")
    page = await boris.lines("BATCH -")
    assert ["psst", "what?"] == [line.split(" :")[-1] for line in page[1:-1]]
    for query in ("anna", "boris", "#lobby"):
        await carl.send(f"CHATHISTORY LATEST {query} * 10")
        assert [" BATCH +", " BATCH -"] == [re.findall(r" BATCH .", line)[0] for line in await carl.lines("BATCH -")]
    assert await dora.here() == []
    assert await carl.pong() == []


async def test_a_name_is_one_persons_behind_every_door(start: "Start") -> None:
    """A name taken at one door is taken at the others, in any case; it is free when its holder leaves."""
    house = await start()
    plain = await (await house.connect()).enter("Анна")
    irc = await house.connect()
    await irc.send("NICK анна", "USER a 0 * :A")
    assert await irc.line() == ":trichat.local 433 * анна :Nickname is already in use"
    await plain.write("/quit\n")
    await plain.end()
    await irc.send("NICK анна")
    assert (await irc.line()).startswith(":trichat.local 001 анна ")


async def test_rooms_and_topics_are_the_same_behind_every_door(start: "Start") -> None:
    """A room made at one door is joined at another; its topic is there after a restart."""
    house = await start()
    plain = await (await house.connect()).enter("anna")
    await plain.write("/join tea\n/topic Earl Grey\n")
    assert await plain.lines("Earl Grey") == [
        "You are in #tea: @anna",
        "What is said here is kept: /history shows it.",
        "[#tea] anna set the topic: Earl Grey",
    ]
    irc = await (await house.connect()).register("boris")
    await irc.send("JOIN #tea")
    assert " 332 boris #tea :Earl Grey" in (await irc.lines(" 332 "))[-1]
    await irc.send("PRIVMSG #tea :sugar?")
    assert await plain.lines("sugar") == ["[#tea] boris is now in the chat!", "[#tea] boris: sugar?"]
    house.stop.set()
    for peer in (plain, irc):
        await peer.end()
        await peer.close()
    with trio.fail_after(PATIENCE):
        await house.stopped.wait()
    again = await start()
    irc = await (await again.connect()).register("carl")
    await irc.send("LIST", "JOIN #tea")
    assert ":trichat.local 322 carl #tea 0 :Earl Grey" in await irc.lines(" 323 ")
    await irc.lines(" 332 carl #tea :Earl Grey")


async def test_labels_come_back(start: "Start") -> None:
    """A client's own program tells by the label which answer belongs to which question."""
    house = await start()
    anna = await (await house.connect()).join("anna", EVERYTHING)
    boris = await (await house.connect()).join("boris", EVERYTHING)
    await anna.pong()
    await anna.send("@label=a PRIVMSG #lobby :hello", "@label=b PONG x", "@label=c WHO #lobby", "@label=d NOPE")
    echo = await anna.line()
    assert re.fullmatch("@label=a;" + STAMP[1:] + ":anna!anna@localhost PRIVMSG #lobby :hello", echo)
    assert await anna.line() == "@label=b :trichat.local ACK"
    who = await anna.lines("BATCH -")
    assert who[0].startswith("@label=c :trichat.local BATCH +")
    reference = who[0].split("+")[1].split()[0]
    assert [f"@batch={reference} "] * 3 == [re.match(r"@batch=\S+ ", line)[0] for line in who[1:-1]]  # type: ignore[index]
    assert (await anna.line()).startswith("@label=d :trichat.local 421 anna NOPE ")
    await anna.send("@label=e CHATHISTORY LATEST #lobby * 5")
    page = await anna.lines("BATCH -")
    assert page[0].startswith("@label=e;draft/chathistory-end :trichat.local BATCH +")
    assert "label" not in "".join([*page[1:], *await boris.pong()])
