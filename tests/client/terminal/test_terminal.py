"""The terminal on a pyte screen, with keys from a pipe."""

import sys
from pathlib import Path

import pytest
import trio
import trio.testing
from prompt_toolkit.input import PipeInput

from tests.client.conftest import Screen
from tests.conftest import PATIENCE
from trichat.client.conversation.state import ConversationState
from trichat.client.display import masking
from trichat.client.display.themes import PLAIN
from trichat.client.incoming.apply import apply
from trichat.client.model.model import Model
from trichat.client.settings.table import Settings
from trichat.client.terminal.layout import TerminalCallbacks
from trichat.client.terminal.terminal import ASK_TWICE, BELL_PAUSE, NO_SUSPENDING, Terminal
from trichat.client.ui.completion import TabCompleter
from trichat.protocols.irc.wire.message import parse
from trichat.system import process

pytestmark = pytest.mark.guest


@pytest.fixture
def model() -> Model:
    """Give a model with bob and bill in the room."""
    model = Model()
    model.expect("#lobby")
    for line in (":s 001 anna :", ":anna!a@h JOIN #lobby", ":bob!b@h JOIN #lobby", ":bill!b@h JOIN #lobby"):
        apply(model, parse(line), 1)
    return model


@pytest.fixture
def idle(screen: Screen, keyboard: PipeInput, model: Model) -> Terminal:
    """Give a terminal that has not begun."""
    talk = ConversationState(Settings(), username="a")
    talk.model = model
    return Terminal(
        TerminalCallbacks(prompt=lambda: "> ", toolbar=lambda: f"anna {model.active}"),
        completer=TabCompleter(talk),
        keyboard=keyboard,
        screen=screen.output,
        environment={},
    )


@pytest.fixture
async def term(idle: Terminal, nursery: trio.Nursery) -> Terminal:
    """Give a terminal at work."""
    await nursery.start(idle.run)
    return idle


async def test_the_toolbar_is_below_the_line_at_once(term: Terminal, screen: Screen) -> None:
    """The toolbar is below the line at once, and no terminal is asked where the cursor is."""
    await screen.until(lambda lines: lines[:2] == [">", "anna #lobby"])
    assert not any("\x1b[6n" in text for text in screen.written)


async def test_the_line_stays_whole_while_messages_come(term: Terminal, screen: Screen, keyboard: PipeInput) -> None:
    """Half a line stays whole while two hundred messages come, until the other half is typed."""
    keyboard.send_text("half a li")
    await screen.shows("> half a li")
    for number in range(200):
        term.print(f"message {number}")
        if number % 10 == 0:
            await trio.sleep(0.005)
    await screen.until(lambda lines: lines[-3:] == ["message 199", "> half a li", "anna #lobby"])
    keyboard.send_text("ne\r")
    with trio.fail_after(PATIENCE):
        assert await term.lines.receive() == "half a line"
    await screen.until(lambda lines: ">" in lines)
    assert [line for line in screen.everything if line.startswith("message")] == [f"message {n}" for n in range(200)]


async def test_keys_typed_meanwhile_are_not_echoed_among_messages(
    term: Terminal, screen: Screen, keyboard: PipeInput
) -> None:
    """What is above the line is messages, and no keys that are typed meanwhile."""
    for number in range(60):
        term.print(f"message {number}")
        keyboard.send_text("x")
        await trio.sleep(0.005)
    await screen.shows("> " + "x" * 50)
    await screen.shows("message 59")
    above = screen.everything[: screen.everything.index("message 59")]
    assert above == [f"message {number}" for number in range(59)]


async def test_a_batch_is_written_at_once(term: Terminal, screen: Screen) -> None:
    """Erasing, text and drawing anew are one write, so that nothing flickers."""
    await screen.shows(">")
    screen.written.clear()
    for number in range(5):
        term.print(f"message {number}")
    await screen.shows("message 4")
    (batch,) = [text for text in screen.written if "message" in text]
    assert batch.index("\x1b[J") < batch.index("message 0") < batch.index("message 4") < batch.index("anna #lobby")


async def test_a_long_message_wraps_whole(term: Terminal, screen: Screen) -> None:
    """The terminal wraps a long message; the line below is not disturbed."""
    term.print("word " * 30 + "end")
    await screen.until(lambda lines: "anna #lobby" in lines and ">" in lines and any("end" in line for line in lines))
    assert "".join(screen.text).count("word") == 30


