"""What is known in a conversation, and the ways out of it: lines to the server, items to the person."""

from collections import deque
from enum import Enum, auto

from trichat.client.display import masking
from trichat.client.display.item import Item, ItemKind, Question
from trichat.client.irc import requests
from trichat.client.irc.account import Account
from trichat.client.irc.batches import Batches
from trichat.client.irc.registration import Registration
from trichat.client.model.history import History
from trichat.client.model.model import Model
from trichat.client.model.notes import Notes
from trichat.client.model.outbox import Outbox
from trichat.client.model.windows import ReadPosition, Windows
from trichat.client.settings.table import Settings, Value
from trichat.protocols.irc.wire.message import Message
from trichat.words.commands import room_name
from trichat.words.names.names import fold
from trichat.words.record import replace
from trichat.words.text.search import Wanted

SLOW = 1.0  # seconds for an answer: from here on it is worth a word
_MOST_SECRETS = 8  # words said to services that may be passwords
MOST_TO_LOG = 10_000  # items that wait for a disk that has stopped


class State(Enum):
    """How far the connection is."""

    OFFLINE = auto()
    ENTERING = auto()
    ONLINE = auto()


class ConversationState:
    """Collects `lines` for the server and `items` for the person, for the link to take away.

    The parts: `model` knows who and where, `history` what has been seen, `outbox` what has not arrived yet, `windows`
    what is new elsewhere, `notes` what can be found again, `read_position` how far one has read. `urls_to_open`,
    `settings_to_save` and `items_to_log` are for background/chores.py.
    """

    def __init__(self, settings: Settings, *, username: str, account: Account | None = None) -> None:
        """Begin offline. Without a nick, the first line that is typed is the name."""
        self.account = account or Account()
        self.question: Question | None = None
        self.line_end = "\r\n"
        self.nonce = ""  # something that nobody can guess, fresh for each login
        self.settings = settings  # replaced as a whole when one is changed
        self.model = Model()
        self.outbox = Outbox()
        self.windows = Windows()
        self.notes = Notes()
        self.history = History()
        self.read_position = ReadPosition()
        self.state = State.OFFLINE
        self.leaving = False
        self.lines: list[str] = []
        self.items: list[Item] = []
        self.urls_to_open: list[str] = []
        self.settings_to_save: dict[str, Value] = {}
        self.items_to_log: list[Item] = []
        self.now = 0
        self.pinged_at = 0  # when the PING went out that has no answer yet
        self.lag = 0.0  # seconds that the last answer took, or that one is overdue
        self.searches: dict[str, Wanted] = {}  # that have no answer yet, by their labels, in the order of asking
        self.arrival_ping = ""  # the PING under way whose answer says that what was sent before it has arrived
        self.wanted_nick = settings.nick or settings.account  # the name to have, whenever it is free
        self.keys: dict[str, str] = {}  # of rooms that need one
        self._secrets: deque[str] = deque(maxlen=_MOST_SECRETS)
        self.registration = Registration(self.wanted_nick, username)
        self._token = ""  # of our visit: with it we go on after the connection was lost
        self._token_told = False  # over this connection: then it is told again only if it is asked for
        self._username = username
        self._batches = Batches()
        self._was_online = False
        self._has_stopgap_nick = False  # the name that we have was made up, because another had ours
        self._reclaiming_nick = False  # asked for our old name by ourselves: "taken" is no news
        for room in self.settings.rooms:
            name, _, key = room.partition(" ")
            self.model.expect(room_name(name))
            self.keys[fold(room_name(name))] = key.strip()
        self.show_active_window()

    @property
    def needs_name(self) -> bool:
        """Tell whether the next line that is typed is a name."""
        return not self.wanted_nick

    def has(self, *capabilities: str) -> bool:
        """Tell whether all these capabilities are in force."""
        return self.registration.enabled.issuperset(capabilities)

    @property
    def account_or_nick(self) -> str:
        """Give the name under which the server keeps what is said to the person."""
        return self.account.name or self.model.nick

    @property
    def unsent(self) -> int:
        """Count the messages that wait: to be sent or, when that takes a while, to be confirmed."""
        return self.outbox.pending(self.now, online=self.state is State.ONLINE)

    @property
    def awaits_answer(self) -> bool:
        """Tell whether something is under way whose seconds should be seen."""
        return bool(self.pinged_at or self.outbox)

    # What the link asks and tells. Each kind of conversation has its own answers; times are Unix milliseconds.

    @property
    def has_partial_line(self) -> bool:
        """Tell whether a line has begun that may never get an end."""
        return False

    @property
    def answers_pings(self) -> bool:
        """Tell whether the server says something when it is asked by `tick`."""
        return True

    def connected(self, now: int) -> None:
        """Handle a new connection."""
        raise NotImplementedError

    def lost(self, now: int) -> None:
        """Handle the loss of the connection."""
        raise NotImplementedError

    def receive_data(self, data: bytes, now: int) -> None:
        """Handle bytes from the server."""
        raise NotImplementedError

    def tick(self, now: int) -> None:
        """Handle a tick of the link, one each fifteen seconds."""
        raise NotImplementedError

    def idle(self, now: int) -> None:
        """Handle that nothing has come for a while."""
        self.now = now

    def update_lag(self, now: int) -> None:
        """Update the time, and the lag: it grows while an answer does not come."""
        self.now = now
        if self.pinged_at:
            self.lag = max(self.lag, (now - self.pinged_at) / 1000)

    # To the server.

    def send(self, message: Message) -> None:
        """Send a message, on this connection or never."""
        self.lines.append(requests.line(message))

    # To the person.

    def show(self, item: Item) -> None:
        """Show an item, or keep it until the person comes to its room."""
        if item.private:
            item = replace(item, text=self._without_secrets(item))
        if self.settings.logs and not item.old and len(self.items_to_log) < MOST_TO_LOG:
            self.items_to_log.append(item)
        self.read_position.shown(item)
        self.items += self.windows.add(self.notes.add(item), self.model.active)

    def _without_secrets(self, item: Item) -> str:
        """Give what was said to a service, or what it answers, without a password in it."""
        if item.mine:
            names = (fold(self.model.nick), fold(self.account_or_nick))
            self._secrets.extend(word for word in masking.secrets(item.place, item.text) if fold(word) not in names)
            return masking.mask_message(item.place, item.text)
        return masking.mask_words(item.text, self._secrets) if masking.is_service(item.place) else item.text

    def show_active_window(self) -> None:
        """Show what has happened in the active window, if the person has just come there."""
        self.windows.keep_rooms(room.name for room in self.model.rooms.values())
        self.items += self.windows.switch_to(self.model.active, self.now)

    def show_info(self, text: str, place: str = "") -> None:
        """Show a sentence of the client, about a place or about none."""
        self.show(Item(kind=ItemKind.INFO, text=text, at=self.now, place=place))

    def show_error(self, text: str) -> None:
        """Show a sentence about what went wrong."""
        self.items.append(Item(kind=ItemKind.ERROR, text=text, at=self.now))
