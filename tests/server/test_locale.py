"""The catalogues of the plain door."""

import string

import pytest

from trichat.config.settings import LANGUAGES
from trichat.protocols.plain import refusals
from trichat.server import locale
from trichat.words.commands import COMMANDS


def test_there_is_a_catalogue_for_every_code() -> None:
    """Every language that can be chosen can be loaded."""
    assert list(LANGUAGES) == list(locale.load())


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_refusals_and_help_are_translated_with_their_blanks(code: str) -> None:
    """Every refusal and every line of help has a translation, which fills in no more than the sentence does."""
    language = locale.load()[code]
    english = [refusals.DID_YOU_MEAN, *refusals.SENTENCES.values(), *[command.help for command in COMMANDS]]
    for sentence in english:
        translated = language.gettext(sentence)
        assert sentence != translated
        assert blanks(translated) <= blanks(sentence)


def blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_the_three_russian_sentences() -> None:
    """In Russian the prompt, an arrival and a departure read as in the exercise that this project grew from."""
    russian = locale.load()["ru"]
    assert russian.gettext("Enter your name: ") == "Укажите имя: "
    assert russian.gettext("{nick} is now in the chat!").format(nick="NAME") == "NAME теперь в чате!"
    assert russian.gettext("{nick} has left the chat.").format(nick="NAME") == "NAME покинул чат."


@pytest.mark.parametrize(("count", "word"), [(1, "сообщение"), (3, "сообщения"), (5, "сообщений"), (11, "сообщений")])
def test_russian_counts_as_russians_do(count: int, word: str) -> None:
    """There are three plural forms."""
    russian = locale.load()["ru"]
    sentence = russian.ngettext("{n} message was skipped", "{n} messages were skipped", count).format(n=count)
    assert word in sentence.split()
