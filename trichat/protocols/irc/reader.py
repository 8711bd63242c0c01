"""Turns bytes from an IRC client into requests: lines, registration, capability negotiation, SASL."""

from collections.abc import Callable

from trichat.errors import ProtocolError
from trichat.protocols.irc import capabilities as cap
from trichat.protocols.irc import commands
from trichat.protocols.irc.multiline import BatchError, Batches
from trichat.protocols.irc.wire.message import Message, parse
from trichat.protocols.irc.wire.sasl_chunks import Pieces, PieceTooLong, TooManyPieces
from trichat.protocols.lines import LineSplitter, Pause
from trichat.words import requests as ask
from trichat.words.events import CapabilitiesAnswered, Refused
from trichat.words.reasons import Reason
from trichat.words.requests import InTurn, Request

BODY_BYTES = 512 - 2  # modern.ircdocs.horse, "Message Format": without the line end
TAG_BYTES = 4094  # IRCv3 message-tags, "Size Limit": what a client may send, without `@` and space
ENDLESS_BYTES = 16384  # of one line: who sends that speaks no IRC, or means harm
_UNREADABLE = "\ufffd"  # stands for what is no character
# Commands that are done even if something in them cannot be read; behind so many parameters, which are needed.
_DONE_ANYWAY = {"PART": 1, "PONG": 0, "QUIT": 0, "USER": 0}
_LABEL_BYTES = 64  # IRCv3 labeled-response
_LABELS = frozenset({cap.LABELED_RESPONSE, cap.BATCH})  # what it takes for labels to be in force


