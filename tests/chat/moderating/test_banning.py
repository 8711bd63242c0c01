"""Keeping people out of a room, or silent in it."""

from typing import TYPE_CHECKING

import pytest

from tests.chat.conftest import RULES, brief, log_in, mode, say
from trichat.chat.core.outcome import Told
from trichat.chat.core.people import Session
from trichat.chat.core.rules import Rules
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Refused
from trichat.words.modes import ListEntry
from trichat.words.reasons import Reason

if TYPE_CHECKING:
    from tests.chat.conftest import Chat

MINUTE = 60_000


def masks(chat: "Chat", room: str = "#a") -> list[str]:
    return [entry.mask for entry in chat.hub.state.rooms[room].record.entries]


def acts(chat: "Chat") -> list[ev.Act]:
    """Give what of the last batch is in the log."""
    return [each.event for each in chat.outcomes if isinstance(each, Told) and isinstance(each.event, ev.Act)]


def reasons_told(chat: "Chat", session: Session) -> list[str]:
    """Give why those have left of whom somebody was told in the last batch."""
    return [each.reason for each in chat.others_heard(session) if isinstance(each, ev.Left | ev.Departed)]


@pytest.mark.parametrize(
    ("target", "mask"),
    [
        ("bob", "bob!*@*"),
        ("BOB", "bob!*@*"),
        ("carl", "*!*@4f.hidden"),
        ("dora", "a:dora"),
        ("account:Dora", "a:Dora"),
        ("::1", "*!*@::1"),
        ("127.0.0.*", "*!*@127.0.0.0/24"),
        ("nobody", "nobody!*@*"),
        ("10.0.0.7", "*!*@10.0.0.7"),
        ("10.0.0.0/8", "*!*@10.0.0.0/8"),
        ("2001:db8::/32", "*!*@2001:db8::/32"),
        ("*!x@*", "*!x@*"),
    ],
)
def test_whom_a_ban_fits(chat: "Chat", target: str, mask: str) -> None:
    """A ban of somebody is of their account, or else a host of their own, or else the name; or of the mask given."""
    anna = chat.enter("anna", "#a")
    chat.enter("bob")
    carl, dora = chat.enter("carl"), chat.enter("dora")
    assert carl.user is not None
    carl.user.source = ev.Source(nick="carl", username="c", host="4f.hidden")
    log_in(dora, "dora")
    chat.ask(anna, ask.Ban(target=target))
    assert [mask] == masks(chat)
    chat.ask(anna, ask.Ban(target=target, mute=True))
    assert [mask, "m:" + mask] == masks(chat)
    chat.ask(anna, ask.Unban(target=target))
    assert ["m:" + mask] == masks(chat)
    chat.ask(anna, ask.Unban(target=target, mute=True))
    assert "#a" in chat.hub.state.rooms
    assert [] == masks(chat)


@pytest.mark.parametrize(
    ("target", "reason"),
    [(target, Reason.MASK) for target in ("", "account:", "m:bob", "two words")]
    + [("127.0.0.2/33", Reason.MASK_ADDRESS), ("x" * 187, Reason.MASK_TOO_LONG)],
)
def test_what_no_ban_fits(chat: "Chat", target: str, reason: Reason) -> None:
    """A ban of what is neither a name nor a mask, or fits nobody, is refused."""
    anna = chat.enter("anna", "#a")
    assert [reason] == brief(chat.ask(anna, ask.Ban(target=target)))
    assert [] == masks(chat)


def test_a_ban(chat: "Chat") -> None:
    """All are told of a ban; the one concerned learns why and for how long, is put out, and is told so at the door."""
    anna, bob, carl = chat.enter("anna", "#a"), chat.enter("bob", "#a"), chat.enter("carl", "#a")
    told = chat.ask(anna, ask.Ban(target="bob", seconds=600, reason="\x1b[1mnoise"))
    assert ["+b bob!*@*", ev.BanTold, ev.Kicked] == brief(told)
    until = chat.now + 10 * MINUTE
    assert ev.BanTold(room="#a", mask="bob!*@*", seconds=600, until=until) == told[1]
    assert ["+b bob!*@*", ev.Kicked] == brief(chat.others_heard(carl))
    _, sentenced, kicked = chat.others_heard(bob)
    assert ev.Sentenced(room="#a", by="anna", mute=False, reason="noise", seconds=600, until=until) == sentenced
    assert isinstance(kicked, ev.Kicked)
    assert "noise" == kicked.reason
    entry = ListEntry(letter="b", mask="bob!*@*", by="anna", at=chat.now, until=until, reason="noise")
    assert (entry,) == chat.hub.state.rooms["#a"].record.entries
    chat.now += MINUTE
    assert [Refused(reason=Reason.BANNED, about="#a", detail=" (noise, 9m)", command="JOIN")] == chat.ask(
        bob, ask.Join(room="#a")
    )


