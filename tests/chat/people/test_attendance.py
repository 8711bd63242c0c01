"""Who comes back is shown what they missed, and that once."""

from typing import TYPE_CHECKING

import pytest

from tests.chat.conftest import RULES, account
from trichat.chat.core.memory import HERE, Attendance
from trichat.chat.core.outcome import Dropped, Kept
from trichat.chat.core.people import Session
from trichat.chat.people.attendance import RoomsSeen
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Event
from trichat.words.record import replace

if TYPE_CHECKING:
    from tests.chat.conftest import Chat

FAR, OTHER = "203.0.113.7", "203.0.113.8"
DAY = 86_400_000  # milliseconds


def come(chat: "Chat", name: str, *rooms: str, address: str = FAR, account: str = "") -> tuple[Session, list[Event]]:
    """Come in, logged in if an account is named; give what is told."""
    session = chat.arrive(address=address)
    session.account = account
    heard = chat.ask(session, ask.Enter(name=name), *(ask.Join(room=room) for room in rooms))
    return session, heard


def say(chat: "Chat", session: Session, text: str = "hi", room: str = "#a") -> int:
    (said,) = chat.ask(session, ask.Say(target=room, text=text))
    assert isinstance(said, ev.Said)
    return said.id


def page(heard: list[Event], room: str = "#a") -> ev.Page:
    (found,) = [event for event in heard if isinstance(event, ev.Page) and event.place == room]
    return found


def missed_after(heard: list[Event], room: str = "#a") -> int | None:
    """Give the event after which somebody has missed something; None if nobody knows."""
    found = page(heard, room)
    assert found.on_join
    assert found.limit == (100 if found.missed else 20)
    return found.after if found.missed else None


@pytest.fixture
def boris(chat: "Chat") -> Session:
    return chat.enter("boris", "#a", "#b")


@pytest.mark.parametrize("account_", ["", "anna"])
def test_what_came_since(chat: "Chat", boris: Session, account_: str) -> None:
    """An account, or a guest of the same name from the same address, has missed what came after they left."""
    chat.hub.restore(account("anna")) if account_ else None
    anna, heard = come(chat, "anna", "#a", account=account_)
    assert missed_after(heard) is None, "they were never here"
    seen = say(chat, boris)
    chat.ask(anna, ask.Quit())
    first = say(chat, boris)
    anna, heard = come(chat, "Anna", "#a", "#b", account=account_)
    after = missed_after(heard)
    assert after is not None
    assert seen <= after < first
    assert missed_after(heard, "#b") is None, "they were never there"
    say(chat, boris)
    chat.ask(anna, ask.Gone(reason="lost"))
    _, heard = come(chat, "anna", "#a", account=account_)
    again = missed_after(heard)
    assert again is not None
    assert again > first, "it was shown once"


def test_others_have_missed_nothing(chat: "Chat", boris: Session) -> None:
    """A guest is another by another name, or from another address; an account is the same from anywhere."""
    chat.hub.restore(account("dora"))
    for name, account_ in (("anna", ""), ("dora", "dora")):
        chat.ask(come(chat, name, "#a", account=account_)[0], ask.Quit())
        say(chat, boris)
    for name, address in (("anna", OTHER), ("anne", FAR)):
        session, heard = come(chat, name, "#a", address=address)
        assert missed_after(heard) is None
        chat.ask(session, ask.Quit())
    assert missed_after(come(chat, "dora_", "#a", address=OTHER, account="dora")[1]) is not None


@pytest.mark.parametrize("how", ["leave", "kick"])
def test_who_was_in_the_chat_but_not_in_the_room(chat: "Chat", boris: Session, how: str) -> None:
    """Has missed what was said there meanwhile."""
    anna, _ = come(chat, "anna", "#a")
    if how == "kick":
        chat.ask(boris, ask.Kick(room="#a", name="anna"))
    else:
        chat.ask(anna, ask.Leave(room="#a"))
    left = chat.hub.state.last_id
    first = say(chat, boris)
    after = missed_after(chat.ask(anna, ask.Join(room="#a")))
    assert after is not None
    assert after <= left < first


def test_who_vanished(chat: "Chat", boris: Session) -> None:
    """What came after the last sign of life may have been seen by nobody: it is shown again."""
    anna, _ = come(chat, "anna", "#a")
    chat.ask(anna, ask.Alive())
    seen = chat.hub.state.last_id
    say(chat, boris)
    chat.ask(anna, ask.Gone(reason="Ping timeout", silently=True))
    assert seen == missed_after(come(chat, "anna", "#a")[1])


