"""Who may do what in a room: the hub against a table written down here, which knows nothing of how the hub decides."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from tests.chat.conftest import RULES, Chat, log_in, mode
from trichat.chat.core.people import Session
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Event, Refused
from trichat.words.modes import OP, VOICE
from trichat.words.reasons import Reason
from trichat.words.requests import Request
from trichat.words.text.search import Wanted

if TYPE_CHECKING:
    from trichat.chat.core.state import State

WHO = ("outsider", "operator", "member", "voice", "op", "founder")  # the operator is one of the server, and outside
INSIDE = {"member", "voice", "op", "founder"}
LEADERS = {"op", "founder", "operator"}
EVERYBODY = set(WHO)
ROOM = "#r"

# Who may do what in a room as it is when it is new; each row with a request that does it.
TABLE: dict[str, tuple[Callable[[], Request], set[str]]] = {
    "say": (lambda: ask.Say(target=ROOM, text="hi"), INSIDE | {"operator"}),
    "tag": (lambda: ask.Tag(target=ROOM, tags=(("+x", ""),)), INSIDE | {"operator"}),
    "leave": (lambda: ask.Leave(room=ROOM), INSIDE),
    "read the topic": (lambda: ask.Topic(room=ROOM), INSIDE),
    "set the topic": (lambda: ask.Topic(room=ROOM, text="x"), INSIDE),
    "read history": (lambda: ask.History(target=ROOM), INSIDE),
    "see who is there": (lambda: ask.Names(room=ROOM), EVERYBODY),
    "see the settings": (lambda: ask.RoomModes(room=ROOM), EVERYBODY),
    "see the bans": (lambda: mode(ROOM, "+b"), EVERYBODY),
    "invite": (lambda: ask.Invite(name="guest", room=ROOM), INSIDE | {"operator"}),
    "change a setting": (lambda: mode(ROOM, "+C"), LEADERS),
    "make somebody op": (lambda: mode(ROOM, "+o", "other"), LEADERS),
    "give a voice": (lambda: mode(ROOM, "+v", "other"), LEADERS),
    "ban by mask": (lambda: mode(ROOM, "+b", "x"), LEADERS),
    "except from bans": (lambda: mode(ROOM, "+e", "x"), LEADERS),
    "kick": (lambda: ask.Kick(room=ROOM, name="other"), LEADERS),
    "ban": (lambda: ask.Ban(room=ROOM, target="other"), LEADERS),
    "mute": (lambda: ask.Ban(room=ROOM, target="other", mute=True), LEADERS),
    "unban": (lambda: ask.Unban(room=ROOM, target="old"), LEADERS),
    "unmute": (lambda: ask.Unban(room=ROOM, target="old", mute=True), LEADERS),
    "rename": (lambda: ask.RenameRoom(room=ROOM, name="#other"), LEADERS),
    "kick the founder": (lambda: ask.Kick(room=ROOM, name="founder"), {"founder", "operator"}),
    "ban the founder": (lambda: ask.Ban(room=ROOM, target="founder"), {"founder", "operator"}),
    "demote the founder": (lambda: mode(ROOM, "-o", "founder"), {"founder", "operator"}),
}

# What settings take away: from whom, of which rows.
SPEAKING = {"say", "tag"}
TAKEN: dict[str, tuple[set[str], set[str]]] = {
    "m": (SPEAKING, {"member"}),
    "M": (SPEAKING, {"member"}),  # of these only the founder is logged in
    "t": ({"set the topic"}, {"member", "voice"}),
    "i": ({"invite"}, {"member", "voice"}),
    "s": (set(TABLE) - {"leave"}, {"outsider"}),
    "b": (SPEAKING | {"set the topic", "invite"}, {"member"}),  # a mute of all
}
GIVEN: dict[str, tuple[set[str], set[str]]] = {"-n": (SPEAKING, {"outsider"})}


def may(who: str, row: str, settings: set[str]) -> bool:
    """Say what the tables say."""
    allowed = set(TABLE[row][1])
    if "-n" in settings and row in GIVEN["-n"][0] and "s" not in settings:
        allowed |= GIVEN["-n"][1]
        if settings & {"m", "M", "b"}:
            allowed -= {"outsider"}
    for letter in settings - {"-n"}:
        rows, whose = TAKEN[letter]
        if row in rows:
            allowed -= whose
    if "s" in settings and row != "say" and row != "tag":
        allowed -= {"operator"}  # who comes in first, and is seen to
    return who in allowed


def build(settings: set[str]) -> tuple[Chat, dict[str, Session]]:
    """Make a room with one of each in it, with these settings."""
    chat = Chat(RULES)
    names = {"operator": "oper"}  # that word is a name kept for the server
    people = {name: chat.enter(names.get(name, name)) for name in (*WHO, "other", "guest")}
    log_in(people["founder"], "founder")
    chat.make_operator(people["operator"])
    for name in ("founder", "op", "voice", "member", "other"):
        chat.ask(people[name], ask.Join(room=ROOM))
    founder = people["founder"]
    chat.ask(founder, mode(ROOM, "+ov", "op", "voice"), ask.Topic(room=ROOM, text="secret"))
    chat.ask(founder, ask.Ban(room=ROOM, target="old"), ask.Ban(room=ROOM, target="old", mute=True))
    for letter in sorted(settings - {"b", "-n"}):
        chat.ask(founder, mode(ROOM, "+" + letter))
    if "-n" in settings:
        chat.ask(founder, mode(ROOM, "-n"))
    if "b" in settings:
        chat.ask(founder, mode(ROOM, "+b", "m:*!*@*"))
    return chat, people


def digest(state: "State") -> object:
    """Give all that somebody without the right to it must not change."""
    rooms = {
        key: (room.record, {user.key: roles for user, roles in room.members.items()})
        for key, room in state.rooms.items()
    }
    return rooms, {user.key: sorted(user.invitations) for user in state.users.values()}


def is_empty(event: Event) -> bool:
    """Tell whether an answer says nothing: the names of a room that is not to be seen."""
    return isinstance(event, ev.MembersListed) and not event.members


def faults(who: str, row: str, settings: set[str]) -> list[str]:
    """Ask, and give what the hub did otherwise than the tables say.

    Who may is not refused; who may not is, learns nothing, changes nothing, and nobody hears of it.
    """
    chat, people = build(settings)
    before = digest(chat.hub.state)
    told = chat.ask(people[who], TABLE[row][0]())
    refused = any(isinstance(event, Refused) for event in told) or all(map(is_empty, told))
    where = f"{row!r} by {who}, room with {' '.join(sorted(settings)) or 'no settings'}:"
    if may(who, row, settings) is refused:
        return [f"{where} {'refused' if refused else 'allowed'}, told {told}"]
    if not refused:
        return []
    found = [] if before == digest(chat.hub.state) else ["something is changed"]
    found += [f"told {event}" for event in told if not (isinstance(event, Refused) or is_empty(event))]
    found += [f"{name} hears of it" for name in people if name != who and chat.others_heard(people[name])]
    return [f"{where} refused, but {fault}" for fault in found]


SETTINGS: tuple[set[str], ...] = (set(), {"s"}, {"m"}, {"i", "t"}, {"-n"}, {"-n", "s"}, {"b"})


def test_the_table() -> None:
    """Whatever is set in a room, everybody may do there what the table says, and nothing else."""
    assert [] == [fault for these in SETTINGS for row in TABLE for who in WHO for fault in faults(who, row, these)]


def test_the_search_finds_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in the table is told with who may what, and where."""
    monkeypatch.setitem(TABLE, "kick", (TABLE["kick"][0], {"member", "op"}))
    found = [fault.partition(",")[0] for who in WHO for fault in faults(who, "kick", {"m"})]
    assert [f"'kick' by {who}" for who in ("operator", "member", "founder")] == found