class IrcReader:
    """Takes bytes as they come and gives requests. Any input gives requests and nothing else.

    Knows two things of its own: which capabilities are in force, and whether the client has said enough to come in.
    """

    waits_for = Pause.NONE

    def __init__(self, values: tuple[tuple[str, str], ...] = (), sts: str = "") -> None:
        """Make one; `values` are those of capabilities that depend on the settings of the server, `sts` is a policy."""
        self._values = dict(values)
        self._sts = sts
        self._lines = LineSplitter(1 + TAG_BYTES + 1 + BODY_BYTES)
        self._enabled: frozenset[str] = frozenset()
        self._version = 301
        self._negotiating = False
        self._nick = ""
        self._user: tuple[str, str] | None = None
        self._batches = Batches()
        self._endless = False  # a line without measure came: nothing after it counts
        self._password = ""  # from PASS
        self._token = ""  # from RESUME
        self._may_be_in = False  # by it: whether it was the right one, the hub knows
        self._sasl: Pieces | None = None  # of AUTHENTICATE; made when there are some
        self._entered = False  # Enter was asked for; whether it was granted, the hub knows

    def feed(self, data: bytes) -> list[Request]:
        """Take the next bytes; give the requests of the lines that they complete."""
        if self._endless:
            return []
        out: list[Request] = []
        for line in self._lines.feed(data):
            if isinstance(line, bytes):
                out += self._line(line)
            elif line.size > ENDLESS_BYTES:
                return [*out, self._end_it()]
            else:
                out.append(_refused(Reason.LINE_TOO_LONG))
        return [*out, self._end_it()] if self._lines.dropped > ENDLESS_BYTES else out

    def _end_it(self) -> Request:
        self._endless = True
        return ask.Quit(reason=f"A line of more than {ENDLESS_BYTES} bytes")

    def pause(self) -> list[Request]:
        """Nothing: a pause means nothing in IRC."""
        return []

    def end(self) -> list[Request]:
        """Nothing: a line without an end was cut off, and is not obeyed."""
        return []

    def _line(self, line: bytes) -> list[Request]:
        if len(line) > BODY_BYTES and _too_long(line):
            return [_refused(Reason.LINE_TOO_LONG)]
        try:
            text = line.decode()
        except UnicodeDecodeError:
            return self._unreadable(line.decode(errors="replace"), Reason.NOT_UTF8)
        if "\0" in text:
            return self._unreadable(text, Reason.NUL)
        try:
            message = parse(text)
        except ProtocolError:
            return _no_message(text)
        requests = self._message(message)
        return self._labelled(message, requests) if message.tags else requests

    def _unreadable(self, text: str, problem: Reason) -> list[Request]:
        """Refuse a line that is not obeyed, whatever it says; by its command, if it has one.

        But what a client says once, and counts on, is done: it has gone with its QUIT, and gives no other USER.
        """
        try:
            message = parse(text.replace("\0", _UNREADABLE))
        except ProtocolError:
            return [_refused(problem)]
        needed = _DONE_ANYWAY.get(message.command)
        if needed is not None and not any(_UNREADABLE in param for param in message.params[:needed]):
            return self._labelled(message, self._message(message))
        return self._labelled(message, [_refused(problem, command=message.command)])

    def _labelled(self, message: Message, requests: list[Request]) -> list[Request]:
        """Put the label of a message around its requests. The lines of a batch have none of their own."""
        label = "" if self._in_batch(message) else self._label(message)
        return [ask.Labelled(label=label, requests=tuple(requests))] if label else requests

    def _message(self, message: Message) -> list[Request]:
        try:
            if message.tags:
                if self._in_batch(message):
                    return self._batch(message)
                if cap.MESSAGE_TAGS not in self._enabled:
                    message = Message(command=message.command, params=message.params)
            own = OWN_COMMANDS.get(message.command)
            return commands.requests(message) if own is None else own(self, message)
        except commands.TooFewParameters:
            return [_refused(Reason.MISSING_ARGUMENTS, message.command, command=message.command)]

    def _in_batch(self, message: Message) -> bool:
        """Tell whether a message begins or ends a batch, or is in one."""
        return cap.MULTILINE in self._enabled and self._batches.concerns(message)

    def _batch(self, message: Message) -> list[Request]:
        """Take a line of a batch; its label is that of the whole."""
        if cap.MULTILINE not in self._enabled:
            return commands.requests(message)
        label = self._batches.label(self._label(message))
        try:
            whole = self._batches.take(message, label)
        except BatchError as exc:
            request = _refused(exc.reason, exc.about, exc.detail, command="BATCH")
        else:
            if whole is None:
                return []
            label, request = whole
        return [ask.Labelled(label=label, requests=(request,))] if label else [request]

    def _label(self, message: Message) -> str:
        """Give the label of a message, if labels are in force."""
        label = message.tags.get("label", "")
        return label if self._enabled >= _LABELS and len(label.encode()) <= _LABEL_BYTES else ""

    # Registration: see "Connection Registration" at modern.ircdocs.horse

    def _nick_command(self, message: Message) -> list[Request]:
        if not message.params or not message.params[0]:
            return [_refused(Reason.NAME_EMPTY, command="NICK")]
        if self._entered:
            return [ask.Rename(name=message.params[0])]
        self._nick = message.params[0]
        return self._enter_if_ready()

    def _user_command(self, message: Message) -> list[Request]:
        username, _, _, realname = commands.take(message, 4)
        if self._entered:
            return [_refused(Reason.ALREADY_ENTERED, command="USER")]
        if not username or not realname:
            raise commands.TooFewParameters
        self._user = (username, realname)
        return self._enter_if_ready()

    def _enter_if_ready(self) -> list[Request]:
        if self._negotiating or self._entered:
            return []
        resume: list[Request] = [ask.Resume(token=self._token)] if self._token else []
        self._may_be_in, self._token = self._may_be_in or bool(resume), ""
        if not self._nick or self._user is None:
            return resume
        username, realname = self._user
        enter = ask.Enter(name=self._nick, username=username, realname=realname, unless_in=self._may_be_in)
        requests = [*resume, *self._passed(), enter]
        self._entered = True
        return requests

    def _resume(self, message: Message) -> list[Request]:
        """Take a token at any time: before registration it comes before the name, which is for the case that it fails.

        Whoever sends no name with it is let in all the same.
        """
        token = commands.optional(message, 0)
        if self._entered or not token:
            return [ask.Resume(token=token)]
        self._token = token
        return self._enter_if_ready()

    # Accounts

    def _pass(self, message: Message) -> list[Request]:
        (password,) = commands.take(message, 1)
        if self._entered:
            return [_refused(Reason.ALREADY_ENTERED, command="PASS")]
        self._password = password
        return []

    def _webirc(self, _message: Message) -> list[Request]:
        """Refuse what comes too late: nobody must be taken for the gateway that speaks for them."""
        if self._entered:
            return [_refused(Reason.ALREADY_ENTERED, command="WEBIRC")]
        return [ask.Quit(reason="WEBIRC comes before all else")]

    def _passed(self) -> list[Request]:
        """Give what PASS asks for: it is the password of the server, or `name:password` of an account."""
        whole, self._password = self._password, ""
        name, _, password = whole.partition(":")
        admit: list[Request] = [ask.Admit(password=whole)] if whole else []
        if name and password:
            return [*self._introduced(), ask.LogIn(name=name, password=password, command="PASS")]
        return admit

    def _authenticate(self, message: Message) -> list[Request]:
        (piece,) = commands.take(message, 1)
        self._sasl = self._sasl or Pieces()
        if piece == "*":
            self._sasl.clear()
            return [ask.StopAuthenticating()]
        try:
            text = self._sasl.take(piece)
        except PieceTooLong:
            return [ask.StopAuthenticating(reason=Reason.SASL_TOO_LONG)]
        except TooManyPieces:
            return [ask.StopAuthenticating(reason=Reason.SASL_FAILED)]
        return [] if text is None else [*self._introduced(), ask.Authenticate(text=text)]

    def _introduced(self) -> list[Request]:
        """Say who logs in before registration is complete, as far as we know, for the answer that names them (900)."""
        if self._entered or not self._nick:
            return []
        return [ask.Introduce(name=self._nick, username=self._user[0] if self._user else "")]

    def _register(self, message: Message) -> list[Request]:
        name, email, password = commands.take(message, 3)
        if name == "*":
            name = "" if self._entered else self._nick
        return [*self._introduced(), ask.Register(name=name, email="" if email == "*" else email, password=password)]

    # Capability negotiation (IRCv3)

    def _cap(self, message: Message) -> list[Request]:
        (subcommand,) = commands.take(message, 1)
        argument = commands.optional(message, 1)
        match subcommand.upper():
            case "LS":
                return self._cap_ls(argument)
            case "LIST":
                return [self._cap_answer("LIST", tuple(sorted(self._enabled)))]
            case "REQ":
                return self._cap_req(argument)
            case "END":
                self._negotiating = False
                return self._enter_if_ready()
        return [_refused(Reason.CAPABILITY_COMMAND, subcommand, command="CAP")]

    def _cap_ls(self, version: str) -> list[Request]:
        self._negotiating = not self._entered
        if version.isdecimal():
            self._version = max(self._version, int(version[:6]))
        values = [(row.name, self._values.get(row.name, row.value)) for row in cap.CAPABILITIES]
        values += [(cap.STS, self._sts)] if self._sts and self._version >= 302 else []
        told = self._version >= 302
        # Whoever reads no values reads no second line either (version 301): they are told of what is ratified.
        offered = tuple(
            f"{name}={value}" if value and told else name for name, value in values if told or "/" not in name
        )
        return [self._cap_answer("LS", offered)]

    def _cap_req(self, wanted: str) -> list[Request]:
        self._negotiating = not self._entered
        names = wanted.split()
        if not {name.removeprefix("-") for name in names} <= cap.NAMES:
            return [self._cap_answer("NAK", tuple(names))]
        for name in names:
            if name.startswith("-"):
                self._enabled -= {name[1:]}
            else:
                self._enabled |= {name}
        requests = [self._cap_answer("ACK", tuple(names))]
        if cap.EXTENDED_ISUPPORT in names and cap.EXTENDED_ISUPPORT in self._enabled:
            requests.append(ask.AboutServer(topic=ask.ServerTopic.ISUPPORT))
        if {cap.RESUME, f"-{cap.RESUME}"} & {*names}:
            requests.append(ask.ExpectTokens(on=cap.RESUME in self._enabled))
        return requests

    def _cap_answer(self, subcommand: str, names: tuple[str, ...]) -> Request:
        answer = CapabilitiesAnswered(
            subcommand=subcommand, capabilities=names, enabled=self._enabled, version=self._version
        )
        return InTurn(event=answer)


