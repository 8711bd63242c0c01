"""The screen: what the conversation and the link have for the person, as the terminal wants it."""

import math
import os
import time
from collections.abc import Mapping

import trio

from trichat.client.commands.dispatch import Measure, measure
from trichat.client.commands.plain import PlainConversation
from trichat.client.conversation.conversation import Conversation
from trichat.client.conversation.state import State
from trichat.client.display import masking
from trichat.client.display.item import Item
from trichat.client.display.lines import LineStyle, View, safe
from trichat.client.display.themes import Theme, theme
from trichat.client.irc import fields
from trichat.client.model.typing import OwnTyping
from trichat.client.net.link import Link
from trichat.client.settings.keymap import bindings
from trichat.client.settings.table import Settings
from trichat.client.terminal import alerts
from trichat.client.terminal.alerts import Attention
from trichat.client.terminal.layout import TerminalCallbacks
from trichat.client.terminal.terminal import Terminal
from trichat.client.ui.linear import LinearTerminal
from trichat.client.ui.toolbar import Bar, prompt, state_text, toolbar, usage
from trichat.errors import UsageError
from trichat.protocols.irc.wire.message import Message

_MOST_LINES = 200  # items drawn at once: a key that is pressed in a flood waits no longer than that takes
NOTIFICATION_PAUSE = 2_000  # milliseconds between two: a reminder, not a siren
MANY_MESSAGES = 4  # of one text: from here on it is asked whether all of them are meant


_FIRST_LINES = (
    "Welcome. What you type is said to everybody in the room when you press Enter.",
    "Commands begin with a slash: /help shows them. Tab finishes words; F1, or ? on an empty line, shows the keys.",
    "Ctrl-D leaves. First, what shall the others call you?",
)


