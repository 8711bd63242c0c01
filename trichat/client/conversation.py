"""One person's conversation with a server, across connections: what comes in, what is shown, what goes out. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from enum import Enum, auto

from trichat.client import asking
from trichat.client.batches import Batches, PageRead
from trichat.client.history import History, Outcome
from trichat.client.items import Item, Look
from trichat.client.model import Model
from trichat.client.noted import Noted
from trichat.client.outbox import Draft, Outbox
from trichat.client.reading import action, nick_of, param
from trichat.client.registration import Registration
from trichat.client.rooms import Rooms
from trichat.client.settings import Settings
from trichat.protocols.irc.message import Message
from trichat.words.commands import room_name
from trichat.words.names import fold, is_room


class State(Enum):
    """How far the connection is."""

    OFFLINE = auto()
    ENTERING = auto()
    ONLINE = auto()


class Conversation:
    """Takes what the server sends; collects `lines` for it and `items` for the person, for the link to take away.

    The parts: `model` knows who and where, `history` what has been seen, `outbox` what has not arrived yet,
    `rooms` what is new elsewhere, `noted` what can be found again. `opening` has URLs to open.
    """

    def __init__(self, settings: Settings, *, username: str) -> None:
        """Begin offline. Without a nick, the first line that is typed is the name."""
        self.settings = settings  # replaced as a whole when one is changed
        self.model = Model()
        self.outbox = Outbox()
        self.rooms = Rooms()
        self.noted = Noted()
        self.state = State.OFFLINE
        self.leaving = False
        self.lines: list[str] = []
        self.items: list[Item] = []
        self.opening: list[str] = []
        self.now = 0
        self.wanted = settings.nick  # the name to have, whenever it is free
        self.keys: dict[str, str] = {}  # of rooms that need one
        self.history = History()
        self.registration = Registration(self.wanted, username)
        self._username = username
        self._batches = Batches()
        self._been_in = False
        self._regaining = False  # asked for our old name by ourselves: "taken" is no news
        for room in settings.rooms:
            name, _, key = room.partition(" ")
            self.model.expect(room_name(name))
            self.keys[fold(room_name(name))] = key.strip()
        self.look()

    @property
    def needs_name(self) -> bool:
        """Tell whether the next line that is typed is a name."""
        return not self.wanted

    def has(self, *capabilities: str) -> bool:
        """Tell whether all these are in force."""
        return self.registration.enabled.issuperset(capabilities)

    # What the link reports.

    def connected(self, now: int) -> None:
        """Begin to register on a new connection."""
        self.now = now
        self.state = State.ENTERING
        self.registration = Registration(self.wanted, self._username)
        self.lines += self.registration.start()

    def lost(self, now: int) -> None:
        """Be offline; what was sent and not confirmed stays in doubt until history says more."""
        self.now = now
        self.state = State.OFFLINE
        self.lines.clear()
        self.model.lost()
        self.history.lost()
        self._batches = Batches()
        self._regaining = False

    def tick(self, now: int) -> None:
        """Do what is done from time to time."""
        self.now = now
        self._follow(self.history.tick())
        self.regain()
        self.look()
        self.flush()

    def receive(self, message: Message, now: int) -> None:
        """Take a message from the server."""
        self.now = now
        self.model.highlight = self.settings.highlight
        taken = self._batches.take(message)
        if isinstance(taken, PageRead):
            self._follow(self.history.page(taken.target, self._replayed(taken)))
        elif taken is not None:
            self._take(taken)
        self.look()
        self.flush()

    # What comes in.

    def _take(self, message: Message) -> None:
        if message.command == "PING":
            self.send(Message(command="PONG", params=message.params))
        elif message.command == "FAIL" and param(message, 0) == "CHATHISTORY":
            self._no_page(message)
        elif not self._registering(message):
            self._learn(message)

    def _registering(self, message: Message) -> bool:
        """Tell whether the message was only about registration."""
        if self._regaining and message.command in ("433", "437"):
            self._regaining = False
            return True
        before = self.registration.nick
        self.lines += self.registration.receive(message)
        if message.command == "001" or self.registration.nick == before:
            return False
        if self.registration.nick:
            self.tell(f"The name {before} is taken: trying {self.registration.nick}.")
            return True
        self.wanted = ""
        self.complain(f"{before} cannot be a name here: {param(message, -1)}")
        return True

    def _learn(self, message: Message) -> None:
        before = list(self.model.rooms.values())
        refused = self._refused(message)
        for item in self.model.apply(message, self.now):
            self._live(item, message)
        if refused:
            self._not_sent([refused])
        for room in before:
            if fold(room.name) not in self.model.rooms:
                self._out_of(room.name)
        self._afterwards(message)

    def _live(self, item: Item, message: Message) -> None:
        if item.mine and item.spoken:
            self._confirmed(item, message.tags.get("label", ""))
        over = self.leaving and message.command == "ERROR"  # the server's goodbye
        if self.history.live(item) and not over:
            self.show(item)

    def _confirmed(self, item: Item, label: str = "") -> bool:
        text = action(item.text) if item.look is Look.ACTION else item.text
        known = self.outbox.take_labelled(label) or self.outbox.take_same(item.nick, item.place, text)
        return known is not None

    def _refused(self, message: Message) -> Draft | None:
        """Take out the draft that this message refuses, if it does refuse one."""
        if message.command != "FAIL" and not (message.command.isdigit() and message.command[0] in "45"):
            return None
        if self.has("labeled-response"):
            return self.outbox.take_labelled(message.tags.get("label", ""))
        no_recipient = message.command in ("401", "403", "404")
        return self.outbox.take_sent_to(param(message, 1)) if no_recipient else None

    def _not_sent(self, drafts: Iterable[Draft]) -> None:
        for draft in drafts:
            self.complain(f"Not sent to {draft.target}: {draft.said}")

    def _out_of(self, name: str) -> None:
        self.history.left(name)
        self._not_sent(self.outbox.take_all_for(name))

    def _afterwards(self, message: Message) -> None:
        """Do what follows from a message, now that the model knows it."""
        if message.command == "001":
            self._welcomed()
        elif message.command == "005":
            self._limits()
        elif message.command == "JOIN" and self.model.is_me(nick_of(message)) and self.model.room(param(message, 0)):
            self._catch_up(param(message, 0))
        elif message.command == "NICK" and self.model.is_me(param(message, 0)):
            self.wanted = self.model.nick
            self._regaining = False
        elif message.command == "NICK":
            self.rooms.rename(nick_of(message), param(message, 0))
        if message.command in ("NICK", "QUIT") and fold(nick_of(message)) == fold(self.wanted):
            self.regain()

    def _welcomed(self) -> None:
        self.state = State.ONLINE
        if not self._been_in:
            self._been_in = True
            self.wanted = self.model.nick
        for room in self.model.rooms.values():
            key = self.keys.get(fold(room.name), "")
            self.send(Message(command="JOIN", params=(room.name, key) if key else (room.name,)))
        for target in self.outbox.in_doubt():
            if not is_room(target) or not self.model.room(target):
                self._catch_up(target)

    def _limits(self) -> None:
        most = self.model.support.get("CHATHISTORY", "")
        if most.isdigit() and int(most):
            self.history.limit = min(self.history.limit, int(most))

    def regain(self) -> None:
        """Ask for the name that we had before the connection was lost, if another has it."""
        lost = self._been_in and self.wanted and not self.model.is_me(self.wanted)
        if lost and self.state is State.ONLINE and not self._regaining:
            self._regaining = True
            self.send(Message(command="NICK", params=(self.wanted,)))

    # History.

    def _catch_up(self, name: str) -> None:
        if self.has("draft/chathistory", "batch"):
            self.send(self.history.begin(name))
        else:
            self._settle(name, sure=False)

    def _no_page(self, message: Message) -> None:
        outcome = self.history.failed(message)
        if not outcome.ask and not outcome.caught_up:
            self.complain(param(message, -1))
        self._follow(outcome)

    def _replayed(self, page: PageRead) -> list[Item]:
        items = [item for one in page.messages if (item := self.model.said(one, self.now))]
        if is_room(page.target):
            return items
        # Between two people whatever the other has not said is mine, also under a name that I have no longer.
        other = fold(page.target)
        return [replace(item, place=page.target, private=True, mine=fold(item.nick) != other) for item in items]

    def _follow(self, outcome: Outcome) -> None:
        if outcome.gap:
            self.tell("There may be more that was said before this.", outcome.caught_up)
        for item in outcome.show:
            confirmed = self._confirmed(item)
            if confirmed or not outcome.old:
                self.show(item)
        if outcome.caught_up:
            self._settle(outcome.caught_up, sure=outcome.sure)
        if outcome.ask:
            self.send(outcome.ask)

    def _settle(self, target: str, *, sure: bool) -> None:
        """Decide what becomes of drafts in doubt: history does not have them, or (not `sure`) cannot say."""
        if sure:
            self.outbox.send_again(target)
            return
        for draft in [draft for draft in self.outbox if draft.sent and fold(draft.target) == fold(target)]:
            self.outbox.remove(draft)
            self.complain(f"Perhaps this did not arrive at {draft.target}: {draft.said}")

    # What goes out.

    def send(self, message: Message) -> None:
        """Send a message, on this connection or never."""
        self.lines.append(asking.line(message))

    def flush(self) -> None:
        """Send what is waiting and can go now."""
        if self.state is State.ONLINE and self.outbox:
            for draft in self.outbox.due(self._is_ready, self.model.nick):
                self._send_draft(draft)

    def _is_ready(self, target: str) -> bool:
        room = self.model.room(target)
        return (room is None or room.inside) and not self.history.is_held(target)

    def _send_draft(self, draft: Draft) -> None:
        if self.has("echo-message"):
            tags = {"label": draft.label} if self.has("labeled-response") else {}
            self.send(replace(draft.message, tags=tags))
            return
        # Nobody will confirm it: show it, and count it as arrived.
        self.outbox.remove(draft)
        self.send(draft.message)
        for item in self.model.apply(replace(draft.message, source=f"{self.model.nick}!me@here"), self.now):
            self.show(item)

    # What is shown.

    def show(self, item: Item) -> None:
        """Show an item, or keep it until the person comes to its room."""
        self.items += self.rooms.take(self.noted.take(item), self.model.active)

    def look(self) -> None:
        """Show what has happened in the active room, if the person has just come there."""
        self.rooms.follow(room.name for room in self.model.rooms.values())
        self.items += self.rooms.look(self.model.active, self.now)

    def tell(self, text: str, place: str = "") -> None:
        """Show a sentence, about a place or about none."""
        self.show(Item(look=Look.INFO, text=text, at=self.now, place=place))

    def complain(self, text: str) -> None:
        """Show what went wrong."""
        self.items.append(Item(look=Look.ERROR, text=text, at=self.now))
