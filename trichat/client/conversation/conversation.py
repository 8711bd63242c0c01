"""One person's conversation with a server, across connections: what comes in, what is shown, what goes out. Pure."""

from contextlib import suppress

from trichat.client.conversation import catch_up, searching, sending
from trichat.client.conversation.state import SLOW, ConversationState, State
from trichat.client.display.item import Item
from trichat.client.incoming.apply import apply
from trichat.client.irc.batches import Batches, FoundRead, PageRead
from trichat.client.irc.fields import decode, nick_of, param, time_of
from trichat.client.irc.registration import Registration
from trichat.client.irc.sasl import LOGIN_COMMANDS
from trichat.errors import ProtocolError
from trichat.protocols.irc.wire.message import Message, parse
from trichat.protocols.lines import LineSplitter, TooLong
from trichat.words.names.names import fold

LINE_LIMIT = 8191 + 512  # bytes: the longest tags (IRCv3 message-tags, "Size limit") and the longest message
_LAG = "trichat-lag"  # what our own PINGs say

__all__ = ["Conversation", "State"]


class Conversation(ConversationState):
    """Takes what the server sends, and what happens to the connection; see ConversationState for what comes out."""

    # What the link reports.

    def connected(self, now: int) -> None:
        """Begin to register on a new connection."""
        self.now = now
        self.state = State.ENTERING
        self.asked_at, self.lag = 0, 0.0
        self._splitter = LineSplitter(LINE_LIMIT)
        login = self.account.login(self.nonce)
        self.registration = Registration(self.wanted, self._username, self.settings.realname, login)
        self.lines += self.registration.start(self.account.server_password)

    def lost(self, now: int) -> None:
        """Be offline; what was sent and not confirmed stays in doubt until history says more."""
        self.now = now
        self.state = State.OFFLINE
        self.read_position.disconnected()
        self.lines.clear()
        self.model.lost()
        self.history.lost()
        self._batches = Batches()
        self._regaining = False
        self.barrier = ""
        self.asked_at = 0
        searching.lost(self)

    def tick(self, now: int) -> None:
        """Do what is done from time to time."""
        self.now = now
        if self.state is State.ONLINE and not self.asked_at:
            self._measure_lag()
        catch_up.follow(self, self.history.tick())
        sending.doubt(self, self.outbox.overdue())
        self.regain()
        self.show_active_window()
        sending.flush(self)

    def receive_data(self, data: bytes, now: int) -> None:
        """Take bytes from the server. What cannot be read is passed over: there is nothing in it for a person."""
        for line in self._splitter.feed(data):
            if line and not isinstance(line, TooLong):
                with suppress(ProtocolError):
                    self.receive(parse(decode(line)), now)

    def receive(self, message: Message, now: int) -> None:
        """Take a message from the server."""
        self.now = now
        self.read_position.heard(time_of(message, 0))
        self.model.highlight = self.settings.highlight
        taken = self._batches.take(message)
        if isinstance(taken, PageRead):
            catch_up.page(self, taken)
        elif isinstance(taken, FoundRead):
            searching.found(self, taken)
        elif taken is not None:
            self._take(taken)
        if self.state is State.ONLINE and not (self.read_position.asking_who_talked or self.history.is_busy):
            self.read_position.all_shown()
        self.show_active_window()
        sending.flush(self)

    # What comes in.

    def _take(self, message: Message) -> None:
        if message.command == "PING":
            self.send(Message(command="PONG", params=message.params))
        elif searching.answered(self, message):
            return
        elif message.command == "FAIL" and param(message, 0) == "CHATHISTORY":
            catch_up.no_page(self, message)
        elif message.command == "CHATHISTORY":
            catch_up.talked(self, message)
        elif message.command == "NOTICE" and self.state is State.ENTERING and param(message, 1).startswith("***"):
            return  # what a server says to everybody while it looks them up
        elif message.command == "PONG":
            self._ponged(message)
        elif not self._registering(message):
            self._learn(message)

    def _ponged(self, message: Message) -> None:
        if param(message, -1) == _LAG and self.asked_at:
            self.lag = (self.now - self.asked_at) / 1000
            self.asked_at = 0
            if self.lag >= SLOW:  # it is in everybody's sight: let it be true
                self._measure_lag()
        catch_up.ponged(self, message)
        sending.ponged(self, message)

    def _measure_lag(self) -> None:
        self.asked_at = self.now
        self.send(Message(command="PING", params=(_LAG,)))

    def _registering(self, message: Message) -> bool:
        """Tell whether the message was only about registration."""
        if self._regaining and message.command in ("433", "437"):
            self._regaining = False
            return True
        before = self.registration.nick
        self.lines += self.registration.receive(message)
        self.account.heard(message)
        if message.command == "900" and self._stopgap:  # it was our own name that another one had to stand in for
            self.wanted = self.account.name
            self.regain()
        self.check_login()
        if message.command in LOGIN_COMMANDS and self.registration.login:
            return True
        if message.command == "001" or self.registration.nick == before:
            return False
        if self.registration.nick:
            self.show_info(f"The name {before} is taken: trying {self.registration.nick}.")
            return True
        self.wanted = ""
        self.show_error(f"{before} cannot be a name here: {param(message, -1)}")
        return True

    def check_login(self) -> None:
        """Say why logging in has failed, if it has just done so."""
        login = self.registration.login
        if login and login.over and login.trouble:
            self.show_error(login.trouble)
            login.trouble = ""
            self.account.wrong()

    def _learn(self, message: Message) -> None:
        before = list(self.model.rooms.values())
        refused = sending.refused(self, message)
        items = apply(self.model, message, self.now)
        follow(self, message)
        for item in items:
            self._live(item, message)
        if refused:
            sending.not_sent(self, [refused])
        for room in before:
            if fold(room.name) not in self.model.rooms:
                self._out_of(room.name)
        self._afterwards(message)

    def _live(self, item: Item, message: Message) -> None:
        if item.mine and item.spoken:
            item = sending.back(self, item, message.tags.get("label", ""))
        over = self.leaving and message.command == "ERROR"  # the server's goodbye
        if self.history.live(item) and not over:
            self.show(item)

    def _out_of(self, name: str) -> None:
        self.history.left(name)
        sending.not_sent(self, self.outbox.take_all_for(name))

    def _afterwards(self, message: Message) -> None:
        """Do what follows from a message, now that the model knows it."""
        if message.command == "001":
            self._welcomed()
        elif message.command == "005":
            self._limits()
        elif message.command == "JOIN" and self.model.is_me(nick_of(message)) and self.model.room(param(message, 0)):
            catch_up.begin(self, param(message, 0), time_of(message, 0))
        elif message.command == "NICK" and self.model.is_me(param(message, 0)):
            self.wanted = self.model.nick
            self._regaining = self._stopgap = False
        if message.command in ("NICK", "QUIT") and fold(nick_of(message)) == fold(self.wanted):
            self.regain()

    def _welcomed(self) -> None:
        self.state = State.ONLINE
        if not self._been_in:
            self._been_in = True
            self._stopgap = fold(self.registration.nick) != fold(self.wanted)
            self.wanted = self.model.nick
        if to_service := self.account.welcomed(self.registration, self.model.nick):
            self.send(to_service)
        for room in self.model.rooms.values():
            key = self.keys.get(fold(room.name), "")
            self.send(Message(command="JOIN", params=(room.name, key) if key else (room.name,)))
        catch_up.begin_private(self)

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


def follow(talk: ConversationState, message: Message) -> None:
    """Let the rest of the conversation know it, once the model does."""
    if message.command == "NICK":
        old, new = nick_of(message), param(message, 0)
    elif message.command == "RENAME" and talk.model.room(param(message, 1)):
        old, new = param(message, 0), param(message, 1)
        talk.history.rename(old, new)
        if fold(old) in talk.keys:
            talk.keys[fold(new)] = talk.keys.pop(fold(old))
    else:
        return
    talk.windows.rename(old, new)
    talk.notes.recent.rename(old, new)
    talk.outbox.rename(old, new)