# What concerns this one connection; all else is for the hub.
OWN_COMMANDS: dict[str, Callable[[IrcReader, Message], list[Request]]] = {
    "AUTHENTICATE": IrcReader._authenticate,
    "BATCH": IrcReader._batch,
    "CAP": IrcReader._cap,
    "NICK": IrcReader._nick_command,
    "PASS": IrcReader._pass,
    "REGISTER": IrcReader._register,
    "RESUME": IrcReader._resume,
    "USER": IrcReader._user_command,
    "WEBIRC": IrcReader._webirc,
}


def _too_long(line: bytes) -> bool:
    """Tell whether the tags or the rest of a line longer than a body may be are too long."""
    if not line.startswith(b"@"):
        return True
    tags, _, body = line[1:].partition(b" ")
    return len(tags) > TAG_BYTES or len(body) > BODY_BYTES


def _no_message(text: str) -> list[Request]:
    """Answer what has no command, unless there is nothing that an answer could name."""
    word = next((word for word in text.split() if not word.startswith(("@", ":"))), "")
    return [_refused(Reason.UNKNOWN_COMMAND, word)] if word else []


def _refused(reason: Reason, about: str = "", detail: str = "", *, command: str = "*") -> Request:
    return InTurn(event=Refused(reason=reason, about=about, detail=detail, command=command))
