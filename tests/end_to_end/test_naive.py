"""The naive client: blocking sockets, no newline anywhere, `recv(1024)`, in Russian."""

import socket
from typing import TYPE_CHECKING

import trio

from tests.conftest import PATIENCE

if TYPE_CHECKING:
    from tests.conftest import Start


class Naive:
    """Twenty lines of socket script, as somebody writes them in their first week."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)

    def send(self, text: str) -> None:
        self.socket.send(text.encode())

    def see(self, text: str) -> str:
        """Print what comes, until this has been printed; give all of it."""
        printed = b""
        while text.encode() not in printed:
            data = self.socket.recv(1024)
            assert data, printed
            printed += data
        return printed.decode()


def exercise(port: int) -> None:
    """Two people meet, talk and part."""
    anna = Naive(port)
    assert anna.see(": ") == "Укажите имя: "
    anna.send("Анна")
    anna.see("#lobby: Анна")
    boris = Naive(port)
    boris.see("Укажите имя: ")
    boris.send("Анна")
    assert "Имя Анна занято: попробуйте другое.\nУкажите имя: " in boris.see("имя: ")
    boris.send("Боря")
    boris.see("#lobby: Анна, Боря")
    assert anna.see("!\n").endswith("Боря теперь в чате!\n")
    anna.send("Привет, Боря")
    assert boris.see("Привет, Боря\n").endswith("Анна: Привет, Боря\n")
    boris.send("Привет и тебе")
    assert anna.see("тебе\n") == "Боря: Привет и тебе\n"
    boris.send("как дела?")
    anna.see("Боря: как дела?\n")
    boris.socket.close()
    assert anna.see("чат.\n") == "Боря покинул чат.\n"
    anna.send("/quit")
    anna.see("До свидания!")
    assert anna.socket.recv(1024) == b""
    anna.socket.close()


async def test_the_naive_client_works_unchanged(start: "Start") -> None:
    """Name and messages come without any newline, one send() each; the three sentences are those of the exercise."""
    house = await start(language="ru")
    await trio.to_thread.run_sync(exercise, house.port)


async def test_a_pipe_gets_its_answers(start: "Start") -> None:
    r"""`printf 'anna\nhello\n/who' | nc` half-closes, and still reads every answer before the end."""
    house = await start()

    def pipe() -> str:
        with socket.create_connection(("127.0.0.1", house.port), timeout=PATIENCE) as end:
            end.sendall(b"anna\nhello\n/who")
            end.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: end.recv(1024), b"")).decode()

    text = await trio.to_thread.run_sync(pipe)
    assert text.startswith("Enter your name: Welcome, anna!")
    assert text.endswith("In #lobby: anna\nGoodbye!\n")


async def test_telnet_is_understood(start: "Start") -> None:
    """Telnet's negotiation is not taken for a name, and lines end as it ends them, CR LF or CR NUL."""
    house = await start()
    peer = await house.connect()
    await peer.write(b"\xff\xfd\x03\xff\xfb\x18\xff\xfa\x18\x00xterm\xff\xf0anna\r\n")
    assert (await peer.line()).startswith("Enter your name: Welcome, anna!")
    await peer.write(b"/who\r\x00/motd\r\n")
    assert "In #lobby: anna" in await peer.lines("In #lobby")
    assert await peer.until("\n") == "There is no message of the day.\r\n"
