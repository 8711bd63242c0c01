"""Whatever one stranger can make the server keep has a limit, and what belonged to a guest who has gone is let go."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.chat.conftest import account, mode, reasons
from trichat.chat.core.outcome import Dropped, Kept
from trichat.chat.core.people import RECENT_MOST, SPEAKERS_MOST, User
from trichat.chat.core.room_records import ROLES_MOST, RoomRecord
from trichat.chat.core.rules import Rules
from trichat.chat.people import read_markers
from trichat.chat.people.ignoring import IgnoreRecord
from trichat.chat.rooms import modes as room_modes
from trichat.chat.talking.replies import Found
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.names.identity import to_text
from trichat.words.names.names import LOBBY, ROOM_BYTES
from trichat.words.reasons import Reason
from trichat.words.record import replace

if TYPE_CHECKING:
    from tests.chat.conftest import Chat
    from trichat.chat.core.people import Session

FAR = "203.0.113.7"
RULES = Rules(empty_rooms_each=3, empty_rooms=5, left_per_day=3, reports_per_hour=2, accounts_per_day=3)


@pytest.fixture
def chat(make_chat: "type[Chat]") -> "Chat":
    """Give a chat in which there is an account of Olga, who is not here."""
    return make_chat(RULES, [account("Olga"), account("Vera")])


def come(chat: "Chat", name: str, address: str = FAR) -> "Session":
    session = chat.arrive(address=address)
    chat.ask(session, ask.Enter(name=name, username="user"))
    return session


def user_of(session: "Session") -> User:
    assert session.user is not None
    return session.user


def log_in(session: "Session", name: str) -> None:
    user = user_of(session)
    user.source = replace(user.source, account=name, identity=name.lower())


def leave_room(chat: "Chat", session: "Session", room: str, topic: str = "mine") -> None:
    """Make a room that is kept, and leave it."""
    chat.ask(session, ask.Join(room=room), ask.Topic(room=room, text=topic), ask.Leave(room=room))


def dropped(chat: "Chat") -> list[str]:
    return [each.record.key for each in chat.outcomes if isinstance(each, Kept) and isinstance(each.record, Dropped)]


# Rooms that nobody is in, nor owns


def test_whoever_makes_rooms_without_end_loses_their_own(chat: "Chat") -> None:
    """Of too many empty rooms that one address has made, the one is forgotten that was left first; no other's."""
    leave_room(chat, come(chat, "boris", "203.0.113.8"), "#boris")
    for number in range(10):
        leave_room(chat, come(chat, f"anna{number}"), f"#{number}")  # a new visit each time: it is the address
    assert ["#boris", "#7", "#8", "#9"] == list(chat.hub.state.rooms)
    assert ["#6"] == dropped(chat)


def test_a_bounded_number_of_empty_rooms_is_kept_in_all(chat: "Chat") -> None:
    """However many addresses there are, only so many empty rooms are kept that nobody owns."""
    for number in range(20):
        leave_room(chat, come(chat, f"anna{number}", f"203.0.113.{number}"), f"#{number}")
    assert [f"#{number}" for number in range(15, 20)] == list(chat.hub.state.rooms)
    assert 5 == len(chat.hub.state.empty_rooms)


@pytest.mark.parametrize("keep", [mode("#0", "+m"), mode("#0", "+b", "x"), ask.SetMetadata(target="#0", key="a")])
def test_it_is_the_same_with_settings_and_lists(chat: "Chat", keep: "ask.Request") -> None:
    """A room is kept for its settings, its lists and its metadata, too; and likewise let go."""
    anna = come(chat, "anna")
    keep = replace(keep, value="1") if isinstance(keep, ask.SetMetadata) else keep
    chat.ask(anna, ask.Join(room="#0"), keep, ask.Leave(room="#0"))
    assert "#0" in chat.hub.state.rooms
    for number in range(1, 4):
        leave_room(chat, anna, f"#{number}")
    assert "#0" not in chat.hub.state.rooms


def test_a_room_that_is_used_is_not_let_go(chat: "Chat") -> None:
    """A room in which somebody is, is none of the empty ones; when it is left again, it is the last of them."""
    anna, boris = come(chat, "anna"), come(chat, "boris", "203.0.113.8")
    leave_room(chat, anna, "#first")
    chat.ask(boris, ask.Join(room="#first"))
    for number in range(3):
        leave_room(chat, anna, f"#{number}")
    assert "#first" in chat.hub.state.rooms
    chat.ask(boris, ask.Leave(room="#first"))
    assert ["#first", "#1", "#2"] == list(chat.hub.state.rooms)


