"""Between the conversation and the terminal."""

import time
from collections.abc import Mapping
from typing import Any

import pytest
import trio

from trichat.client.commands.dispatch import handle_input
from trichat.client.conversation.conversation import Conversation
from trichat.client.display.item import Item
from trichat.client.display.themes import DARK, LIGHT, PLAIN
from trichat.client.net.link import Link
from trichat.client.settings.table import Settings
from trichat.client.terminal.alerts import notification, title
from trichat.client.ui.screen import NOTIFICATION_PAUSE, Screen
from trichat.errors import UsageError
from trichat.protocols.irc.wire.message import parse
from trichat.words.record import replace


class Slate:
    """A terminal that only remembers."""

    def __init__(self) -> None:
        self.text = ""
        self.echoes = False
        self.columns = 80
        self.rang = 0
        self.control = ""
        self.asked_for_more = 0

    def request_write(self, *, ring: bool = False, control: str = "") -> None:
        """Remember."""
        self.rang += ring
        self.control += control
        self.asked_for_more += 1

    def refresh(self) -> None:
        """Do nothing."""

    def redraw(self) -> None:
        """Do nothing."""


class Desk:
    """A conversation, a screen, and a slate instead of a terminal."""

    def __init__(self, settings: Settings, environment: Mapping[str, str]) -> None:
        self.talk = Conversation(settings, username="a")

        async def nowhere() -> trio.abc.Stream:
            raise OSError

        link = Link(
            self.talk,
            nowhere,
            handle_input=lambda *_: None,
            changed=lambda: None,
            chance=lambda: 0.0,
            wall_clock=lambda: 1,
        )
        self.screen = Screen(self.talk, link, "login", environment)
        self.slate = Slate()
        self.screen.terminal = self.slate  # type: ignore[assignment]
        self.callbacks = self.screen.callbacks()

    def hear(self, *lines: str) -> None:
        """Let the server send lines."""
        for line in lines:
            self.talk.receive(parse(line), 1_000)
        self.screen.show()

    def shown(self) -> list[str]:
        """Give the lines that the terminal would write."""
        return list(self.callbacks.new_lines())


def desk(environment: Mapping[str, str] | None = None, **settings: Any) -> Desk:
    """Give a desk in #lobby."""
    made = Desk(Settings(nick="anna", timestamps="", **settings), environment or {})
    made.talk.connected(1_000)
    made.hear(":s CAP * LS :", ":s 001 anna :Hi", ":anna!a@h JOIN #lobby")
    made.shown()
    return made


def test_a_call_rings_and_is_notified_behind_ones_back() -> None:
    """A call rings, and is notified where nobody looks at the screen; either can be turned off."""
    here = desk(notifications="osc9")
    here.hear(":bob!b@h PRIVMSG #lobby :anna!")
    assert (here.slate.rang, "\x1b]9" in here.slate.control) == (1, False)
    here.callbacks.focus_changed(False)
    here.hear(":bob!b@h PRIVMSG #lobby :anna?")
    item: Item = here.talk.items[-1]
    assert notification("osc9", item) in here.slate.control
    here.hear(":bob!b@h PRIVMSG #lobby :and :anna")
    assert here.slate.control.count("\x1b]9") == 1
    silent = desk(notifications="off", bell=False)
    silent.callbacks.focus_changed(False)
    silent.hear(":bob!b@h PRIVMSG #lobby :anna!")
    assert (silent.slate.rang, "\x1b]9" in silent.slate.control) == (0, False)


def test_a_call_is_notified_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call is notified once, however long an editor has the terminal; the next one is, after a while."""
    here = desk(notifications="osc9")
    here.callbacks.focus_changed(False)
    here.hear(":bob!b@h PRIVMSG #lobby :anna!")
    later = time.time_ns() + NOTIFICATION_PAUSE * 1_000_000
    monkeypatch.setattr("time.time_ns", lambda: later)
    here.screen.show()
    assert here.slate.control.count("\x1b]9") == 1
    here.hear(":bob!b@h PRIVMSG #lobby :anna?")
    assert here.slate.control.count("\x1b]9") == 2


def test_the_title_counts_what_was_missed() -> None:
    """The title counts calls elsewhere, and calls here while nobody looked; each title is written once."""
    here = desk()
    assert here.slate.control == title("#lobby", 0)
    here.hear(":bob!b@h PRIVMSG anna :psst")
    assert here.slate.control.endswith(title("#lobby", 1))
    here.callbacks.focus_changed(False)
    here.hear(":bob!b@h PRIVMSG #lobby :anna!")
    here.shown()
    assert here.slate.control.endswith(title("#lobby", 2))
    before = here.slate.control
    here.screen.show()
    assert here.slate.control == before
    here.callbacks.text_changed("x")
    assert here.slate.control.endswith(title("#lobby", 1))
    assert desk(title=False).slate.control == ""
    assert desk({"TERM": "linux"}).slate.control == "", "a console has no title"


def test_what_came_behind_ones_back_is_marked() -> None:
    """What came behind one's back in the room that one looks at is marked."""
    here = desk()
    here.callbacks.focus_changed(False)
    here.hear(":bob!b@h PRIVMSG #lobby :hi")
    assert "— new since you looked —" in here.shown()[0]


