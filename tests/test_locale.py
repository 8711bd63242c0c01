"""The Russian catalogue: every sentence of the plain door is in it, compiled, with the same placeholders."""

import ast
import gettext
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import trichat.protocols.plain
from trichat.chat.visit import admission, multiclient
from trichat.protocols.plain.answers.rooms import LIST_TITLES, SAID_OF_CHANGES
from trichat.protocols.plain.refusals import DID_YOU_MEAN, SENTENCES, VALUES
from trichat.words.commands import COMMANDS, SUBJECTS
from trichat.words.modes import SETTINGS

SOURCES = sorted(Path(trichat.protocols.plain.__path__[0]).rglob("*.py"))
FOLDER = Path(trichat.__path__[0]) / "locale" / "ru" / "LC_MESSAGES"


@pytest.fixture(scope="module")
def russian() -> gettext.GNUTranslations:
    with (FOLDER / "trichat.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def _calls() -> Iterator[tuple[str, list[str]]]:
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text())):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr="gettext" | "ngettext" as name) | ast.Name(id="_" | "says" as name)
                ):
                    texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
                    yield name, [text for text in texts if isinstance(text, str)]


SINGLE = [texts[0] for name, texts in _calls() if name != "ngettext" and texts]
SINGLE += [*SENTENCES.values(), *VALUES.values(), DID_YOU_MEAN, *[command.help for command in COMMANDS], *SUBJECTS]
SINGLE += [
    *SAID_OF_CHANGES,
    *[text for texts in LIST_TITLES.values() for text in texts],
    *[row.help for row in SETTINGS],
]
# Why the server ends a visit: with these words a person is sent away.
SINGLE += [admission._TOO_MANY, multiclient._ELSEWHERE, "No name was given in time.", "The server stops."]
PLURAL = [(texts[0], texts[1]) for name, texts in _calls() if name == "ngettext"]


def placeholders(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}


def test_the_sentences_were_found() -> None:
    """The search for sentences in the sources finds what is there."""
    assert "Enter your name: " in SINGLE
    assert "{nick} has left the chat." in SINGLE
    assert ("{n} person", "{n} people") in PLURAL


def is_translated(sentence: str, translated: str) -> bool:
    """Tell whether this is in Russian, and has the same placeholders."""
    return bool(re.search("[А-Яа-яё]", translated)) and placeholders(sentence) == placeholders(translated)


def test_every_sentence_is_translated(russian: gettext.GNUTranslations) -> None:
    """A sentence of the plain door is in the catalogue, in other words than the original and with its placeholders."""
    translated = {sentence: russian.gettext(sentence) for sentence in SINGLE}
    assert {} == {one: other for one, other in translated.items() if not is_translated(one, other)}


def test_every_sentence_that_counts_is_translated(russian: gettext.GNUTranslations) -> None:
    """A sentence that counts is in the catalogue in each of the three forms, and says how many there are."""
    pairs = [(many, russian.ngettext(one, many, number)) for one, many in PLURAL for number in (1, 2, 5, 11, 21)]
    assert [] == [pair for pair in pairs if not is_translated(*pair)]
    assert {"n"} == {name for _, many in PLURAL for name in placeholders(many)}


@pytest.mark.parametrize(
    ("number", "people"),
    [(1, "человек"), (2, "человека"), (5, "человек"), (11, "человек"), (21, "человек"), (22, "человека")],
)
def test_russian_counts(russian: gettext.GNUTranslations, number: int, people: str) -> None:
    """In Russian one, few and many are not where English has them."""
    assert f"{{n}} {people}" == russian.ngettext("{n} person", "{n} people", number)


def test_the_compiled_catalogue_is_up_to_date() -> None:
    """The .mo file says what the .po file says."""
    with (FOLDER / "trichat.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    source = (FOLDER / "trichat.po").read_text()
    entries = re.findall(r'^msgid ((?:".*"\s*)+)^msgstr ((?:".*"\s*)+)', source, re.MULTILINE)
    assert len(entries) > 50
    for original, translated in entries:
        key = _joined(original)
        assert not key or _joined(translated) == compiled.gettext(key)


def _joined(text: str) -> str:
    return "".join(ast.literal_eval(line) for line in text.splitlines() if line.strip())


def test_the_three_sentences(russian: gettext.GNUTranslations) -> None:
    """The three sentences of the exercise that this project grew from are in Russian to the letter."""
    assert "Укажите имя: " == russian.gettext("Enter your name: ")
    assert "Анна теперь в чате!" == russian.gettext("{nick} is now in the chat!").format(nick="Анна")
    assert "Анна покинул чат." == russian.gettext("{nick} has left the chat.").format(nick="Анна")
