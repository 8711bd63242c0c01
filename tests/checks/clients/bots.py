"""Bots as people write them, one for each library: `python bots.py LIBRARY PORT NICK [PASSWORD]` lives in #lobby.

Each greets when it has come in, answers one question, repeats a topic, comes back when it is put out or the server has
stopped, and goes when it is told to. With a password it logs in to the account of its nick.
"""

import asyncio
import sys
from datetime import UTC, datetime
from typing import Any

ROOM = "#lobby"
GREETING, QUESTION, ANSWER, LAST = "here I am", "are you there?", "yes, I am", "goodbye"
TOPIC = "the topic is {}"


def with_irc(port: int, nick: str, password: str) -> None:
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

        def on_topic(self, connection: Any, event: Any) -> None:
            connection.privmsg(ROOM, TOPIC.format(event.arguments[0]))

        def on_kick(self, connection: Any, event: Any) -> None:
            if event.arguments[0] == connection.get_nickname():
                connection.join(ROOM)

        def on_pubmsg(self, connection: Any, event: Any) -> None:
            if event.arguments[0] == QUESTION:
                connection.privmsg(ROOM, ANSWER)
            elif event.arguments[0] == LAST:
                self.die("bye")

    again = irc.bot.ExponentialBackoff(min_interval=1, max_interval=1)
    login = {"sasl_login": nick} if password else {}
    Bot([("127.0.0.1", port, password or None)], nick, nick, recon=again, **login).start()


def with_pydle(port: int, nick: str, password: str) -> None:
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

        async def on_topic_change(self, channel: str, message: str, by: str) -> None:
            await super().on_topic_change(channel, message, by)
            await self.message(ROOM, TOPIC.format(message))

        async def on_kick(self, channel: str, target: str, by: str, reason: str | None = None) -> None:
            await super().on_kick(channel, target, by, reason)
            if target == self.nickname:
                await self.join(ROOM)

        async def on_message(self, target: str, source: str, message: str) -> None:
            await super().on_message(target, source, message)
            if message == QUESTION:
                await self.message(ROOM, ANSWER)
            elif message == LAST:
                await self.quit("bye")

        async def on_disconnect(self, expected: bool) -> None:
            await super().on_disconnect(expected)
            if expected:
                asyncio.get_running_loop().stop()

    # Its SASL is for servers that offer less: of several lines of CAP LS it reads the first as the last one.
    login = f"{nick}:{password}" if password else None
    Bot(nick, fallback_nicknames=[nick + "_"]).run("127.0.0.1", port=port, tls=False, password=login)


def with_bottom(port: int, nick: str, _password: str) -> None:
    """The library `bottom`, from its third edition on. It has no SASL, and leaves the rest to whoever writes a bot."""
    import bottom  # noqa: PLC0415

    bot = bottom.Client("127.0.0.1", port, ssl=False)
    state = {"nick": nick, "over": False}
    gone = asyncio.Event()

    @bot.on("CLIENT_CONNECT")  # type: ignore[untyped-decorator]
    async def connect(**_: Any) -> None:
        await bot.send("NICK", nick=nick)
        await bot.send("USER", nick=nick, realname=nick)

    async def all_else(next_handler: Any, client: Any, message: bytes) -> None:
        words = message.decode().split()
        if words[1] == "433":
            state["nick"] = nick + "_"
            await bot.send("NICK", nick=state["nick"])
        elif words[1] == "KICK" and words[3] == state["nick"]:
            await enter()
        await next_handler(client, message)

    bot.message_handlers.append(all_else)

    @bot.on("RPL_ENDOFMOTD")  # type: ignore[untyped-decorator]
    @bot.on("ERR_NOMOTD")  # type: ignore[untyped-decorator]
    async def enter(**_: Any) -> None:
        await bot.send("JOIN", channel=ROOM)
        await bot.send("PRIVMSG", target=ROOM, message=GREETING)

    @bot.on("TOPIC")  # type: ignore[untyped-decorator]
    async def topic(message: str, **_: Any) -> None:
        await bot.send("PRIVMSG", target=ROOM, message=TOPIC.format(message))

    @bot.on("PING")  # type: ignore[untyped-decorator]
    async def ping(message: str, **_: Any) -> None:
        await bot.send("PONG", message=message)

    @bot.on("PRIVMSG")  # type: ignore[untyped-decorator]
    async def talk(message: str, **_: Any) -> None:
        if message == QUESTION:
            await bot.send("PRIVMSG", target=ROOM, message=ANSWER)
        elif message == LAST:
            state["over"] = True
            await bot.send("QUIT", message="bye")

    @bot.on("CLIENT_DISCONNECT")  # type: ignore[untyped-decorator]
    async def leave(**_: Any) -> None:
        gone.set()

    async def run() -> None:
        while not state["over"]:
            gone.clear()
            try:
                await bot.connect()
                await gone.wait()
            except OSError:
                await asyncio.sleep(1)  # the server has not started again yet

    asyncio.run(run())


def with_miniirc(port: int, nick: str, password: str) -> None:
    """The library `miniirc`."""
    import miniirc  # noqa: PLC0415

    login = (nick, password) if password else None
    bot = miniirc.IRC("127.0.0.1", port, nick, [ROOM], ssl=False, ns_identity=login, auto_connect=False)

    @bot.Handler("JOIN", colon=False)  # type: ignore[untyped-decorator]
    def join(irc: Any, hostmask: tuple[str, str, str], _args: list[str]) -> None:
        if hostmask[0] == irc.current_nick:
            irc.msg(ROOM, GREETING)

    @bot.Handler("TOPIC", colon=False)  # type: ignore[untyped-decorator]
    def topic(irc: Any, _hostmask: tuple[str, str, str], args: list[str]) -> None:
        irc.msg(ROOM, TOPIC.format(args[1]))

    @bot.Handler("KICK", colon=False)  # type: ignore[untyped-decorator]
    def kick(irc: Any, _hostmask: tuple[str, str, str], args: list[str]) -> None:
        if args[1] == irc.current_nick:
            irc.quote("JOIN", ROOM)

    started = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}"

    @bot.Handler("PRIVMSG", colon=False, ircv3=True)  # type: ignore[untyped-decorator]
    def talk(irc: Any, _hostmask: tuple[str, str, str], tags: dict[str, str], args: list[str]) -> None:
        if tags.get("time", started) < started:
            return  # history: this library asks for server-time
        if args[1] == QUESTION:
            irc.msg(ROOM, ANSWER)
        elif args[1] == LAST:
            irc.disconnect("bye")

    bot.connect()
    bot.wait_until_disconnected()


BOTS = {"irc": with_irc, "pydle": with_pydle, "bottom": with_bottom, "miniirc": with_miniirc}

if __name__ == "__main__":
    library, number, name, *rest = sys.argv[1:]
    BOTS[library](int(number), name, "".join(rest))
