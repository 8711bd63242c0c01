"""Lines of JSON in which the command line asks a running server to administer it, and what it is told."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from trichat.errors import ProtocolError
from trichat.protocols.plain import answers
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Event, Happened
from trichat.words.reasons import Reason
from trichat.words.record import Record

LINE_BYTES = 8192  # room for a name and a password of 600 bytes, each byte escaped
REQUESTS: dict[str, type[ask.AdminRequest]] = {
    kind.__name__: kind
    for kind in vars(ask).values()
    if isinstance(kind, type) and issubclass(kind, ask.AdminRequest) and kind is not ask.AdminRequest
}


_FIRST = datetime.fromtimestamp(0, UTC)


class _English:
    """The language of the code: nothing is translated."""

    def gettext(self, message: str, /) -> str:
        """Give it as it is."""
        return message

    def ngettext(self, singular: str, plural: str, number: int, /) -> str:
        """Give the one that fits."""
        return singular if number == 1 else plural


class _Asked(Record, kw_only=True):
    ask: str
    about: msgspec.Raw


class Told(Record, kw_only=True):
    """What came of a request: sentences, whether it was done, and the same for programs, by keys that stay."""

    done: bool
    lines: tuple[str, ...]
    facts: Mapping[str, Any] = {}


def write_request(request: ask.AdminRequest) -> bytes:
    """Write a request as a line."""
    about = msgspec.Raw(msgspec.json.encode(request))
    return msgspec.json.encode(_Asked(ask=type(request).__name__, about=about)) + b"\n"


def read_request(line: bytes) -> ask.AdminRequest:
    """Read what `write_request` wrote. Raises ProtocolError."""
    try:
        asked = msgspec.json.decode(line, type=_Asked)
        return msgspec.json.decode(asked.about, type=REQUESTS[asked.ask])
    except (msgspec.MsgspecError, KeyError, UnicodeDecodeError) as exc:
        raise ProtocolError(f"That is no request that this version of trichat understands: {exc}") from exc


# What the doors say to the one whom it concerns, in the words of a command line, for it concerns somebody else.
_OTHERWISE = {Reason.EMAIL: "That is no address of e-mail: --email anna@example.org is how one is given."}


def told(event: Event) -> Told:
    """Say in English what came of a request."""
    lines = tuple(answers.write(event, _English()))
    if isinstance(event, ev.Refused) and event.reason in _OTHERWISE:
        lines = (_OTHERWISE[event.reason],)
    return Told(done=not isinstance(event, ev.Refused), lines=lines, facts=_facts(event))


def _facts(event: Event) -> dict[str, Any]:
    match event:
        case ev.AccountsListed(accounts=accounts):
            return {"accounts": [_account(each) for each in accounts]}
        case ev.AccountAdded() | ev.AccountRemoved() | ev.PasswordSet():
            return {"account": event.account}
        case ev.ApiTokensListed(tokens=tokens):
            return {"tokens": [_token(each) for each in tokens]}
        case ev.ApiTokenAdded() | ev.ApiTokenRemoved():
            return {"name": event.name}
        case ev.Appointed(account=account, operator=operator):
            return {"account": account, "operator": operator}
        case ev.ClockTold(now=now, expected=expected):
            return {"now": _iso(now), "expected": _iso(expected) if expected else None, "believed": not expected}
        case ev.Refused(reason=reason):
            return {"reason": reason.name.lower()}
    return {}


def _token(line: ev.ApiTokenLine) -> dict[str, Any]:
    return {"name": line.name, "account": line.account, "rooms": line.rooms, "created": _iso(line.created)}


def _account(account: ev.AccountLine) -> dict[str, Any]:
    return {
        "name": account.name,
        "created": _iso(account.created),
        "email": account.email,
        "operator": account.operator,
    }


def _iso(moment: int) -> str | None:
    """Write a moment as RFC 3339 does, in UTC; None if a clock was so wrong that no calendar has it."""
    try:
        return (_FIRST + timedelta(milliseconds=moment)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    except OverflowError:
        return None


def log(events: Sequence[Happened]) -> Told:
    """Say what was done, one line for each act; times are those of UTC."""
    acts = [event for event in events if isinstance(event, ev.Act)]
    lines = tuple(map(_act, acts)) or ("Nothing was done yet.",)
    return Told(done=True, lines=lines, facts={"log": [_act_facts(act) for act in acts]})


def _act(act: ev.Act) -> str:
    time = datetime.fromtimestamp(act.time / 1000, UTC)
    parts = [f"{time:%Y-%m-%d %H:%M}", act.source.nick, act.deed, act.target, act.about]
    reason = f" ({act.reason})" if act.reason else ""
    return " ".join([part for part in parts if part]) + reason


def _act_facts(act: ev.Act) -> dict[str, Any]:
    return {
        "time": _iso(act.time),
        "by": act.source.nick,
        "deed": act.deed,
        "target": act.target,
        "about": act.about,
        "reason": act.reason,
    }


def write_told(what: Told) -> bytes:
    """Write what came of a request as a line."""
    return msgspec.json.encode(what) + b"\n"


def read_told(data: bytes) -> Told:
    """Read the lines that came of one request. Raises ProtocolError."""
    try:
        parts = [msgspec.json.decode(line, type=Told) for line in data.splitlines()]
    except (msgspec.MsgspecError, UnicodeDecodeError) as exc:
        raise ProtocolError(f"The server answers what this version of trichat does not understand: {exc}") from exc
    return together(parts)


def together(parts: Sequence[Told]) -> Told:
    """Give all that came of one request as one."""
    return Told(
        done=all(part.done for part in parts),
        lines=tuple([line for part in parts for line in part.lines]),
        facts={key: value for part in parts for key, value in part.facts.items()},
    )


def document(what: Told) -> str:
    """Write what came of a request for programs: one JSON document, as the page about the command line says."""
    return msgspec.json.format(msgspec.json.encode({"done": what.done, "lines": what.lines, **what.facts})).decode()


class ControlDialect:
    """Answers as lines of JSON. Implements `Dialect`; what happens in rooms is not shown."""

    replays = False
    playback = True  # the log is of acts, not of what was said

    def show(self, event: Happened) -> bytes:  # noqa: ARG002
        """Nothing: a command line is in no room."""
        return b""

    echo = show

    def answer(self, event: Event, nick: str) -> bytes:  # noqa: ARG002
        """Tell what came of the request; the farewell only ends the connection."""
        return b"" if isinstance(event, ev.Farewell) else write_told(told(event))

    def page(self, page: ev.Page, events: Sequence[Happened]) -> bytes:  # noqa: ARG002
        """Show a part of the log."""
        return write_told(log(events))

    def targets(self, targets: Sequence[tuple[str, int]]) -> bytes:  # noqa: ARG002
        """Nothing, likewise."""
        return b""

    def skipped(self, count: int, before: int) -> bytes:  # noqa: ARG002
        """Nothing, likewise."""
        return b""

    def label(self, label: str, lines: bytes) -> bytes:  # noqa: ARG002
        """Give `lines` as they are."""
        return lines

    def after(self, event: Event) -> "ControlDialect":  # noqa: ARG002
        """The same."""
        return self
