"""Coming, being called something, going."""

from trichat.words.record import record
from trichat.words.requests.base import Request


@record
class Arrive(Request):
    """Be there, without a name yet. `prompts`: a person at a prompt, who is asked for a name and led to the lobby."""

    prompts: bool = False


@record
class Enter(Request):
    """Come in under a name."""

    name: str
    username: str = ""
    realname: str = ""


@record
class Typed(Request):
    """A line as a person typed it: a name, a command or a message, depending on where they stand."""

    text: str


@record
class Rename(Request):
    """Take another name."""

    name: str


@record
class Quit(Request):
    """Leave the server."""

    reason: str = ""


@record
class Language(Request):
    """Be spoken to in another language, at the plain door."""

    code: str


@record
class CatchUp(Request):
    """A reader that had fallen behind reads again: show it what it missed (asked by its own outbox)."""


@record
class Gone(Request):
    """The connection is over."""

    reason: str


@record
class CloseDown(Request):
    """The server stops: a farewell to everyone, and no more after it."""

    reason: str