@settings(max_examples=150)
@given(
    st.sampled_from(WHO),
    st.sampled_from(sorted(TABLE)),
    st.sets(st.sampled_from([*TAKEN, "-n"])),
)
def test_the_table_with_any_settings(who: str, row: str, settings: set[str]) -> None:
    """Whatever the settings of a room are together, everybody may do what the tables say, and nothing else."""
    assert [] == faults(who, row, settings)


# Somebody for whom a secret room is not there is told exactly what they would be told if it were not there.
requests = st.sampled_from([build_() for build_, _ in TABLE.values()]) | st.sampled_from(
    [
        ask.Who(mask=ROOM),
        ask.Who(mask="*"),
        ask.Whois(name="member"),
        ask.Whois(name="founder"),
        ask.Rooms(),
        ask.Rooms(masks=("#*",)),
        ask.NamesOf(),
        ask.NamesOf(rooms=(ROOM,)),
        ask.Lusers(),
        ask.Say(target="@" + ROOM, text="hi"),
        ask.Search(wanted=Wanted(nick="founder")),
        ask.Search(wanted=Wanted(nick="founder", place=ROOM)),
        ask.Redact(target=ROOM, name="a8f3"),
        ask.Respond(target=ROOM, name="a8f3", text="hi"),
        mode(ROOM, "+I"),
        mode(ROOM, "-s"),
    ]
)


@settings(max_examples=200)
@given(requests, st.sets(st.sampled_from(["m", "i", "t", "-n"])))
def test_a_secret_room_is_not_there(request: Request, more: set[str]) -> None:
    """Whatever an outsider asks, but to come in, the answer is as if a secret room were not there."""
    answers = []
    for there in (True, False):
        chat, people = build({"s"} | more)
        if not there:
            for name in ("founder", "op", "voice", "member", "other"):
                user = people[name].user
                assert user is not None
                chat.hub.state.rooms[ROOM].remove(user)
            del chat.hub.state.rooms[ROOM]
        told = chat.ask(people["outsider"], request)
        answers.append([scrubbed(event) for event in told])
        assert all([] == chat.others_heard(people[name]) for name in people if name != "outsider")
    assert answers[0] == answers[1]


def scrubbed(event: Event) -> object:
    """Give an answer without what differs between any two runs: how many rooms there are is told to everybody."""
    if isinstance(event, ev.Counted):
        return type(event)
    if isinstance(event, ev.SearchPage):
        return event.rooms
    return event


def test_a_reason_for_each() -> None:
    """A refusal says for want of which right it is one: each of these was seen above."""
    chat, people = build({"m", "t", "i"})
    reasons = {
        Reason.NOT_OP: ("member", "kick"),
        Reason.NOT_IN_ROOM: ("outsider", "kick"),
        Reason.FOUNDER_STAYS: ("op", "kick the founder"),
        Reason.MODERATED: ("member", "say"),
        Reason.CANNOT_SEND: ("outsider", "say"),
    }
    for reason, (who, row) in reasons.items():
        (told,) = chat.ask(people[who], TABLE[row][0]())
        assert isinstance(told, Refused)
        assert reason is told.reason
    assert (OP, VOICE) == ("o", "v")