async def test_wide_characters_and_a_resize(term: Terminal, screen: Screen, keyboard: PipeInput) -> None:
    """A line of wide characters is drawn anew in a new width."""
    keyboard.send_text("日本語のテスト")
    await screen.until(lambda lines: any("日" in line for line in lines))
    screen.screen.resize(12, 30)
    term.app._on_resize()
    term.print("ok")
    await screen.shows("ok")
    await screen.until(lambda lines: any("日" in line for line in lines))


async def test_a_paste_of_many_lines_is_one_text(term: Terminal, screen: Screen, keyboard: PipeInput) -> None:
    """A paste of many lines is sent by Enter only; of a long one a part is seen."""
    pasted = "\n".join(f"line {number}" for number in range(300))
    keyboard.send_text(f"\x1b[200~{pasted}\x1b[201~")
    await screen.shows("line 299")
    keyboard.send_text("\r")
    with trio.fail_after(PATIENCE):
        assert await term.lines.receive() == pasted


async def test_a_paste_without_brackets_loses_nothing(term: Terminal, keyboard: PipeInput) -> None:
    """A paste without brackets, as of old terminals, is lines that are typed quickly, and loses none."""
    keyboard.send_text("".join(f"line {number}\r" for number in range(300)))
    with trio.fail_after(PATIENCE):
        assert [await term.lines.receive() for _ in range(300)] == [f"line {number}" for number in range(300)]


async def test_the_arrow_up_brings_the_last_line_back(term: Terminal, screen: Screen, keyboard: PipeInput) -> None:
    """The arrow up brings the last line back."""
    keyboard.send_text("again")
    await screen.shows("> again")
    keyboard.send_text("\r")
    await screen.until(lambda lines: lines[0] == ">")
    keyboard.send_text("\x1b[A")
    await screen.shows("> again")


async def test_ctrl_c_clears_then_asks_then_leaves(
    idle: Terminal, screen: Screen, keyboard: PipeInput, nursery: trio.Nursery
) -> None:
    """Ctrl-C clears the line, then asks, then leaves; what is typed meanwhile takes the question back."""
    ended = trio.Event()

    async def run(task_status: trio.TaskStatus[None]) -> None:
        await idle.run(task_status)
        ended.set()

    await nursery.start(run)
    keyboard.send_text("half")
    await screen.shows("> half")
    keyboard.send_text("\x03")
    await screen.until(lambda lines: ">" in lines)
    assert not any(ASK_TWICE in line for line in screen.text)
    keyboard.send_text("\x03")
    await screen.shows(ASK_TWICE)
    keyboard.send_text("x\x03")
    await screen.until(lambda lines: ">" in lines)
    keyboard.send_text("\x03")
    await screen.until(lambda lines: sum(ASK_TWICE in line for line in lines) == 2)
    assert not ended.is_set()
    keyboard.send_text("\x03")
    with trio.fail_after(PATIENCE):
        await ended.wait()


async def test_ctrl_d_leaves_only_on_an_empty_line(
    idle: Terminal, screen: Screen, keyboard: PipeInput, nursery: trio.Nursery
) -> None:
    """Ctrl-D leaves on an empty line, and deletes on another; at the end the line is gone from the screen."""
    ended = trio.Event()

    async def run(task_status: trio.TaskStatus[None]) -> None:
        await idle.run(task_status)
        ended.set()

    idle.print("message")
    await nursery.start(run)
    keyboard.send_text("ab\x01\x04")
    await screen.shows("> b")
    keyboard.send_text("\x04")
    await screen.until(lambda lines: ">" in lines)
    assert not ended.is_set()
    keyboard.send_text("\x04")
    with trio.fail_after(PATIENCE):
        await ended.wait()
    assert screen.text[:2] == ["message", ""]


async def test_cancelling_restores_the_terminal(idle: Terminal, screen: Screen) -> None:
    """A cancelled terminal takes its line away, and shows what was still to be shown."""
    async with trio.open_nursery() as nursery:
        await nursery.start(idle.run)
        idle.print("first")
        await screen.shows("first")
        idle.print("last")
        nursery.cancel_scope.cancel()
    assert not idle.app.is_running
    assert screen.text[:3] == ["first", "last", ""]


async def test_what_comes_at_the_very_end_is_shown(idle: Terminal, screen: Screen) -> None:
    """What comes after the line is gone goes straight to the terminal."""
    with trio.CancelScope() as scope:
        scope.cancel()
        idle.print("last")
        await idle.run()
    assert screen.text[0] == "last"


