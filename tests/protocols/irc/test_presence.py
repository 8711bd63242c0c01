"""Away, real names, hosts and watch lists in IRC."""

import pytest

from trichat.protocols.irc.answers import ServerFacts, write
from trichat.protocols.irc.commands import TooFewParameters, requests
from trichat.protocols.irc.dialect import IrcDialects
from trichat.protocols.irc.wire.message import parse
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Event, Happened, Refused, Source
from trichat.words.names.identity import first_id, to_text
from trichat.words.reasons import Reason
from trichat.words.record import replace
from trichat.words.requests import InTurn, Request

FACTS = ServerFacts(server="irc.x", network="net", version="1", started="now", topic_bytes=300, most_rooms=100)
ANNA = Source(nick="anna", username="a", host="h")
ID = first_id(1_700_000_000_007)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("AWAY", [ask.Away()]),
        ("AWAY :", [ask.Away()]),
        ("AWAY :to lunch", [ask.Away(text="to lunch")]),
        ("SETNAME :Anna A.", [ask.SetRealname(realname="Anna A.")]),
        ("ACCEPT", [ask.Accept()]),
        ("ACCEPT *", [ask.Accept()]),
        ("ACCEPT bob,-carl", [ask.Accept(names=("bob",), remove=("carl",))]),
        ("MONITOR + bob,,carl", [ask.Monitor(names=("bob", "carl"))]),
        ("MONITOR - bob", [ask.Unmonitor(names=("bob",))]),
        ("MONITOR c", [ask.Unmonitor(names=None)]),
        ("MONITOR L", [ask.ShowMonitored()]),
        ("MONITOR S", [ask.ShowMonitored(status=True)]),
        ("MONITOR X", [InTurn(event=Refused(reason=Reason.MONITOR_COMMAND, about="X", command="MONITOR"))]),
    ],
)
def test_commands(line: str, expected: list[Request]) -> None:
    """As modern.ircdocs.horse and IRCv3 have them."""
    assert expected == requests(parse(line))


@pytest.mark.parametrize("line", ["SETNAME", "MONITOR", "MONITOR +", "MONITOR -"])
def test_too_few_parameters(line: str) -> None:
    """Is told as such."""
    with pytest.raises(TooFewParameters):
        requests(parse(line))


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (ev.AwayNoted(text="x"), [":irc.x 306 anna :You have been marked as being away"]),
        (ev.AwayNoted(text=""), [":irc.x 305 anna :You are no longer marked as being away"]),
        (ev.AwayShown(nick="bob", text="to lunch"), [":irc.x 301 anna bob :to lunch"]),
        (ev.AcceptsShown(nicks=()), [":irc.x 282 anna :End of ACCEPT list"]),
        (
            ev.AcceptsShown(nicks=("bob", "carl")),
            [":irc.x 281 anna bob carl", ":irc.x 282 anna :End of ACCEPT list"],
        ),
        (ev.Watched(online=(ANNA,), offline=("b", "c")), [":irc.x 730 anna :anna!a@h", ":irc.x 731 anna :b,c"]),
        (ev.WatchList(names=()), [":irc.x 733 anna :End of MONITOR list"]),
        (ev.WatchList(names=("b", "c")), [":irc.x 732 anna :b,c", ":irc.x 733 anna :End of MONITOR list"]),
        (
            Refused(reason=Reason.WATCHING_TOO_MANY, about="2", detail="c,d", command="MONITOR"),
            [":irc.x 734 anna 2 c,d :Monitor list is full"],
        ),
        (
            Refused(reason=Reason.REALNAME, detail="150", command="SETNAME"),
            [":irc.x FAIL SETNAME INVALID_REALNAME :A real name has at least one letter, and at most 150 bytes"],
        ),
    ],
)
def test_answers(event: Event, expected: list[str]) -> None:
    """The lines."""
    assert expected == write(event, "anna", FACTS, frozenset())


def test_many_names_take_several_lines() -> None:
    """Of at most 510 bytes each, with no name lost."""
    names = tuple(f"name-number-{number}" for number in range(100))
    *listed, _end = [parse(line) for line in write(ev.WatchList(names=names), "anna", FACTS, frozenset())]
    assert len(listed) > 1
    assert names == tuple(name for message in listed for name in message.params[1].split(","))


@pytest.mark.parametrize(
    ("event", "capability", "line"),
    [
        (ev.AwayChanged(id=ID, source=ANNA, text="to lunch"), "away-notify", ":anna!a@h AWAY :to lunch"),
        (ev.AwayChanged(id=ID, source=ANNA, text=""), "away-notify", ":anna!a@h AWAY"),
        (ev.RealnameChanged(id=ID, source=ANNA, realname="A A"), "setname", ":anna!a@h SETNAME :A A"),
        (ev.HostChanged(id=ID, source=ANNA, username="b", host="c"), "chghost", ":anna!a@h CHGHOST b c"),
    ],
)
def test_news_of_people(event: ev.PersonChanged, capability: str, line: str) -> None:
    """Goes to those who asked for it; of those in no common room, to those who asked for that as well."""
    family = IrcDialects(FACTS)
    plain, asked = family.get(), family.get(frozenset({capability}))
    both = family.get(frozenset({capability, "extended-monitor"}))
    assert [b"", line.encode() + b"\r\n"] == [plain.show(event), asked.show(event)]
    event = replace(event, watched=True)
    assert [b"", line.encode() + b"\r\n"] == [asked.show(event), both.show(event)]


def test_the_account_and_the_bot_are_told_in_tags() -> None:
    """On every line of a long message, and to those who asked (IRCv3 account-tag, bot-mode)."""
    source = Source(nick="anna", username="a", host="h", account="Anna", bot=True)
    event: Happened = ev.Said(id=ID, source=source, place="#a", target="#a", kind=ev.Kind.MESSAGE, text="x" * 600)
    family = IrcDialects(FACTS)
    first, second = family.get(frozenset({"account-tag", "message-tags"})).show(event).splitlines()
    assert first.startswith(f"@account=Anna;bot;msgid={to_text(ID)} :anna".encode())
    assert second.startswith(b"@account=Anna;bot :anna")
    assert family.get(frozenset({"account-tag"})).show(event).startswith(b"@account=Anna :anna")
    assert family.get().show(event).startswith(b":anna")