def test_the_rooms_of_accounts_are_theirs(chat: "Chat") -> None:
    """A room with a founder is kept; one in which an account has a role is let go for other such rooms of it alone."""
    anna, vera = come(chat, "anna"), come(chat, "vera1")
    log_in(vera, "Vera")
    leave_room(chat, vera, "#vera")
    for number in range(5):
        chat.ask(anna, ask.Join(room=f"#{number}"))
        chat.ask(vera, ask.Join(room=f"#{number}"))
        chat.ask(anna, mode(f"#{number}", "+v", "vera1"), ask.Leave(room=f"#{number}"))
        chat.ask(vera, ask.Leave(room=f"#{number}"))
    for number in range(20):
        leave_room(chat, come(chat, f"x{number}", f"203.0.113.{number}"), f"#x{number}")
    assert ["#vera", "#2", "#3", "#4"] == [name for name in chat.hub.state.rooms if "x" not in name]


def test_the_lobby_is_never_let_go(chat: "Chat") -> None:
    """The lobby keeps its topic, whatever else is empty."""
    anna = come(chat, "anna")
    for room in (LOBBY, "#1", "#2", "#3", "#4"):
        leave_room(chat, anna, room)
    assert [LOBBY, "#2", "#3", "#4"] == list(chat.hub.state.rooms)


def test_rooms_from_before_a_restart_are_let_go_in_turn(make_chat: "type[Chat]") -> None:
    """What an earlier version kept without a limit is let go bit by bit, when somebody leaves another such room."""
    kept = [f"#{number}" for number in range(9)]
    chat = make_chat(RULES, [RoomRecord(key=name, name=name, created=1, topic="x") for name in kept])
    anna = come(chat, "anna")
    leave_room(chat, anna, "#new")
    assert [*kept[2:], "#new"] == list(chat.hub.state.rooms)
    leave_room(chat, anna, "#newer")
    assert [*kept[4:], "#new", "#newer"] == list(chat.hub.state.rooms)


def test_a_room_let_go_that_could_not_be_dropped_is_there_again(chat: "Chat") -> None:
    """If the disk fails, the room is there again, and still one of the empty ones."""
    anna = come(chat, "anna")
    for number in range(4):
        leave_room(chat, anna, f"#{number}")
    lost = next(each for each in chat.outcomes if isinstance(each, Kept) and isinstance(each.record, Dropped))
    chat.hub.restore(lost.before)
    assert "#0" in chat.hub.state.rooms
    assert 4 == len(chat.hub.state.empty_rooms)


def test_nothing_is_remembered_of_what_was_said_in_an_empty_room(chat: "Chat") -> None:
    """Of an empty room that is kept no lines are held in memory, and of any room only who has said them."""
    anna = come(chat, "anna")
    chat.ask(anna, ask.Join(room="#a"), ask.Topic(room="#a", text="x"), mode("#a", "+W", "5"))
    for _ in range(RECENT_MOST + 10):
        chat.ask(anna, ask.Say(target="#a", text="x" * 400))
    room = chat.hub.state.rooms["#a"]
    assert RECENT_MOST == len(room.recent)
    assert {"anna"} == set(room.recent.values())
    chat.ask(anna, ask.Leave(room="#a"))
    assert (0, 0) == (len(room.recent), len(room.last_spoke))


# What is left for others


def test_messages_for_people_who_are_not_here_have_a_limit(chat: "Chat") -> None:
    """Only so many messages a day wait for absent people, for whomever; who sends more is told when they can."""
    for number in range(3):
        chat.ask(come(chat, f"anna{number}"), ask.Say(target="olga", text="hi"))
    anna = come(chat, "anna")
    (refused,) = chat.ask(anna, ask.Say(target="vera", text="hi"))
    assert refused == ev.Refused(reason=Reason.LEFT_TOO_MANY, about="Vera", detail="1d", command="PRIVMSG")
    assert [Reason.LEFT_TOO_MANY] == reasons(chat.ask(anna, ask.Tag(target="vera", tags=(("+a", "1"),))))
    assert [] == chat.ask(anna, ask.Say(target="vera", text="hi", kind=ev.Kind.NOTICE))
    assert {} == {who: after for who, after in chat.hub.state.undelivered.items() if who == "vera"}
    boris = come(chat, "boris", "203.0.113.8")
    assert [] == reasons(chat.ask(boris, ask.Say(target="vera", text="hi")))
    chat.now += 86_400_000
    assert [] == reasons(chat.ask(anna, ask.Say(target="vera", text="hi")))


