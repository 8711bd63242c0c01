"""Settings, lists and roles of rooms."""

from typing import TYPE_CHECKING

import pytest

from tests.chat.conftest import RULES, brief, log_in, mode, say
from trichat.chat.core.outcome import Kept, Moved
from trichat.chat.core.room_records import GONE, RoomRecord
from trichat.chat.core.rules import Rules
from trichat.server.pipeline.rollback import roll_back
from trichat.words import events as ev
from trichat.words import modes
from trichat.words import requests as ask
from trichat.words.events import Kind, Refused
from trichat.words.modes import DEFAULT, Change, ListEntry
from trichat.words.reasons import Reason

if TYPE_CHECKING:
    from tests.chat.conftest import Chat


def roles(chat: "Chat", room: str) -> dict[str, str]:
    return {user.nick: letters for user, letters in chat.hub.state.rooms[room].members.items()}


def test_whoever_makes_a_room_is_op(chat: "Chat") -> None:
    """Whoever makes a room, or comes first into an empty one, is op; the lobby belongs to nobody."""
    anna = chat.enter("anna", "#a", "#lobby")
    bob = chat.enter("bob", "#a")
    assert {"anna": "o", "bob": ""} == roles(chat, "#a")
    assert {"anna": ""} == roles(chat, "#lobby")
    chat.ask(bob, ask.Topic(room="#a", text="x"), ask.Leave(room="#a"))
    chat.ask(anna, ask.Leave(room="#a"))
    chat.ask(bob, ask.Join(room="#a"))
    assert {"bob": "o"} == roles(chat, "#a")


