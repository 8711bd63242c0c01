"""Each line that a person types goes to what does it: something to say, a command of the client, or a request."""

from trichat.client.commands import accounts, local, messages, table
from trichat.client.conversation import searching, sending
from trichat.client.conversation.conversation import Conversation, State
from trichat.client.conversation.sending import compose, space_for
from trichat.client.conversation.state import ConversationState
from trichat.client.irc import requests
from trichat.client.irc.fields import unwrap_ctcp
from trichat.client.model import people
from trichat.client.settings import keymap
from trichat.errors import ProtocolError, UsageError
from trichat.protocols.irc.wire.message import Message
from trichat.words import requests as ask
from trichat.words.names.names import fold, is_room
from trichat.words.record import Record
from trichat.words.requests import Request
from trichat.words.text.clean import clean


class Measure(Record, kw_only=True):
    """The size of a text that is typed: how many messages it takes, to whom, and the bytes left in the last of them."""

    messages: int = 0
    target: str = ""
    left: int = 0


def split_commands(text: str) -> list[str]:
    """Give the lines if all of them are commands, to be done one after the other; else the text as a whole.

    So nothing that somebody pastes is a command by accident.
    """
    lines = [clean(line).rstrip() for line in text.splitlines()]
    written = [line for line in lines if line]
    if len(written) > 1 and all(table.is_command(line) for line in written):
        return written
    return ["\n".join(lines).strip("\n")]


def measure(talk: ConversationState, text: str) -> Measure:
    """Measure what Enter would send; a command that says something counts too."""
    found = [message for part in split_commands(text) if part for message in _messages(talk, part)]
    if not found:
        return Measure()
    last = found[-1]
    longest = space_for(talk, last)
    used = len(unwrap_ctcp(last.params[1])[1].rpartition("\n")[2].encode())
    return Measure(messages=len(found), target=last.params[0], left=max(longest - used, 0))


def _messages(talk: ConversationState, part: str) -> list[Message]:
    try:
        request = table.parse(part)
        if isinstance(request, table.Reply) and request.text:
            request = ask.Say(text=request.text)
        return compose(talk, requests.message(request, talk.model.active)) if isinstance(request, ask.Say) else []
    except (UsageError, ProtocolError):
        return []


def handle_input(talk: Conversation, text: str, now: int, *, default_name: str = "") -> None:
    """Run the command that was typed, or say the text, which may have several lines."""
    talk.now = now
    for part in split_commands(text):
        try:
            _handle(talk, part, default_name)
        except (UsageError, ProtocolError) as exc:
            talk.show_error(str(exc))
        talk.show_active_window()
    sending.flush(talk)


def _handle(talk: Conversation, line: str, default_name: str) -> None:
    if talk.question:
        question, talk.question = talk.question, None
        line = question.before + line if line else ""  # an empty answer is none
    if talk.needs_name and not line.startswith("/"):
        _choose_nick(talk, line.strip() or default_name)
    elif line:
        _do(talk, table.parse(line))


def _send_raw(talk: Conversation, line: str) -> None:
    if not line:
        raise UsageError(f"Usage: {table.RAW.usage}")
    _must_be_online(talk)
    talk.lines.append(line)


def _choose_nick(talk: Conversation, name: str) -> None:
    """Set the name to ask for, before the server has let us in."""
    if name.split() != [name] or name.startswith(":"):
        raise UsageError("A name is one word, for example anna.")
    talk.wanted_nick = name
    if talk.state is State.ENTERING:
        talk.lines += talk.registration.introduce(name)


def _do(talk: Conversation, request: Request) -> None:
    match request:
        case ask.Help(command=name):
            _help(talk, name)
        case table.Raw(line=line):
            _send_raw(talk, line)
        case table.Resend():
            sending.resend(talk)
        case table.Login() | table.Register() | table.Verify() | table.Password():
            accounts.handle(talk, request)
        case table.Reply() | table.React() | table.Delete():
            messages.handle(talk, request)
        case ask.Search():
            searching.search(talk, request)
        case table.Switch() | table.Query() | table.Mentions() | table.Urls() | table.Open() | table.Set():
            local.handle(talk, request)
        case ask.Quit(reason=reason):
            _quit(talk, reason)
        case ask.Rename(name=name) if talk.state is not State.ONLINE:
            _choose_nick(talk, name)
            talk.show_info(f"You will be {name}.")
        case ask.Say():
            _say(talk, requests.message(request, talk.model.active))
        case ask.Join(room=name) if room := talk.model.room(name):
            local.switch(talk, room.name)
        case ask.Leave(room="") if talk.model.active and not is_room(talk.model.active):
            local.close_private(talk)
        case _:
            _ask_server(talk, request)


def _ask_server(talk: Conversation, request: Request) -> None:
    message = people.extend_who(requests.message(request, talk.model.active), talk.model.support)
    _must_be_online(talk)
    match request:
        case ask.Join(room=name, key=key):
            talk.keys[fold(name)] = key
        case ask.History(limit=limit):
            backwards = message.params[0] in ("LATEST", "BEFORE")
            _expect_page(talk, message.params[1], limit if backwards else 0)
    talk.send(message)


def _help(talk: Conversation, name: str) -> None:
    for line in keymap.help_lines(talk.settings.keys) if name == "keys" else table.help_lines(name):
        talk.show_info(line)


def _quit(talk: Conversation, reason: str) -> None:
    talk.leaving = True
    if talk.state is not State.OFFLINE:
        sending.flush(talk)
        talk.send(requests.message(ask.Quit(reason=reason), ""))
    if talk.outbox.waiting:
        talk.show_error(f"{talk.outbox.waiting} of your messages could not be sent.")


def _say(talk: Conversation, message: Message) -> None:
    for piece in compose(talk, message):
        requests.line(piece)  # a target that cannot be written is refused now, not when it goes out
        draft = talk.outbox.add(piece)
        draft.typed = talk.state is not State.OFFLINE
        if not draft.typed:
            talk.show_info(f"Waits for the connection: {draft.said}")


def _expect_page(talk: Conversation, place: str, least: int) -> None:
    if not talk.has("draft/chathistory", "batch"):
        raise UsageError("This server keeps no history.")
    talk.history.expect_requested(place, least)


def _must_be_online(talk: Conversation) -> None:
    if talk.state is not State.ONLINE:
        raise UsageError("Not connected yet. What you say is sent later; for a command, please try again.")