async def test_all_parts_of_what_comes_at_the_end_are_shown(screen: Screen, keyboard: PipeInput) -> None:
    """A part that is asked for while the last one is given is shown too."""
    parts = [["one", "two"], ["three"], []]

    def source() -> list[str]:
        part = parts.pop(0)
        if parts:
            terminal.request_write()
        return part

    callbacks = TerminalCallbacks(prompt=lambda: "> ", toolbar=lambda: "", new_lines=source)
    terminal = Terminal(callbacks, keyboard=keyboard, screen=screen.output, environment={})
    with trio.CancelScope() as scope:
        scope.cancel()
        await terminal.run()
    assert screen.text[:3] == ["one", "two", "three"]


async def test_tab_finishes_what_is_clear(term: Terminal, screen: Screen, keyboard: PipeInput) -> None:
    """Tab finishes a word that has one candidate without a menu."""
    keyboard.send_text("bo\t")
    await screen.shows("> bob:")
    keyboard.send_text("hi\r")
    with trio.fail_after(PATIENCE):
        assert await term.lines.receive() == "bob: hi"


async def test_tab_goes_through_a_menu(term: Terminal, screen: Screen, keyboard: PipeInput) -> None:
    """Tab goes through a menu, the latest first; the toolbar stays below."""
    keyboard.send_text("b\t")
    await screen.shows("> bill:")
    await screen.until(lambda lines: any(line.strip() == "bob:" for line in lines))
    keyboard.send_text("\t")
    await screen.shows("> bob:")
    await screen.until(lambda lines: "anna #lobby" in lines)


async def test_the_usage_is_in_the_menu(term: Terminal, screen: Screen, keyboard: PipeInput) -> None:
    """The menu of commands shows the usage that /help would show."""
    keyboard.send_text("/w\t")
    await screen.shows("/whois NAME")


async def test_messages_while_the_menu_is_open(term: Terminal, screen: Screen, keyboard: PipeInput) -> None:
    """Messages go above an open menu, and the choice goes on."""
    keyboard.send_text("b\t")
    await screen.shows("> bill:")
    term.print("message")
    await screen.until(lambda lines: "message" in lines and lines[lines.index("message") + 1].startswith("> bill:"))
    keyboard.send_text("\t")
    await screen.shows("> bob:")


async def test_a_key_is_seen_in_a_flood_before_many_more_messages_are(
    term: Terminal, screen: Screen, keyboard: PipeInput, nursery: trio.Nursery
) -> None:
    """A key is seen in a flood within a few batches of messages; `nox -s keys` measures the time."""

    async def flood() -> None:
        while True:
            for _ in range(20):
                term.print("a message of a usual length, as people write them")
            await trio.sleep(0.01)

    def batches() -> int:
        return sum("usual length" in text for text in screen.written)

    nursery.start_soon(flood)
    await screen.until(lambda _: batches() > 0)
    for count in range(1, 20):
        before = batches()
        keyboard.send_text("x")
        await screen.shows("> " + "x" * count)
        assert batches() - before <= 3
    nursery.cancel_scope.cancel()


async def test_no_key_breaks_it(term: Terminal, screen: Screen, keyboard: PipeInput) -> None:
    """No key breaks the client: control keys, Alt, functions, arrows, broken sequences."""
    controls = "".join(chr(code) for code in range(32) if code not in (3, 4, 26, 27))
    keyboard.send_text("some words" + controls)
    keyboard.send_text("".join(f"\x1b{key}" for key in "abcdefghijklmnopqrstuvwxyz!.,<>0123456789"))
    keyboard.send_text(
        "".join(f"\x1b[{number}~\x1b[1;5{letter}" for number, letter in zip(range(8), "ABCDFHPQ", strict=True))
    )
    keyboard.send_text("\x1b[999;999R\x1b[<0;1;1M\x1b[200~\x00\x1b[201~")
    keyboard.send_text("\x07\x05\x15\x0bhello\r")
    with trio.fail_after(PATIENCE):
        while not (await term.lines.receive()).endswith("hello"):
            pass
    term.print("still here")
    await screen.shows("still here")