def test_the_settings_of_a_new_room(chat: "Chat") -> None:
    """In a new room nobody speaks from outside; a key is shown to those inside only."""
    anna = chat.enter("anna", "#a")
    created = chat.now
    assert [ev.ModesShown(room="#a", created=created, modes=(("n", ""),))] == chat.ask(anna, mode("#A"))
    chat.ask(anna, mode("#a", "+k", "sesame"))
    (inside,) = chat.ask(anna, mode("#a"))
    (outside,) = chat.ask(chat.enter("bob"), mode("#a"))
    assert isinstance(inside, ev.ModesShown)
    assert isinstance(outside, ev.ModesShown)
    assert (("k", "sesame"), ("n", "")) == inside.modes
    assert (("k", "*"), ("n", "")) == outside.modes


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["+n"], []),
        (["-m"], []),
        (["+mst"], ["+mst"]),
        (["+m-m+m"], ["+m-m+m"]),
        (["+l", "5"], ["+l 5"]),
        (["+l", "007"], ["+l 7"]),
        (["+k", "sesame"], ["+k sesame"]),
        (["+W", "90"], ["+W 90"]),
        (["+W", "1m30s"], ["+W 90"]),
        (["+H", "30d"], ["+H 30d"]),
        (["+H", "off"], ["+H off"]),
        (["+b", "bob"], ["+b bob!*@*"]),
        (["+e", "m:bob"], ["+e m:bob!*@*"]),
        (["-b", "bob"], []),
        (["+bb", "bob", "BOB!*@*"], ["+b bob!*@*"]),
        (["+v", "anna"], ["+v anna"]),
        (["-v", "anna"], []),
        (["+zm"], [Reason.UNKNOWN_MODE, "+m"]),
        *[(["+l", value], [Reason.MODE_ARGUMENT]) for value in ("0", "-1", "x", "", "99999999999999999999")],
        *[(["+k", value], [Reason.MODE_ARGUMENT]) for value in ("", "a b", "a,b", ":x", "x" * 33, "\x1b[1m", "\x02")],
        *[(["+W", value], [Reason.MODE_ARGUMENT]) for value in ("0", "x", "", "2d")],
        *[(["+H", value], [Reason.MODE_ARGUMENT]) for value in ("0", "on", "", "5")],
        (["+b", "two words"], [Reason.MASK]),
        (["+e", "127.0.0.2/33"], [Reason.MASK_ADDRESS]),
        (["+I", "x" * 187], [Reason.MASK_TOO_LONG]),
        (["+b", "m:127.0.0.*"], ["+b m:*!*@127.0.0.0/24"]),
        (["+H", "2 недели"], ["+H 2w"]),
        (["+W", "5 minutes"], ["+W 300"]),
        (["+o"], [Reason.MODE_ARGUMENT]),
        (["+o", "nobody"], [Reason.NO_SUCH_NAME]),
        (["+o", "carl"], [Reason.NOT_THERE]),
    ],
)
def test_changes(chat: "Chat", words: list[str], told: list[object]) -> None:
    """What changes nothing is not told; what changed is told to all as one event, and survives."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    chat.enter("carl")
    assert told == brief(chat.ask(anna, mode("#a", *words)))
    assert [line for line in told if isinstance(line, str)] == brief(chat.others_heard(bob))


def test_what_is_turned_off_again(chat: "Chat") -> None:
    """A key is taken away without knowing it, though IRC sends something; an entry of a list is found in any case."""
    anna = chat.enter("anna", "#a")
    chat.ask(anna, mode("#a", "+klb", "sesame", "5", "BOB"))
    assert ["-klb * BOB!*@*"] == brief(chat.ask(anna, mode("#a", "-klb", "wrong", "bob")))
    assert (("n", ""),) == chat.hub.state.rooms["#a"].record.modes


def test_what_is_kept(chat: "Chat") -> None:
    """One record holds all settings of a room; with nothing left of it, room and record are dropped."""
    anna = chat.enter("anna", "#a")
    chat.ask(anna, mode("#a", "+tb", "bob"))
    entry = ListEntry(letter="b", mask="bob!*@*", by="anna", at=chat.now)
    kept = RoomRecord(key="#a", name="#a", created=chat.now, modes=(("n", ""), ("t", "")), entries=(entry,))
    assert [kept] == [outcome.record for outcome in chat.outcomes if isinstance(outcome, Kept)]
    chat.ask(anna, ask.Leave(room="#a"))
    assert ["#a"] == list(chat.hub.state.rooms)
    chat.ask(anna, ask.Join(room="#a"), mode("#a", "-tb", "bob"))
    chat.ask(anna, ask.Leave(room="#a"))
    assert [] == list(chat.hub.state.rooms)
    assert ["room", "#a"] == [
        word
        for outcome in chat.outcomes
        if isinstance(outcome, Kept)
        for word in (outcome.record.kind, outcome.record.key)
    ]


def test_lists_are_shown(chat: "Chat") -> None:
    """Lists of bans are shown to members and to others who see the room, not to those who do not."""
    anna, bob, carl = chat.enter("anna", "#a"), chat.enter("bob", "#a"), chat.enter("carl")
    chat.ask(anna, mode("#a", "+be", "x", "y"))
    shown = ev.ListShown(
        room="#a", letter="b", entries=(ListEntry(letter="b", mask="x!*@*", by="anna", at=chat.now),), now=chat.now
    )
    assert [shown] == chat.ask(bob, mode("#a", "+b")) == chat.ask(carl, mode("#a", "b"))
    chat.ask(anna, mode("#a", "+s"))
    assert [Reason.NO_SUCH_ROOM] == brief(chat.ask(carl, mode("#a", "+b")))


def test_it_takes_an_op(chat: "Chat") -> None:
    """Who is no op changes no setting, and is told so once."""
    anna, bob, carl = chat.enter("anna", "#a"), chat.enter("bob", "#a"), chat.enter("carl")
    assert [Reason.NOT_OP] == brief(chat.ask(bob, mode("#a", "+mov", "bob", "bob")))
    assert [Reason.NOT_IN_ROOM] == brief(chat.ask(carl, mode("#a", "+m")))
    assert [Reason.NO_SUCH_ROOM] == brief(chat.ask(carl, mode("#x", "+m")))
    assert [Reason.NO_ROOM] == brief(chat.ask(carl, mode("", "+m")))
    assert [Reason.NOT_OP, "-o anna"] == brief(chat.ask(anna, mode("#a", "-o+m", "anna")))
    assert (("n", ""),) == chat.hub.state.rooms["#a"].record.modes


def test_many_changes(chat: "Chat") -> None:
    """There is a limit to changes with a parameter; more than fit in one line are told in several."""
    anna = chat.enter("anna", "#a")
    masks = [f"{number:02}{'x' * 30}!{'y' * 15}*@*{'z' * 45}" for number in range(22)]
    told = chat.ask(anna, mode("#a", "+" + "b" * 22, *masks))
    assert len(told) == 7
    assert masks[:20] == [entry.mask for entry in chat.hub.state.rooms["#a"].record.entries]


def test_one_line_asks_for_little(chat: "Chat") -> None:
    """A line shows a list once and refuses a letter once, however often it has them; roles of nobody are few."""
    anna = chat.enter("anna", "#a")
    chat.ask(anna, mode("#a", "+b", "x!*@*"))
    assert [ev.ListShown, Reason.UNKNOWN_MODE, ev.ListShown] == brief(chat.ask(anna, mode("#a", "bbbZbZZeeb")))
    assert [Reason.MODE_ARGUMENT] * modes.CHANGES_MOST == brief(chat.ask(anna, mode("#a", "+" + "o" * 200)))


def test_a_person_is_told_that_nothing_changes(chat: "Chat") -> None:
    """Whoever types at a prompt gets an answer, also where an IRC client gets none."""
    bob = chat.sit_down("bob")
    chat.ask(bob, ask.Join(room="#a"))
    for typed in ("/set moderated off", "/op bob", "/mode -k"):
        assert [Reason.AS_IT_WAS] == brief(chat.ask(bob, ask.Typed(text=typed)))
    assert [ev.ModesShown] == brief(chat.ask(bob, ask.Typed(text="/set")))


def test_old_masks_are_taken_off_as_they_are(make_chat: type["Chat"]) -> None:
    """A mask that was kept before masks were checked can be taken off."""
    entry = ListEntry(letter="b", mask="*!*@127.0.0.*", by="anna", at=0)
    record = RoomRecord(key="#a", name="#a", created=0, entries=(entry,))
    chat = make_chat(RULES, [record])
    anna = chat.enter("anna", "#a")
    assert ["-b *!*@127.0.0.*"] == brief(chat.ask(anna, mode("#a", "-b", "*!*@127.0.0.*")))


def test_lists_have_an_end(chat: "Chat") -> None:
    """All lists of a room together have a limit."""
    anna = chat.enter("anna", "#a")
    for number in range(modes.LIST_MOST):
        chat.ask(anna, mode("#a", "+b" if number % 2 else "+I", f"x{number}"))
    assert [Refused(reason=Reason.LIST_FULL, about="#a", detail="e", command="MODE")] == chat.ask(
        anna, mode("#a", "+e", "y")
    )


def test_server_operators_are_above_all(chat: "Chat") -> None:
    """Server operators may change a room without being in it; those inside and they themselves are told."""
    anna, oper = chat.enter("anna", "#lobby"), chat.enter("oper")
    chat.make_operator(oper)
    (changed,) = chat.ask(oper, mode("#lobby", "+m"))
    assert [changed] == chat.others_heard(anna)
    assert ["+m"] == brief([changed])


# Accounts


def test_rooms_have_founders(chat: "Chat") -> None:
    """Who makes a room while logged in is its founder: it is kept for them, and nobody else leads it."""
    anna, bob = chat.enter("anna"), chat.enter("bob")
    log_in(anna, "Anna")
    chat.ask(anna, ask.Join(room="#a"))
    chat.ask(anna, ask.Leave(room="#a"))
    assert "anna" == chat.hub.state.rooms["#a"].record.founder
    chat.ask(bob, ask.Join(room="#a"))
    assert {"bob": ""} == roles(chat, "#a")
    told = chat.ask(anna, ask.Join(room="#a"))
    assert {"bob": "", "anna": "o"} == roles(chat, "#a")
    assert "+o anna" not in brief(told)
    assert [ev.Joined, "+o anna"] == brief(chat.others_heard(bob))


def test_the_founder_stays_op(chat: "Chat") -> None:
    """A founder stays op unless they say otherwise themselves, or a server operator does."""
    anna, bob, oper = chat.enter("anna"), chat.enter("bob"), chat.enter("oper")
    log_in(anna, "anna")
    chat.make_operator(oper)
    chat.ask(anna, ask.Join(room="#a"))
    chat.ask(bob, ask.Join(room="#a"))
    chat.ask(anna, mode("#a", "+o", "bob"))
    assert [Reason.FOUNDER_STAYS] == brief(chat.ask(bob, mode("#a", "-o", "anna")))
    assert ["-o anna"] == brief(chat.ask(oper, mode("#a", "-o", "anna")))


def test_the_rooms_of_one_founder_have_a_limit(make_chat: type["Chat"]) -> None:
    """One room too many is made, and whoever made it is op; but it is not kept for them."""
    chat = make_chat(Rules(most_founded=1))
    anna = chat.enter("anna")
    log_in(anna, "anna")
    chat.ask(anna, ask.Join(room="#a"), ask.Join(room="#b"))
    assert ["anna", ""] == [chat.hub.state.rooms[key].record.founder for key in ("#a", "#b")]
    assert {"anna": "o"} == roles(chat, "#b")


def test_roles_are_kept_for_accounts(make_chat: type["Chat"], chat: "Chat") -> None:
    """The roles of an account come back on joining, after a restart too; those of a guest end with the visit."""
    anna, bob, guest = chat.enter("anna", "#a"), chat.enter("bob", "#a"), chat.enter("guest", "#a")
    log_in(bob, "bob")
    chat.ask(anna, mode("#a", "+vov", "bob", "bob", "guest"))
    for session in (bob, guest):
        chat.ask(session, ask.Leave(room="#a"), ask.Join(room="#a"))
    assert {"anna": "o", "bob": "ov", "guest": ""} == roles(chat, "#a")
    again = make_chat(Rules(), [chat.hub.state.rooms["#a"].record])
    bob = again.enter("bob")
    log_in(bob, "BOB")
    again.ask(bob, ask.Join(room="#a"))
    assert {"bob": "ov"} == roles(again, "#a")
    again.ask(bob, mode("#a", "-vo", "bob", "bob"))
    again.ask(bob, ask.Leave(room="#a"))
    assert "#a" not in again.hub.state.rooms


# What settings do


@pytest.mark.parametrize(
    ("words", "kind", "reason"),
    [
        (["+m"], Kind.MESSAGE, Reason.MODERATED),
        (["+M"], Kind.MESSAGE, Reason.SPEAK_ACCOUNT),
        (["+C"], Kind.CTCP, Reason.NO_CTCP),
        (["+b", "bob"], Kind.MESSAGE, Reason.MUTED),
        (["+b", "m:bob"], Kind.MESSAGE, Reason.MUTED),
        (["+b", "m:10.0.0.0/8"], Kind.MESSAGE, Reason.MUTED),
    ],
)
def test_who_may_not_speak(chat: "Chat", words: list[str], kind: Kind, reason: Reason) -> None:
    """Where a setting silences some, others speak; a notice is refused in silence, and a voice helps, not for CTCP."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    bob.address = "10.1.1.1"
    chat.ask(anna, mode("#a", *words))
    assert [Refused(reason=reason, about="#a", command="PRIVMSG")] == chat.ask(bob, say("#a", kind))
    assert [] == chat.others_heard(anna)
    assert [] == chat.ask(bob, say("#a", Kind.CTCP_REPLY if kind is Kind.CTCP else Kind.NOTICE))
    assert [ev.Said] == brief(chat.ask(anna, say("#a")))
    chat.ask(anna, mode("#a", "+v", "bob"))
    assert ([reason] if kind is Kind.CTCP else [ev.Said]) == brief(chat.ask(bob, say("#a", kind)))


