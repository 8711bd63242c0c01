"""What each IRC command asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trichat.protocols.irc.commands import HISTORY_MOST, TooFewParameters, requests
from trichat.protocols.irc.wire.message import parse
from trichat.words import requests as ask
from trichat.words.events import Kind, Pong, Refused
from trichat.words.modes import Change
from trichat.words.names.identity import LAST_ID, first_id, to_text
from trichat.words.reasons import Reason
from trichat.words.requests import InTurn, Request, Span
from trichat.words.text.search import Phrase, Wanted

TOKEN = "a b"
PASSWORD = "secret"
TIME_MS = 1_700_000_000_123
TIMESTAMP = "timestamp=2023-11-14T22:13:20.123Z"


def refused(command: str, reason: Reason, about: str = "", detail: str = "") -> Request:
    return InTurn(event=Refused(reason=reason, about=about, detail=detail, command=command))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("PRIVMSG #a :hi there", [ask.Say(target="#a", text="hi there")]),
        ("PRIVMSG #a,bob hi", [ask.Say(target="#a", text="hi"), ask.Say(target="bob", text="hi")]),
        ("PRIVMSG ,a, hi", [ask.Say(target="a", text="hi")]),
        ("PRIVMSG a,b,c,d hi", [ask.Say(target=target, text="hi") for target in "abcd"]),
        ("PRIVMSG a,b,c,d,e hi", [refused("PRIVMSG", Reason.TOO_MANY_TARGETS, "e", "4")]),
        ("PRIVMSG", [refused("PRIVMSG", Reason.NO_RECIPIENT)]),
        ("PRIVMSG #a", [refused("PRIVMSG", Reason.NOTHING_TO_SEND)]),
        ("PRIVMSG #a :", [refused("PRIVMSG", Reason.NOTHING_TO_SEND)]),
        ("PRIVMSG #a :\x01ACTION waves\x01", [ask.Say(target="#a", text="waves", kind=Kind.ACTION)]),
        ("PRIVMSG #a :\x01ACTION waves", [ask.Say(target="#a", text="waves", kind=Kind.ACTION)]),
        ("PRIVMSG bob :\x01VERSION\x01", [ask.Say(target="bob", text="VERSION", kind=Kind.CTCP)]),
        ("PRIVMSG bob :\x01a\x01b", [ask.Say(target="bob", text="\x01a\x01b")]),
        ("NOTICE bob :hi", [ask.Say(target="bob", text="hi", kind=Kind.NOTICE)]),
        ("NOTICE bob :\x01VERSION x\x01", [ask.Say(target="bob", text="VERSION x", kind=Kind.CTCP_REPLY)]),
        ("NOTICE bob :\x01ACTION x\x01", [ask.Say(target="bob", text="ACTION x", kind=Kind.CTCP_REPLY)]),
        ("@+a=1;b=2;+c PRIVMSG #a hi", [ask.Say(target="#a", text="hi", tags=(("+a", "1"), ("+c", "")))]),
        ("@+;+ä=1;+x_y=2;+a.b/c-d=3;+/x=4 PRIVMSG #a hi", [ask.Say(target="#a", text="hi", tags=(("+a.b/c-d", "3"),))]),
        ("@+typing=active TAGMSG #a,b", [ask.Tag(target=to, tags=(("+typing", "active"),)) for to in ("#a", "b")]),
        ("@time=x TAGMSG #a", []),
        ("TAGMSG #a", []),
        ("JOIN #a", [ask.Join(room="#a")]),
        ("JOIN #a,#b k", [ask.Join(room="#a", key="k"), ask.Join(room="#b")]),
        ("JOIN #a,#b k,l", [ask.Join(room="#a", key="k"), ask.Join(room="#b", key="l")]),
        ("JOIN :", []),  # irssi sends that when it connects, and shows whatever comes back
        ("JOIN ,,", []),
        ("JOIN 0", [refused("JOIN", Reason.ROOM_NAME, "0")]),
        ("JOIN " + ",".join(["#a"] * 11), None),
        ("PART #a", [ask.Leave(room="#a")]),
        ("PART #a,#b :see you", [ask.Leave(room="#a", reason="see you"), ask.Leave(room="#b", reason="see you")]),
        ("NAMES", [ask.NamesOf()]),
        ("NAMES #a", [ask.Names(room="#a")]),
        ("NAMES #a,,#b", [ask.NamesOf(rooms=("#a", "#b"))]),
        ("NAMES " + ",".join(["#a"] * 11), [refused("NAMES", Reason.TOO_MANY_TARGETS, "#a", "10")]),
        ("KICK #a bob", [ask.Kick(room="#a", name="bob")]),
        ("KICK #a bob,carl :go", [ask.Kick(room="#a", name=name, reason="go") for name in ("bob", "carl")]),
        ("KICK #a,#b bob,carl", [ask.Kick(room="#a", name="bob"), ask.Kick(room="#b", name="carl")]),
        ("KICK #a a,b,c,d,e", [refused("KICK", Reason.TOO_MANY_TARGETS, "e", "4")]),
        ("BAN #a bob", [ask.Ban(room="#a", target="bob")]),
        ("BAN #a bob 10m :too loud", [ask.Ban(room="#a", target="bob", seconds=600, reason="too loud")]),
        ("MUTE #a bob :too loud", [ask.Ban(room="#a", target="bob", mute=True, reason="too loud")]),
        ("MUTE #a bob 5 minutes", [ask.Ban(room="#a", target="bob", seconds=300, mute=True)]),
        ("BAN #a bob forever :3 strikes", [ask.Ban(room="#a", target="bob", reason="3 strikes")]),
        ("UNBAN #a bob", [ask.Unban(room="#a", target="bob")]),
        ("UNMUTE #a bob", [ask.Unban(room="#a", target="bob", mute=True)]),
        ("IGNORE", [ask.Ignore()]),
        ("IGNORE bob", [ask.Ignore(name="bob")]),
        ("UNIGNORE bob", [ask.Ignore(name="bob", on=False)]),
        ("REPORT bob spam all day", [ask.Report(name="bob", text="spam all day")]),
        ("INVITE", [ask.Invite()]),
        ("INVITE bob #a", [ask.Invite(name="bob", room="#a")]),
        ("RENAME #a #b", [ask.RenameRoom(room="#a", name="#b")]),
        ("RENAME #a #b :a typo", [ask.RenameRoom(room="#a", name="#b", reason="a typo")]),
        ("TOPIC #a", [ask.Topic(room="#a")]),
        ("TOPIC #a :", [ask.Topic(room="#a", text="")]),
        ("TOPIC #a :of the day", [ask.Topic(room="#a", text="of the day")]),
        ("LIST", [ask.Rooms()]),
        ("LIST #a,,*b", [ask.Rooms(masks=("#a", "*b"))]),
        (
            "LIST #a <1,,#b,irc.x",
            [ask.Rooms(masks=("#a", "#b"), conditions=(ask.Condition(about="U", more=False, number=1),))],
        ),
        (
            "LIST >3,<10,!*x,c>5,T<1,!",
            [
                ask.Rooms(
                    masks=("!",),
                    conditions=(
                        ask.Condition(about="U", more=True, number=3),
                        ask.Condition(about="U", number=10),
                        ask.Condition(about="N", text="*x"),
                        ask.Condition(about="C", more=True, number=5),
                        ask.Condition(about="T", number=1),
                    ),
                )
            ],
        ),
        ("MODE #a", [ask.RoomModes(room="#a")]),
        ("MODE #a b", [ask.RoomModes(room="#a", changes=(Change(on=True, letter="b"),))]),
        ("MODE #a +b *!*@x", [ask.RoomModes(room="#a", changes=(Change(on=True, letter="b", argument="*!*@x"),))]),
        ("MODE #a -n", [ask.RoomModes(room="#a", changes=(Change(on=False, letter="n"),))]),
        ("MODE anna", [ask.UserModes(name="anna")]),
        ("MODE anna +i", [ask.UserModes(name="anna", change="+i")]),
        ("WHO", [ask.Who(mask="*")]),
        ("WHO #a", [ask.Who(mask="#a")]),
        ("WHO an* o", [ask.Who(mask="an*", among="o", operators=True)]),
        ("WHO #a %tn,123", [ask.Who(mask="#a", fields="tn", token="123")]),
        ("WHO #a nu%n", [ask.Who(mask="#a", fields="n", among="nu")]),
        ("WHO #a :%tn,1 2", [ask.Who(mask="#a", fields="tn")]),
        ("WHO #a %tn,1234", [ask.Who(mask="#a", fields="tn")]),
        ("WHOIS anna", [ask.Whois(name="anna")]),
        ("WHOIS server anna", [ask.Whois(name="anna", server="server")]),
        ("WHOIS a,,b", [ask.Whois(name="a"), ask.Whois(name="b")]),
        ("WHOIS a,b,c,d,e", [refused("WHOIS", Reason.TOO_MANY_TARGETS, "e", "4")]),
        ("WHOWAS a,b 2 server", [ask.Whowas(name=name, count=2, server="server") for name in "ab"]),
        ("WHOWAS a -1", [ask.Whowas(name="a")]),
        ("WHOWAS :", [refused("WHOWAS", Reason.NAME_EMPTY)]),
        ("WHOWAS a,b,c,d,e", [refused("WHOWAS", Reason.TOO_MANY_TARGETS, "e", "4")]),
        ("ISON a :b c", [ask.AreHere(names=("a", "b", "c"))]),
        ("USERHOST a b", [ask.UserHosts(names=("a", "b"))]),
        ("OPER anna secret", [ask.BecomeOperator(name="anna", password=PASSWORD)]),
        ("KILL bob", [ask.Kill(name="bob")]),
        ("KILL bob :be gone", [ask.Kill(name="bob", reason="be gone")]),
        ("WALLOPS :hi all", [ask.Wallops(text="hi all")]),
        ("CHGHOST bob a.b", [ask.SetHost(name="bob", host="a.b")]),
        ("CHGHOST bob user a.b", [ask.SetHost(name="bob", username="user", host="a.b")]),
        ("REHASH", [ask.Rehash()]),
        ("CLOCK", [ask.ShowClock()]),
        ("CLOCK right", [ask.ShowClock(right=True)]),
        ("SQUIT x", [refused("SQUIT", Reason.DISABLED)]),
        ("SUMMON x", [refused("SUMMON", Reason.SUMMON)]),
        ("USERS", [refused("USERS", Reason.USERS)]),
        ("INFO x.y", [ask.AboutServer(topic=ask.ServerTopic.INFO, server="x.y")]),
        ("LINKS", [ask.AboutServer(topic=ask.ServerTopic.LINKS)]),
        ("LINKS x *.y", [ask.AboutServer(topic=ask.ServerTopic.LINKS, server="*.y")]),
        ("STATS u", [ask.Stats(letter="u")]),
        ("MOTD x.y", [ask.Motd(server="x.y")]),
        ("LUSERS * x.y", [ask.Lusers(server="x.y")]),
        ("HELPOP join", [ask.Help(command="join")]),
        ("WHOIS", [refused("WHOIS", Reason.NAME_EMPTY)]),
        ("LUSERS", [ask.Lusers()]),
        ("MOTD", [ask.Motd()]),
        ("PING :a b", [InTurn(event=Pong(token=TOKEN))]),
        ("PING :", [refused("PING", Reason.MISSING_ARGUMENTS, "PING")]),
        ("PONG x", [ask.Alive()]),
        ("QUIT", [ask.Quit()]),
        ("QUIT :see you", [ask.Quit(reason="see you")]),
        ("AWAY", [ask.Away()]),
        ("AWAY :", [ask.Away()]),
        ("AWAY :to lunch", [ask.Away(text="to lunch")]),
        ("SETNAME :Anna A.", [ask.SetRealname(realname="Anna A.")]),
        ("BAN #a bob 30", [refused("BAN", Reason.LENGTH, "30")]),
        ("MUTE #a bob :5x too loud", [refused("MUTE", Reason.LENGTH, "5x")]),
        ("IGNORE bob 5m", [refused("IGNORE", Reason.USAGE, "IGNORE", "IGNORE [name]")]),
        ("ACCEPT", [ask.Accept()]),
        ("ACCEPT *", [ask.Accept()]),
        ("ACCEPT bob,-carl", [ask.Accept(names=("bob",), remove=("carl",))]),
        ("MONITOR + bob,,carl", [ask.Monitor(names=("bob", "carl"))]),
        ("MONITOR - bob", [ask.Unmonitor(names=("bob",))]),
        ("MONITOR c", [ask.Unmonitor(names=None)]),
        ("MONITOR L", [ask.ShowMonitored()]),
        ("MONITOR S", [ask.ShowMonitored(status=True)]),
        ("MONITOR X", [refused("MONITOR", Reason.MONITOR_COMMAND, "X")]),
        ("METADATA * GET a b", [ask.GetMetadata(target="*", keys=("a", "b"))]),
        ("METADATA #a list", [ask.GetMetadata(target="#a")]),
        ("METADATA * SET a :b c", [ask.SetMetadata(target="*", key="a", value="b c")]),
        ("METADATA * SET a", [ask.SetMetadata(target="*", key="a")]),
        ("METADATA bob CLEAR", [ask.ClearMetadata(target="bob")]),
        ("METADATA * SUB a b", [ask.SubscribeMetadata(keys=("a", "b"))]),
        ("METADATA * UNSUB a", [ask.SubscribeMetadata(keys=("a",), on=False)]),
        ("METADATA * SUBS", [ask.ShowSubscriptions()]),
        ("METADATA #a SYNC", [ask.SyncMetadata(target="#a")]),
        ("METADATA * EAT", [refused("METADATA", Reason.METADATA_COMMAND, "EAT")]),
        ("XYZZY", [refused("XYZZY", Reason.UNKNOWN_COMMAND, "XYZZY")]),
    ],
)
def test_commands(line: str, expected: list[Request] | None) -> None:
    """Each line makes these requests, in this order."""
    expected = [refused("JOIN", Reason.TOO_MANY_TARGETS, "#a", "10")] if expected is None else expected
    assert expected == requests(parse(line))


@pytest.mark.parametrize(
    "line",
    [
        *(
            "TAGMSG",
            "JOIN",
            "PART",
            "TOPIC",
            "MODE",
            "PING",
            "CHATHISTORY",
            "SETNAME",
            "MONITOR",
            "MONITOR +",
            "MONITOR -",
        ),
        *("METADATA", "METADATA *", "METADATA * GET", "METADATA * SET", "METADATA * SUB"),
    ],
)
def test_too_few_parameters(line: str) -> None:
    """Too few parameters are left to the reader, which answers with 461."""
    with pytest.raises(TooFewParameters):
        requests(parse(line))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("LATEST #a * 50", ask.History(target="#a", span=Span.LATEST, bound=0, limit=50)),
        ("latest #a * 5000", ask.History(target="#a", span=Span.LATEST, bound=0, limit=HISTORY_MOST)),
        (f"LATEST #a msgid={to_text(7)} 1", ask.History(target="#a", span=Span.LATEST, bound=7, limit=1)),
        (f"AFTER bob msgid={to_text(7)} 1", ask.History(target="bob", span=Span.AFTER, bound=7, limit=1)),
        (f"BEFORE #a msgid={'f' * 16} 1", ask.History(target="#a", span=Span.BEFORE, bound=LAST_ID, limit=1)),
        (
            f"BEFORE #a {TIMESTAMP} 1",
            ask.History(target="#a", span=Span.BEFORE, bound=first_id(TIME_MS), bound_is_time=True, limit=1),
        ),
        (
            f"AFTER #a {TIMESTAMP} 1",
            ask.History(target="#a", span=Span.AFTER, bound=first_id(TIME_MS + 1) - 1, bound_is_time=True, limit=1),
        ),
        (
            f"AROUND #a {TIMESTAMP} 3",
            ask.History(target="#a", span=Span.AROUND, bound=first_id(TIME_MS), bound_is_time=True, limit=3),
        ),
        (
            f"BETWEEN #a msgid={to_text(7)} {TIMESTAMP} 3",
            ask.History(target="#a", span=Span.BETWEEN, bound=7, end=first_id(TIME_MS), end_is_time=True, limit=3),
        ),
        (
            f"BETWEEN #a {TIMESTAMP} msgid={to_text(7)} 3",
            ask.History(target="#a", span=Span.BETWEEN, bound=first_id(TIME_MS), end=7, bound_is_time=True, limit=3),
        ),
        (
            f"BETWEEN #a {TIMESTAMP} {TIMESTAMP} 3",
            ask.History(
                target="#a",
                span=Span.BETWEEN,
                bound=first_id(TIME_MS),
                end=first_id(TIME_MS),
                bound_is_time=True,
                end_is_time=True,
                limit=3,
            ),
        ),
        (
            f"TARGETS {TIMESTAMP} timestamp=2262-01-01T00:00:00.000Z 3",
            ask.Targets(bound=first_id(TIME_MS + 1) - 1, end=LAST_ID, limit=3),
        ),
        (
            f"TARGETS timestamp=2262-01-01T00:00:00.000Z {TIMESTAMP} 3",
            ask.Targets(bound=LAST_ID, end=first_id(TIME_MS + 1) - 1, limit=3),
        ),
        (
            "BEFORE #a timestamp=1969-01-01T00:00:00.000Z 1",
            ask.History(target="#a", span=Span.BEFORE, bound=0, bound_is_time=True, limit=1),
        ),
        (
            "AFTER #a timestamp=9999-01-01T00:00:00.000Z 1",
            ask.History(target="#a", span=Span.AFTER, bound=LAST_ID, bound_is_time=True, limit=1),
        ),
    ],
)
def test_history(arguments: str, expected: Request) -> None:
    """A message reference is an exclusive bound: all of a timestamp's millisecond is on the near side."""
    assert [expected] == requests(parse("CHATHISTORY " + arguments))