def test_of_very_much_a_part_is_drawn_at_once() -> None:
    """Very many lines are drawn in parts, so that keys come in between; nothing is lost."""
    here = desk()
    here.hear(*(f":bob!b@h PRIVMSG #lobby :{number}" for number in range(450)))
    asked = here.slate.asked_for_more
    assert [len(here.shown()) for _ in range(4)] == [200, 200, 50, 0]
    assert here.slate.asked_for_more == asked + 2


def test_settings_hold_from_now_on() -> None:
    """Theme, times and keys hold from when they are set; keys that cannot be are told, and the old ones stay."""
    here = desk(theme="dark")
    assert here.callbacks.theme() is DARK
    before = here.callbacks.bindings()
    here.talk.settings = replace(here.talk.settings, theme="light", timestamps="now", keys={"f5": "next"})
    here.hear(":bob!b@h PRIVMSG #lobby :hi")
    assert here.callbacks.theme() is LIGHT
    assert "now" in here.shown()[0]
    assert here.callbacks.bindings().types[("f5",)] == "/switch" != before.types.get(("f5",))
    kept = here.callbacks.bindings()
    here.talk.settings = replace(here.talk.settings, keys={"f99": "next"})
    here.screen.show()
    assert here.callbacks.bindings() is kept
    assert "There is no key f99" in here.shown()[0]
    with pytest.raises(UsageError, match="There is no key f99"):
        desk(keys={"f99": "next"})


def test_no_colour_where_none_is_wanted() -> None:
    """There is no colour where the environment or a setting says so, or a voice reads the screen."""
    assert desk({"NO_COLOR": "1"}, theme="dark").callbacks.theme() is PLAIN
    assert desk(theme="dark", colours="off").callbacks.theme() is PLAIN
    assert desk(theme="dark", linear=True).callbacks.theme() is PLAIN
    assert desk({"COLORFGBG": "0;15"}).callbacks.theme() is LIGHT


def test_a_text_that_becomes_many_messages_is_asked_about() -> None:
    """A text that becomes many messages is asked about, with how many; a few lines are just sent."""
    here = desk()
    assert here.callbacks.question("one\ntwo\nthree") == ""
    assert here.callbacks.question("one\ntwo\nthree\nfour").startswith("Send 4 messages?")


async def test_the_prompt() -> None:
    """The prompt asks for the name when there is none, then says where one stands, or asks for a secret."""
    nameless = Desk(Settings(), {})
    assert nameless.callbacks.prompt() == "Your name [login]: "
    here = desk()
    assert here.callbacks.prompt() == "#lobby> "
    assert here.callbacks.toolbar() == "anna  #lobby  connected"
    assert here.callbacks.hide("/login anna secret") == "/login •••• ••••••"


def test_newcomers_are_greeted() -> None:
    """Who has no name yet is greeted in three lines."""
    nameless = Desk(Settings(timestamps=""), {})
    nameless.screen.greet()
    shown = nameless.shown()
    assert len(shown) == 3
    assert all(word in " ".join(shown) for word in ("Enter", "/help", "F1", "Ctrl-D", "call you"))
    here = desk()
    here.screen.greet()
    assert here.shown() == []


def test_notices_say_what_a_toolbar_would() -> None:
    """For a screen reader, notices say once each that a name is asked for, and which rooms have something new."""
    nameless = Desk(Settings(linear=True), {})
    assert nameless.screen.notices() == ["— Your name [login]: "]
    assert nameless.screen.notices() == []
    here = desk(linear=True)
    assert here.screen.notices() == []
    here.hear(":anna!a@h JOIN #dev")
    handle_input(here.talk, "/switch lobby", 1)
    here.hear(":bob!b@h PRIVMSG #dev :one", ":bob!b@h PRIVMSG #dev :two")
    assert here.screen.notices() == ["— new in #dev"]
    assert here.screen.notices() == []


