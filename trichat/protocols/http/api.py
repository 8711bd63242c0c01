"""What programs say and are told over HTTP: requests out of bodies, and lines of JSON out of events. Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, unquote

import msgspec

from trichat.protocols.control import told
from trichat.protocols.http.messages import Answer, Refused, Request, sentence
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.commands import room_name
from trichat.words.events import KEY_BYTES, Event, Happened, Kind
from trichat.words.names.identity import from_text, to_text
from trichat.words.reasons import Reason
from trichat.words.record import Record

TEXT_BYTES = 4096  # of a message, and lines of it: as in draft/multiline, so that IRC clients are shown all
TEXT_LINES = 32
BODY_BYTES = 16 * 1024  # of a request: a text in JSON, with what else a service tells about itself
PAGE_MOST = 500  # messages
WAIT_MOST = 60.0  # seconds
_JSON_LINES = ("Content-Type", "application/x-ndjson; charset=utf-8")
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_KINDS = {"message": Kind.MESSAGE, "notice": Kind.NOTICE, "action": Kind.ACTION}
_STATUS = {
    Reason.NO_SUCH_TOKEN: 401,
    Reason.NOTHING_TO_SEND: 400,
    Reason.SLOW: 429,
    Reason.NOT_STORED: 503,
    Reason.HISTORY_FAILED: 503,
}


class _Body(msgspec.Struct):
    text: str
    kind: str = "message"


class _Message(Record, kw_only=True):
    id: str
    time: str
    room: str
    nick: str
    account: str
    kind: str
    text: str


class _Wrong(Record, kw_only=True):
    error: str
    text: str


def _written(moment: int) -> str:
    """Write a time in Unix milliseconds (RFC 3339, UTC); nothing, if a clock was so wrong that no calendar has it."""
    try:
        written = (_FIRST + timedelta(milliseconds=moment)).isoformat(timespec="milliseconds")
    except OverflowError:
        return ""
    return written.replace("+00:00", "Z")


class ApiDialect:
    """Tells what happened as lines of JSON. Implements `Dialect`; of what happens in rooms only what people say.

    It remembers of the page that it showed last of which `place` that was (its key), and how far it goes: all that was
    said up to `position` has been shown, and `more` says that there is something behind it already.
    """

    replays = False
    playback = False

    def __init__(self) -> None:
        self.place = ""
        self.position = 0
        self.more = False

    def show(self, event: Happened) -> bytes:
        """Show a message."""
        if not isinstance(event, ev.Said):
            return b""
        made = _Message(
            id=to_text(event.id),
            time=_written(event.time),
            room=event.target,
            nick=event.source.nick,
            account=event.source.account,
            kind=event.kind.value,
            text=event.text,
        )
        return msgspec.json.encode(made) + b"\n"

    echo = show

    def answer(self, event: Event, nick: str) -> bytes:  # noqa: ARG002
        """Tell why not, or what was said before. Nothing else is an answer here."""
        if isinstance(event, ev.SaidAlready):
            return self.show(event.said)
        if not isinstance(event, ev.Refused):
            return b""
        return msgspec.json.encode(_Wrong(error=event.reason.name, text=" ".join(told(event).lines))) + b"\n"

    def page(self, page: ev.Page, events: Sequence[Happened]) -> bytes:
        """Show a part of what was said, oldest first."""
        self.place = page.place
        self.more = page.forward and not page.complete
        self.position = events[-1].id if self.more else page.before - 1
        return b"".join(map(self.show, events))

    def targets(self, targets: Sequence[tuple[str, int]]) -> bytes:  # noqa: ARG002
        """Nothing: nobody asks for this."""
        return b""

    def skipped(self, count: int, before: int) -> bytes:  # noqa: ARG002
        """Nothing, likewise."""
        return b""

    def label(self, label: str, lines: bytes) -> bytes:  # noqa: ARG002
        """Give `lines` as they are."""
        return lines

    def after(self, event: Event) -> "ApiDialect":  # noqa: ARG002
        """The same."""
        return self


def answer(lines: bytes, done: int) -> Answer:
    """Give the answer that is these lines, with this status, unless they say why not."""
    status = done
    if lines.startswith(b'{"error":'):
        wrong = msgspec.json.decode(lines.partition(b"\n")[0], type=_Wrong)
        status = _STATUS.get(Reason[wrong.error], 403)
    headers = (_JSON_LINES, ("Cache-Control", "no-store"))
    return Answer(status=status, headers=(*headers, _BEARER) if status == 401 else headers, body=lines)


_BEARER = ("WWW-Authenticate", "Bearer")


def token_of(request: Request) -> str:
    """Give the token that a request shows (RFC 6750, 2.1). Raises Refused."""
    scheme, _, token = request.one("authorization").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        text = "A token is needed, which `trichat account token` makes: Authorization: Bearer TOKEN"
        refused = Refused(401, text)
        refused.answer = sentence(401, text, _BEARER)
        raise refused
    return token.strip()


def post(request: Request, room: str, body: bytes, token: str) -> ask.Post:
    """Read what is to be said: text, or JSON that has it. Raises Refused."""
    kind, _, _ = request.one("content-type").partition(";")
    try:
        if kind.strip().lower() == "application/json":
            read = msgspec.json.decode(body, type=_Body)
        elif kind.strip().lower() in ("text/plain", ""):
            read = _Body(text=body.decode())
        else:
            raise Refused(415, 'A message is text/plain, or application/json like {"text": "hello"}.')
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as exc:  # the last: lists in lists in lists
        raise Refused(400, 'A message is text in UTF-8, or JSON like {"text": "hello"}.') from exc
    if read.kind not in _KINDS:
        raise Refused(400, f"A message is of the kind {', '.join(_KINDS)}.")
    return to_say(request, room, read.text, token, _KINDS[read.kind])


def to_say(request: Request, room: str, text: str, token: str, kind: Kind = Kind.MESSAGE) -> ask.Post:
    """Give the request to say a text, in the room that a path names. Raises Refused."""
    text = text.rstrip("\r\n")
    if len(text.encode(errors="surrogatepass")) > TEXT_BYTES or text.count("\n") >= TEXT_LINES:
        raise Refused(413, f"A message has at most {TEXT_BYTES} bytes and {TEXT_LINES} lines.")
    key = request.one("idempotency-key")
    if len(key.encode()) > KEY_BYTES:
        raise Refused(400, f"An Idempotency-Key has at most {KEY_BYTES} bytes.")
    return ask.Post(token=token, room=_room(room), text=text, kind=kind, key=key)


def read(request: Request, room: str, token: str) -> tuple[ask.ReadRoom, float]:
    """Read which messages are wanted, and for how many seconds to wait for one. Raises Refused."""
    wanted = dict(parse_qsl(request.query, keep_blank_values=True))
    unknown = sorted(wanted.keys() - {"after", "limit", "wait"})
    if unknown:
        raise Refused(400, f"There is no {unknown[0]} here, but after=ID, limit=NUMBER and wait=SECONDS.")
    after = from_text(wanted["after"]) if "after" in wanted else 0
    if after is None:
        raise Refused(400, "after is the id of a message: 16 digits and letters from a to f.")
    limit = _number(wanted.get("limit", "100"), "limit", PAGE_MOST)
    return ask.ReadRoom(token=token, room=_room(room), after=after, limit=max(limit, 1)), float(
        _number(wanted.get("wait", "0"), "wait", int(WAIT_MOST))
    )


def _number(text: str, name: str, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text) <= most):
        raise Refused(400, f"{name} is a number up to {most}.")
    return int(text)


def _room(part: str) -> str:
    """Give the name of a room as it is in a path, where # is %23 or may be left out. Raises Refused."""
    try:
        return room_name(unquote(part, errors="strict")) if part else ""
    except UnicodeDecodeError as exc:
        raise Refused(400, "The name of a room is UTF-8.") from exc
