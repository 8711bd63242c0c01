"""The catalogues of the plain door, and the time zone of the machine."""

import os
import string
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trichat.config.defaults import LANGUAGES
from trichat.protocols.plain import refusals
from trichat.server import locale
from trichat.server.locale import LocalZone
from trichat.words.commands import COMMANDS
from trichat.words.times import read_moment


def test_there_is_a_catalogue_for_every_code() -> None:
    """Every language that can be chosen can be loaded."""
    assert list(LANGUAGES) == list(locale.load())


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_refusals_and_help_are_translated_with_their_blanks(code: str) -> None:
    """Every refusal and line of help has a translation, with no more blanks than it has."""
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
    """Russian has three plural forms."""
    russian = locale.load()["ru"]
    sentence = russian.ngettext("{n} message was skipped", "{n} messages were skipped", count).format(n=count)
    assert word in sentence.split()


ZONE = LocalZone()
AUTUMN = int(datetime(2026, 10, 25, 0, 30, tzinfo=UTC).timestamp())  # half an hour before clocks go back in Berlin


@pytest.fixture(scope="module")
def _berlin() -> Iterator[None]:
    """Be in Berlin."""
    if sys.platform == "win32":
        pytest.skip("where it is cannot be set there")
    before = os.environ.get("TZ")
    os.environ["TZ"] = "CET-1CEST,M3.5.0,M10.5.0/3"
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.usefixtures("_berlin")
@pytest.mark.parametrize(("month", "hours"), [(1, 1), (7, 2)])
def test_summer_and_winter(month: int, hours: int) -> None:
    """A server that was started in one of them tells the right time in the other."""
    noon = datetime(2026, month, 1, 12, tzinfo=UTC)
    told = datetime.fromtimestamp(noon.timestamp(), ZONE)
    assert timedelta(hours=hours) == told.utcoffset()
    assert f"{12 + hours}:00" == f"{told:%H:%M}"
    now = round(noon.timestamp() * 1000)
    assert now - 3_600_000 == read_moment(f"{11 + hours}:00", now, ZONE)


@pytest.mark.usefixtures("_berlin")
@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31 23:59"])
def test_the_ends_of_time(text: str) -> None:
    """A moment of which the system knows no local time is none: whoever asks for it is told so."""
    assert read_moment(text, AUTUMN * 1000, ZONE) is None


@pytest.mark.usefixtures("_berlin")
def test_the_hour_that_comes_twice() -> None:
    """An hour that comes twice is told twice, as two moments."""
    twice = [datetime.fromtimestamp(AUTUMN + seconds, ZONE) for seconds in (0, 3600)]
    assert ["02:30", "02:30"] == [f"{each:%H:%M}" for each in twice]
    assert [AUTUMN, AUTUMN + 3600] == [each.timestamp() for each in twice]
    assert ["local time"] * 2 == [each.tzname() for each in twice]


@pytest.mark.usefixtures("_berlin")
@given(st.integers(0, 2_000_000_000))
def test_any_moment(moment: int) -> None:
    """Local time leads back to the moment that it was made of."""
    assert moment == datetime.fromtimestamp(moment, ZONE).timestamp()


class Unknown(datetime):
    """A moment whose local time the system does not know."""

    def astimezone(self, _tz: object = None) -> "Unknown":
        raise OSError(22, "Invalid argument")


def test_where_no_local_time_is_known_utc_is_told() -> None:
    """Windows knows none on the first day of 1970, where a clock begins that has lost the time."""
    assert "1970-01-01 00:01 +0000" == f"{Unknown.fromtimestamp(60, ZONE):%Y-%m-%d %H:%M %z}"
