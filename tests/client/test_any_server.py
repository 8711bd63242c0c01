"""Whatever a server sends: the client goes on, and its terminal is safe."""

from hypothesis import given, settings
from hypothesis import strategies as some

from trichat.client.commands.dispatch import handle_input, measure
from trichat.client.commands.table import COMMANDS
from trichat.client.conversation.conversation import Conversation
from trichat.client.display.lines import LineStyle, View
from trichat.client.display.themes import PLAIN
from trichat.client.settings.table import Settings
from trichat.client.ui.completion import candidates
from trichat.client.ui.toolbar import Bar, toolbar
from trichat.errors import ProtocolError
from trichat.protocols.irc.wire.message import parse

_COMMANDS = [
    *("001", "005", "315", "331", "332", "352", "353", "366", "401", "403", "404", "432", "433", "473"),
    *("BATCH", "CAP", "ERROR", "FAIL", "INVITE", "JOIN", "KICK", "MODE", "NICK", "NOTICE", "PART", "PING", "PONG"),
    *("PRIVMSG", "QUIT", "TOPIC", "TAGMSG", "REDACT", "AWAY", "ACCOUNT", "301", "354"),
]
_WORDS = [
    *("anna", "bob", "#lobby", "#two", "*", "LS", "ACK", "NEW", "DEL", "+1", "-1", "chathistory", "CHATHISTORY"),
    *("batch", "draft/chathistory", "echo-message", "="),
]
_text = some.text(max_size=12) | some.sampled_from(["\x01ACTION x\x01", "\x1b[2J", "\x9b31m", "\x02b", "hi", "", ":"])
_word = some.sampled_from(_WORDS) | _text.map(lambda text: text.replace(" ", ""))
_tags = some.sampled_from(
    ["", "@batch=1 ", "@msgid=1 ", "@msgid=2;time=2026-01-01T00:00:00.000Z ", "@label=t1 ", "@time=x "]
)
_source = some.sampled_from(["", ":anna!a@h ", ":bob!b@h ", ":irc.x ", ": ", ":! "])


@some.composite
def lines(draw: some.DrawFn) -> str:
    """Draw a line that looks more or less like IRC."""
    words = " ".join(draw(some.lists(_word, max_size=4)))
    return f"{draw(_tags)}{draw(_source)}{draw(some.sampled_from(_COMMANDS))} {words} :{draw(_text)}"


_keys = some.sampled_from(
    ["hi", "", "bob", "/switch 1", "/query bob", "/query anna", "/open 1"]
    + [f"/{row.name} x y" for row in COMMANDS]
    + [f"/{row.name}" for row in COMMANDS]
)
_steps = some.one_of(
    lines().map(lambda line: ("hear", line)),
    lines().map(lambda line: ("hear", line)),
    _keys.map(lambda keys: ("type", keys)),
    some.sampled_from([("lost", ""), ("connected", ""), ("tick", "")]),
)


def take(talk: Conversation, what: str, text: str) -> None:
    """Do one step."""
    match what:
        case "hear":
            try:
                message = parse(text)
            except ProtocolError:
                return
            talk.receive(message, 1_000)
        case "type":
            handle_input(talk, text, 1_000, default_name="login")
        case "lost":
            talk.lost(1_000)
        case "connected":
            talk.connected(1_000)
        case "tick":
            talk.tick(1_000)


@settings(max_examples=200)
@given(some.lists(_steps, max_size=40))
def test_any_sequence_is_survived(steps: list[tuple[str, str]]) -> None:
    """Whatever a server sends is survived: no line of ours holds a line end, and nothing shown a control character."""
    talk = Conversation(Settings(nick="anna"), username="a")
    view = View(LineStyle(theme=PLAIN))
    talk.connected(1_000)
    for what, text in steps:
        take(talk, what, text)
        assert not any("\n" in line or "\r" in line for line in talk.lines)
        shown = view.lines(talk.items, talk.model.nick)
        bar = Bar(nick=talk.model.nick, active=talk.model.active, windows=talk.windows.all, state="connected")
        bars = [toolbar(bar, columns) for columns in (20, 40, 80)]
        assert all(char >= " " and not "\x7f" <= char <= "\x9f" for line in [*shown, *bars] for char in line)
        talk.items.clear()
        candidates("a", talk)


@settings(max_examples=100)
@given(some.text())
def test_any_text_can_be_typed(text: str) -> None:
    """Whatever a keyboard or a paste gives is survived, in every state of the connection."""
    talk = Conversation(Settings(nick="anna"), username="a")
    measure(talk, text)
    handle_input(talk, text, 1, default_name="login")
    talk.connected(1)
    handle_input(talk, text, 1, default_name="login")
    for line in (":s CAP * LS :", ":s 001 anna :Hi", ":anna!a@h JOIN #lobby"):
        talk.receive(parse(line), 1)
    handle_input(talk, text, 1, default_name="login")
    assert not any("\n" in line or "\r" in line for line in talk.lines)
