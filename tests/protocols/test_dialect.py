"""What every dialect must be able to tell."""

import gettext
from collections.abc import Collection

import pytest

from trichat.protocols.dialect import Dialect
from trichat.protocols.irc import answers as irc
from trichat.protocols.irc.answers import ServerFacts
from trichat.protocols.irc.capabilities import NAMES
from trichat.protocols.irc.dialect import IrcDialects
from trichat.protocols.irc.event_lines import BODIES
from trichat.protocols.plain import answers as plain
from trichat.protocols.plain.dialect import SHOWN, PlainDialects
from trichat.server.pipeline.delivery import FETCHES
from trichat.words import events as ev
from trichat.words.events import Event, Happened, Kind, Member, RoomLine, Source
from trichat.words.modes import Change
from trichat.words.reasons import Reason

FACTS = ServerFacts(server="irc.x", network="net", version="1", started="now", topic_bytes=300, most_rooms=100)
PLAIN: Dialect = PlainDialects({"en": gettext.NullTranslations()}).get("en")
IRC: Dialect = IrcDialects(FACTS).get(NAMES)

ANNA = Source(nick="anna", username="a", host="h")
ANYONE = Member(source=ANNA)
TOKEN = "x"
ANSWERS: tuple[Event, ...] = (
    ev.Refused(reason=Reason.NOT_ENTERED),
    ev.AskName(),
    ev.Welcome(nick="anna"),
    ev.MembersListed(room="#a", members=(ANNA,)),
    ev.PeopleFound(mask="*", people=(ANYONE,)),
    ev.PersonShown(person=ANYONE, rooms=()),
    ev.Sentenced(room="#a", by="anna", mute=True),
    ev.BanTold(room="#a", mask="bob!*@*"),
    ev.IgnoresShown(names=()),
    ev.Reported(about="bob", operators=0),
    ev.ReportMade(by=ANNA, about="bob", text="x"),
    ev.NamesListed(named="#a,#b", lists=(ev.MembersListed(room="#a", members=(ANNA,), roles=("o",)),)),
    ev.InviteSent(nick="bob", room="#a"),
    ev.InvitesListed(rooms=("#a",)),
    ev.RoomRenamed(
        source=ANNA,
        me=ANNA,
        old="#a",
        new="#b",
        reason="",
        topic=ev.TopicShown(room="#b", text=""),
        members=ev.MembersListed(room="#b", members=(ANNA,)),
        realname="",
    ),
    ev.RoomsListed(rooms=(RoomLine(name="#a", members=1, topic=""),)),
    ev.TopicShown(room="#a", text=""),
    ev.ModesShown(room="#a", created=0, modes=()),
    ev.ListShown(room="#a", letter="b", entries=()),
    ev.UserModesShown(modes=""),
    ev.UserModesChanged(change="+i"),
    ev.Counted(people=1, most=1, connections=1, rooms=1),
    ev.TokenShown(token="x" * 40),
    ev.Resumed(nick="anna"),
    ev.Became(before=ANNA, nick="ann", left=("#a",)),
    ev.MotdShown(lines=(), asked=True),
    ev.HelpShown(command=""),
    ev.LanguageSet(code="en"),
    ev.Pong(token=TOKEN),
    ev.CapabilitiesAnswered(subcommand="LS", capabilities=(), enabled=frozenset()),
    ev.ReadUpTo(target="#a", time=0, asked=True),
    ev.RecordingTold(seconds=None),
    ev.RecordingTold(seconds=None, on_disk=False),
    ev.LeftWaiting(nick="anna"),
    ev.Farewell(reason=""),
    ev.LoggedIn(account="anna", mask="*!*@h"),
    ev.LoggedOut(mask="*!*@h"),
    ev.Registered(account="anna"),
    ev.AccountsListed(accounts=()),
    ev.AccountAdded(account="anna"),
    ev.ApiTokenAdded(name="0a1b2c3d", account="anna"),
    ev.ApiTokenRemoved(name="0a1b2c3d"),
    ev.ApiTokensListed(tokens=()),
    ev.ProofDemanded(name="anna", seconds=30),
    ev.NameShared(several=True),
    ev.SaidAlready(said=ev.Said(id=1, source=ANNA, place="#a", target="#a", kind=ev.Kind.MESSAGE, text="hi")),
    ev.AlreadyIn(joined=ev.Joined(id=1, source=ANNA, place="#a", target="#a", realname="")),
    ev.AccountRemoved(account="anna"),
    ev.PasswordSet(account="anna"),
    ev.Appointed(account="anna", operator=True),
    ev.PasswordChanged(account="anna"),
    ev.UploadGranted(token="x" * 40),
    ev.Challenged(data=b""),
    ev.MechanismsListed(mechanisms=("PLAIN",)),
    ev.AskPassword(),
    ev.CertificatesListed(fingerprints=()),
    ev.AwayNoted(text=""),
    ev.OperatorMade(),
    ev.MetadataShown(target="anna", entries=(("anna", "url", "x"),)),
    ev.SubscriptionsShown(keys=("url",)),
    ev.Rehashed(),
    ev.Killed(nick="bob"),
    ev.ClockTold(now=1, expected=0),
    ev.ClockTold(now=1, expected=2),
    ev.ServerShown(topic="VERSION", now=0),
    ev.StatsShown(letter="u"),
    ev.PastShown(name="x", people=()),
    ev.HereShown(nicks=()),
    ev.UserHostsShown(people=()),
    ev.AwayShown(nick="anna", text="lunch"),
    ev.AcceptsShown(nicks=()),
    ev.Watched(online=(ANNA,)),
    ev.WatchList(names=()),
)
HAPPENED: tuple[Happened, ...] = (
    ev.Said(id=1, source=ANNA, place="#a", target="#a", kind=Kind.MESSAGE, text="hi"),
    ev.Tagged(id=1, source=ANNA, place="#a", target="#a", tags=()),
    ev.Redacted(id=2, source=ANNA, place="#a", target="#a", redacted=1),
    ev.Joined(id=1, source=ANNA, place="#a", target="#a", realname=""),
    ev.Left(id=1, source=ANNA, place="#a", target="#a", reason=""),
    ev.TopicChanged(id=1, source=ANNA, place="#a", target="#a", text=""),
    ev.ModesChanged(id=1, source=ANNA, place="#a", target="#a", changes=(Change(on=True, letter="m"),)),
    ev.Invited(id=1, source=ANNA, nick="bob", room="#a"),
    ev.Kicked(id=1, source=ANNA, place="#a", target="#a", nick="bob", reason=""),
    ev.Renamed(id=1, source=ANNA, nick="ann", places=()),
    ev.Departed(id=1, source=ANNA, reason="", places=()),
    ev.WallopsSaid(id=1, source=ANNA, text="hi"),
    ev.AwayChanged(id=1, source=ANNA, text=""),
    ev.RealnameChanged(id=1, source=ANNA, realname="A"),
    ev.AccountChanged(id=1, source=ANNA),
    ev.HostChanged(id=1, source=ANNA, username="a", host="b"),
)
NEVER_TOLD = {ev.LineEndsSet, ev.PasswordTaken, ev.Act}  # what a terminal acts upon, and what is for the log
FOUND = ev.SearchPage(rooms=(), identity="", phrases=(), nick="", after=0, before=9, limit=9, now=0)
PROMPTS = (ev.AskName, ev.AskPassword)


