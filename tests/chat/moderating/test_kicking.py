"""Putting people out of a room, and inviting them into one."""

from typing import TYPE_CHECKING

from tests.chat.conftest import brief, log_in, mode
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Refused
from trichat.words.reasons import Reason

if TYPE_CHECKING:
    from tests.chat.conftest import Chat


def test_kicking(chat: "Chat") -> None:
    """All in the room are told of a kick, with the reason; whoever is put out is out."""
    anna, bob, carl = chat.enter("anna", "#a"), chat.enter("bob", "#a"), chat.enter("carl", "#a")
    (kicked,) = chat.ask(anna, ask.Kick(room="#a", name="BOB", reason="\x1b[1m" + "я" * 200))
    assert isinstance(kicked, ev.Kicked)
    assert ("#a", "bob", "anna", "я" * 150) == (kicked.place, kicked.nick, kicked.source.nick, kicked.reason)
    assert [kicked] == chat.others_heard(bob) == chat.others_heard(carl)
    assert bob.user is not None
    assert {} == bob.user.rooms
    assert ["anna", "carl"] == [user.nick for user in chat.hub.state.rooms["#a"].members]


def test_a_person_who_is_put_out_is_told_where_they_stand(chat: "Chat") -> None:
    """Who is put out of the room where they stand is told where they stand now."""
    anna, bob = chat.enter("anna", "#a"), chat.sit_down("bob")
    chat.ask(bob, ask.Join(room="#a"))
    chat.ask(anna, ask.Kick(room="#a", name="bob"))
    kicked, where = chat.others_heard(bob)
    assert isinstance(kicked, ev.Kicked)
    assert isinstance(where, ev.MembersListed)
    assert "#lobby" == where.room
    chat.ask(bob, ask.Join(room="#a"), ask.Join(room="#lobby"))
    chat.ask(anna, ask.Kick(room="#a", name="bob"))
    assert [ev.Kicked] == brief(chat.others_heard(bob))


def test_who_may_kick_whom(chat: "Chat") -> None:
    """Ops kick anybody but the founder, and themselves; server operators anybody, from outside too; others nobody."""
    anna, bob, carl, oper = chat.enter("anna"), chat.enter("bob"), chat.enter("carl", "#x"), chat.enter("oper")
    log_in(anna, "anna")
    chat.make_operator(oper)
    for session in (anna, bob):
        chat.ask(session, ask.Join(room="#a"))
    assert [Reason.NOT_OP] == brief(chat.ask(bob, ask.Kick(room="#a", name="anna")))
    assert [Reason.NOT_IN_ROOM] == brief(chat.ask(carl, ask.Kick(room="#a", name="anna")))
    assert [Reason.NO_SUCH_ROOM] == brief(chat.ask(carl, ask.Kick(room="#y", name="anna")))
    assert [Refused(reason=Reason.NOT_THERE, about="carl", detail="#a", command="KICK")] == chat.ask(
        anna, ask.Kick(room="#a", name="carl")
    )
    assert [Reason.NO_SUCH_NAME] == brief(chat.ask(anna, ask.Kick(room="#a", name="nobody")))
    chat.ask(anna, mode("#a", "+o", "bob"))
    assert [Reason.FOUNDER_STAYS] == brief(chat.ask(bob, ask.Kick(room="#a", name="anna")))
    assert [ev.Kicked] == brief(chat.ask(oper, ask.Kick(room="#a", name="anna")))
    assert [ev.Kicked] == brief(chat.ask(bob, ask.Kick(name="bob")))


