"""`Item`: one thing to show, before it has any looks."""

from enum import Enum, auto

from trichat.words.record import record


class Look(Enum):
    """What sort of thing it is; the view has a manner for each."""

    SAID = auto()
    ACTION = auto()
    NOTICE = auto()
    EVENT = auto()  # somebody came, left, took another name
    INFO = auto()  # an answer, or a word from the client itself
    ERROR = auto()


@record
class Item:
    """One thing to show. Its texts are as they came from the net: the view cleans them.

    `place` is the room, or in a private conversation the other person; empty if it belongs nowhere.
    """

    look: Look
    text: str
    at: int  # Unix milliseconds
    nick: str = ""
    place: str = ""
    private: bool = False
    mine: bool = False
    msgid: str = ""

    @property
    def spoken(self) -> bool:
        """Tell whether somebody said it: what history keeps and replays."""
        return self.look in (Look.SAID, Look.ACTION, Look.NOTICE) and bool(self.place)
