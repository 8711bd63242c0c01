"""The prompt and the toolbar: where one is, to whom Enter sends, what is new elsewhere, the connection."""

from collections.abc import Sequence

from trichat.client.commands import table
from trichat.client.conversation.state import SLOW
from trichat.client.display.lines import cut, safe, width
from trichat.client.model.windows import Window
from trichat.words.names.names import is_room
from trichat.words.record import Record

_SHORT = 8  # columns of a name in a narrow toolbar
_PROMPT_PART = 3  # the prompt takes at most one column in so many


class Bar(Record, kw_only=True):
    """What the toolbar can say. `messages` is how many the typed text will become, `left` what fits into the last.

    `usage` is how the command goes that is being typed; `to` is whom it speaks to, if that is not where one is.
    """

    nick: str
    active: str
    windows: Sequence[Window] = ()
    state: str
    fine: bool = True  # nobody needs to read `state`
    waiting: int = 0
    doubtful: int = 0  # messages that have perhaps not arrived
    messages: int = 0
    left: int = 0  # bytes
    to: str = ""
    typing: Sequence[str] = ()
    usage: str = ""


def prompt(active: str, text: str, columns: int) -> str:
    """Write to whom Enter sends the text; or that it is a command."""
    if table.is_command(text):
        return "/command> "
    return cut(_label(active), max(columns // _PROMPT_PART, _SHORT)) + "> "


def toolbar(bar: Bar, columns: int) -> str:
    """Write the line below the input: of all ways to say it the fullest that fits, and never the last column."""
    if bar.usage:
        return cut(bar.usage, columns - 1)
    ways = (
        [safe(bar.nick), _rooms(bar, bar.windows, columns), bar.state, _typing(bar, columns), _left(bar)],
        [_rooms(bar, bar.windows, columns), bar.state, _typing(bar, columns // 3), _left(bar)],
        [_rooms(bar, _interesting(bar), columns), "" if bar.fine else bar.state, _left(bar)],
        [_rooms(bar, _interesting(bar), columns), "" if bar.fine else bar.state],
        [_rooms(bar, _interesting(bar), _SHORT), "" if bar.fine else bar.state],
        [_rooms(bar, _highlighted(bar), _SHORT), "" if bar.fine else bar.state],
    )
    lines = ["  ".join(part for part in [*way, *_counts(bar)] if part) for way in ways]
    return next((line for line in lines if width(line) < columns), cut(lines[-1], columns - 1))


def _counts(bar: Bar) -> list[str]:
    unsent = f"{bar.waiting} {'message waits' if bar.waiting == 1 else 'messages wait'}" if bar.waiting else ""
    doubtful = f"{bar.doubtful} in doubt: /resend" if bar.doubtful else ""
    return [f"{bar.messages} messages" if bar.messages > 1 else "", unsent, doubtful]


def _left(bar: Bar) -> str:
    """Say to whom a command speaks, and how much more fits into the message."""
    if not (bar.messages and bar.left):
        return ""
    to = f"to {cut(_label(bar.to), _SHORT * 2)}, " if bar.to and bar.to != bar.active else ""
    return f"{to}{bar.left} left"


def _typing(bar: Bar, columns: int) -> str:
    """Say who is typing; of many how many."""
    match [cut(safe(nick), _SHORT * 2) for nick in bar.typing]:
        case []:
            return ""
        case [nick]:
            text = f"{nick} is typing"
        case [first, second]:
            text = f"{first} and {second} are typing"
        case more:
            text = f"{len(more)} people are typing"
    return cut(text, columns)


def _rooms(bar: Bar, shown: Sequence[Window], name_columns: int) -> str:
    """Write the rooms with their numbers; one alone needs none."""
    if len(bar.windows) <= 1 and all(window.name == bar.active for window in bar.windows):
        return cut(_label(bar.active), name_columns) if bar.active else "in no room"
    words = [
        f"{number}:{cut(_label(window.name), name_columns)}{_news(window)}"
        for number, window in enumerate(bar.windows, 1)
        if window in shown
    ]
    return " ".join([*words, *(["…"] if len(shown) < len(bar.windows) else [])])


def _interesting(bar: Bar) -> list[Window]:
    return [window for window in bar.windows if window.unread or window.name == bar.active]


def _highlighted(bar: Bar) -> list[Window]:
    """Give those that call the person; if none does, those with news."""
    unread = [window for window in bar.windows if window.unread]
    return [window for window in unread if window.highlights] or unread


def _news(window: Window) -> str:
    """Write `(3)` for news, `(3!)` if all of them are for the person, `(3,1!)` if one is."""
    unread = str(window.unread) if window.unread != window.highlights else ""
    highlights = f"{window.highlights}!" if window.highlights else ""
    return f"({','.join(part for part in (unread, highlights) if part)})" if window.unread else ""


def _label(name: str) -> str:
    return safe(name) if not name or is_room(name) or ":" in name else "@" + safe(name)


def state_text(*, online: bool, entering: bool, again: bool, retry_in: float, lag: float) -> str:
    """Say how the connection is; `again` if there has been one, or an attempt to make one."""
    if online:
        return f"connected, {lag:.1f} s behind" if lag >= SLOW else "connected"
    if entering:
        return "entering"
    if not again:
        return "connecting"
    return f"reconnecting in {retry_in:.0f} s" if retry_in > 0 else "reconnecting"


def usage(text: str) -> str:
    """Say how the command goes that is being typed, once its name is whole; nothing of other texts."""
    name, space, _ = text.partition(" ")
    row = table.find(name[1:]) if table.is_command(text) and space else None
    return f"{row.usage}  {row.help}" if row else ""