@pytest.mark.parametrize(
    ("arguments", "about", "detail"),
    [
        ("XYZZY #a * 1", "XYZZY", ""),
        ("LATEST", "LATEST", ""),
        ("LATEST #a *", "LATEST", ""),
        ("LATEST #a * 1 2", "LATEST", "2"),
        ("BETWEEN #a msgid=7 1", "BETWEEN", ""),
        ("LATEST #a * many", "LATEST", "many"),
        ("LATEST #a * -1", "LATEST", "-1"),
        ("LATEST #a * \u0663", "LATEST", "\u0663"),
        ("BETWEEN #a * * 1", "BETWEEN", "*"),
        (f"TARGETS msgid={to_text(7)} {TIMESTAMP} 1", "TARGETS", "msgid"),
        ("BEFORE #a * 1", "BEFORE", "*"),
        ("AFTER #a msgid=7 1", "AFTER", "msgid=7"),
        ("AFTER #a id=7 1", "AFTER", "id"),
        ("AFTER #a timestamp=yesterday 1", "AFTER", "timestamp=yesterday"),
        ("AFTER #a timestamp=2023-02-30T00:00:00.000Z 1", "AFTER", "timestamp=2023-02-30T00:00:00.000Z"),
    ],
)
def test_history_that_cannot_be_meant(arguments: str, about: str, detail: str) -> None:
    """A refusal of CHATHISTORY names what was wrong."""
    of_no_kind = detail in ("id", "msgid")
    reason = Reason.HISTORY_REFERENCE if of_no_kind else Reason.HISTORY_ARGUMENTS
    assert [refused("CHATHISTORY", reason, about, detail)] == requests(parse("CHATHISTORY " + arguments))