def test_exceptions_from_mutes(chat: "Chat") -> None:
    """Somebody on the list of exceptions speaks in spite of a mute."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    chat.ask(anna, mode("#a", "+be", "m:*!*@*", "m:*!user@*"))
    assert [ev.Said] == brief(chat.ask(bob, say("#a")))


def test_an_action_is_no_ctcp(chat: "Chat") -> None:
    """Where CTCP is not allowed people still wave."""
    anna = chat.enter("anna", "#a")
    chat.ask(anna, mode("#a", "+C"))
    assert [ev.Said] == brief(chat.ask(anna, say("#a", Kind.ACTION)))


def test_speaking_from_outside(chat: "Chat") -> None:
    """Who is outside may speak where a room allows it; a secret one is not there for those outside."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob")
    assert [Reason.CANNOT_SEND] == brief(chat.ask(bob, say("#a")))
    chat.ask(anna, mode("#a", "-n"))
    assert [ev.Said] == brief(chat.ask(bob, say("#a")))
    assert [ev.Said] == brief(chat.others_heard(anna))
    chat.ask(anna, mode("#a", "+s"))
    assert [Reason.NO_SUCH_ROOM] == brief(chat.ask(bob, say("#a")))


def test_slow_rooms(chat: "Chat") -> None:
    """In a slow room who has spoken waits, under whatever name; who has a voice does not."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    chat.ask(anna, mode("#a", "+W", "10s"))
    assert [ev.Said] == brief(chat.ask(bob, say("#a")))
    chat.now += 1
    chat.ask(bob, ask.Rename(name="bobby"))
    assert [Refused(reason=Reason.SLOW, about="#a", detail="10", command="PRIVMSG")] == chat.ask(bob, say("#a"))
    chat.now += 9_998
    assert [Refused(reason=Reason.SLOW, about="#a", detail="1", command="PRIVMSG")] == chat.ask(bob, say("#a"))
    chat.now += 1
    assert [ev.Said] == brief(chat.ask(bob, say("#a")))
    assert [ev.Said, ev.Said] == brief(chat.ask(anna, say("#a"), say("#a")))


def test_a_name_is_kept_by_those_who_are_silenced(chat: "Chat") -> None:
    """Who is silenced cannot take another name, under which they would speak again."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    chat.ask(anna, mode("#a", "+b", "m:bob"))
    assert [Refused(reason=Reason.NAME_KEPT, about="rob", detail="#a", command="NICK")] == chat.ask(
        bob, ask.Rename(name="rob")
    )
    chat.ask(anna, mode("#a", "-b", "m:bob"))
    assert [ev.Renamed] == brief(chat.ask(bob, ask.Rename(name="rob")))