def test_inviting(chat: "Chat") -> None:
    """Who is invited is told, who invited gets an answer, the ops of the room hear of it; nobody else does."""
    anna, bob, carl = chat.enter("anna", "#a"), chat.enter("bob", "#a"), chat.enter("carl")
    oper = chat.enter("dora", "#a")
    chat.ask(anna, mode("#a", "+o", "dora"))
    assert [ev.InviteSent(nick="carl", room="#a")] == chat.ask(anna, ask.Invite(name="CARL", room="#A"))
    (invited,) = chat.others_heard(carl)
    assert isinstance(invited, ev.Invited)
    assert ("anna", "carl", "#a", False) == (invited.source.nick, invited.nick, invited.room, invited.overheard)
    (heard,) = chat.others_heard(oper)
    assert isinstance(heard, ev.Invited)
    assert heard.overheard
    assert [] == chat.others_heard(bob)
    assert [ev.InvitesListed(rooms=("#a",))] == chat.ask(carl, ask.Invite())
    chat.ask(carl, ask.Join(room="#a"))
    assert [ev.InvitesListed(rooms=())] == chat.ask(carl, ask.Invite())


def test_who_may_invite(chat: "Chat") -> None:
    """Members may invite; into a room where only the invited come in, ops may."""
    anna, bob, carl = chat.enter("anna", "#a"), chat.enter("bob", "#a"), chat.enter("carl")
    assert [Refused(reason=Reason.ALREADY_THERE, about="bob", detail="#a", command="INVITE")] == chat.ask(
        anna, ask.Invite(name="bob", room="#a")
    )
    assert [Reason.NO_SUCH_NAME] == brief(chat.ask(anna, ask.Invite(name="nobody", room="#a")))
    assert [Reason.NOT_IN_ROOM] == brief(chat.ask(carl, ask.Invite(name="carl", room="#a")))
    assert [Reason.NO_SUCH_ROOM] == brief(chat.ask(anna, ask.Invite(name="carl", room="#x")))
    assert [ev.InviteSent] == brief(chat.ask(bob, ask.Invite(name="carl")))
    chat.ask(anna, mode("#a", "+i"))
    assert [Reason.NOT_OP] == brief(chat.ask(bob, ask.Invite(name="carl", room="#a")))
    assert [ev.InviteSent] == brief(chat.ask(anna, ask.Invite(name="carl", room="#a")))


def test_an_invitation_opens_once(chat: "Chat") -> None:
    """An op's invitation opens a room once, whatever its settings; a member's opens only one that is full."""
    anna, bob, carl = chat.enter("anna", "#a"), chat.enter("bob", "#a"), chat.enter("carl")
    chat.ask(anna, mode("#a", "+lb", "2", "x"))
    chat.ask(bob, ask.Invite(name="carl", room="#a"))
    assert ev.Joined in brief(chat.ask(carl, ask.Join(room="#a")))
    chat.ask(carl, ask.Leave(room="#a"))
    assert [Reason.ROOM_FULL] == brief(chat.ask(carl, ask.Join(room="#a")))
    chat.ask(anna, mode("#a", "+b", "carl"))
    chat.ask(bob, ask.Invite(name="carl", room="#a"))
    assert [Reason.BANNED] == brief(chat.ask(carl, ask.Join(room="#a")))
    chat.ask(anna, ask.Invite(name="carl", room="#a"))
    chat.ask(bob, ask.Invite(name="carl", room="#a"))  # takes nothing away from what an op has opened
    assert ev.Joined in brief(chat.ask(carl, ask.Join(room="#a")))
    chat.ask(anna, ask.Kick(room="#a", name="carl"))
    assert [Reason.BANNED] == brief(chat.ask(carl, ask.Join(room="#a")))


def test_an_invitation_ends_with_the_room(chat: "Chat") -> None:
    """An invitation does not lead into a later room of the same name."""
    anna, carl = chat.enter("anna", "#a"), chat.enter("carl")
    chat.ask(anna, ask.Invite(name="carl", room="#a"), ask.Leave(room="#a"))
    chat.ask(chat.enter("bob", "#a"), mode("#a", "+i"))
    assert [ev.InvitesListed(rooms=())] == chat.ask(carl, ask.Invite())
    assert [Reason.INVITE_ONLY] == brief(chat.ask(carl, ask.Join(room="#a")))
