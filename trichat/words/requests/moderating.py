"""Looking after rooms and people: who may come in and speak, whom one does not want to hear."""

from trichat.words.requests.base import Request


class Ban(Request, kw_only=True):
    """Keep somebody out of a room, or only silent in it (`mute`); without a room, where one stands.

    `target` is a name, `account:NAME`, a mask, an address or a network in CIDR notation. `seconds` is for how long; 0
    for good.
    """

    room: str = ""
    target: str
    mute: bool = False
    seconds: int = 0
    reason: str = ""


class Unban(Request, kw_only=True):
    """Take somebody off the bans of a room, or off those who may not speak in it (`mute`)."""

    room: str = ""
    target: str
    mute: bool = False


class Ignore(Request, kw_only=True):
    """Hear nothing more of somebody, or hear them again (not `on`); without a name, ask whom one ignores."""

    name: str = ""
    on: bool = True


class Report(Request, kw_only=True):
    """Tell the operators of the server about somebody."""

    name: str
    text: str


class Expire(Request, kw_only=True):
    """Let end what ends about now (asked by the server's own alarm clock)."""
