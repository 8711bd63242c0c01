"""A group chat for netcat in one file. Start it, then type `nc localhost 8080` in two other terminals.

    python docs/tutorial/small_chat.py --port 8080

It needs trio and nothing else. docs/tutorial/small-chat.md builds it up, step by step.
"""

import argparse
from dataclasses import dataclass
from functools import partial

import trio

LINE_BYTES = 4096  # of a longer line, the rest is thrown away
NAME_CHARACTERS = 20
PAUSE_SECONDS = 0.01  # after each line that somebody sends: a hundred a second from each
OUTBOX_TEXTS = 1000  # that wait for one reader; one more, and the reader is disconnected
LAST_SECONDS = 5  # for the last texts to go out, once somebody has left


@dataclass(eq=False)
class Session:
    """One visit: what waits to be sent to somebody, the scope of their tasks, and their name once they have one."""

    outbox: trio.MemorySendChannel[str]
    scope: trio.CancelScope
    name: str = ""

    def tell(self, text: str, end: str = "\n") -> None:
        """Put a text into the outbox. Nobody waits for a reader whose outbox is full: they are disconnected."""
        try:
            self.outbox.send_nowait(text + end)
        except trio.WouldBlock:
            self.scope.cancel()


class Hub:
    """Decides what happens. No method waits, so each is done before the next begins: the order is one for all."""

    def __init__(self) -> None:
        self.sessions: dict[str, Session] = {}  # those with a name, by their name in small letters

    def tell_others(self, source: Session, text: str) -> None:
        """Tell everybody who has a name, but not the one who did it: their terminal shows it already."""
        for session in self.sessions.values():
            if session is not source:
                session.tell(text)

    def hear(self, session: Session, line: str) -> bool:
        """Do what a line asks for; tell whether the visit goes on."""
        command, _, argument = line.partition(" ")
        if command == "/quit":
            session.tell("Goodbye!")
            return False
        if command == "/nick":
            self.take_name(session, argument.strip())
        elif not session.name:
            self.take_name(session, line.strip())
        elif command == "/who":
            session.tell("Here are: " + self.who())
        elif command.startswith("/"):
            session.tell("The commands are /nick NAME, /who and /quit.")
        elif line.strip():
            self.tell_others(session, f"{session.name}: {line}")
        return True

    def take_name(self, session: Session, name: str) -> None:
        """Give somebody a name that nobody else has. With their first name they come in."""
        key = name.casefold()
        if not 0 < len(name) <= NAME_CHARACTERS or " " in name or name.startswith("/"):
            session.tell(f"A name has 1 to {NAME_CHARACTERS} characters, no space, and no / in front.")
        elif self.sessions.get(key, session) is not session:
            session.tell(f"{name} is taken.")
        else:
            old, session.name = session.name, name
            self.sessions.pop(old.casefold(), None)
            self.sessions[key] = session
            self.tell_others(session, f"{old} is now {name}." if old else f"{name} is now in the chat!")
            session.tell(f"You are now {name}." if old else f"Welcome, {name}! Here are: {self.who()}")
        if not session.name:
            session.tell("Enter your name: ", end="")

    def who(self) -> str:
        """Name everybody who is here."""
        return ", ".join(session.name for session in self.sessions.values())

    def leave(self, session: Session) -> None:
        """End a visit, however it came to end; the others are told if they knew of it."""
        session.outbox.close()
        if self.sessions.pop(session.name.casefold(), None) is not None:
            self.tell_others(session, f"{session.name} has left the chat.")


def clean(line: bytes) -> str:
    """Decode a line whatever is in it, and take out what a terminal would obey."""
    text = line[:LINE_BYTES].decode(errors="replace")
    return "".join(character for character in text if character.isprintable())


async def read(stream: trio.SocketStream, session: Session, hub: Hub) -> None:
    """Cut what comes into lines, and let the hub hear each, until the visit is over."""
    rest = b""
    async for data in stream:
        *lines, rest = (rest + data).split(b"\n")
        for line in lines:
            if not hub.hear(session, clean(line)):
                return
            await trio.sleep(PAUSE_SECONDS)
        rest = rest[:LINE_BYTES]  # or a line without an end would fill the memory
    if rest:
        hub.hear(session, clean(rest))


async def write(stream: trio.SocketStream, outbox: trio.MemoryReceiveChannel[str]) -> None:
    """Send what comes into the outbox, until it is closed and empty."""
    async for text in outbox:
        await stream.send_all(text.encode())


async def visit(hub: Hub, stream: trio.SocketStream) -> None:
    """Serve one connection: a nursery of its own with a reader and a writer."""
    put, take = trio.open_memory_channel[str](OUTBOX_TEXTS)
    try:
        async with stream, take, trio.open_nursery() as nursery:
            session = Session(put, nursery.cancel_scope)
            nursery.start_soon(write, stream, take)
            session.tell("Enter your name: ", end="")
            try:
                await read(stream, session, hub)
            finally:
                hub.leave(session)  # closes the outbox, so the writer ends when all is sent
            nursery.cancel_scope.deadline = trio.current_time() + LAST_SECONDS
    except* trio.BrokenResourceError:
        pass  # the other side is gone


async def serve(port: int, *, task_status: trio.TaskStatus[int] = trio.TASK_STATUS_IGNORED) -> None:
    """Serve everybody who comes; port 0 takes a free one. `nursery.start` gives the port once it is open."""
    listeners = await trio.open_tcp_listeners(port, host="127.0.0.1")
    task_status.started(listeners[0].socket.getsockname()[1])
    await trio.serve_listeners(partial(visit, Hub()), listeners)


async def main(port: int) -> None:
    """Serve, and say where."""
    async with trio.open_nursery() as nursery:
        opened = await nursery.start(serve, port)
        print(f"Join with  nc localhost {opened}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="A group chat for netcat.")
    parser.add_argument("--port", type=int, default=8080, help="port to listen on; 0 takes a free one")
    try:
        trio.run(main, parser.parse_args().port)
    except* KeyboardInterrupt:
        pass  # Ctrl-C