@pytest.mark.parametrize("words", [["+t"], ["+b", "m:bob"]])
def test_who_may_not_set_the_topic(chat: "Chat", words: list[str]) -> None:
    """Who is muted sets no topic, nor where it is for ops who is none."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    assert [ev.TopicChanged] == brief(chat.ask(bob, ask.Topic(room="#a", text="x")))
    chat.ask(anna, mode("#a", *words))
    reason = Reason.NOT_OP if words == ["+t"] else Reason.MUTED
    assert [reason] == brief(chat.ask(bob, ask.Topic(room="#a", text="y")))
    assert [ev.TopicChanged] == brief(chat.ask(anna, ask.Topic(room="#a", text="z")))


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["+i"], Reason.INVITE_ONLY),
        (["+k", "sesame"], Reason.WRONG_KEY),
        (["+l", "1"], Reason.ROOM_FULL),
        (["+b", "bob"], Reason.BANNED),
        (["+R"], Reason.NEED_ACCOUNT),
    ],
)
def test_who_may_not_come_in(chat: "Chat", words: list[str], reason: Reason) -> None:
    """A setting keeps others out, but not server operators, nor those who have a role that is kept for them."""
    anna, bob, oper = chat.enter("anna", "#a"), chat.enter("bob"), chat.enter("oper")
    chat.ask(anna, mode("#a", *words))
    assert [Refused(reason=reason, about="#a", command="JOIN")] == chat.ask(bob, ask.Join(room="#a", key="x"))
    chat.make_operator(oper)
    assert ev.Joined in brief(chat.ask(oper, ask.Join(room="#a")))


@pytest.mark.parametrize("words", [["+i", "+I bob"], ["+b bob", "+e *!user@*"], ["+b m:bob"], ["+k sesame"], ["+l 2"]])
def test_who_may_come_in(chat: "Chat", words: list[str]) -> None:
    """Who is on the list of guests, excepted from a ban, muted only, or has the key comes in while there is a place."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob")
    chat.ask(anna, *[mode("#a", *word.split(" ")) for word in words])
    assert ev.Joined in brief(chat.ask(bob, ask.Join(room="#a", key="sesame")))


