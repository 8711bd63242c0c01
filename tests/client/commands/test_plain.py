"""A chat of plain lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from trichat.client.commands.plain import LINE_LIMIT, PlainConversation
from trichat.client.conversation.state import State
from trichat.client.settings.table import Settings


class Talk(PlainConversation):
    """One with a hand at each end."""

    def hear(self, data: str) -> None:
        self.receive_data(data.encode(), 1)

    def type(self, text: str) -> list[str]:
        self.handle_input(text, 1)
        return self.sent()

    def sent(self) -> list[str]:
        lines, self.lines = self.lines, []
        return lines

    def shown(self) -> list[str]:
        items, self.items = self.items, []
        return [item.text for item in items]


@pytest.fixture
def talk() -> Talk:
    """Give one with a name that is set, connected."""
    talk = Talk(Settings(host="h", port=7, nick="anna", plain=True), username="login")
    talk.connected(1)
    return talk


@pytest.fixture
def nameless() -> Talk:
    """Give one without."""
    talk = Talk(Settings(host="h", port=7, plain=True), username="login")
    talk.connected(1)
    return talk


def test_lines_are_shown_as_they_are(talk: Talk) -> None:
    """Lines are shown wherever they were cut, in any encoding; empty ones are not."""
    talk.hear("bob: h")
    talk.hear("i\r\n\n   \nbob: дa\n")
    talk.receive_data(b"caf\xe9\n", 1)
    assert ["bob: hi", "bob: дa", "café"] == talk.shown()


def test_a_question_without_an_end_is_answered_with_the_name(talk: Talk) -> None:
    """A prompt without a line end is answered with the name as soon as nothing more comes."""
    talk.hear("Your name: ")
    assert (True, [], []) == (talk.has_partial_line, talk.shown(), talk.sent())
    talk.idle(2)
    assert (["Your name: "], ["anna"]) == (talk.shown(), talk.sent())
    assert not talk.has_partial_line


@pytest.mark.parametrize("question", ["What is your name?", "Укажите имя:", "login: ", "Enter nickname>"])
def test_a_question_in_a_line_is_answered_too(talk: Talk, question: str) -> None:
    """A question in a line is answered with the name once: if it is taken, the person must find another."""
    talk.hear(f"Welcome!\n{question}\n")
    assert ["anna"] == talk.sent()
    talk.hear(f"Taken.\n{question}\n")
    assert [] == talk.sent()


def test_what_is_no_question_is_not_answered(talk: Talk) -> None:
    """The name is not said into the room where nobody has asked for it."""
    talk.hear("My name is bob\nbob: hi\n" + "bob: name?\n" * 9)
    assert [] == talk.sent()


def test_without_a_name_the_person_is_asked_by_the_server(nameless: Talk) -> None:
    """Without a name the person types one, which is given again after a reconnection."""
    nameless.hear("Name: ")
    nameless.idle(2)
    assert [] == nameless.sent()
    assert ["anna"] == nameless.type("anna")
    nameless.lost(3)
    nameless.connected(4)
    nameless.hear("Name: ")
    nameless.idle(5)
    assert ["anna"] == nameless.sent()


def test_what_is_typed_is_sent_and_shown(talk: Talk) -> None:
    """What is typed is sent and shown, commands too; a doubled slash is one."""
    assert ["hi", "/who", "/quit", ""] == talk.type("hi\n/who\n//quit\n\n")
    assert ["> hi", "> /who", "> /quit", "> "] == talk.shown()


def test_a_password_is_sent_and_not_shown(talk: Talk) -> None:
    """A password in a command of the server is sent and not shown."""
    assert ["/login secret"] == talk.type("/login secret")
    assert ["> /login ••••••"] == talk.shown()


def test_what_is_typed_meanwhile_waits(talk: Talk) -> None:
    """What is typed waits until the server has been told the name, or has not asked for it."""
    talk.lost(1)
    assert [] == talk.type("one\ntwo")
    talk.connected(2)
    assert [] == talk.sent()
    talk.hear("Name: ")
    talk.idle(3)
    assert ["anna", "one", "two"] == talk.sent()
    talk.lost(4)
    talk.type("three")
    talk.connected(5)
    talk.tick(6)
    assert ["three"] == talk.sent()


def test_some_commands_are_for_the_client(talk: Talk) -> None:
    """A few commands are for the client, and /help names them."""
    talk.hear("see http://example.org/\n")
    talk.shown()
    assert [] == talk.type("/help\n/urls\n/open\n/set bell off\n/open 7")
    shown = talk.shown()
    assert "/set  /urls  /open  /mentions  /raw LINE  /quit" in shown
    assert ["http://example.org/"] == talk.urls_to_open
    assert {"bell": False} == talk.settings_to_save
    assert "There is no web address 7: /urls shows them." in shown
    assert ["/urls"] == talk.type("/raw /urls")
    assert ["/set moderated on"] == talk.type("/set moderated on")


def test_leaving(talk: Talk) -> None:
    """Leaving says nothing to the server; what could not be sent is counted."""
    talk.lost(1)
    assert [] == talk.type("one\n/quit")
    assert (True, "1 of your lines could not be sent.") == (talk.leaving, talk.shown()[-1])


def test_a_mention_calls(talk: Talk) -> None:
    """The name that was given to the server calls the person."""
    talk.hear("bob: hi anna\n")
    assert [True] == [item.alert for item in talk.items]
    talk.type("anna")
    assert not talk.items[-1].alert


def test_a_line_without_an_end_is_bounded(talk: Talk) -> None:
    """A line without an end is cut, and said to have been there."""
    talk.hear("x" * (LINE_LIMIT + 1) + "\n")
    assert [f"A line of {LINE_LIMIT + 1} bytes is passed over."] == talk.shown()


def test_what_is_left_when_the_connection_ends_is_shown(talk: Talk) -> None:
    """The rest of a line is shown when the connection ends: servers say why without a line end."""
    talk.hear("Bye!")
    talk.lost(2)
    assert (["Bye!"], State.OFFLINE, False) == (talk.shown(), talk.state, talk.answers_pings)


@given(some.lists(some.binary(max_size=30) | some.text(max_size=20), max_size=20))
def test_anything_is_survived(steps: list[bytes | str]) -> None:
    """Whatever comes from either end is survived, and no line of ours holds a line end."""
    talk = Talk(Settings(plain=True), username="login")
    talk.connected(1)
    for step in steps:
        if isinstance(step, bytes):
            talk.receive_data(step, 1)
            talk.idle(1)
        else:
            talk.handle_input(step, 1)
    assert not any("\n" in line or "\r" in line for line in talk.lines)