COMMANDS = "PRIVMSG NOTICE TAGMSG JOIN PART NAMES TOPIC LIST MODE WHO WHOIS LUSERS MOTD PING PONG QUIT CHATHISTORY"
COMMANDS += " SEARCH REDACT"
words = st.sampled_from(
    ["#a", "bob", "*", "+b", "%tn,1", "LATEST", "msgid=", TIMESTAMP, "9999999", ",", "\x01ACTION", "٣", ":x"]
)


@given(st.sampled_from(COMMANDS.split()), st.lists(words | st.text(max_size=5), max_size=5))
def test_any_parameters_make_requests(command: str, params: list[str]) -> None:
    """Any parameters make requests, or are too few; nothing else is raised."""
    message = parse(" ".join([command, *params]))
    try:
        made = requests(message)
    except TooFewParameters:
        return
    assert [] == [request for request in made if not isinstance(request, Request)]


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        (
            "text=tea\\sfor\\stwo;in=#a;from=bob;limit=2",
            ask.Search(
                wanted=Wanted(
                    phrases=tuple(Phrase(words=(word,)) for word in ("tea", "for", "two")), nick="bob", place="#a"
                ),
                limit=2,
            ),
        ),
        (
            "text=from:bob",
            ask.Search(wanted=Wanted(phrases=(Phrase(words=("from",)), Phrase(words=("bob",)))), limit=50),
        ),
        (f"after={TIMESTAMP.partition('=')[2]}", ask.Search(wanted=Wanted(), after=first_id(TIME_MS) - 1, limit=50)),
        (f"before={TIMESTAMP.partition('=')[2]}", ask.Search(wanted=Wanted(), before=first_id(TIME_MS + 1), limit=50)),
        ("in=#a;limit=9999999", ask.Search(wanted=Wanted(place="#a"), limit=HISTORY_MOST)),
    ],
)
def test_search(attributes: str, expected: Request) -> None:
    """The attributes of SEARCH are written like tags (soju.im/search); a time is part of the span."""
    assert [expected] == requests(parse("SEARCH " + attributes))