@pytest.mark.parametrize("words", [["+k", "sesame"], ["+i"], ["+sik", "sesame"]])
def test_a_closed_room_ends_with_whoever_is_not_let_in(chat: "Chat", words: list[str]) -> None:
    """Whoever may not come into an empty room that nobody leads begins another one; what was said goes."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob")
    chat.ask(anna, ask.Topic(room="#a", text="secrets"), mode("#a", *words), say("#a"), ask.Leave(room="#a"))
    assert "#a" in chat.hub.state.rooms
    told = chat.ask(bob, ask.Join(room="#a", key="x"))
    assert ev.TopicShown not in brief(told)
    assert ({"bob": "o"}, DEFAULT) == (roles(chat, "#a"), chat.hub.state.rooms["#a"].record.modes)
    (moved,) = [each.record for each in chat.outcomes if isinstance(each, Kept) and isinstance(each.record, Moved)]
    assert ("#a", GONE) == (moved.key, moved.to[: len(GONE)])
    assert 0 == chat.hub.state.kept_for(moved.to)


def test_a_closed_room_that_cannot_be_ended(chat: "Chat") -> None:
    """If the end of a closed room cannot be stored, whoever was not let in is not in it either."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob")
    chat.ask(anna, mode("#a", "+i"), ask.Leave(room="#a"))
    chat.now += 1
    chat.ask(bob, ask.Join(room="#a"))
    roll_back(chat.hub, chat.outcomes)
    assert {} == roles(chat, "#a")
    assert ("i" in chat.hub.state.rooms["#a"].modes, bob.room) == (True, None)
    assert bob.user is not None
    assert {} == bob.user.rooms


