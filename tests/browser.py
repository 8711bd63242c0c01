"""The client's end of a WebSocket, as a page in a browser speaks it."""

from collections.abc import Sequence

import trio
from websockets.client import ClientProtocol
from websockets.extensions import ClientExtensionFactory
from websockets.frames import Frame
from websockets.http11 import Response
from websockets.typing import Origin, Subprotocol
from websockets.uri import parse_uri

from tests.conftest import PATIENCE, Peer


class Browser:
    """The client's end of a WebSocket."""

    def __init__(
        self,
        peer: Peer,
        *subprotocols: Subprotocol,
        origin: str | None = None,
        path: str = "/",
        extensions: Sequence[ClientExtensionFactory] = (),
    ) -> None:
        self.peer = peer
        self.protocol = ClientProtocol(
            parse_uri(f"ws://trichat.local{path}"),
            subprotocols=subprotocols or None,
            origin=Origin(origin or "") or None,
            extensions=extensions or None,
        )
        self._frames: list[Frame] = []
        self.status = 0
        self.body = b""

    async def connect(self) -> "Browser":
        self.protocol.send_request(self.protocol.connect())
        await self._send()
        while not self.status:
            await self._more()
        return self

    async def send(self, line: str) -> None:
        self.protocol.send_text(line.encode())
        await self._send()

    async def send_frames(self, *frames: Frame) -> None:
        for frame in frames:
            self.protocol.send_frame(frame)
        await self._send()

    async def frame(self) -> Frame:
        with trio.fail_after(PATIENCE):
            while not self._frames:
                await self._more()
        return self._frames.pop(0)

    async def line(self) -> str:
        return bytes((await self.frame()).data).decode()

    async def until(self, text: str) -> str:
        while text not in (line := await self.line()):
            pass
        return line

    async def register(self, nick: str) -> "Browser":
        await self.send(f"NICK {nick}")
        await self.send(f"USER {nick} 0 * :{nick}")
        await self.until(f" 001 {nick} ")
        return self

    async def _send(self) -> None:
        await self.peer.write(b"".join(self.protocol.data_to_send()))

    async def _more(self) -> None:
        with trio.fail_after(PATIENCE):
            data = bytes(await self.peer.stream.receive_some())
        if data:
            self.protocol.receive_data(data)
        else:
            self.protocol.receive_eof()
        for event in self.protocol.events_received():
            if isinstance(event, Response):
                self.status, self.body = event.status_code, bytes(event.body or b"")
            elif isinstance(event, Frame):
                self._frames.append(event)
        if not data and not self._frames and self.status:
            raise EOFError
