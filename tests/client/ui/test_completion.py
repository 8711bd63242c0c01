"""What Tab offers."""

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from trichat.client.conversation.conversation import Conversation
from trichat.client.model.model import Model
from trichat.client.settings.table import Settings
from trichat.client.ui.completion import Candidate, TabCompleter, candidates, complete_line
from trichat.protocols.irc.wire.message import parse


@pytest.fixture
def talk() -> Conversation:
    """Give a conversation with people who have spoken: carl last."""
    talk = Conversation(Settings(nick="anna"), username="a")
    talk.connected(1)
    hear(
        talk,
        ":s 001 anna :",
        ":anna!a@h JOIN #lobby",
        ":anna!a@h JOIN #lounge",
        ":anna!a@h JOIN #other",
        ":s 353 anna = #other :anna bob Cara carl Анна",
        ":s 366 anna #other :",
        ":Cara!c@h PRIVMSG #other :hi",
        ":carl!c@h PRIVMSG #other :hi",
    )
    return talk


def hear(talk: Conversation, *lines: str) -> None:
    """Let the server send lines."""
    for line in lines:
        talk.receive(parse(line), 1)


def texts(talk: Conversation, before: str) -> list[str]:
    """Give what Tab offers."""
    return [found.text for found in candidates(before, talk)]


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("/wh", ["/who ", "/whois "]),
        ("/NI", ["/nick "]),
        ("/par", ["/part "]),
        ("/ra", ["/raw "]),
        (":tad", ["🎉"]),
        ("well done :snow_l", []),
        ("10:", []),
        (":", []),
        ("/help wh", ["/who ", "/whois "]),
        ("/search fr", ["from:"]),
        ("/search tea FROM:ca", ["FROM:carl ", "FROM:Cara "]),
        ("/find in:lo", ["in:#lobby ", "in:#lounge "]),
        ("/search in:#ot", ["in:#other "]),
        ("/search before:1", []),
        ("/set the", ["theme "]),
        ("/set theme d", ["dark "]),
        ("/set bell ", ["on ", "off "]),
        ("/set nick ", []),
        ("/set mod", ["moderated "]),
        ("/set moderated o", ["on ", "off "]),
        ("/set theme dark d", []),
        ("/mode slow ", ["off "]),
        ("/mode #lobby sec", ["secret "]),
        ("/mode #lobby secret on ca", ["carl ", "Cara "]),
        ("/mode the", []),
        ("/mode xyzzy o", []),
        ("/search ca", ["carl ", "Cara "]),
        ("c", ["carl: ", "Cara: "]),
        ("C", ["carl: ", "Cara: "]),
        ("ан", ["Анна: "]),
        ("thanks ca", ["carl ", "Cara "]),
        ("/msg ca", ["carl ", "Cara "]),
        ("an", []),
        ("", []),
        ("say ", []),
        ("#lo", ["#lobby ", "#lounge "]),
        ("/join #O", ["#other "]),
        ("see /wh", []),
    ],
)
def test_candidates(talk: Conversation, before: str, words: list[str]) -> None:
    """Tab offers commands of the table, people of the active room (not oneself), and rooms one is in."""
    assert [found.text for found in candidates(before, talk)] == words


def test_the_usage_is_shown_beside_a_command(talk: Conversation) -> None:
    """The usage is shown beside a command, so that one learns what comes next."""
    (found,) = candidates("/nick", talk)
    assert found.meta == "/nick NAME  Take another name."


def test_only_the_last_word_is_replaced(talk: Conversation) -> None:
    """Only the last word before the cursor is replaced."""
    document = Document("thanks ca and so on", cursor_position=9)
    found = list(TabCompleter(talk).get_completions(document, CompleteEvent()))
    assert [(completion.text, completion.start_position) for completion in found] == [("carl ", -2), ("Cara ", -2)]


def test_a_hostile_name_stays_harmless(talk: Conversation) -> None:
    """A completion, which goes to the screen and back to the server, is clean."""
    hear(talk, ":ev\x1bil!e@h JOIN #other")
    (found,) = TabCompleter(talk).get_completions(Document("ev"), CompleteEvent())
    assert found.text.isprintable()


