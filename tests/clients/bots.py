"""Bots as people write them, one for each library: `python bots.py LIBRARY PORT NICK` greets #lobby and answers."""

import asyncio
import sys
from typing import Any

ROOM = "#lobby"
GREETING, QUESTION, ANSWER, LAST = "here I am", "are you there?", "yes, I am", "goodbye"


def with_irc(port: int, nick: str) -> None:
    """The library `irc`."""
    import irc.bot  # noqa: PLC0415

    class Bot(irc.bot.SingleServerIRCBot):  # type: ignore[misc]
        def on_nicknameinuse(self, connection: Any, _event: Any) -> None:
            connection.nick(connection.get_nickname() + "_")

        def on_welcome(self, connection: Any, _event: Any) -> None:
            connection.join(ROOM)

        def on_join(self, connection: Any, event: Any) -> None:
            if event.source.nick == connection.get_nickname():
                connection.privmsg(ROOM, GREETING)

        def on_pubmsg(self, connection: Any, event: Any) -> None:
            if event.arguments[0] == QUESTION:
                connection.privmsg(ROOM, ANSWER)
            elif event.arguments[0] == LAST:
                self.die("bye")

    Bot([("127.0.0.1", port)], nick, nick).start()


def with_pydle(port: int, nick: str) -> None:
    """The library `pydle`: a client with all of IRCv3 that it knows."""
    import pydle  # noqa: PLC0415

    class Bot(pydle.Client):  # type: ignore[misc]
        async def on_connect(self) -> None:
            await super().on_connect()
            await self.join(ROOM)

        async def on_join(self, channel: str, user: str) -> None:
            await super().on_join(channel, user)
            if user == self.nickname:
                await self.message(ROOM, GREETING)

        async def on_message(self, target: str, source: str, message: str) -> None:
            await super().on_message(target, source, message)
            if message == QUESTION:
                await self.message(ROOM, ANSWER)
            elif message == LAST:
                await self.quit("bye")

        async def on_disconnect(self, expected: bool) -> None:
            await super().on_disconnect(expected)
            asyncio.get_running_loop().stop()

    Bot(nick, fallback_nicknames=[nick + "_"]).run("127.0.0.1", port=port, tls=False)


def with_bottom(port: int, nick: str) -> None:
    """The library `bottom`, from its third edition on."""
    import bottom  # noqa: PLC0415

    bot = bottom.Client("127.0.0.1", port, ssl=False)
    over = asyncio.Event()

    @bot.on("CLIENT_CONNECT")  # type: ignore[untyped-decorator]
    async def connect(**_: Any) -> None:
        await bot.send("NICK", nick=nick)
        await bot.send("USER", nick=nick, realname=nick)

    @bot.on("RPL_ENDOFMOTD")  # type: ignore[untyped-decorator]
    @bot.on("ERR_NOMOTD")  # type: ignore[untyped-decorator]
    async def enter(**_: Any) -> None:
        await bot.send("JOIN", channel=ROOM)
        await bot.send("PRIVMSG", target=ROOM, message=GREETING)

    @bot.on("PING")  # type: ignore[untyped-decorator]
    async def ping(message: str, **_: Any) -> None:
        await bot.send("PONG", message=message)

    @bot.on("PRIVMSG")  # type: ignore[untyped-decorator]
    async def talk(message: str, **_: Any) -> None:
        if message == QUESTION:
            await bot.send("PRIVMSG", target=ROOM, message=ANSWER)
        elif message == LAST:
            await bot.send("QUIT", message="bye")

    @bot.on("CLIENT_DISCONNECT")  # type: ignore[untyped-decorator]
    async def leave(**_: Any) -> None:
        over.set()

    async def run() -> None:
        await bot.connect()
        await over.wait()

    asyncio.run(run())


def with_miniirc(port: int, nick: str) -> None:
    """The library `miniirc`."""
    import miniirc  # noqa: PLC0415

    bot = miniirc.IRC("127.0.0.1", port, nick, [ROOM], ssl=False, ns_identity=None, auto_connect=False)

    @bot.Handler("JOIN", colon=False)  # type: ignore[untyped-decorator]
    def join(irc: Any, hostmask: tuple[str, str, str], _args: list[str]) -> None:
        if hostmask[0] == irc.current_nick:
            irc.msg(ROOM, GREETING)

    @bot.Handler("PRIVMSG", colon=False)  # type: ignore[untyped-decorator]
    def talk(irc: Any, _hostmask: tuple[str, str, str], args: list[str]) -> None:
        if args[1] == QUESTION:
            irc.msg(ROOM, ANSWER)
        elif args[1] == LAST:
            irc.disconnect("bye")

    bot.connect()
    bot.wait_until_disconnected()


BOTS = {"irc": with_irc, "pydle": with_pydle, "bottom": with_bottom, "miniirc": with_miniirc}

if __name__ == "__main__":
    library, number, name = sys.argv[1:]
    BOTS[library](int(number), name)
