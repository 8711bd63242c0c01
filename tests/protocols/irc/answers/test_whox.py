"""The fields of WHOX."""

import pytest

from trichat.protocols.irc.answers.people import whox_line
from trichat.words.events import Member, PeopleFound, Source

ANNA = Member(source=Source(nick="anna", username="a", host="h"), realname="Anna A.", room="#a", idle=61_000)


@pytest.mark.parametrize(
    ("fields", "token", "line"),
    [
        ("tcuihsnfdlaor", "42", "42 #a a 255.255.255.255 h s anna H 0 61 0 n/a :Anna A."),
        ("roaldfnshiuct", "42", "42 #a a 255.255.255.255 h s anna H 0 61 0 n/a :Anna A."),
        ("nt", "", "0 anna"),
        ("nn?", "7", "anna"),
        ("?", "", ""),
    ],
)
def test_fields(fields: str, token: str, line: str) -> None:
    """Those asked for, in the order of the specification whatever was asked first; unknown ones are left out."""
    asked = PeopleFound(mask="#a", people=(ANNA,), fields=fields, token=token)
    assert line == " ".join(whox_line(ANNA, asked, "s"))


def test_somebody_found_in_no_room() -> None:
    """A `*` stands for the room."""
    bob = Member(source=Source(nick="bob", username="b", host="h"))
    assert ["*", "bob"] == whox_line(bob, PeopleFound(mask="*", people=(bob,), fields="cn"), "s")
