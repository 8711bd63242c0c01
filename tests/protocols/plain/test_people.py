"""What a person reads of others, and of being away."""

import gettext

import pytest

from trichat.protocols.plain.answers import write
from trichat.protocols.plain.dialect import PlainDialects
from trichat.words import events as ev
from trichat.words.events import Event, Member, Source

ANNA = Source(nick="anna", username="a", host="h", account="Anna")
BOT = Source(nick="beep", username="b", host="h", account="anna", bot=True)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (ev.AwayNoted(text=""), "You are back."),
        (ev.AwayNoted(text="\x02lunch"), "You are away: lunch. /away says that you are back."),
        (ev.AwayShown(nick="anna", text="lunch"), "anna is away: lunch"),
        (
            ev.MembersListed(
                room="#a",
                members=(ANNA, BOT, ANNA),
                roles=("o", "", ""),
                states=(("\x02x", 0), ("y", 120_000), ("", 9)),
            ),
            "In #a: @anna (away: x), beep (away: y, silent for 2 minutes), anna",
        ),
        (ev.OperatorMade(), "You are an operator of this server now."),
        (ev.Rehashed(), "The settings were read again."),
        (ev.Killed(nick="bob"), "bob is off the server."),
        (ev.PeopleFound(mask="*", people=(Member(source=ANNA, away="\x02lunch"),)), "anna!a@h, away: lunch"),
        (
            ev.PersonShown(person=Member(source=BOT, operator=True), rooms=()),
            "beep!b@h, logged in as anna, a program, operator of the server",
        ),
    ],
)
def test_answers(event: Event, expected: str) -> None:
    """One line each; an account is told if it is not as the name."""
    assert [expected] == write(event, gettext.NullTranslations())


def test_what_operators_say_to_all() -> None:
    """Says so."""
    dialect = PlainDialects({"en": gettext.NullTranslations()}).get("en")
    assert b"anna to all: hi\n" == dialect.show(ev.WallopsSaid(id=1, source=ANNA, text="\x02hi"))
