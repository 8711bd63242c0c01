"""Server-Sent Events (html.spec.whatwg.org, 9.2): what is said in a room as a stream of events. Pure."""

from collections.abc import Sequence

from trichat.protocols.http.api import ApiDialect
from trichat.protocols.http.messages import Refused, Request
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Happened
from trichat.words.names.identity import LAST_ID, from_text, to_text
from trichat.words.record import replace

HEARTBEAT = b":\n\n"  # a comment, so that nobody takes the silence for the end
HEADERS = (
    ("Content-Type", "text/event-stream; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("X-Accel-Buffering", "no"),  # nginx, between us and the reader, is to keep nothing back
)
_TYPE = "text/event-stream"


class StreamDialect(ApiDialect):
    """Tells what was said as events, and each time how far that goes.

    An id without data is no event for who reads, but is remembered (9.2.6): so somebody who comes back misses nothing,
    even if nothing was said while they were here.
    """

    def page(self, page: ev.Page, events: Sequence[Happened]) -> bytes:
        """Show a part of what was said, oldest first."""
        super().page(page, events)
        told = b"".join(
            b"id: %s\ndata: %s\n" % (to_text(event.id).encode(), line)
            for event in events
            if (line := self.show(event))  # which ends in a line end, as JSON has none inside
        )
        return told or b"id: %s\n\n" % to_text(self.position).encode()


def is_stream(piece: bytes) -> bool:
    """Tell whether this is a part of a stream, and not a sentence that says why there is none."""
    return piece.startswith(b"id: ")


def is_wanted(request: Request) -> bool:
    """Tell whether a stream is asked for."""
    kinds = [part.partition(";")[0].strip().lower() for part in request.one("accept").split(",")]
    return request.method == "GET" and _TYPE in kinds


def begin(request: Request, read: ask.ReadRoom) -> ask.ReadRoom:
    """Give what is read first: what came after the last that the reader has seen; else what comes from now on.

    Who comes back asks for the same address as before: so the header goes before what stands there. Raises Refused.
    """
    seen = request.one("last-event-id")
    if not seen:
        return read if read.after or "limit=" in request.query else replace(read, after=LAST_ID)
    found = from_text(seen)
    if found is None:
        raise Refused(400, "Last-Event-ID is the id of a message: 16 digits and letters from a to f.")
    return replace(read, after=found)
