"""Answers to one IRC client."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.protocols.irc.conftest import ANNA, BOB, lines
from trichat.protocols.irc.capabilities import CAPABILITIES
from trichat.protocols.irc.refusals import REFUSALS
from trichat.protocols.irc.wire.message import parse
from trichat.words import events as ev
from trichat.words.events import Event, Member, RoomLine, Source
from trichat.words.modes import ListEntry
from trichat.words.reasons import Reason

TOKEN = "a b"
# The longest that there can be.
LONGEST = Source(nick="n" * 40, username="u" * 16, host="h" * 63)
ROOM = "#" + "r" * 63


def refused(reason: Reason, about: str = "", detail: str = "", command: str = "") -> Event:
    return ev.Refused(reason=reason, about=about, detail=detail, command=command)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (
            ev.MembersListed(room="#a", members=(ANNA, BOB)),
            [":irc.x 353 anna = #a :anna bob", ":irc.x 366 anna #a :End of NAMES list"],
        ),
        (
            ev.Became(before=BOB, nick="anna", left=("#a", "#b")),
            [":bob!b@h PART #a", ":bob!b@h PART #b", ":bob!b@h NICK anna"],
        ),
        (ev.Became(before=ANNA, nick="anna"), []),
        (
            ev.TokenShown(token="abc"),
            [":irc.x NOTE RESUME TOKEN abc :RESUME abc over another connection goes on from here; show it to nobody"],
        ),
        (ev.Resumed(nick="anna"), [":irc.x NOTE RESUME RESUMED anna :You go on with your visit"]),
        (
            refused(Reason.NAME_IS_PASSWORD, command="NICK"),
            [":irc.x 432 anna * :You have just given that as a password"],
        ),
        (
            refused(Reason.RESUME_FAILED, command="RESUME"),
            [":irc.x FAIL RESUME INVALID_TOKEN :No visit goes on with that: it has ended, or that is not its token"],
        ),
        (ev.MembersListed(room="#a", members=()), [":irc.x 366 anna #a :End of NAMES list"]),
        (ev.MembersListed(room=":a b", members=()), [":irc.x 366 anna a_b :End of NAMES list"]),
        (
            ev.PeopleFound(mask="an*", people=(Member(source=ANNA, realname="Anna A.", room="#a"),)),
            [":irc.x 352 anna #a a h irc.x anna H :0 Anna A.", ":irc.x 315 anna an* :End of WHO list"],
        ),
        (
            ev.PeopleFound(mask="a b", people=(Member(source=ANNA),)),
            [":irc.x 352 anna * a h irc.x anna H :0 ", ":irc.x 315 anna a_b :End of WHO list"],
        ),
        (
            ev.PeopleFound(mask="#a", people=(Member(source=ANNA, realname="A", room="#a"),), fields="tnr", token="4"),
            [":irc.x 354 anna 4 anna :A", ":irc.x 315 anna #a :End of WHO list"],
        ),
        (
            ev.PersonShown(
                person=Member(source=BOB, realname="Bob B.", since=5_000, idle=61_999), rooms=(("#a", "ov"), ("#b", ""))
            ),
            [
                ":irc.x 311 anna bob b h * :Bob B.",
                ":irc.x 319 anna bob :@#a #b",
                ":irc.x 312 anna bob irc.x :a trichat server",
                ":irc.x 317 anna bob 61 5 :seconds idle, signon time",
                ":irc.x 318 anna bob :End of WHOIS list",
            ],
        ),
        (
            ev.RoomsListed(rooms=(RoomLine(name="#a", members=2, topic="of the day"),)),
            [
                ":irc.x 321 anna Channel :Users  Name",
                ":irc.x 322 anna #a 2 :of the day",
                ":irc.x 323 anna :End of LIST",
            ],
        ),
        (ev.TopicShown(room="#a", text=""), [":irc.x 331 anna #a :No topic is set"]),
        (
            ev.TopicShown(room="#a", text="of {the} day", by="bob", at=5_999),
            [":irc.x 332 anna #a :of {the} day", ":irc.x 333 anna #a bob 5"],
        ),
        (
            ev.ModesShown(room="#a", created=5_999, modes=(("k", "x"), ("n", ""))),
            [":irc.x 324 anna #a +kn x", ":irc.x 329 anna #a 5"],
        ),
        (
            ev.ListShown(room="#a", letter="b", entries=(ListEntry(letter="b", mask="x!*@*", by="bob", at=5_999),)),
            [":irc.x 367 anna #a x!*@* bob 5", ":irc.x 368 anna #a :End of channel ban list"],
        ),
        (ev.ListShown(room="#a", letter="e", entries=()), [":irc.x 349 anna #a :End of channel exception list"]),
        (ev.ListShown(room="#a", letter="I", entries=()), [":irc.x 347 anna #a :End of channel invite exception list"]),
        (ev.UserModesShown(modes=""), [":irc.x 221 anna +"]),
        (ev.UserModesShown(modes="i"), [":irc.x 221 anna +i"]),
        (ev.UserModesChanged(change="-i"), [":anna MODE anna -i"]),
        (
            ev.Counted(people=2, most=5, connections=3, rooms=4),
            [
                ":irc.x 251 anna :There are 2 users and 0 invisible on 1 servers",
                ":irc.x 252 anna 0 :operators online",
                ":irc.x 253 anna 1 :unknown connections",
                ":irc.x 254 anna 4 :channels formed",
                ":irc.x 255 anna :I have 2 clients and 0 servers",
                ":irc.x 265 anna 2 5 :Current local users 2, max 5",
                ":irc.x 266 anna 2 5 :Current global users 2, max 5",
            ],
        ),
        (ev.MotdShown(lines=()), [":irc.x 422 anna :There is no message of the day"]),
        (
            ev.MotdShown(lines=("hello", "{x}")),
            [
                ":irc.x 375 anna :- irc.x message of the day -",
                ":irc.x 372 anna :- hello",
                ":irc.x 372 anna :- {x}",
                ":irc.x 376 anna :End of MOTD command",
            ],
        ),
        (ev.Pong(token=TOKEN), [":irc.x PONG irc.x :a b"]),
        (ev.Farewell(reason=""), ["ERROR :Closing link: goodbye"]),
        (ev.Farewell(reason="bored"), ["ERROR :Closing link: bored"]),
        (ev.LanguageSet(code="ru"), []),
    ],
)
def test_answers(event: Event, expected: list[str]) -> None:
    """Each answer is these lines, as modern.ircdocs.horse has them."""
    assert expected == lines(event)


def test_welcome() -> None:
    """The welcome is 001 to 004, and then ISUPPORT in lines of at most 15 parameters."""
    told = lines(ev.Welcome(nick="anna"))
    assert [
        ":irc.x 001 anna :Welcome to net, anna",
        ":irc.x 002 anna :Your host is irc.x, running trichat 1.0",
        ":irc.x 003 anna :This server was started 2023-11-14 22:13:20 UTC",
        ":irc.x 004 anna irc.x trichat-1.0 BRTiwo CHIMRWbeiklmnostv",
    ] == told[:4]
    isupport = [parse(line) for line in told[4:]]
    assert {"005"} == {message.command for message in isupport}
    assert {"are supported by this server"} == {message.params[-1] for message in isupport}
    assert max(len(message.params) for message in isupport) <= 15
    tokens = [token for message in isupport for token in message.params[1:-1]]
    assert sorted(set(tokens)) == sorted(tokens)
    assert {"CASEMAPPING=ascii", "CHANTYPES=#", "NICKLEN=40", "TOPICLEN=300", "NETWORK=net", "UTF8ONLY"} <= set(tokens)


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (refused(Reason.UNKNOWN_COMMAND, "XYZ"), ":irc.x 421 anna XYZ :Unknown command"),
        (refused(Reason.LINE_TOO_LONG, "600", "512"), ":irc.x 417 anna :Input line was too long"),
        (refused(Reason.NAME_EMPTY), ":irc.x 431 anna :No nickname given"),
        (refused(Reason.NAME_TAKEN, "bob"), ":irc.x 433 anna bob :Nickname is already in use"),
        (refused(Reason.NAME_TOO_LONG, "x", "40"), ":irc.x 432 anna x :That nickname is too long: at most 40 bytes"),
        (refused(Reason.NAME_CHARACTER, "a b", " "), ":irc.x 432 anna a_b :A nickname cannot hold “ ”"),
        (refused(Reason.NAME_FIRST_CHARACTER, ":", ":"), ":irc.x 432 anna * :A nickname does not begin with :"),
        (refused(Reason.NOT_ENTERED), ":irc.x 451 anna :You have not registered"),
        (refused(Reason.MISSING_ARGUMENTS, "JOIN"), ":irc.x 461 anna JOIN :Not enough parameters"),
        (refused(Reason.ALREADY_ENTERED), ":irc.x 462 anna :You may not reregister"),
        (refused(Reason.NO_RECIPIENT, command="PRIVMSG"), ":irc.x 411 anna :No recipient given (PRIVMSG)"),
        (refused(Reason.NOTHING_TO_SEND), ":irc.x 412 anna :No text to send"),
        (refused(Reason.NO_SUCH_NAME, "bob"), ":irc.x 401 anna bob :No such nick/channel"),
        (refused(Reason.NOT_IN_ROOM, "#a"), ":irc.x 442 anna #a :You're not on that channel"),
        (refused(Reason.NO_ROOM), ":irc.x 403 anna * :No such channel"),
        (refused(Reason.CAPABILITY_COMMAND, "X"), ":irc.x 410 anna X :Invalid CAP command"),
        (refused(Reason.UNKNOWN_MODE, "z"), ":irc.x 472 anna z :is an unknown mode to me"),
        (refused(Reason.UNKNOWN_USER_MODE, "z"), ":irc.x 501 anna :Unknown MODE flag"),
        (refused(Reason.NOT_YOURSELF, "bob"), ":irc.x 502 anna :Cant change mode for other users"),
        (
            refused(Reason.NOT_UTF8, command="PRIVMSG"),
            ":irc.x FAIL PRIVMSG INVALID_UTF8 :Message rejected: this server takes UTF-8 only",
        ),
        (
            refused(Reason.HISTORY_TARGET, "LATEST", "#a", command="CHATHISTORY"),
            ":irc.x FAIL CHATHISTORY INVALID_TARGET LATEST #a :Messages could not be retrieved",
        ),
        (
            refused(Reason.HISTORY_ARGUMENTS, "AFTER", ":x y"),
            ":irc.x FAIL * INVALID_PARAMS AFTER x_y :Subcommand, target, msgid= or timestamp= and a limit are needed",
        ),
    ],
)
def test_refusals(event: Event, line: str) -> None:
    """A refusal is a numeric with what it is about; a standard reply where there is none."""
    assert [line] == lines(event)


def test_a_refused_whois_has_an_end() -> None:
    """A refused WHOIS has its end, for which the client waits."""
    assert [
        ":irc.x 401 anna bob :No such nick/channel",
        ":irc.x 318 anna bob :End of WHOIS list",
    ] == lines(refused(Reason.NO_SUCH_NAME, "bob", command="WHOIS"))


def test_full_masks_in_names() -> None:
    """Names are full masks if the client asked for userhost-in-names."""
    told = lines(ev.MembersListed(room="#a", members=(ANNA, BOB)), enabled=frozenset({"userhost-in-names"}))
    assert ":irc.x 353 anna = #a :anna!a@h bob!b@h" == told[0]


def capabilities(subcommand: str, *names: str, version: int = 302) -> Event:
    return ev.CapabilitiesAnswered(subcommand=subcommand, capabilities=names, enabled=frozenset(), version=version)


def test_capabilities() -> None:
    """A list of capabilities is one line if it fits, an empty one too; the ratified ones fit, for old clients."""
    assert [":irc.x CAP * LS :a b=c"] == lines(capabilities("LS", "a", "b=c"), "*")
    assert [":irc.x CAP anna LIST :"] == lines(capabilities("LIST"))
    assert 1 == len(
        lines(capabilities("LS", *[row.name for row in CAPABILITIES if "/" not in row.name], version=301), "*")
    )


MANY = ("a" * 300, "b" * 180, "c" * 20)


@pytest.mark.parametrize(
    ("subcommand", "version", "mark"),
    [("LS", 302, "* "), ("LIST", 302, "* "), ("LS", 301, ""), ("ACK", 302, ""), ("NAK", 302, "")],
)
def test_many_capabilities(subcommand: str, version: int, mark: str) -> None:
    """A star says that another line of capabilities follows, in lists of version 302 only."""
    start = f":irc.x CAP anna {subcommand}"
    assert [f"{start} {mark}:{MANY[0]} {MANY[1]}", f"{start} :{MANY[2]}"] == lines(
        capabilities(subcommand, *MANY, version=version)
    )


def body_bytes(line: str) -> int:
    return len(line.encode()) + 2


@pytest.mark.parametrize("enabled", [frozenset[str](), frozenset({"userhost-in-names"})])
def test_many_members(enabled: frozenset[str]) -> None:
    """Many names take lines of at most 512 bytes, as few as they need, everybody once and in order."""
    people = tuple(Source(nick=f"{number:04}" + "я" * 18, username="u" * 16, host="h" * 63) for number in range(100))
    *told, end = lines(ev.MembersListed(room=ROOM, members=people), "n" * 40, enabled)
    assert f":irc.x 366 {'n' * 40} {ROOM} :End of NAMES list" == end
    names = [name for line in told for name in parse(line).params[-1].split()]
    assert [person.mask if enabled else person.nick for person in people] == names
    assert max(map(body_bytes, told)) <= 512
    assert min(map(body_bytes, told[:-1])) > 512 - len(names[0].encode()) - 1


def test_many_rooms_of_somebody() -> None:
    """Many rooms of somebody take as many lines of WHOIS as they need."""
    rooms = tuple(f"#{number:04}{'r' * 40}" for number in range(40))
    told = lines(ev.PersonShown(person=Member(source=LONGEST), rooms=tuple((room, "") for room in rooms)))
    shown = [parse(line) for line in told if " 319 " in line]
    assert len(shown) > 1
    assert list(rooms) == [room for message in shown for room in message.params[-1].split()]
    assert max(map(body_bytes, told)) <= 512


GREATEST = Member(source=LONGEST, realname="я" * 75, room=ROOM, since=2**42, idle=2**42)


@pytest.mark.parametrize(
    "event",
    [
        ev.Welcome(nick=LONGEST.nick),
        ev.PeopleFound(mask="m" * 500, people=(GREATEST,)),
        ev.PeopleFound(mask="m" * 500, people=(GREATEST,), fields="tcuihsnfdlaor", token="999"),
        ev.PersonShown(person=GREATEST, rooms=((ROOM, "ov"),)),
        ev.RoomsListed(rooms=(RoomLine(name=ROOM, members=99999, topic="t" * 300),)),
        ev.TopicShown(room=ROOM, text="t" * 300, by=LONGEST.nick, at=2**42),
        ev.MembersListed(room="#" * 500, members=()),
    ],
)
def test_the_longest_answers_are_whole(event: Event) -> None:
    """What we allow fits in a line of 512 bytes and 15 parameters, to whoever has the longest name."""
    for line in lines(event, LONGEST.nick):
        assert body_bytes(line) <= 512
        assert len(parse(line).params) <= 15
    assert [] == [line for line in lines(event, LONGEST.nick) if body_bytes(line) == 512]  # none was cut


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\0"), max_size=600)


@given(st.sampled_from(list(Reason)), words, words)
def test_what_somebody_sent_is_one_parameter(reason: Reason, about: str, detail: str) -> None:
    """A refusal repeats what was sent as one parameter, however long and whatever it is."""
    for line in lines(refused(reason, about, detail, "XYZ")):
        message = parse(line)
        assert body_bytes(line) <= 512
        assert "irc.x" == message.source
        if message.command != "FAIL":
            assert "anna" == message.params[0]
            assert len(message.params) - len(REFUSALS[reason].more.split()) in (2, 3)


@given(words)
def test_no_answer_is_longer_than_a_line(text: str) -> None:
    """No answer is longer than a line: a PING of 500 bytes, or a message of the day in one line."""
    for event in (ev.Pong(token=text), ev.MotdShown(lines=(text,)), ev.Farewell(reason=text)):
        assert max(map(body_bytes, lines(event))) <= 512


def test_names_with_roles() -> None:
    """Names have the highest prefix, or all; a secret room has another sign; who wants no list gets none."""
    listed = ev.MembersListed(room="#a", members=(ANNA, BOB), roles=("ov", "v"), secret=True)
    assert [":irc.x 353 anna @ #a :@anna +bob", ":irc.x 366 anna #a :End of NAMES list"] == lines(listed)
    assert ":irc.x 353 anna @ #a :@+anna +bob" == lines(listed, enabled=frozenset({"multi-prefix"}))[0]
    for name in ("no-implicit-names", "draft/no-implicit-names"):
        quiet = frozenset({name})
        assert [] == lines(ev.MembersListed(room="#a", members=(ANNA,), entered=True), enabled=quiet)
        assert 2 == len(lines(ev.MembersListed(room="#a", members=(ANNA,)), enabled=quiet))


def test_names_of_several_rooms() -> None:
    """A list of several rooms ends as it was asked for, and so does each room; one of all rooms ends once."""
    rooms = tuple(ev.MembersListed(room=room, members=(ANNA,)) for room in ("#a", "#b"))
    named = lines(ev.NamesListed(named="#a,#b,#x", lists=rooms))
    assert ["353", "353", "366", "366", "366"] == [line.split(" ")[1] for line in named]
    assert ["#a,#b,#x", "#a", "#b"] == [line.split(" ")[3] for line in named[2:]]
    assert ":irc.x 366 anna * :End of NAMES list" == lines(ev.NamesListed(named="", lists=rooms))[-1]
    assert 3 == len(lines(ev.NamesListed(named="", lists=rooms)))


def test_invitations() -> None:
    """An invitation that was sent is confirmed; those that one has are listed."""
    assert [":irc.x 341 anna bob #a"] == lines(ev.InviteSent(nick="bob", room="#a"))
    told = lines(ev.InvitesListed(rooms=("#a",)))
    assert [":irc.x 336 anna #a", ":irc.x 337 anna :End of /INVITE list"] == told


@pytest.mark.parametrize(
    ("enabled", "told"),
    [
        ({"draft/channel-rename"}, [":bob!b@h RENAME #a #b :typo"]),
        (
            set(),
            [
                ":anna!a@h PART #a :typo",
                ":anna!a@h JOIN #b",
                ":irc.x 332 anna #b :of the day",
                ":irc.x 333 anna #b bob 1",
                ":irc.x 353 anna = #b :anna",
                ":irc.x 366 anna #b :End of NAMES list",
            ],
        ),
        ({"extended-join", "draft/no-implicit-names"}, [":anna!a@h PART #a :typo", ":anna!a@h JOIN #b * :Anna"]),
    ],
)
def test_a_room_with_another_name(enabled: set[str], told: list[str]) -> None:
    """A client that knows no renames leaves the one and joins the other, with all that belongs to it."""
    event = ev.RoomRenamed(
        source=BOB,
        me=ANNA,
        old="#a",
        new="#b",
        reason="typo",
        topic=ev.TopicShown(room="#b", text="of the day", by="bob", at=1_000)
        if not enabled
        else ev.TopicShown(room="#b", text=""),
        members=ev.MembersListed(room="#b", members=(ANNA,), entered=True),
        realname="Anna",
    )
    assert told == lines(event, enabled=frozenset(enabled))


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (ev.Sentenced(room="#a", by="bob", mute=True), "You may not speak in #a for good, says bob"),
        (
            ev.Sentenced(room="#a", by="bob", mute=False, reason="noise", seconds=600, until=1_777_629_600_000),
            "You are banned from #a for 10m, until 2026-05-01 10:00:00 UTC, says bob: noise",
        ),
        (
            ev.BanTold(room="#a", mask="m:a:bob", seconds=600, until=1_777_629_600_000),
            "account:bob is muted in #a for 10m, until 2026-05-01 10:00:00 UTC",
        ),
        (ev.BanTold(room="#a", mask="bob!*@*"), "bob is banned from #a for good"),
        (ev.IgnoresShown(names=()), "You ignore nobody"),
        (ev.IgnoresShown(names=("bob", "carl")), "You ignore bob, carl"),
        (ev.IgnoresShown(names=("bob",), name="bob"), "You ignore bob from now on, until you say UNIGNORE bob"),
        (ev.IgnoresShown(names=(), name="bob", on=False), "You hear bob from now on"),
        (ev.Reported(about="bob", operators=2), "Your report about bob is kept; operators who read it now: 2"),
        (ev.ReportMade(by=BOB, about="carl", text="spam"), "bob reports carl: spam"),
    ],
)
def test_notices_of_the_server(event: ev.Event, text: str) -> None:
    """What IRC has no numeric for is a notice of the server."""
    assert [f":irc.x NOTICE anna :{text}"] == lines(event)


def test_how_far_one_has_read() -> None:
    """A read marker is told to who asked, and to who wants to know (draft/read-marker)."""
    event = ev.ReadUpTo(target="#a", time=1_700_000_000_123)
    assert [":irc.x MARKREAD #a timestamp=2023-11-14T22:13:20.123Z"] == lines(
        event, enabled=frozenset({"draft/read-marker"})
    )
    assert [] == lines(event)
    assert [":irc.x MARKREAD #a *"] == lines(ev.ReadUpTo(target="#a", time=0, asked=True))


def test_a_room_one_is_in_already() -> None:
    """A room one is in already is told as a JOIN, with the account for whoever wants it."""
    source = Source(nick="anna", username="a", host="h", account="ann")
    event = ev.AlreadyIn(joined=ev.Joined(id=1, source=source, place="#a", target="#A", realname="Anna"))
    assert [":anna!a@h JOIN #A"] == lines(event)
    assert [":anna!a@h JOIN #A ann :Anna"] == lines(event, "anna", frozenset({"extended-join"}))