@pytest.mark.parametrize(("attributes", "about"), [("limit=many", "many"), ("after=noon", "noon"), ("limit=-1", "-1")])
def test_a_search_that_cannot_be_meant(attributes: str, about: str) -> None:
    """A refusal of SEARCH names what was wrong."""
    assert [refused("SEARCH", Reason.SEARCH_ARGUMENTS, about)] == requests(parse("SEARCH " + attributes))


def test_redact() -> None:
    """REDACT takes a target, an id as it was given, and perhaps a reason."""
    assert [ask.Redact(target="#a", name="x1", reason="my typo")] == requests(parse("REDACT #a x1 :my typo"))
    assert [ask.Redact(target="#a", name="x" * 64)] == requests(parse("REDACT #a " + "x" * 99))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("#a", ask.MarkRead(target="#a")),
        (f"bob {TIMESTAMP}", ask.MarkRead(target="bob", time=TIME_MS)),
        ("", refused("MARKREAD", Reason.MARK_MISSING)),
        ("#a *", refused("MARKREAD", Reason.MARK_TIME, "*")),
        ("#a timestamp=noon", refused("MARKREAD", Reason.MARK_TIME, "timestamp=noon")),
    ],
)
def test_markread(arguments: str, expected: Request) -> None:
    """MARKREAD takes a target, and a time if it is to be set (draft/read-marker)."""
    assert [expected] == requests(parse("MARKREAD " + arguments))