class Screen:
    """Between the conversation, which has items and states, and the terminal, which has lines and keys."""

    def __init__(
        self,
        talk: Conversation | PlainConversation,
        link: Link,
        login: str,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        """Take what is shown; `login` is the name that is offered to newcomers. Raises UsageError."""
        self._talk = talk
        self._link = link
        self._login = login
        self._environment = environment
        self._settings = talk.settings
        self._linear = talk.settings.linear  # as the terminal is: it does not change
        self._theme = self._themed(talk.settings)
        self._view = View(self._line_style())
        self._bindings = bindings(talk.settings.keys)
        self._attention = Attention()
        self._typing = OwnTyping()
        self._title = ""
        self._notified: Item | None = None  # it may wait long for the terminal, while an editor has that
        self._notified_at = 0
        self._noticed: dict[str, str] = {}  # by people without a toolbar: the last notice of each sort
        self.terminal: Terminal | LinearTerminal

    def callbacks(self) -> TerminalCallbacks:
        """Give what the terminal calls."""
        return TerminalCallbacks(
            prompt=self._prompt,
            toolbar=self._toolbar,
            theme=lambda: self._theme,
            new_lines=self._new_lines,
            bindings=lambda: self._bindings,
            hide=self._hide,
            question=self._question,
            text_changed=self._text_changed,
            text_sent=self._typing.sent,
            focus_changed=self._focus_changed,
        )

    def greet(self) -> None:
        """Tell newcomers, who have no name yet, what they need to know."""
        if self._talk.needs_name:
            for line in _FIRST_LINES:
                self._talk.show_info(line)

    def show(self) -> None:
        """Let the terminal take away, before long, what the conversation wants to show."""
        self._follow_settings()
        alert = next((item for item in reversed(self._talk.items) if item.alert), None)
        control = self._new_title() + (self._notification(alert) if alert else "")
        if self._talk.items or control:
            self.terminal.request_write(ring=bool(alert) and self._talk.settings.bell, control=control)
        self.terminal.refresh()

    def _notification(self, item: Item) -> str:
        """Give what has the desktop say it, if nobody looks; of many items at once one is enough, the title counts."""
        now = _now()
        notified = item is self._notified or now - self._notified_at < NOTIFICATION_PAUSE
        if notified or not self._attention.away(now):
            return ""
        self._notified, self._notified_at = item, now
        kind = alerts.notification_kind(self._talk.settings.notifications, self._environment)
        return alerts.through_tmux(alerts.notification(kind, item), self._environment)

    def _new_title(self) -> str:
        """Give the title, if it is another one now."""
        missed = self._attention.missed + sum(window.highlights for window in self._talk.windows.all)
        wanted = self._talk.settings.title and alerts.has_title(self._environment)
        title = alerts.title(self._talk.model.active, missed) if wanted else ""
        if title == self._title:
            return ""
        self._title = title
        return title

    # Settings.

    def _follow_settings(self) -> None:
        """Take over settings that were changed; keys that cannot be are told, and the old ones stay."""
        settings = self._talk.settings
        if settings is self._settings:
            return
        before, self._settings = self._settings, settings
        self._theme = self._themed(settings)
        self._view.style = self._line_style()
        if settings.keys != before.keys:
            try:
                self._bindings = bindings(settings.keys)
            except UsageError as exc:
                self._talk.show_error(str(exc))
        self.terminal.redraw()

    def _themed(self, settings: Settings) -> Theme:
        colour = settings.coloured(self._environment.get("NO_COLOR", ""))
        return theme(settings.theme, colour=colour and not self._linear, ground=self._environment.get("COLORFGBG", ""))

    def _line_style(self) -> LineStyle:
        settings = self._talk.settings
        return LineStyle(theme=self._theme, timestamps=settings.timestamps, fold=settings.fold_joins)

    # What the terminal asks and tells.

    def _new_lines(self) -> list[str]:
        """Take away what the conversation wants to show; of very much a part, so that keys come in between."""
        items, self._talk.items = self._talk.items[:_MOST_LINES], self._talk.items[_MOST_LINES:]
        if self._talk.items:
            self.terminal.request_write()
        if self.terminal.echoes:
            items = [item for item in items if not item.typed]
        shown = self._attention.mark_unseen(items, _now())
        if control := self._new_title():
            self.terminal.request_write(control=control)
        return self._view.lines(shown, self._talk.model.nick, *self._talk.settings.highlight)

    def _hide(self, text: str) -> str:
        """Make unreadable what is a password in the line that is being typed."""
        question = self._talk.question
        return masking.MASK * len(text) if question and question.secret else masking.mask_line(text)

    def _question(self, text: str) -> str:
        count = self._measure(text).messages
        return f"Send {count} messages? Enter: yes. Ctrl-C: clear the line." if count >= MANY_MESSAGES else ""

    def _measure(self, text: str) -> Measure:
        """Measure what Enter would send."""
        if isinstance(self._talk, PlainConversation):
            lines = text.count("\n") + 1
            return Measure(messages=lines if lines > 1 else 0)
        return measure(self._talk, text)

    def _text_changed(self, text: str) -> None:
        """Handle a change of the typed text: the person looks, and others may be told that they type."""
        self._focus_changed(True)
        private = text.startswith("/") or bool(self._talk.question) or self._talk.needs_name
        self._send_typing(self._typing.changed("" if private else text, self._talk.model.active, _now()))

    def pulse(self) -> None:
        """Handle that a second has passed."""
        self._send_typing(self._typing.tick(_now()))
        self.show()

    def _send_typing(self, notices: list[tuple[str, str]]) -> None:
        """Send typing notices, where the server passes them on and the person lets it."""
        talk = self._talk
        if not (notices and talk.settings.typing_send and talk.state is State.ONLINE and talk.has("message-tags")):
            return
        for place, state in notices:
            talk.send(Message(command="TAGMSG", params=(place,), tags={fields.TYPING: state}))
        self._link.flush()

    def _focus_changed(self, looks: bool) -> None:
        self._attention.focus(_now(), focused=looks)
        if control := self._new_title():
            self.terminal.request_write(control=control)

    def _prompt(self) -> str:
        if self._talk.question:
            return safe(self._talk.question.text)
        if self._talk.needs_name:
            return f"Your name [{self._login}]: "
        text = "" if isinstance(self._talk, PlainConversation) else self.terminal.text  # every line goes where one is
        return prompt(self._talk.model.active, text, self.terminal.columns)

    def _toolbar(self) -> str:
        talk, link = self._talk, self._link
        state = state_text(
            online=talk.state is State.ONLINE,
            entering=talk.state is State.ENTERING,
            again=link.retry_at > -math.inf,
            retry_in=link.retry_at - trio.current_time(),
            lag=talk.lag,
        )
        text = self.terminal.text
        sending = self._measure(text)
        bar = Bar(
            nick=talk.model.nick or talk.wanted_nick,
            active=talk.model.active,
            windows=talk.windows.all,
            state=state,
            fine=state == "connected",
            waiting=talk.unsent,
            doubtful=talk.outbox.doubtful,
            messages=sending.messages,
            left=sending.left,
            to=sending.target,
            typing=talk.model.typists.at(talk.model.active, _now()) if talk.settings.typing_show else (),
            usage="" if talk.question or sending.messages else usage(text),
        )
        return toolbar(bar, self.terminal.columns)

    # For those who have no toolbar.

    def notices(self) -> list[str]:
        """Give what a toolbar would show, in lines, once each time that it changes."""
        talk = self._talk
        asked = self._prompt() if talk.question or talk.needs_name else ""
        now = {
            "asked": asked,
            "state": "connected" if isinstance(talk, PlainConversation) and talk.state is State.ONLINE else "",
            **{window.name: f"new in {safe(window.name)}" for window in talk.windows.all if window.unread},
        }
        before, self._noticed = self._noticed, now
        return [f"— {text}" for name, text in now.items() if text and before.get(name) != text]


def _now() -> int:
    return time.time_ns() // 1_000_000