def test_what_was_said_in_private_to_who_vanished(chat: "Chat", boris: Session) -> None:
    """Waits for the owner of an account; who was heard until the end has missed nothing."""
    chat.hub.restore(account("anna"))
    for silently in (True, False):
        anna, _ = come(chat, "anna", account="anna")
        chat.ask(anna, ask.Alive())
        say(chat, boris, room="anna")
        chat.ask(anna, ask.Gone(reason="Ping timeout", silently=silently))
        _, heard = come(chat, "anna", account="anna")
        assert silently is any(isinstance(event, ev.OfflineMessagesPage) for event in heard)
        chat.ask(anna, ask.Quit())
        chat.run([(session, [ask.Quit()]) for session in list(chat.hub.state.sessions) if session is not boris])


def test_a_connection_that_is_dead_and_nobody_has_noticed(chat: "Chat", boris: Session) -> None:
    """Another of the same account is shown what came since that one was heard last, or the last messages if it is less.

    For it may be a further device.
    """
    chat.hub.restore(account("anna"))
    come(chat, "anna", "#a", account="anna")
    heard_last = chat.hub.state.last_id
    say(chat, boris)
    _, heard = come(chat, "anna", account="anna")
    found = page(heard)
    assert (True, 20, 100) == (found.missed, found.least, found.limit)
    assert found.after < heard_last


def test_a_visit_that_goes_on(make_chat: "type[Chat]") -> None:
    """Whoever goes on with their visit is shown what came since that connection was lost, or was heard last."""
    chat = make_chat(replace(RULES, resume_seconds=60.0))
    boris = chat.enter("boris", "#a")
    anna, _ = come(chat, "anna", "#a")
    (shown,) = chat.ask(anna, ask.Resume())
    assert isinstance(shown, ev.TokenShown)
    heard_last = chat.hub.state.last_id
    say(chat, boris)
    phone = chat.arrive(address=OTHER)
    found = page(chat.ask(phone, ask.Resume(token=shown.token)))
    assert (heard_last, 0) == (found.after, found.least)
    say(chat, boris)
    lost = chat.hub.state.last_id
    chat.ask(phone, ask.Gone(reason="lost"))
    say(chat, boris)
    assert lost == missed_after(chat.ask(chat.arrive(), ask.Resume(token=shown.token)))


def test_who_did_not_come_back_in_time(make_chat: "type[Chat]") -> None:
    """Has seen what came until the connection was lost, and not until their visit ended."""
    chat = make_chat(replace(RULES, resume_seconds=60.0))
    boris = chat.enter("boris", "#a")
    anna, _ = come(chat, "anna", "#a")
    chat.ask(anna, ask.Resume())
    lost = chat.hub.state.last_id
    chat.ask(anna, ask.Quit(unsaid=True), ask.Gone(reason=""))
    say(chat, boris)
    chat.now += 61_000
    chat.ask(boris, ask.Expire())
    assert lost == missed_after(come(chat, "anna", "#a")[1])


def kept(chat: "Chat") -> list[object]:
    return [each.record for each in chat.outcomes if isinstance(each, Kept) and each.record.kind == "attendance"]


def test_it_survives_a_restart(make_chat: "type[Chat]") -> None:
    """What an account has seen is kept; who was here when the server ended has seen what was said until then."""
    chat = make_chat(RULES, [account("anna")])
    anna, _ = come(chat, "anna", "#a", account="anna")
    assert [RoomsSeen(key="anna", rooms=(("#a", HERE),))] == kept(chat)
    here = kept(chat)
    end = say(chat, anna)
    chat.ask(anna, ask.Quit())
    assert [RoomsSeen(key="anna", rooms=(("#a", end),))] == kept(chat)
    left = kept(chat)
    for records, cut_short in ((left, []), (here, left)):
        again = make_chat(RULES, [account("anna"), *records], end)  # type: ignore[list-item]
        boris = again.enter("boris", "#a")
        say(again, boris)
        once_more = make_chat(RULES, [account("anna"), *(cut_short or records)], again.hub.state.last_id)  # type: ignore[list-item]
        for each in (again, once_more):
            assert end == missed_after(come(each, "anna", "#a", account="anna")[1])
    fresh = make_chat(RULES, [account("anna"), *here], end)  # type: ignore[list-item]
    fresh.run([])
    assert left == kept(fresh), "before anything else is said"
    fresh.run([])
    assert [] == kept(fresh)


