"""What Tab offers."""

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from trichat.client.completion import TabCompleter, candidates
from trichat.client.model import Model
from trichat.protocols.irc.message import parse


@pytest.fixture
def model() -> Model:
    """Give a model with people who have spoken: carl last."""
    model = Model("#lobby")
    for line in (
        ":s 001 anna :",
        ":anna!a@h JOIN #lobby",
        ":anna!a@h JOIN #lounge",
        ":anna!a@h JOIN #other",
        ":s 353 anna = #other :anna bob Cara carl Анна",
        ":s 366 anna #other :",
        ":Cara!c@h PRIVMSG #other :hi",
        ":carl!c@h PRIVMSG #other :hi",
    ):
        model.apply(parse(line), 1)
    return model


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("/wh", ["/who ", "/whois "]),
        ("/NI", ["/nick "]),
        ("/par", ["/part "]),
        ("/ra", ["/raw "]),
        ("/help wh", ["/who ", "/whois "]),
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
def test_candidates(model: Model, before: str, words: list[str]) -> None:
    """Commands of the table, people of the active room (not oneself), rooms one is in."""
    assert [found.text for found in candidates(before, model)] == words


def test_the_usage_is_shown_beside_a_command(model: Model) -> None:
    """So that one learns what comes next."""
    (found,) = candidates("/nick", model)
    assert found.meta == "/nick NAME  Take another name."


def test_only_the_last_word_is_replaced(model: Model) -> None:
    """And only what is before the cursor counts."""
    document = Document("thanks ca and so on", cursor_position=9)
    found = list(TabCompleter(lambda: model).get_completions(document, CompleteEvent()))
    assert [(completion.text, completion.start_position) for completion in found] == [("carl ", -2), ("Cara ", -2)]


def test_a_hostile_name_stays_harmless(model: Model) -> None:
    """A completion goes to the screen, and back to the server."""
    model.apply(parse(":ev\x1bil!e@h JOIN #other"), 1)
    (found,) = TabCompleter(lambda: model).get_completions(Document("ev"), CompleteEvent())
    assert found.text.isprintable()


def test_without_a_room_there_is_nobody() -> None:
    """Tab does nothing then."""
    assert candidates("a", Model()) == []