async def test_where_nothing_can_be_suspended(
    term: Terminal, screen: Screen, keyboard: PipeInput, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-Z says so; what is typed stays."""
    monkeypatch.setattr(process, "CAN_SUSPEND", False)
    keyboard.send_text("hello\x1a")
    await screen.shows(NO_SUSPENDING)
    assert "hello" == term.text


async def test_a_failing_toolbar_ends_the_run(idle: Terminal) -> None:
    """An error of ours is raised where it can be told, not hidden in a loop that goes on."""

    def fail() -> str:
        raise LookupError("x")

    broken = Terminal(
        TerminalCallbacks(prompt=lambda: "> ", toolbar=fail), keyboard=idle.app.input, screen=idle.app.output
    )
    with pytest.RaisesGroup(LookupError), trio.fail_after(PATIENCE):
        await broken.run()


async def test_without_colour_nothing_is_styled(screen: Screen, keyboard: PipeInput) -> None:
    """The line and the toolbar have no colours with the plain theme, which NO_COLOR chooses."""
    plain = Terminal(
        TerminalCallbacks(prompt=lambda: "> ", toolbar=lambda: "bar", theme=lambda: PLAIN),
        keyboard=keyboard,
        screen=screen.output,
    )
    async with trio.open_nursery() as nursery:
        await nursery.start(plain.run)
        await screen.shows("bar")
        nursery.cancel_scope.cancel()
    assert not any("\x1b[0;" in text for text in screen.written)


async def test_what_came_together_is_asked_for_together(
    screen: Screen, keyboard: PipeInput, nursery: trio.Nursery
) -> None:
    """The source is asked once for a batch, also for one that comes at the very end."""
    lines = ["one", "two"]
    asked: list[int] = []

    def source() -> list[str]:
        asked.append(len(lines))
        taken = list(lines)
        lines.clear()
        return taken

    term = Terminal(
        TerminalCallbacks(prompt=lambda: "> ", toolbar=lambda: "bar", new_lines=source),
        keyboard=keyboard,
        screen=screen.output,
    )
    await nursery.start(term.run)
    for _ in range(5):
        term.request_write()
    await screen.until(lambda shown: shown[:4] == ["one", "two", ">", "bar"])
    assert asked[0] == 2
    lines.append("last")
    nursery.cancel_scope.cancel()
    with trio.CancelScope(shield=True):
        await screen.shows("last")


async def test_a_sound_is_ours(term: Terminal, screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sound comes once in a while, with what it is about; what is printed is written as it is."""
    now = 1000.0
    monkeypatch.setattr("trichat.client.terminal.terminal.trio.current_time", lambda: now)
    term.request_write(ring=True)
    term.print("anna!")
    await screen.shows("anna!")
    assert "".join(screen.written).count("\x07") == 1
    term.request_write(ring=True)
    term.print("again")
    await screen.shows("again")
    assert "".join(screen.written).count("\x07") == 1, "too soon"
    now += BELL_PAUSE
    term.print("silent")
    await screen.shows("silent")
    term.request_write(ring=True)
    term.print("later")
    await screen.shows("later")
    assert "".join(screen.written).count("\x07") == 2


async def test_shortcuts_leave_the_line_as_it_is(screen: Screen, keyboard: PipeInput, nursery: trio.Nursery) -> None:
    """A shortcut is read as if it had been typed, and leaves the line as it is."""
    term = Terminal(TerminalCallbacks(prompt=lambda: "> ", toolbar=lambda: ""), keyboard=keyboard, screen=screen.output)
    await nursery.start(term.run)
    keyboard.send_text("half\x1bOP\x1b2\x1ba")
    with trio.fail_after(PATIENCE):
        assert [await term.lines.receive() for _ in range(3)] == ["/help keys", "/switch 2", "/switch"]
    await screen.shows("> half")
    assert term.text == "half"


async def test_what_was_typed_can_be_searched(term: Terminal, screen: Screen, keyboard: PipeInput) -> None:
    """Ctrl-R finds what was typed; Enter puts it into the line, and a second Enter sends it."""
    for text in ("the first thing", "the second thing", "nothing"):
        keyboard.send_text(text)
        await screen.shows(f"> {text}")
        keyboard.send_text("\r")
        await screen.until(lambda lines: lines[0] == ">")
        with trio.fail_after(PATIENCE):
            await term.lines.receive()
    keyboard.send_text("\x12FIRST")
    await screen.shows("I-search backward: FIRST")
    await screen.shows("> the first thing")
    term.print("a message meanwhile")
    await screen.until(
        lambda lines: lines[:3] == ["a message meanwhile", "> the first thing", "I-search backward: FIRST"]
    )
    keyboard.send_text("\r")
    await screen.until(lambda lines: lines[1:3] == ["> the first thing", "anna #lobby"])
    keyboard.send_text("\r")
    with trio.fail_after(PATIENCE):
        assert await term.lines.receive() == "the first thing"


@pytest.mark.parametrize("key", ["\x03", "\x07"])
async def test_a_search_can_be_given_up(term: Terminal, screen: Screen, keyboard: PipeInput, key: str) -> None:
    """Ctrl-C or Ctrl-G ends a search and nothing else."""
    keyboard.send_text("half\x12x")
    await screen.shows("I-search backward: x")
    keyboard.send_text(key)
    await screen.until(lambda lines: not any("I-search" in line for line in lines))
    assert not any(ASK_TWICE in line for line in screen.text)
    assert term.text == "half"


_EDITOR = """
import pathlib, sys
file, here = pathlib.Path(sys.argv[-1]), pathlib.Path({folder!r})
(here / "given").write_text(file.read_text())
(here / "ready").touch()
while not (here / "go").exists():
    pass
file.write_text("from the editor\\n")
"""


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder of an editor that says that it is `ready`, and waits until there is `go`."""
    script = tmp_path / "editor.py"
    script.write_text(_EDITOR.format(folder=str(tmp_path)))
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    return tmp_path


async def test_an_editor_has_the_terminal_for_itself(
    term: Terminal, screen: Screen, keyboard: PipeInput, editor: Path
) -> None:
    """Nothing is written while an editor runs; then comes what was said, and the text in the line, before Enter."""
    keyboard.send_text("half a line")
    await screen.shows("> half a line")
    keyboard.send_text("\x18\x05")
    await screen.until(lambda _: (editor / "ready").exists())
    assert (editor / "given").read_text() == "half a line"
    screen.written.clear()
    term.print("said meanwhile")
    term.request_write(ring=True)
    term.refresh()
    term.app.invalidate()
    await trio.testing.wait_all_tasks_blocked()
    assert screen.written == []
    (editor / "go").touch()
    await screen.until(lambda lines: lines[:3] == ["said meanwhile", "> from the editor", "anna #lobby"])
    keyboard.send_text(" and the line\r")
    with trio.fail_after(PATIENCE):
        assert await term.lines.receive() == "from the editor and the line"


@pytest.mark.parametrize(
    ("leaves", "text"),
    [
        ("open(sys.argv[1], 'wb').write(b'caf\\xe9')", "caf\ufffd"),
        ("pathlib.Path(sys.argv[1]).unlink()", "half"),
        ("sys.exit(1)", "half"),
        ("pathlib.Path(sys.argv[1]).write_text('one\\ntwo\\n')", "one\ntwo"),
    ],
)
async def test_whatever_an_editor_leaves_the_chat_goes_on(
    term: Terminal,
    screen: Screen,
    keyboard: PipeInput,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    leaves: str,
    text: str,
) -> None:
    """An editor may leave another encoding, no file, a failure, or several lines: the chat goes on."""
    script = tmp_path / "editor.py"
    script.write_text(f"import pathlib, sys\npathlib.Path({str(tmp_path / 'ran')!r}).touch()\n{leaves}\n")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    keyboard.send_text("half")
    await screen.shows("> half")
    keyboard.send_text("\x18\x05")
    await screen.until(lambda _: (tmp_path / "ran").exists())
    term.print("said meanwhile")
    await screen.shows("said meanwhile")
    await screen.until(lambda _: term.text == text)
    keyboard.send_text("\r")
    with trio.fail_after(PATIENCE):
        assert await term.lines.receive() == text


async def test_a_password_is_neither_shown_nor_remembered(
    screen: Screen, keyboard: PipeInput, nursery: trio.Nursery
) -> None:
    """A password reaches its reader unseen; only the line before it can be brought back."""
    callbacks = TerminalCallbacks(prompt=lambda: "> ", toolbar=lambda: "", hide=masking.mask_line)
    terminal = Terminal(callbacks, keyboard=keyboard, screen=screen.output)
    await nursery.start(terminal.run)
    keyboard.send_text("hello\r/login anna se cret")
    await screen.shows("> /login •••• •• ••••")
    keyboard.send_text("\r")
    assert "hello" == await terminal.lines.receive()
    assert "/login anna se cret" == await terminal.lines.receive()
    assert ["hello"] == terminal.app.current_buffer.history.get_strings()
    assert not any("cret" in line for line in screen.everything)
    nursery.cancel_scope.cancel()