def test_a_mute(chat: "Chat") -> None:
    """A muted person stays, is told, and is told again on speaking; others hear nothing of that."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    assert ["+b m:bob!*@*", ev.BanTold] == brief(chat.ask(anna, ask.Ban(target="bob", mute=True, reason="noise")))
    assert [ev.ModesChanged, ev.Sentenced] == [type(event) for event in chat.others_heard(bob)]
    assert [Refused(reason=Reason.MUTED, about="#a", detail=" (noise)", command="PRIVMSG")] == chat.ask(bob, say("#a"))
    assert [] == chat.others_heard(anna)
    chat.ask(anna, ask.Unban(target="bob", mute=True))
    assert [ev.Said] == brief(chat.ask(bob, say("#a")))


def test_no_way_around_a_mute(chat: "Chat") -> None:
    """Whoever is muted speaks neither in the reason why they leave, nor by inviting; others and ops do."""
    anna, bob, carl = chat.enter("anna", "#a"), chat.enter("bob", "#a"), chat.enter("carl")
    chat.ask(anna, ask.Ban(target="bob", mute=True))
    assert [Reason.MUTED] == brief(chat.ask(bob, ask.Invite(name="carl", room="#a")))
    chat.ask(bob, ask.Leave(room="#a", reason="loud"))
    assert [""] == reasons_told(chat, anna)
    chat.ask(bob, ask.Join(room="#a"), ask.Quit(reason="loud"))
    assert [""] == reasons_told(chat, anna)
    chat.ask(carl, ask.Join(room="#a"))
    chat.ask(carl, ask.Leave(room="#a", reason="late"))
    assert ["late"] == reasons_told(chat, anna)
    chat.ask(carl, ask.Join(room="#a"))
    chat.ask(anna, ask.Ban(target="anna", mute=True), ask.Quit(reason="done"))
    assert ["done"] == reasons_told(chat, carl)


@pytest.mark.parametrize("name", ["b\u043eb", "B\u041eB", "bo\u042c"])
def test_no_way_around_a_ban(chat: "Chat", name: str) -> None:
    """A name that can be taken for a banned one is banned too; one that can be taken for an exception is none."""
    anna, bob = chat.enter("anna", "#a"), chat.enter(name)
    chat.ask(anna, mode("#a", "+b", "bob!*@*"))
    assert [Reason.BANNED] == brief(chat.ask(bob, ask.Join(room="#a")))
    chat.ask(anna, mode("#a", "+b-b+e", "*!*@*", "bob!*@*", "bob!*@*"))
    assert [Reason.BANNED] == brief(chat.ask(bob, ask.Join(room="#a")))


def test_to_log_out_is_no_way_around_a_ban(chat: "Chat") -> None:
    """A ban of an account holds for whoever has logged out of it; an exception for it does not."""
    anna, bob = chat.enter("anna", "#a"), chat.registered("bob")
    chat.ask(anna, ask.Ban(target="bob", reason="noise"))
    chat.ask(bob, ask.LogOut(), ask.Rename(name="rob"))
    assert [Refused(reason=Reason.BANNED, about="#a", detail=" (noise)", command="JOIN")] == chat.ask(
        bob, ask.Join(room="#a")
    )
    chat.ask(anna, ask.Unban(target="account:bob"), mode("#a", "+be", "*!*@*", "a:bob"))
    assert [Reason.BANNED] == brief(chat.ask(bob, ask.Join(room="#a")))


def test_who_is_not_met(chat: "Chat") -> None:
    """A ban spares ops and those who are excepted from it; nobody bans the founder."""
    anna, bob, carl = chat.enter("anna"), chat.enter("bob"), chat.enter("carl")
    log_in(anna, "anna")
    for session in (anna, bob, carl):
        chat.ask(session, ask.Join(room="#a"))
    chat.ask(anna, mode("#a", "+o", "bob"), mode("#a", "+e", "carl"))
    assert [Reason.FOUNDER_STAYS] == brief(chat.ask(bob, ask.Ban(target="anna")))
    assert ["+b *!*@*", ev.BanTold] == brief(chat.ask(bob, ask.Ban(target="*!*@*")))
    assert 3 == len(chat.hub.state.rooms["#a"].members)


def test_a_ban_is_made_longer_or_shorter(chat: "Chat") -> None:
    """The same ban with another length takes the place of the one before; that nothing changes is answered too."""
    anna = chat.enter("anna", "#a")
    chat.ask(anna, ask.Ban(target="bob", seconds=60), ask.Ban(target="BOB", seconds=600))
    assert [chat.now + 600_000] == [entry.until for entry in chat.hub.state.rooms["#a"].record.entries]
    assert [ev.BanTold] == brief(chat.ask(anna, ask.Ban(target="bob", seconds=600)))


def test_bans_end_by_themselves(chat: "Chat") -> None:
    """A ban ends at its time and not before; the server ends it, and all are told."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    assert chat.hub.due is None
    chat.ask(anna, ask.Ban(target="bob", mute=True, seconds=60), ask.Ban(target="x", seconds=30), mode("#a", "+b", "y"))
    assert chat.now + 30_000 == chat.hub.due
    chat.now += 30_000
    clock = Session("")
    chat.ask(clock, ask.Expire())
    assert ["-b x!*@*"] == brief(chat.others_heard(bob))
    (changed,) = chat.others_heard(anna)
    assert isinstance(changed, ev.ModesChanged)
    assert RULES.server == changed.source.mask
    assert ["m:bob!*@*", "y!*@*"] == masks(chat)
    assert chat.now + 30_000 == chat.hub.due
    chat.now += 30_000
    chat.ask(clock, ask.Expire())
    assert ["y!*@*"] == masks(chat)
    assert chat.hub.due is None


