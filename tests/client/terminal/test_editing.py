"""Keys in the line that is typed, on a pyte screen."""

import pytest
import trio
from prompt_toolkit.input import PipeInput

from tests.client.conftest import Screen
from tests.conftest import PATIENCE
from trichat.client.display.themes import PLAIN
from trichat.client.settings.keymap import bindings
from trichat.client.terminal import alerts
from trichat.client.terminal.layout import TerminalCallbacks
from trichat.client.terminal.terminal import Terminal

pytestmark = pytest.mark.guest

FAMILY, FLAG = "👩‍👩‍👧", "🇩🇪"


class Told:
    """What the terminal has told us, and what we answer."""

    def __init__(self) -> None:
        self.looks: list[bool] = []
        self.lines: list[str] = []
        self.bound = bindings({})
        self.theme = PLAIN

    def question(self, text: str) -> str:
        """Ask about a text of several lines."""
        return f"Send {text.count(chr(10)) + 1}?" if "\n" in text else ""


@pytest.fixture
def told() -> Told:
    """Give what is told."""
    return Told()


@pytest.fixture
async def term(told: Told, screen: Screen, keyboard: PipeInput, nursery: trio.Nursery) -> Terminal:
    """Give a terminal at work."""
    callbacks = TerminalCallbacks(
        prompt=lambda: "> ",
        toolbar=lambda: "bar",
        bindings=lambda: told.bound,
        question=told.question,
        focus_changed=told.looks.append,
        text_changed=told.lines.append,
    )
    terminal = Terminal(callbacks, keyboard=keyboard, screen=screen.output)
    await nursery.start(terminal.run)
    return terminal


async def sent(term: Terminal) -> str:
    """Give the next line."""
    with trio.fail_after(PATIENCE):
        return await term.lines.receive()


async def test_alt_enter_begins_another_line(term: Terminal, screen: Screen, keyboard: PipeInput) -> None:
    """Alt-Enter begins another line of the same text; the arrow up goes to the line above."""
    keyboard.send_text("one\x1b\rtwo")
    await screen.until(lambda lines: lines[:3] == ["> one", "two", "bar"])
    keyboard.send_text("\x1b[A\x05!")
    await screen.until(lambda lines: lines[:3] == ["> one!", "two", "bar"])


async def test_what_is_asked_first(term: Terminal, screen: Screen, keyboard: PipeInput) -> None:
    """Where a question comes first Enter sends nothing; a change takes the question back, a second Enter means yes."""
    keyboard.send_text("\x1b[200~one\ntwo\x1b[201~\r")
    await screen.until(lambda lines: lines[:3] == ["> one", "two", "Send 2?"])
    keyboard.send_text("!")
    await screen.until(lambda lines: lines[:3] == ["> one", "two!", "bar"])
    keyboard.send_text("\r")
    await screen.shows("Send 2?")
    keyboard.send_text("\r")
    assert await sent(term) == "one\ntwo!"
    await screen.until(lambda lines: lines[:2] == [">", "bar"])
    keyboard.send_text("three\nfour\r")
    assert [await sent(term) for _ in range(2)] == ["three", "four"], "typed, not pasted"


async def test_ctrl_c_says_no(term: Terminal, screen: Screen, keyboard: PipeInput) -> None:
    """Ctrl-C at a question takes away the text and the question."""
    keyboard.send_text("one\x1b\rtwo\r")
    await screen.shows("Send 2?")
    keyboard.send_text("\x03")
    await screen.until(lambda lines: lines[:3] == [">", "bar", ""])


async def test_signs_take_the_room_that_they_take(term: Terminal, screen: Screen, keyboard: PipeInput) -> None:
    """The cursor stands where one types behind a family and a flag, of two columns each, and moves over them whole."""
    keyboard.send_text(f"a{FAMILY}{FLAG}b")
    await screen.until(lambda lines: "b" in lines[0])
    assert screen.screen.cursor.x == len("> a") + 2 + 2 + len("b")
    keyboard.send_text("\x1b[D\x1b[D")
    await screen.until(lambda _: screen.screen.cursor.x == len("> a") + 2)
    keyboard.send_text("\x7f")
    await screen.until(lambda _: screen.screen.cursor.x == len("> a"))
    assert term.text == f"a{FLAG}b"
    keyboard.send_text("\x1b[Cc\x02\x02\x1b[3~\r")
    assert await sent(term) == "acb"


async def test_signs_on_two_lines(term: Terminal, screen: Screen, keyboard: PipeInput) -> None:
    """A long line with wide signs wraps where it should."""
    keyboard.send_text("x" * 56 + FAMILY + "y")
    await screen.until(lambda lines: lines[1] == "y")
    assert (screen.screen.cursor.x, screen.screen.cursor.y) == (1, 1)