@pytest.mark.parametrize(
    ("words", "reason"), [(["+iR"], Reason.NEED_ACCOUNT), (["+kb", "sesame", "bob"], Reason.BANNED)]
)
def test_who_may_not_end_a_room(chat: "Chat", words: list[str], reason: Reason) -> None:
    """Whoever is banned, or would have to be logged in, is kept out of an empty room too, and it stays as it is."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob")
    chat.ask(anna, mode("#a", *words), ask.Leave(room="#a"))
    assert [reason] == brief(chat.ask(bob, ask.Join(room="#a")))
    assert words[0][1] in chat.hub.state.rooms["#a"].modes


@pytest.mark.parametrize("words", [["+kb", "sesame", "m:bob"], ["+iIb", "bob", "m:bob"]])
def test_a_closed_room_stays_for_those_it_was_for(chat: "Chat", words: list[str]) -> None:
    """Whoever has the key, or is on the list of guests, finds the room as it was; whoever is muted does not lead it."""
    anna, bob, carl = chat.enter("anna", "#a"), chat.enter("bob"), chat.enter("carl")
    chat.ask(anna, mode("#a", *words), ask.Leave(room="#a"))
    assert ev.Joined in brief(chat.ask(bob, ask.Join(room="#a", key="sesame")))
    assert {"bob": ""} == roles(chat, "#a")
    assert words[0][1] in chat.hub.state.rooms["#a"].modes
    assert not [each for each in chat.outcomes if isinstance(each, Kept) and isinstance(each.record, Moved)]
    assert brief(chat.ask(carl, ask.Join(room="#a", key="x"))) in ([Reason.WRONG_KEY], [Reason.INVITE_ONLY])


def test_a_secret_room_is_hidden(chat: "Chat") -> None:
    """A secret room is left out of lists, names, WHOIS and answers for those who are not in it."""
    anna, bob, carl = chat.enter("anna", "#a"), chat.enter("bob", "#a"), chat.enter("carl")
    chat.ask(anna, mode("#a", "+s"))
    assert [ev.MembersListed(room="#a", members=())] == chat.ask(carl, ask.Names(room="#a"))
    (named,) = chat.ask(bob, ask.Names(room="#a"))
    assert isinstance(named, ev.MembersListed)
    assert named.secret
    for session, seen in ((bob, True), (carl, False)):
        (listed,) = chat.ask(session, ask.Rooms())
        (person,) = chat.ask(session, ask.Whois(name="anna"))
        (found,) = chat.ask(session, ask.Who(mask="#a"))
        assert isinstance(listed, ev.RoomsListed)
        assert isinstance(person, ev.PersonShown)
        assert isinstance(found, ev.PeopleFound)
        assert (seen, seen, seen) == (bool(listed.rooms), bool(person.rooms), bool(found.people))


def test_the_parameter_of_a_change_is_a_value() -> None:
    """Changes are compared by what they say, with a parameter or without."""
    assert Change(on=True, letter="m") == Change(on=True, letter="m", argument="")


def test_speaking_to_some_of_a_room(chat: "Chat") -> None:
    """What is said to ops, or to those with a voice too, is echoed to whoever says it, and not kept."""
    anna, bob, carl = chat.enter("anna", "#a"), chat.enter("bob", "#a"), chat.enter("carl", "#a")
    chat.ask(anna, mode("#a", "+v", "bob"))
    (said,) = chat.ask(carl, say("@#A"))
    assert isinstance(said, ev.Said)
    assert ("@#a", "") == (said.target, said.place)
    assert not said.kept
    assert ([said], []) == (chat.others_heard(anna), chat.others_heard(bob))
    (said,) = chat.ask(carl, say("+#a"))
    assert ([said], [said]) == (chat.others_heard(anna), chat.others_heard(bob))
    assert [Reason.NO_SUCH_ROOM] == brief(chat.ask(carl, say("@#x")))
    assert [Reason.NO_SUCH_NAME] == brief(chat.ask(carl, say("@carl")))