def test_what_could_not_be_kept(make_chat: "type[Chat]") -> None:
    """Is as it was before."""
    chat = make_chat(RULES, [RoomsSeen(key="anna", rooms=(("#a", 5),))], 9)
    chat.hub.restore(RoomsSeen(key="anna", rooms=(("#b", 7),)))
    assert {"#b": 7} == chat.hub.state.attendance.of("anna")
    chat.hub.restore(Dropped(kind="attendance", key="anna"))
    assert {} == chat.hub.state.attendance.of("anna")


def test_logging_in_and_out(chat: "Chat", boris: Session) -> None:
    """Who logs in has seen the rooms that they are in; who logs out too, and is somebody else from then on."""
    anna = chat.registered("anna", "sesame", "#a")
    assert {"#a": HERE} == chat.hub.state.attendance.of("anna")
    end = say(chat, boris)
    chat.ask(anna, ask.LogOut(command="NICKSERV"))
    assert chat.hub.state.attendance.of("anna")["#a"] >= end
    assert {} == chat.hub.state.guest_attendance.of(f"anna {anna.place}")


def test_a_room_with_another_name(chat: "Chat") -> None:
    """Is the same room, for those who are not there too."""
    chat.hub.restore(account("dora"))
    op = chat.enter("boris", "#a")
    guest, owner = come(chat, "anna", "#a")[0], come(chat, "dora", "#a", account="dora")[0]
    for each in (guest, owner):
        chat.ask(each, ask.Quit())
    chat.ask(op, ask.RenameRoom(room="#a", name="#c"))
    assert ["dora"] == [record.key for record in kept(chat) if isinstance(record, RoomsSeen)]
    assert missed_after(come(chat, "anna", "#c")[1], "#c") is not None
    assert missed_after(come(chat, "dora", "#c", account="dora")[1], "#c") is not None


def test_what_is_long_ago_is_forgotten(chat: "Chat", boris: Session) -> None:
    """After some weeks nobody knows any more what somebody has seen."""
    chat.hub.restore(account("dora"))
    for name, account_ in (("anna", ""), ("dora", "dora")):
        chat.ask(come(chat, name, "#a", account=account_)[0], ask.Quit())
    chat.now += 31 * DAY
    assert missed_after(come(chat, "anna", "#a")[1]) is None
    carl, _ = come(chat, "carl", "#a")
    chat.ask(carl, ask.Quit())
    assert [Dropped(kind="attendance", key="dora")] == kept(chat)
    state = chat.hub.state
    assert (0, 1) == (len(state.attendance), len(state.guest_attendance))


def test_there_is_a_most_of_people(make_chat: "type[Chat]") -> None:
    """Of too many who are gone, those who left first are forgotten; nobody who is here is."""
    chat = make_chat(replace(RULES, remembered=2))
    for name in ("anna", "boris", "carl"):
        chat.now += 1000
        chat.ask(come(chat, name, "#a")[0], ask.Quit())
    state = chat.hub.state
    assert [False, True, True] == [
        bool(state.guest_attendance.of(f"{name} {FAR}")) for name in ("anna", "boris", "carl")
    ]
    some = Attendance()
    for who, seen in (("anna", HERE), ("boris", 3), ("carl", 2), ("dora", 4)):
        some.set(who, {"#a": seen})
    assert 3 == some.absent
    assert [] == some.stale(3, 0), "anna is here"
    assert ["carl"] == some.stale(2, 0)
    assert ["boris", "carl", "dora"] == sorted(some.stale(0, 0))
    assert ["boris", "carl"] == some.stale(9, 4)
    some.set("anna", {"#a": 5})
    some.set("boris", {})
    assert (3, 3) == (some.absent, len(some))


def test_there_is_a_most_of_rooms(chat: "Chat") -> None:
    """Of too many rooms of one person, the one that was left first is forgotten."""
    anna, _ = come(chat, "anna")
    for room in ("#a", "#b", "#c", "#d"):
        chat.ask(anna, ask.Join(room=room), ask.Leave(room=room))
    assert ["#b", "#c", "#d"] == list(chat.hub.state.guest_attendance.of(f"anna {FAR}"))