def test_every_event_has_a_sample_here() -> None:
    """Every kind of event has a sample here, so that the tests below forget none."""
    assert {*ev.ANSWERS, *ev.HAPPENED} - NEVER_TOLD == {type(event) for event in (*ANSWERS, *HAPPENED)}


def test_every_answer_is_told_behind_some_door() -> None:
    """No question is met with silence behind both doors."""
    assert [] == [event for event in ANSWERS if not (PLAIN.answer(event, "anna") or IRC.answer(event, "anna"))]


def test_whatever_happens_can_be_told() -> None:
    """IRC has words for everything that happens; a person is told all but bare tags, and news of one person."""
    assert [] == [event for event in HAPPENED if not IRC.show(event)]
    untold = {type(event) for event in HAPPENED if not PLAIN.show(event)}
    assert {type(event) for event in HAPPENED if isinstance(event, (ev.Tagged, ev.PersonChanged))} == untold


@pytest.mark.parametrize("dialect", [PLAIN, IRC], ids=["plain", "irc"])
def test_only_whole_lines_are_told(dialect: Dialect) -> None:
    """Only whole lines are told, so that pieces can be joined; but a prompt stays open."""
    page = ev.Page(place="#a", target="#a", after=0, before=9, limit=5, now=0)
    told = [dialect.show(event) + dialect.echo(event) for event in HAPPENED]
    told += [dialect.answer(event, "anna") for event in ANSWERS if not isinstance(event, PROMPTS)]
    told += [
        dialect.page(page, HAPPENED),
        dialect.skipped(1, 2),
        dialect.targets([("#a", 5)]),
        dialect.found(FOUND, HAPPENED),
        dialect.label("1", b"x\r\n"),
    ]
    assert [] == [data for data in told if data and not data.endswith(b"\n")]


def names(kinds: Collection[type[ev.Event]]) -> list[str]:
    return sorted(kind.__name__ for kind in kinds)


@pytest.mark.parametrize(
    ("written", "not_told"), [(irc.WRITERS, irc.NOT_TOLD), (plain.WRITERS, plain.NOT_TOLD)], ids=["irc", "plain"]
)
def test_each_answer_is_written_or_said_not_to_be(
    written: Collection[type[ev.Event]], not_told: Collection[type[ev.Event]]
) -> None:
    """Each kind of answer has a row among the writers of a dialect, or a place among what it does not tell."""
    assert names(ev.ANSWERS) == names([*written, *not_told])


@pytest.mark.parametrize("shown", [[*BODIES, ev.Said], SHOWN], ids=["irc", "plain"])
def test_each_event_that_others_see_is_shown_or_said_not_to_be(shown: Collection[type[ev.Event]]) -> None:
    """Each kind of event has a row in a dialect; in IRC what was said has a module of its own."""
    assert names(ev.HAPPENED) == names(shown)


def test_each_answer_from_history_is_fetched() -> None:
    """All that the hub permits to be fetched is fetched by somebody; catching up by the outbox."""
    assert names(ev.FETCHED) == names([*FETCHES, ev.CaughtUp])