def test_without_a_room_there_is_nobody() -> None:
    """Without a room Tab offers no people."""
    nowhere = Conversation(Settings(nick="anna"), username="a")
    nowhere.model = Model()
    assert texts(nowhere, "a") == []


def test_messages_to_answer(talk: Conversation) -> None:
    """Messages are offered by number, the latest first, with what they say; to take back, one's own."""
    hear(talk, "@msgid=1 :bob!b@h PRIVMSG #other :what?", "@msgid=2 :anna!a@h PRIVMSG #other :that")
    assert [(found.text, found.meta) for found in candidates("/reply ", talk)] == [
        ("2 ", "anna: that"),
        ("1 ", "bob: what?"),
    ]
    assert texts(talk, "/react 1") == ["1 "]
    assert texts(talk, "/delete ") == ["2 "]
    assert texts(talk, "/reply ca") == ["carl ", "Cara "]
    assert texts(talk, "/reply 1 ") == []


def test_places_to_go_to(talk: Conversation) -> None:
    """Places are offered with or without the sign, and with how much is new there."""
    hear(talk, ":bob!b@h PRIVMSG #lounge :hi")
    found = candidates("/switch lo", talk)
    assert [(one.text, one.meta) for one in found] == [("#lobby ", ""), ("#lounge ", "1 new")]
    assert texts(talk, "/switch ") == ["#lobby ", "#lounge ", "#other "]


def test_people_with_what_is_known_of_them(talk: Conversation) -> None:
    """People are offered with role, account and being away; all of them where only a name can stand."""
    hear(
        talk,
        ":s MODE #other +o carl",
        ":carl!c@h ACCOUNT carlo",
        ":carl!c@h AWAY :at lunch",
        ":bob!b@h AWAY",
        ":Cara!c@h AWAY away",
    )
    assert [(one.text, one.meta) for one in candidates("/msg ", talk)] == [
        ("carl ", "@  account carlo  away: at lunch"),
        ("Cara ", "away"),
        ("Анна ", ""),
        ("bob ", ""),
    ]


def test_an_emoji_is_offered_with_its_name(talk: Conversation) -> None:
    """An emoji is offered with its name."""
    document = Document(":tad")
    (found,) = TabCompleter(talk).get_completions(document, CompleteEvent())
    assert (found.text, found.display_text) == ("🎉", "🎉 :tada:")


# What Tab says where nothing is drawn.


def of(*texts: str) -> list[Candidate]:
    """Give candidates of which nothing else is known."""
    return [Candidate(text=text) for text in texts]


@pytest.mark.parametrize(
    ("before", "found", "text", "told"),
    [
        ("hi an", of("anna "), "hi anna ", []),
        ("an", of("anna: "), "anna: ", []),
        ("hi x", [], "hi x", []),
        ("b", of("bob ", "bea "), "b", ["— bob", "— bea"]),
        ("/w", of("/who ", "/whois "), "/who", ["— /who", "— /whois"]),
        ("C", of("carl ", "Cara "), "C", ["— carl", "— Cara"]),
        ("/reply ", [Candidate(text="7 ", meta="bob: hi"), Candidate(text="12 ")], "/reply ", ["— 7  bob: hi", "— 12"]),
        ("x", [Candidate(text="x\x1b[2J ")], "x ", []),
        (":t", [Candidate(text="🎉", shown="🎉 :tada:"), Candidate(text="🌮")], ":t", ["— 🎉 :tada:", "— 🌮"]),
    ],
)
def test_a_line_with_its_word_finished(before: str, found: list[Candidate], text: str, told: list[str]) -> None:
    """A word is finished as far as it is clear; the candidates are told, clean as all that comes from others."""
    assert (text, told) == complete_line(before, found)


def test_many_are_named_in_one_line() -> None:
    """Many candidates are named in one line, and the rest counted."""
    text, told = complete_line("n", of(*(f"n{number} " for number in range(100, 160))))
    assert ("n1", 1) == (text, len(told))
    assert told[0].startswith("— n100  n101  ")
    assert told[0].endswith("  n149 and 10 more")