def test_an_account_pays_for_itself(chat: "Chat") -> None:
    """Who is logged in has their own limit, whatever others at their address do, and wherever they are."""
    for number in range(3):
        chat.ask(come(chat, f"anna{number}"), ask.Say(target="olga", text="hi"))
    vera = come(chat, "vera1")
    log_in(vera, "Vera")
    for expected in ([], [], [], [Reason.LEFT_TOO_MANY]):
        assert expected == reasons(chat.ask(vera, ask.Say(target="olga", text="hi")))
        vera.place = "203.0.113.8"


def test_where_addresses_have_no_limits_each_visit_has_one(chat: "Chat") -> None:
    """Somebody at an exempt address has a limit for their visit: others there are not meant."""
    anna, boris = come(chat, "anna", "127.0.0.1"), come(chat, "boris", "127.0.0.1")
    for expected in ([], [], [], [Reason.LEFT_TOO_MANY]):
        assert expected == reasons(chat.ask(anna, ask.Say(target="olga", text="hi")))
    assert [] == reasons(chat.ask(boris, ask.Say(target="olga", text="hi")))


def test_reports_have_a_limit(chat: "Chat") -> None:
    """Only so many reports an hour come from one address: somebody has to read them."""
    for number in range(2):
        assert [] == reasons(chat.ask(come(chat, f"a{number}"), ask.Report(name="x", text="y")))
    anna = come(chat, "anna")
    assert [ev.Refused(reason=Reason.REPORTS_LATER, detail="1h", command="REPORT")] == chat.ask(
        anna, ask.Report(name="x", text="y")
    )
    assert [] == reasons(chat.ask(anna, ask.Report(name="x", text="")))[1:]