def test_the_last_ban_of_an_empty_room(make_chat: type["Chat"], chat: "Chat") -> None:
    """An empty room is kept for its last ban, and ends with it, after a restart too."""
    anna = chat.enter("anna", "#a")
    chat.ask(anna, ask.Ban(target="bob", seconds=60), ask.Leave(room="#a"))
    again = make_chat(Rules(), [chat.hub.state.rooms["#a"].record])
    assert chat.now + 60_000 == again.hub.due
    again.now = chat.now + 60_000
    again.ask(Session(""), ask.Expire())
    assert {} == again.hub.state.rooms


def test_it_takes_an_op(chat: "Chat") -> None:
    """Only ops of the room and operators of the server ban and unban."""
    anna, bob, oper = chat.enter("anna", "#a"), chat.enter("bob", "#a"), chat.enter("oper")
    chat.make_operator(oper)
    for request in (ask.Ban(room="#a", target="anna"), ask.Unban(room="#a", target="anna")):
        assert [Reason.NOT_OP] == brief(chat.ask(bob, request))
        assert [] == chat.others_heard(anna)
    assert [Reason.NO_SUCH_ROOM] == brief(chat.ask(bob, ask.Ban(room="#x", target="anna")))
    assert [Reason.NO_SUCH_ROOM] == brief(chat.ask(bob, ask.Unban(room="#x", target="anna")))
    assert "+b anna!*@*" in brief(chat.ask(oper, ask.Ban(room="#a", target="anna")))
    assert [Refused(reason=Reason.NOT_BANNED, about="bob", detail="#a", command="UNBAN")] == chat.ask(
        oper, ask.Unban(room="#a", target="bob")
    )


# The log


def test_every_act_is_in_the_log(chat: "Chat") -> None:
    """What ops do is logged: who, where, to whom and why, in words that can be kept. A key is not written down."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    found = []
    for request in (
        mode("#a", "+mk", "sesame"),
        ask.Ban(target="bob", mute=True, seconds=60, reason="noise"),
        ask.Kick(name="bob", reason="out"),
        ask.RenameRoom(room="#a", name="#b", reason="typo"),
    ):
        chat.ask(anna, request)
        found += [(act.source.nick, act.deed, act.target, act.about, act.reason) for act in acts(chat)]
        assert all(act.kept for act in acts(chat))
        assert [] == [event for event in chat.others_heard(bob) if isinstance(event, ev.Act)]
    assert bob.user is not None
    assert [
        ("anna", "mode", "#a", "+m", ""),
        ("anna", "mode", "#a", "+b m:bob!*@*", "noise"),
        ("anna", "kick", "#a", bob.user.source.mask, "out"),
        ("anna", "rename", "#a", "#b", "typo"),
    ] == found


def test_reports(chat: "Chat") -> None:
    """A report is told to operators who are here, and logged in any case; whoever reports is thanked."""
    anna, bob, oper = chat.enter("anna", "#a"), chat.enter("bob", "#a"), chat.enter("oper")
    (thanks,) = chat.ask(anna, ask.Report(name="BOB", text="\x1b[1mspam"))
    assert ev.Reported(about="bob", operators=0) == thanks
    assert [("report", "spam")] == [(act.deed, act.reason) for act in acts(chat)]
    chat.make_operator(oper)
    assert oper.user is not None
    chat.hub.state.operators[oper.user] = None
    assert [ev.Reported(about="nobody", operators=1)] == chat.ask(anna, ask.Report(name="nobody", text="spam"))
    assert anna.user is not None
    assert [ev.ReportMade(by=anna.user.source, about="nobody", text="spam")] == chat.others_heard(oper)
    assert [] == chat.others_heard(bob)
    assert [Reason.NOTHING_TO_SEND] == brief(chat.ask(anna, ask.Report(name="bob", text=" ")))
