"""One person's conversation with an IRC server, across connections: what comes in, what is shown, what goes out."""

from contextlib import suppress

from trichat.client.conversation import catch_up, searching, sending
from trichat.client.conversation.state import SLOW, ConversationState, State
from trichat.client.display.item import Item
from trichat.client.incoming.apply import apply
from trichat.client.irc.batches import Batches, HistoryPage, SearchResult
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
    """An IRC client's side of the protocol: takes messages and events of the connection, gives lines and items."""

    # What the link reports.

    def connected(self, now: int) -> None:
        """Begin to register on a new connection."""
        self.now = now
        self.state = State.ENTERING
        self.pinged_at, self.lag = 0, 0.0
        self._splitter = LineSplitter(LINE_LIMIT)
        login = self.account.login(self.nonce)
        token, self._token_told = self._token, False
        self.registration = Registration(self.wanted_nick, self._username, self.settings.realname, login, token)
        self.lines += self.registration.start(self.account.server_password)

    def lost(self, now: int) -> None:
        """Go offline; what was sent and not confirmed stays in doubt until history says more."""
        self.now = now
        self.state = State.OFFLINE
        self.read_position.disconnected()
        self.lines.clear()
        self.model.lost()
        self.history.lost()
        self._batches = Batches()
        self._reclaiming_nick = False
        self.arrival_ping = ""
        self.pinged_at = 0
        searching.lost(self)

    def tick(self, now: int) -> None:
        """Measure the lag, give up what is overdue, ask again for our name."""
        self.now = now
        if self.state is State.ONLINE and not self.pinged_at:
            self._measure_lag()
        catch_up.carry_out(self, self.history.tick())
        sending.mark_doubtful(self, self.outbox.overdue())
        self.reclaim_nick()
        self.show_active_window()
        sending.flush(self)

    def receive_data(self, data: bytes, now: int) -> None:
        """Handle bytes from the server. Lines that cannot be parsed are skipped: there is nothing to show in them."""
        for line in self._splitter.feed(data):
            if line and not isinstance(line, TooLong):
                with suppress(ProtocolError):
                    self.receive(parse(decode(line)), now)

    def receive(self, message: Message, now: int) -> None:
        """Handle a message from the server."""
        self.now = now
        self.read_position.heard(time_of(message, 0))
        self.model.highlight = self.settings.highlight
        whole = self._batches.add(message)
        if isinstance(whole, HistoryPage):
            catch_up.on_page(self, whole)
        elif isinstance(whole, SearchResult):
            searching.on_result(self, whole)
        elif whole is not None:
            self._handle(whole)
        if self.state is State.ONLINE and not (self.read_position.asking_who_talked or self.history.is_catching_up):
            self.read_position.all_shown()
        self.show_active_window()
        sending.flush(self)

    # What comes in.

    def _handle(self, message: Message) -> None:
        if message.command == "PING":
            self.send(Message(command="PONG", params=message.params))
        elif searching.handle_answer(self, message):
            return
        elif message.command == "FAIL" and param(message, 0) == "CHATHISTORY":
            catch_up.on_fail(self, message)
        elif message.command in ("NOTE", "FAIL") and param(message, 0) == "RESUME" and self._is_about_token(message):
            return
        elif message.command == "CHATHISTORY":
            catch_up.on_target(self, message)
        elif message.command == "NOTICE" and self.state is State.ENTERING and param(message, 1).startswith("***"):
            return  # what a server says to everybody while it looks them up
        elif message.command == "PONG":
            self._on_pong(message)
        elif not self._is_about_registration(message):
            self._learn(message)

    def _is_about_token(self, message: Message) -> bool:
        """Tell whether a message was only about the token of our visit, which nobody need see who has not asked."""
        match param(message, 1):
            case "TOKEN" if param(message, 2) != self._token or not self._token_told:
                self._token, self._token_told = param(message, 2), True
            case "INVALID_TOKEN" if self.state is State.ENTERING:
                self._token = ""  # the visit has ended: we come in as anybody
            case code:
                return code == "RESUMED"
        return True

    def _on_pong(self, message: Message) -> None:
        if param(message, -1) == _LAG and self.pinged_at:
            self.lag = (self.now - self.pinged_at) / 1000
            self.pinged_at = 0
            if self.lag >= SLOW:  # it is in everybody's sight: let it be true
                self._measure_lag()
        catch_up.on_pong(self, message)
        sending.on_pong(self, message)

    def _measure_lag(self) -> None:
        self.pinged_at = self.now
        self.send(Message(command="PING", params=(_LAG,)))

    def _is_about_registration(self, message: Message) -> bool:
        """Pass a message to registration and account; tell whether it was about nothing else."""
        if self._reclaiming_nick and message.command in ("433", "437"):
            self._reclaiming_nick = False
            return True
        before = self.registration.nick
        self.lines += self.registration.receive(message)
        self.account.receive(message)
        if message.command == "900" and self._has_stopgap_nick:  # another one had to stand in for the account's name
            self.wanted_nick = self.account.name
            self.reclaim_nick()
        self.check_login()
        if message.command in LOGIN_COMMANDS and self.registration.login:
            return True
        if message.command == "001" or self.registration.nick == before:
            return False
        if self.registration.nick:
            self.show_info(f"The name {before} is taken: trying {self.registration.nick}.")
            return True
        self.wanted_nick = ""
        self.show_error(f"{before} cannot be a name here: {param(message, -1)}")
        return True

    def check_login(self) -> None:
        """Say why logging in has failed, if it has just done so."""
        login = self.registration.login
        if login and login.over and login.trouble:
            self.show_error(login.trouble)
            login.trouble = ""
            self.account.forget()

    def _learn(self, message: Message) -> None:
        before = list(self.model.rooms.values())
        refused = sending.pop_refused(self, message)
        items = apply(self.model, message, self.now)
        follow_renames(self, message)
        for item in items:
            self._show_live(item, message)
        if refused:
            sending.show_not_sent(self, [refused])
        for room in before:
            if fold(room.name) not in self.model.rooms:
                self.history.leave(room.name)
                sending.show_not_sent(self, self.outbox.pop_all_for(room.name))
        self._afterwards(message)

    def _show_live(self, item: Item, message: Message) -> None:
        if item.mine and item.spoken:
            item = sending.on_echo(self, item, message.tags.get("label", ""))
        goodbye = self.leaving and message.command == "ERROR"
        if self.history.live(item) and not goodbye:
            self.show(item)

    def _afterwards(self, message: Message) -> None:
        """React to a message, now that the model knows it: join, catch up, reclaim the nick."""
        if message.command == "001":
            self._on_welcome()
        elif message.command == "005":
            most = self.model.support.get("CHATHISTORY", "")
            if most.isdigit() and int(most):
                self.history.limit = min(self.history.limit, int(most))
        elif message.command == "JOIN" and self.model.is_me(nick_of(message)) and self.model.room(param(message, 0)):
            catch_up.begin(self, param(message, 0), time_of(message, 0))
        elif message.command == "NICK" and self.model.is_me(param(message, 0)):
            self.wanted_nick = self.model.nick
            self._reclaiming_nick = self._has_stopgap_nick = False
        if message.command in ("NICK", "QUIT") and fold(nick_of(message)) == fold(self.wanted_nick):
            self.reclaim_nick()

    def _on_welcome(self) -> None:
        self.state = State.ONLINE
        if not self._was_online:
            self._was_online = True
            self._has_stopgap_nick = fold(self.registration.nick) != fold(self.wanted_nick)
            self.wanted_nick = self.model.nick
        if identify := self.account.identify_after_welcome(self.registration, self.model.nick):
            self.send(identify)
        for room in self.model.rooms.values():
            key = self.keys.get(fold(room.name), "")
            self.send(Message(command="JOIN", params=(room.name, key) if key else (room.name,)))
        catch_up.begin_private(self)

    def reclaim_nick(self) -> None:
        """Ask for the name that we had before the connection was lost, if another has it."""
        lost = self._was_online and self.wanted_nick and not self.model.is_me(self.wanted_nick)
        if lost and self.state is State.ONLINE and not self._reclaiming_nick:
            self._reclaiming_nick = True
            self.send(Message(command="NICK", params=(self.wanted_nick,)))


def follow_renames(talk: ConversationState, message: Message) -> None:
    """Rename a person or a room in windows, notes and outbox, once the model knows the new name."""
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