def test_tags_that_are_kept_are_short(chat: "Chat") -> None:
    """A reaction longer than any needs to be is refused, in rooms and in private; other long tags only pass."""
    anna = come(chat, "anna")
    chat.ask(anna, ask.Join(room="#a"))
    short, long = (("+a", "ä" * (ev.TAGS_BYTES // 2 - 1)),), (("+draft/react", "x" * 500), ("+draft/reply", "0" * 16))
    for target in ("#a", "anna", "olga"):
        assert [] == reasons(chat.ask(anna, ask.Tag(target=target, tags=short)))
        assert [Reason.TAGS_TOO_LONG] == reasons(chat.ask(anna, ask.Tag(target=target, tags=long)))
        chat.now += 86_400_000
    passed = ev.Tagged(id=1, place="#a", target="#a", source=user_of(anna).source, tags=(("+n", "x" * 600),))
    assert not passed.kept
    assert [] == reasons(chat.ask(anna, ask.Tag(target="#a", tags=passed.tags)))


def test_one_cannot_be_invited_without_end(make_chat: "type[Chat]") -> None:
    """Of too many invitations the oldest is forgotten."""
    chat = make_chat(Rules(most_invitations=2))
    anna, boris = chat.enter("anna", "#1", "#2", "#3"), chat.enter("boris")
    for room in ("#1", "#2", "#1", "#3"):
        chat.ask(anna, ask.Invite(room=room, name="boris"))
    assert ["#1", "#3"] == list(user_of(boris).invitations)


# What one says of oneself and others


def test_a_visitor_has_no_more_read_markers_than_an_account(chat: "Chat", monkeypatch: pytest.MonkeyPatch) -> None:
    """Of too many markers of a visit the furthest back is forgotten, and nothing is kept of it."""
    monkeypatch.setattr(read_markers, "MOST", 2)
    anna = come(chat, "anna")
    for target, time in (("a", 5), ("b", 3), ("c", 4)):
        chat.ask(anna, ask.MarkRead(target=target, time=time))
        assert [] == dropped(chat)
    assert {"a": 5, "c": 4} == chat.hub.state.read_markers[user_of(anna).identity]


def test_a_read_marker_is_of_somebody_or_a_room(chat: "Chat") -> None:
    """What is longer than any name has no marker."""
    anna = come(chat, "anna")
    long = "#" + "a" * ROOM_BYTES
    refused = ev.Refused(reason=Reason.MARK_TARGET, about=long, command="MARKREAD")
    assert [refused] == chat.ask(anna, ask.MarkRead(target=long, time=5))
    assert {} == chat.hub.state.read_markers


def test_accept_lists_have_a_limit(make_chat: "type[Chat]") -> None:
    """An accept list takes only so many; whom one writes to oneself comes on it for the first there."""
    chat = make_chat(Rules(most_accepted=2))
    anna, *_ = chat.enter("anna"), chat.enter("boris"), chat.enter("clara"), chat.enter("dora")
    chat.ask(anna, ask.UserModes(name="anna", change="+R"), ask.Accept(names=("boris", "clara")))
    assert [Reason.LIST_FULL] == reasons(chat.ask(anna, ask.Accept(names=("dora", "boris"))))
    chat.ask(anna, ask.Say(target="dora", text="hi"))
    assert ["clara", "dora"] == list(chat.hub.state.accept_lists[user_of(anna)].values())


def test_a_room_keeps_the_roles_of_so_many_accounts(make_chat: "type[Chat]", monkeypatch: pytest.MonkeyPatch) -> None:
    """The roles of accounts are kept with the room, so there are only so many; guests can have one all the same."""
    monkeypatch.setattr(room_modes, "ROLES_MOST", 1)
    chat = make_chat(Rules())
    anna, olga, vera = chat.enter("anna", "#a"), chat.enter("olga", "#a"), chat.enter("vera", "#a")
    log_in(olga, "Olga")
    assert [] == reasons(chat.ask(anna, mode("#a", "+v", "olga")))
    assert [] == reasons(chat.ask(anna, mode("#a", "+v", "vera")))
    chat.ask(anna, mode("#a", "-v", "vera"))
    log_in(vera, "Vera")
    assert [Reason.LIST_FULL] == reasons(chat.ask(anna, mode("#a", "+v", "vera")))
    assert [] == reasons(chat.ask(anna, mode("#a", "+o", "olga")))
    assert ROLES_MOST > 100


def test_who_is_ignored_and_goes_for_good_is_forgotten(chat: "Chat") -> None:
    """A guest who has gone is on nobody's list of those ignored; an account stays on it."""
    chat.hub.restore(IgnoreRecord(key="olga", who=(("vera", "Vera"),)))
    olga, anna = come(chat, "olga1"), come(chat, "anna")
    log_in(olga, "Olga")
    chat.ask(olga, ask.Ignore(name="anna"))
    assert 2 == len(chat.hub.state.ignored["olga"])
    chat.ask(anna, ask.Quit())
    assert {"vera": "Vera"} == chat.hub.state.ignored["olga"]
    assert ["vera"] == list(chat.hub.state.ignorers)


def test_who_has_gone_holds_nobody_else(chat: "Chat") -> None:
    """Of two who have written to each other none keeps the other, or those before them, when they have gone."""
    anna, boris = come(chat, "anna"), come(chat, "boris")
    gone = user_of(anna)
    chat.ask(boris, ask.Say(target="anna", text="hi"))
    chat.ask(anna, ask.Say(target="boris", text="hi"), ask.Quit())
    assert gone.last_correspondent is None


def test_a_slow_room_remembers_so_many(chat: "Chat") -> None:
    """A slow room remembers when the last thousand spoke, in as little time as for one."""
    anna = come(chat, "anna")
    chat.ask(anna, ask.Join(room="#a"), mode("#a", "+W", "3600"))
    room = chat.hub.state.rooms["#a"]
    room.last_spoke = {f"~{number}": chat.now for number in range(SPEAKERS_MOST)}
    chat.ask(anna, ask.Say(target="#a", text="hi"))
    assert SPEAKERS_MOST == len(room.last_spoke)
    assert ("~1", user_of(anna).identity) == (next(iter(room.last_spoke)), next(reversed(room.last_spoke)))


def test_who_is_not_let_in_leaves_nothing_behind(chat: "Chat") -> None:
    """A room with bans remembers how they fit its members, and nobody else."""
    anna = come(chat, "anna")
    chat.ask(anna, ask.Join(room="#a"), mode("#a", "+b", "*!*@*"), mode("#a", "+e", "anna"))
    for number in range(5):
        visitor = come(chat, f"x{number}")
        assert [Reason.BANNED] == reasons(chat.ask(visitor, ask.Join(room="#a")))
        chat.ask(visitor, ask.Quit())
    assert {user_of(anna)} >= set(chat.hub.state.rooms["#a"]._matches)


def test_moments_at_which_nothing_ends_any_more_are_forgotten(chat: "Chat") -> None:
    """Whoever bans somebody for a while and lifts it, again and again, leaves no moments behind."""
    anna = come(chat, "anna")
    chat.ask(anna, ask.Join(room="#a"))
    chat.ask(anna, ask.Ban(room="#a", target="keep!*@*", seconds=10**6))
    for number in range(3000):
        chat.ask(anna, ask.Ban(room="#a", target="x!*@*", seconds=number + 10), ask.Unban(room="#a", target="x!*@*"))
    assert len(chat.hub.state._expiries) <= 1002
    assert chat.now + 10**9 in chat.hub.state._expiries


# Accounts


def names() -> Iterator[str]:
    return (f"anna{number}" for number in range(100))


def test_an_address_makes_so_many_accounts_a_day(make_chat: "type[Chat]") -> None:
    """An address makes only so many accounts a day, however it spreads them over the day."""
    chat = make_chat(replace(RULES, accounts_per_hour=2))
    told: list[list[Reason]] = []
    for name in list(names())[:5]:
        session = come(chat, name)
        told.append(reasons(chat.wait(session, ask.Register(password="sesame seed"))))
        chat.now += 3_600_000
    assert [[], [], [], [Reason.ACCOUNTS_LATER], [Reason.ACCOUNTS_LATER]] == told


def test_there_is_a_most_of_accounts(make_chat: "type[Chat]") -> None:
    """People make no more accounts than there may be, wherever they are."""
    chat = make_chat(Rules(accounts=2), [account("Olga"), account("Vera")])
    anna = chat.enter("anna")
    refused = ev.Refused(reason=Reason.ACCOUNTS_FULL, about="anna", command="REGISTER")
    assert [refused] == chat.ask(anna, ask.Register(password="sesame seed"))


def test_taken_back_is_not_remembered(chat: "Chat") -> None:
    """Whose message it was that was taken back is forgotten."""
    anna = come(chat, "anna")
    chat.ask(anna, ask.Join(room="#a"))
    (said,) = chat.ask(anna, ask.Say(target="#a", text="hi"))
    assert isinstance(said, ev.Said)
    assert chat.hub.state.rooms["#a"].recent == {said.id: "anna"}
    chat.ask(anna, ask.Redact(target="#a", name=to_text(said.id)))
    chat.ask(anna, ask.Worked(result=Found(event=said)))
    assert chat.hub.state.rooms["#a"].recent == {}


# Nothing of a guest is left


def sizes(chat: "Chat") -> dict[str, int]:
    """Give how much there is of everything that the state of the chat is made of."""
    return {name: len(value) for name, value in vars(chat.hub.state).items() if hasattr(value, "__len__")}


def do_everything(chat: "Chat", session: "Session", other: str) -> None:
    """Leave as much behind as a guest can."""
    name = user_of(session).nick
    chat.ask(session, ask.Away(text="gone"), ask.UserModes(name=name, change="+R"), ask.SetRealname(realname="A"))
    chat.ask(session, ask.Join(room="#all"), ask.Join(room=f"#{name}"), ask.Say(target="#all", text="hi"))
    chat.ask(session, ask.Monitor(names=(other, "nobody")), ask.Ignore(name=other), ask.Accept(names=(other,)))
    chat.ask(session, ask.SetMetadata(target="*", key="a", value="b"), ask.SubscribeMetadata(keys=("a",), on=True))
    chat.ask(session, ask.MarkRead(target="#all", time=5), ask.Invite(room="#all", name=other))
    chat.ask(session, ask.Say(target=other, text="hi"), ask.Rename(name=name + "_"), ask.LogIn(name="x", password="y"))


def test_a_crowd_of_guests_that_goes_leaves_nothing(chat: "Chat") -> None:
    """When guests have gone who did all that they could, there is no more of anything than before."""
    come(chat, "watcher")
    before = sizes(chat)
    crowd = [come(chat, f"guest{number}") for number in range(5)]
    for number, session in enumerate(crowd):
        do_everything(chat, session, f"guest{(number + 1) % 5}")
    assert sum(sizes(chat).values()) > sum(before.values()) + 50
    for session in crowd:
        chat.ask(session, ask.Gone(reason=""))
    bounded = {"guest_attendance": 5}  # who was where, to be shown what they missed: limits have `remembered` for it
    assert sizes(chat) == before | bounded | {"outcomes": len(chat.hub.state.outcomes)}
