"""`Item`: one thing to show, before it has any looks."""

from enum import Enum, auto

from trichat.words.record import Record


class ItemKind(Enum):
    """The kinds of items; `View` draws each in its own way."""

    SAID = auto()
    ACTION = auto()
    NOTICE = auto()
    EVENT = auto()  # somebody came, left, took another name
    INFO = auto()  # an answer, or a word from the client itself
    ERROR = auto()
    MARK = auto()  # a line between others: here begins what is new
    REACTION = auto()  # to a message: an emoji, or another short text
    DELETED = auto()  # somebody took a message back
    PASSED = auto()  # out of history, and not shown: it only tells how far one has read
    LINE = auto()  # as a server that speaks no IRC has sent it, or as it was sent there


class Question(Record, kw_only=True):
    """A question to the person: the next line that is typed is appended to the command `before`."""

    text: str
    before: str
    secret: bool = True  # nobody may read it


class Change(Enum):
    """What an event does to who is there; runs of such events can be told in one line."""

    NONE = auto()
    JOINED = auto()
    LEFT = auto()
    RENAMED = auto()


class Item(Record, kw_only=True):
    """One thing to show. Its texts are as they came from the net: the view cleans them.

    `place` is the room, or in a private conversation the other person; empty if it belongs nowhere.
    """

    kind: ItemKind
    text: str
    at: int  # Unix milliseconds
    nick: str = ""
    place: str = ""
    private: bool = False
    mine: bool = False
    msgid: str = ""
    mention: bool = False  # it names the person
    old: bool = False  # out of history, from before the person came: no news
    elsewhere: bool = False  # shown though the person looks at another place
    alert: bool = False  # worth a sound
    change: Change = Change.NONE
    new_nick: str = ""  # of one who is RENAMED
    reply_to: str = ""  # id of the message that this is about
    quote: str = ""  # what that message says, if it is still known
    quoted: str = ""  # who said it
    count: int = 0  # how many people have reacted like this
    taken_back: bool = False  # the reaction is
    links: tuple[int, ...] = ()  # numbers of the web addresses in it, for /open
    number: int = 0  # by which the person can name it, as in /reply 12; 0 for none
    typed: bool = False  # one's own words, exactly as they were typed just now: a terminal with an echo has them
    requested: bool = False  # the person has asked to see it: its number is shown

    @property
    def spoken(self) -> bool:
        """Tell whether somebody said it: what history keeps and replays."""
        return self.kind in (ItemKind.SAID, ItemKind.ACTION, ItemKind.NOTICE, ItemKind.LINE) and bool(self.place)

    @property
    def news(self) -> bool:
        """Tell whether it is something new to read, from others."""
        return self.spoken and not self.mine and not self.old

    @property
    def is_highlight(self) -> bool:
        """Tell whether it is news for this person: names them, or was said to them in private; notices are answers."""
        return self.news and (self.mention or (self.private and self.kind is not ItemKind.NOTICE))