async def test_a_colon_ends_the_name_of_an_emoji(term: Terminal, keyboard: PipeInput) -> None:
    """A colon makes an emoji of its name, so that one sees what will be sent; other colons are colons."""
    keyboard.send_text("done :tada: at 10:30:00 :nonsense:\r")
    assert await sent(term) == "done 🎉 at 10:30:00 :nonsense:"


async def test_a_question_mark_shows_the_keys(term: Terminal, keyboard: PipeInput) -> None:
    """A question mark on an empty line shows the keys; pressed again, or elsewhere, it is typed."""
    keyboard.send_text("?")
    assert await sent(term) == "/help keys"
    keyboard.send_text("? really?\r")
    assert await sent(term) == "? really?"
    keyboard.send_text("?")
    assert await sent(term) == "/help keys"


async def test_focus_is_told(term: Terminal, told: Told, screen: Screen, keyboard: PipeInput) -> None:
    """The terminal is asked to tell its focus, and nothing of that is typed."""
    await screen.shows("bar")
    assert alerts.TELL_FOCUS in "".join(screen.written)
    keyboard.send_text("\x1b[O")
    keyboard.send_text("\x1b[I")
    keyboard.send_text("x")
    await screen.shows("> x")
    assert told.looks == [False, True]
    assert told.lines[-1] == "x"


async def test_nothing_is_left_behind(screen: Screen, keyboard: PipeInput) -> None:
    """At the end the terminal has its title back, and tells no focus."""
    terminal = Terminal(
        TerminalCallbacks(prompt=lambda: "> ", toolbar=lambda: ""), keyboard=keyboard, screen=screen.output
    )
    async with trio.open_nursery() as nursery:
        await nursery.start(terminal.run)
        await screen.shows(">")
        nursery.cancel_scope.cancel()
    written = "".join(screen.written)
    assert written.count(alerts.KEEP_TITLE) == written.count(alerts.GIVE_TITLE_BACK) == 1
    assert written.rindex(alerts.TELL_FOCUS_NO_MORE) > written.rindex(alerts.TELL_FOCUS)


async def test_titles_and_notifications_go_out_with_the_messages(term: Terminal, screen: Screen) -> None:
    """Titles and notifications go out once, with the messages or without any."""
    term.request_write(control=alerts.title("#lobby", 2))
    term.print("message")
    await screen.shows("message")
    assert "".join(screen.written).count("\x1b]2;(2) #lobby\x1b\\") == 1
    term.request_write(control=alerts.title("#lobby", 0))
    await screen.until(lambda _: "\x1b]2;#lobby\x1b\\" in "".join(screen.written))


async def test_keys_can_be_changed_at_any_time(term: Terminal, told: Told, keyboard: PipeInput) -> None:
    """Keys can be changed at any time: the next one means what was set."""
    keyboard.send_text("\x1bOQ")
    assert await sent(term) == "/who"
    told.bound = bindings({"f2": "/rooms", "ctrl-t": "newline"})
    keyboard.send_text("\x1bOQa\x14b\r\r")
    assert [await sent(term) for _ in range(2)] == ["/rooms", "a\nb"]


async def test_what_was_typed_before_is_suggested(screen: Screen, keyboard: PipeInput, nursery: trio.Nursery) -> None:
    """What was typed before is suggested in grey behind the cursor; the arrow takes it."""
    terminal = Terminal(
        TerminalCallbacks(prompt=lambda: "> ", toolbar=lambda: ""), keyboard=keyboard, screen=screen.output
    )
    await nursery.start(terminal.run)
    keyboard.send_text("good morning\r")
    await sent(terminal)
    keyboard.send_text("goo")
    await screen.shows("> good morning")
    assert terminal.text == "goo"
    keyboard.send_text("\x1b[C\r")
    assert await sent(terminal) == "good morning"


async def test_without_colour_nothing_is_suggested(
    told: Told, screen: Screen, keyboard: PipeInput, nursery: trio.Nursery
) -> None:
    """Without colour nothing is suggested: nobody could tell it from what is typed."""
    callbacks = TerminalCallbacks(prompt=lambda: "> ", toolbar=lambda: "", theme=lambda: told.theme)
    terminal = Terminal(callbacks, keyboard=keyboard, screen=screen.output)
    await nursery.start(terminal.run)
    keyboard.send_text("good morning\r")
    await sent(terminal)
    keyboard.send_text("goo")
    await screen.shows("> goo")
    terminal.print("said meanwhile")
    await screen.shows("said meanwhile")
    assert "> goo" in screen.text
