"""How far somebody has read: up to when all is known to them that was said to them. Pure."""

from trichat.client.display.item import Item
from trichat.words.record import Record

_MOST_IDS = 50  # of messages of one and the same millisecond


class Position(Record, kw_only=True):
    """A time of the server (Unix ms), and the ids of what was said to them at that very time and is known too."""

    at: int = 0
    ids: tuple[str, ...] = ()


class ReadPosition:
    """How far the person is, was, and was when the client last ran."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.heard_at = 0  # the last time that the server has said (IRCv3 server-time)
        self.private = Position()  # the last that was said in private
        self.reached = Position()  # how far the person is
        self.left = Position()  # how far they were when the connection was lost, or when the client last ran
        self.seen: dict[str, Position] = {}  # when the client last ran, by folded name or account
        self.asks_who_talked = False  # to the person, while they were away

    def heard(self, at: int) -> None:
        """Take a time that the server has said; 0 for none."""
        self.heard_at = max(self.heard_at, at)

    def shown(self, item: Item) -> None:
        """Take what is shown to the person."""
        last = self.private
        if item.private and item.msgid and item.at >= last.at:
            ids = (*last.ids, item.msgid) if item.at == last.at else (item.msgid,)
            self.private = Position(at=item.at, ids=ids[-_MOST_IDS:])

    def up_to_date(self) -> None:
        """Know that all that was said to the person so far has been shown."""
        at = max(self.heard_at, self.private.at)
        self.reached = Position(at=at, ids=self.private.ids if self.private.at == at else ())

    def lost(self) -> None:
        """Be without a connection."""
        self.left = Position(at=self.heard_at)
        self.asks_who_talked = False