def test_a_terminal_that_echoes_shows_nothing_twice() -> None:
    """Where the terminal echoes, one's words are shown only if they were cut, are late, or were said elsewhere."""
    here = desk(linear=True)
    here.hear(":s CAP * NEW :echo-message message-tags", ":s CAP * ACK :echo-message message-tags")
    for echoes, shown in ((True, []), (False, ["anna: hi", "* anna waves", "[you → bob] psst"])):
        here.slate.echoes = echoes
        for text in ("hi", "/me waves", "/msg bob psst"):
            handle_input(here.talk, text, 1)
        here.hear(":anna!a@h PRIVMSG #lobby :hi", ":anna!a@h PRIVMSG #lobby :\x01ACTION waves\x01")
        here.hear(":anna!a@h PRIVMSG bob :psst")
        assert here.shown() == shown
    here.slate.echoes = True
    handle_input(here.talk, "rude word", 1)
    here.hear(":anna!a@h PRIVMSG #lobby :**** word", ":anna!a@h PRIVMSG #lobby :from my telephone")
    assert here.shown() == ["anna: **** word", "anna: from my telephone"]


def test_without_echo_message_nothing_is_shown_twice_either() -> None:
    """Where the server echoes nothing, one's words are shown only if they could not be sent at once."""
    here = desk(linear=True)
    here.slate.echoes = True
    handle_input(here.talk, "hi", 1)
    assert here.shown() == []
    here.talk.lost(2_000)
    handle_input(here.talk, "later", 2_000)
    assert here.shown() == ["— Waits for the connection: later"]
    here.talk.connected(3_000)
    here.hear(":s CAP * LS :", ":s 001 anna :Hi", ":anna!a@h JOIN #lobby")
    assert "anna: later" in here.shown()


def online(**settings: Any) -> Desk:
    """Give a desk on a server that passes tags on."""
    made = desk(**settings)
    made.hear(":s CAP * NEW :message-tags", ":s CAP * ACK :message-tags")
    made.talk.lines.clear()
    return made


def test_others_may_know_that_one_types() -> None:
    """Others are told that one types a text, not a command or a name; never if one does not want it."""
    here = online()
    for text in ("/", "/w", "h", "hi"):
        here.callbacks.text_changed(text)
    assert here.talk.lines == ["@+typing=active TAGMSG #lobby"]
    here.callbacks.text_changed("")
    assert here.talk.lines[1:] == ["@+typing=done TAGMSG #lobby"]
    here.callbacks.text_changed("hi")
    here.callbacks.text_sent()
    here.callbacks.text_changed("")
    assert here.talk.lines[2:] == ["@+typing=active TAGMSG #lobby"]
    for silent in (online(typing_send=False), desk()):
        silent.talk.lines.clear()
        silent.callbacks.text_changed("hi")
        assert silent.talk.lines == []


async def test_those_who_type_are_shown() -> None:
    """Those who type are shown unless one does not want it."""
    for shown, toolbar in ((True, "anna  #lobby  connected  bob is typing"), (False, "anna  #lobby  connected")):
        here = desk(typing_show=shown)
        here.talk.model.typists.heard("#lobby", "bob", "active", time.time_ns() // 1_000_000)
        assert here.callbacks.toolbar() == toolbar


async def test_the_usage_stands_below_a_command() -> None:
    """The usage stands below a command until there is something to send: then what Enter will do."""
    here = desk()
    here.slate.text = "/msg "
    assert here.callbacks.toolbar().startswith("/msg NAME TEXT")
    here.slate.text = "/msg bob hi"
    assert "to @bob, " in here.callbacks.toolbar()
    here.slate.text = "hello"
    assert here.callbacks.toolbar().endswith(" left")


def test_a_pause_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Others are told of a pause, by a look at the clock now and then."""
    here = online()
    here.callbacks.text_changed("hi")
    later = time.time_ns() + 10_000_000_000
    monkeypatch.setattr("time.time_ns", lambda: later)
    here.screen.pulse()
    assert here.talk.lines[-1] == "@+typing=paused TAGMSG #lobby"
