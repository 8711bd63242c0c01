"""Going on with a visit over another connection."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.chat.conftest import RULES
from trichat.chat.core.accounts import Account
from trichat.chat.core.outcome import Kept
from trichat.chat.core.people import Session
from trichat.chat.core.rules import Rules
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Event, Refused
from trichat.words.reasons import Reason
from trichat.words.record import replace

if TYPE_CHECKING:
    from tests.chat.conftest import Chat

MakeAccount = Callable[..., Account]
ELSEWHERE = ev.Farewell(reason="You go on over another connection.")
FAR, OTHER = "203.0.113.7", "203.0.113.8"
GRACE = replace(RULES, resume_seconds=60.0, resume_per_address=2)


def kinds(heard: list[Event]) -> list[type[Event]]:
    return [type(event) for event in heard]


def reasons(heard: list[Event]) -> list[Reason]:
    return [event.reason for event in heard if isinstance(event, Refused)]


def token_of(chat: "Chat", session: Session) -> str:
    """Ask for the token of a visit."""
    (shown,) = chat.ask(session, ask.Resume())
    assert isinstance(shown, ev.TokenShown)
    return shown.token


@pytest.fixture
def anna(chat: "Chat") -> Session:
    return chat.enter("anna", "#a", "#b")


@pytest.fixture
def boris(chat: "Chat") -> Session:
    return chat.enter("boris", "#a")


def test_the_visit_goes_on(chat: "Chat", anna: Session, boris: Session) -> None:
    """The new connection is told who it is, and where; the old one that it ends; others see nothing."""
    token, user = token_of(chat, anna), anna.user
    phone = chat.arrive(address=FAR)
    heard = chat.ask(phone, ask.Resume(token=token))
    assert [ev.Welcome(nick="anna"), ev.Resumed(nick="anna")] == [heard[0], heard[4]]
    assert ["#a", "#b"] == [event.joined.target for event in heard if isinstance(event, ev.AlreadyIn)]
    assert [ELSEWHERE] == chat.others_heard(anna)
    assert [] == chat.others_heard(boris)
    assert (None, user) == (anna.user, phone.user)
    assert [phone] == user.sessions if user else None
    assert {phone, boris} == set(chat.hub.state.sessions)
    chat.ask(boris, ask.Say(target="#a", text="hi"))
    assert [ev.Said] == kinds(chat.others_heard(phone))
    assert [] == chat.others_heard(anna)


def test_all_that_belongs_to_it_goes_on(chat: "Chat", anna: Session, boris: Session) -> None:
    """Roles, conversations, metadata, being away; and counting people is not put out."""
    chat.ask(anna, ask.SetMetadata(target="*", key="url", value="x"), ask.Away(text="lunch"))
    chat.ask(anna, ask.Say(target="boris", text="psst"))
    identity, counted = (anna.user.identity if anna.user else ""), chat.ask(boris, ask.Lusers())
    phone = chat.arrive()
    heard = chat.ask(phone, ask.Resume(token=token_of(chat, anna)))
    user = phone.user
    assert user is not None
    assert (identity, "lunch", "o") == (user.identity, user.away, chat.hub.state.rooms["#a"].members[user])
    assert [(("anna", "url", "x"),)] == [event.entries for event in heard if isinstance(event, ev.MetadataShown)]
    assert counted == chat.ask(boris, ask.Lusers())
    chat.ask(phone, ask.Quit())
    assert [ev.Departed] == kinds(chat.others_heard(boris))
    assert [] == [*chat.hub.state.metadata, *chat.hub.state.lost]
    assert [boris.user] == list(chat.hub.state.visits.values())


def test_nothing_of_the_token_is_kept_or_logged(chat: "Chat", anna: Session) -> None:
    """It is in no record and no text of a request or an event."""
    token = token_of(chat, anna)
    requests = (ask.Resume(token=token), ask.Labelled(label="x", requests=(ask.Resume(token=token),)))
    assert token not in repr([*requests, ev.TokenShown(token=token), RULES])
    chat.ask(chat.arrive(), ask.Resume(token=token))
    assert token not in repr(chat.outcomes)
    assert [] == [outcome for outcome in chat.outcomes if isinstance(outcome, Kept)]


def test_whoever_has_come_in_already(chat: "Chat", anna: Session, boris: Session) -> None:
    """Is no longer who they were: their client hears which rooms it has left, and what it is called."""
    token = token_of(chat, anna)
    phone = chat.enter("anna_", "#a", "#c")
    heard = chat.ask(phone, ask.Resume(token=token))
    (became,) = [event for event in heard if isinstance(event, ev.Became)]
    assert ("anna_", "anna", ("#c",)) == (became.before.nick, became.nick, became.left)
    assert ev.Welcome not in kinds(heard)
    assert ["anna_"] == [event.source.nick for event in chat.others_heard(boris) if isinstance(event, ev.Departed)]
    assert 1 == len(chat.others_heard(boris))
    assert {"anna", "boris"} == set(chat.hub.state.users)


def test_a_token_lasts_as_long_as_the_visit(chat: "Chat", anna: Session) -> None:
    """Through other names and other connections; not over its end."""
    token = token_of(chat, anna)
    chat.ask(anna, ask.Rename(name="ann"))
    for _ in range(3):
        phone = chat.arrive()
        chat.ask(phone, ask.Resume(token=token))
        assert "ann" == (phone.user.nick if phone.user else None)
    assert token == token_of(chat, phone)
    assert [ev.TokenShown] == kinds(chat.ask(phone, ask.Resume(token=token)))
    chat.ask(phone, ask.Quit())
    assert [Reason.RESUME_FAILED] == reasons(chat.ask(chat.arrive(), ask.Resume(token=token)))
    other = chat.enter("ann")
    assert token != token_of(chat, other)


def test_tokens_after_a_restart(make_chat: type["Chat"]) -> None:
    """Are of no visit; and do not count as guesses: all clients come back with theirs, perhaps from one address."""
    before = make_chat(RULES)
    token = token_of(before, before.enter("anna"))
    chat = make_chat(replace(RULES, started=RULES.started + 1, wrong_passwords=3))
    chat.enter("anna")  # in the very same moment, by a clock that went back
    for _ in range(9):
        assert [Reason.RESUME_FAILED] == reasons(chat.ask(chat.arrive(address=FAR), ask.Resume(token=token)))
    assert [Reason.RESUME_FAILED] == reasons(chat.ask(chat.arrive(address=FAR), ask.Resume(token="wrong")))


def test_guessing(make_chat: type["Chat"]) -> None:
    """Is counted with wrong passwords, by connection and by address."""
    chat = make_chat(replace(RULES, wrong_passwords=7))
    anna = chat.arrive(address=OTHER)
    chat.ask(anna, ask.Enter(name="anna"))
    token = token_of(chat, anna)
    wrong = ask.Resume(token=token[:-1] + ("A" if token[-1] != "A" else "B"))
    session = chat.arrive(address=FAR)
    for _ in range(4):
        assert [Reason.RESUME_FAILED] == reasons(chat.ask(session, wrong))
    assert [Refused, ev.Farewell] == kinds(chat.ask(session, wrong))
    for _ in range(2):
        assert [Reason.RESUME_FAILED] == reasons(chat.ask(chat.arrive(address=FAR), wrong))
    shut_out = Refused(reason=Reason.SHUT_OUT, detail="10m", command="RESUME")
    assert [shut_out] == chat.ask(chat.arrive(address=FAR), ask.Resume(token=token))
    phone = chat.arrive(address=OTHER)
    chat.ask(phone, ask.Resume(token=token))
    assert phone.user is not None


def test_an_account_needs_no_token(chat: "Chat", anna: Session) -> None:
    """It logs in: then its name, and a connection that died unnoticed, are its own again (see test_multiclient.py)."""
    token = token_of(chat, anna)
    chat.wait(anna, ask.Register(password="sesame"))
    assert [Refused(reason=Reason.RESUME_BY_LOGIN, about="anna", command="RESUME")] == chat.ask(anna, ask.Resume())
    assert [Reason.RESUME_FAILED] == reasons(chat.ask(chat.arrive(), ask.Resume(token=token)))
    guest = chat.enter("guest")
    assert [Reason.ALREADY_LOGGED_IN] == reasons(chat.ask(anna, ask.Resume(token=token_of(chat, guest))))
    chat.ask(anna, ask.LogOut())
    assert token != token_of(chat, anna)
    assert [Reason.RESUME_FAILED] == reasons(chat.ask(chat.arrive(), ask.Resume(token=token)))
    phone = chat.arrive()
    chat.ask(phone, ask.Resume(token=token_of(chat, anna)))
    assert phone.user is not None


def test_whoever_has_no_name_has_no_visit(chat: "Chat") -> None:
    """There is nothing to show."""
    assert [Refused(reason=Reason.NOT_ENTERED, command="RESUME")] == chat.ask(chat.arrive(), ask.Resume())


def test_a_client_that_wants_tokens(chat: "Chat") -> None:
    """Is told one as soon as it is in, and another when its visit is another; but none while it is logged in."""
    client = chat.arrive()
    assert [] == chat.ask(client, ask.ExpectTokens())
    heard = chat.ask(client, ask.Enter(name="anna"))
    (first,) = [event for event in heard if isinstance(event, ev.TokenShown)]
    assert ev.TokenShown not in kinds(chat.wait(client, ask.Register(password="sesame")))
    assert [] == chat.ask(client, ask.ExpectTokens())
    (second,) = [event for event in chat.ask(client, ask.LogOut()) if isinstance(event, ev.TokenShown)]
    assert first.token != second.token
    phone = chat.arrive()
    heard = chat.ask(phone, ask.Resume(token=second.token), ask.ExpectTokens(), ask.ExpectTokens(on=False))
    assert [second] == [event for event in heard if isinstance(event, ev.TokenShown)]


def test_a_client_that_sends_a_name_as_well(chat: "Chat", anna: Session) -> None:
    """It is for the case that the token is of no use."""
    name = ask.Enter(name="anna_", unless_in=True)
    phone = chat.arrive()
    heard = chat.ask(phone, ask.Resume(token=token_of(chat, anna)), name)
    assert [] == reasons(heard)
    assert "anna" == (phone.user.nick if phone.user else None)
    phone = chat.arrive()
    chat.ask(phone, ask.Resume(token="x"), name)
    assert "anna_" == (phone.user.nick if phone.user else None)


def test_the_server_has_a_password(make_chat: type["Chat"]) -> None:
    """It was given when the visit began."""
    chat = make_chat(replace(RULES, password="hash of mellon"))
    client = chat.arrive()
    chat.wait(client, ask.Admit(password="mellon"), ask.Enter(name="anna"))
    session = chat.arrive(prompts=True)
    token = token_of(chat, client)
    phone = chat.arrive()
    chat.ask(phone, ask.Resume(token=token))
    assert phone.user is not None
    assert [ev.PasswordTaken, Refused] == kinds(chat.wait(session, ask.Typed(text="/resume " + token)))[:2]


# At the plain door


def test_a_person(chat: "Chat", boris: Session) -> None:
    """Types it where a name is asked for, and stands where they stood; the lobby hears of no newcomer."""
    old = chat.sit_down("anna")
    chat.ask(old, ask.Typed(text="/join #a"), ask.Typed(text="/leave #lobby"))
    token = token_of(chat, old)
    new = chat.arrive(prompts=True)
    heard = chat.ask(new, ask.Typed(text=f"/resume {token}"))
    assert [ev.Welcome, ev.Resumed] == [kinds(heard)[0], kinds(heard)[3]]
    assert ev.AskName not in kinds(heard)
    assert ["#a"] == [event.room for event in heard if isinstance(event, ev.MembersListed)]
    assert [] == chat.others_heard(boris)
    chat.ask(new, ask.Typed(text="hello"))
    assert [("#a", "hello")] == [(e.target, e.text) for e in chat.others_heard(boris) if isinstance(e, ev.Said)]


def test_from_a_client_to_the_plain_door_and_back(chat: "Chat", anna: Session) -> None:
    """A visit has no door."""
    token = token_of(chat, anna)
    person = chat.arrive(prompts=True)
    chat.ask(person, ask.Typed(text=f"/resume {token}"))
    assert "#b" == (person.room.key if person.room else None)
    client = chat.arrive()
    chat.ask(client, ask.Resume(token=token))
    assert client.user is not None
    assert person.user is None


def test_a_token_is_no_name(chat: "Chat", anna: Session) -> None:
    """Whoever forgets the command would tell it to all."""
    token = token_of(chat, anna)
    for text in (token, f" {token} ", f"/nick {token}"):
        session = chat.arrive(prompts=True)
        assert [Reason.NAME_IS_PASSWORD] == reasons(chat.ask(session, ask.Typed(text=text)))
    assert [Reason.NAME_IS_PASSWORD] == reasons(chat.ask(anna, ask.Rename(name=token)))
    wrong = chat.arrive(prompts=True)
    assert [Reason.RESUME_FAILED] == reasons(chat.ask(wrong, ask.Typed(text="/resume opensesame")))
    assert [Reason.NAME_IS_PASSWORD] == reasons(chat.ask(wrong, ask.Typed(text="opensesame")))


# Those who are lost


def lose(chat: "Chat", session: Session, *, shown: bool = True, unsaid: bool = False) -> str:
    token = token_of(chat, session) if shown else ""
    requests = [ask.Quit(unsaid=True)] if unsaid else []
    chat.ask(session, *requests, ask.Gone(reason="Connection lost"))
    return token


@pytest.mark.parametrize("unsaid", [False, True])
def test_a_guest_who_is_lost_comes_back(make_chat: type["Chat"], unsaid: bool) -> None:
    """Within the time that the settings give, however the connection ended; nobody has seen them go."""
    chat = make_chat(GRACE)
    anna, boris = chat.enter("anna", "#a"), chat.enter("boris", "#a")
    token = lose(chat, anna, unsaid=unsaid)
    assert [] == chat.others_heard(boris)
    assert [Reason.NAME_TAKEN] == reasons(chat.ask(chat.arrive(), ask.Enter(name="anna")))
    assert chat.now + 60_000 == chat.hub.due
    chat.now += 59_999
    chat.ask(Session(""), ask.Expire())
    phone = chat.arrive()
    chat.ask(phone, ask.Resume(token=token))
    assert "anna" == (phone.user.nick if phone.user else None)
    chat.now += 1
    chat.ask(Session(""), ask.Expire())
    assert [] == chat.others_heard(boris)
    assert phone.user is not None


def test_a_guest_who_does_not_come_back(make_chat: type["Chat"]) -> None:
    """Leaves when the time is over, with the reason for which the connection was lost."""
    chat = make_chat(GRACE)
    anna, boris = chat.enter("anna", "#a"), chat.enter("boris", "#a")
    token = lose(chat, anna)
    chat.now += 60_000
    chat.ask(Session(""), ask.Expire())
    assert ["Connection lost"] == [event.reason for event in chat.others_heard(boris) if isinstance(event, ev.Departed)]
    assert ([boris], []) == (list(chat.hub.state.sessions), list(chat.hub.state.lost))
    assert chat.hub.due is None
    assert [Reason.RESUME_FAILED] == reasons(chat.ask(chat.arrive(), ask.Resume(token=token)))


def test_the_clock_is_set_back(make_chat: type["Chat"]) -> None:
    """Then nobody stays until it is there again."""
    chat = make_chat(GRACE)
    chat.now += 3_600_000
    lose(chat, chat.enter("anna"))
    chat.now -= 3_600_000
    chat.ask(Session(""), ask.ClockLooked(found=0, expected=0))
    chat.now += 60_000
    chat.ask(Session(""), ask.Expire())
    assert {} == chat.hub.state.users


@pytest.mark.parametrize("rules", [GRACE, RULES])
def test_who_leaves_at_once(make_chat: type["Chat"], rules: Rules) -> None:
    """Whoever says so; whoever has never seen their token; and all, unless the settings say otherwise."""
    chat = make_chat(rules)
    anna, clara, dora = chat.enter("anna"), chat.enter("clara"), chat.enter("dora")
    token_of(chat, anna)
    chat.ask(anna, ask.Quit(reason="bye"), ask.Gone(reason=""))
    lose(chat, clara, shown=False)
    if rules is RULES:
        lose(chat, dora)
        assert {} == chat.hub.state.users
    assert {} == {key: user for key, user in chat.hub.state.users.items() if key != "dora"}


def test_an_account_that_is_lost(make_chat: type["Chat"], make_account: MakeAccount) -> None:
    """Leaves at once: it has its name whenever it comes."""
    chat = make_chat(GRACE, [make_account("anna")])
    anna = chat.enter("ann")
    token_of(chat, anna)
    chat.wait(anna, ask.LogIn(name="anna", password="sesame"))
    chat.ask(anna, ask.Gone(reason="x"))
    assert {} == chat.hub.state.users


def test_how_many_stay(make_chat: type["Chat"]) -> None:
    """Of one address, only so many: whoever comes and goes all the time holds no more names."""
    chat = make_chat(GRACE)
    for number in range(5):
        session = chat.arrive(address=FAR)
        chat.ask(session, ask.Enter(name=f"anna{number}"))
        lose(chat, session)
    assert ["anna0", "anna1"] == list(chat.hub.state.users)
    session = chat.arrive(address=OTHER)
    chat.ask(session, ask.Enter(name="boris"))
    lose(chat, session)
    assert 3 == len(chat.hub.state.lost)


def test_a_guest_who_is_lost_and_put_off(make_chat: type["Chat"]) -> None:
    """Is gone at once, as is whoever makes way for the owner of their name."""
    chat = make_chat(GRACE)
    anna, oper = chat.enter("anna"), chat.enter("oper")
    assert oper.user is not None
    oper.user.modes = frozenset("o")
    lose(chat, anna)
    chat.ask(oper, ask.Kill(name="anna", reason=""))
    assert (["oper"], {}) == (list(chat.hub.state.users), chat.hub.state.lost)


# What is under way when a connection is ended


def test_a_password_that_is_being_checked(chat: "Chat", make_account: MakeAccount) -> None:
    """For a connection that is ended meanwhile: nobody comes in by it."""
    chat.hub.restore(make_account("clara"))
    old = chat.sit_down("anna")
    token = token_of(chat, old)
    chat.ask(old, ask.Typed(text="/login clara sesame"))
    phone = chat.arrive()
    chat.ask(phone, ask.Resume(token=token))
    assert [] == chat.ask(old, ask.Worked(result=True), ask.Gone(reason=""))
    assert ["anna"] == list(chat.hub.state.users)
    assert {} == chat.hub.state.pending


def test_modes_of_the_room_still_hold(chat: "Chat", anna: Session, boris: Session) -> None:
    """Whoever is muted is so over another connection, too."""
    chat.ask(anna, ask.Ban(room="#a", target="boris", mute=True))
    phone = chat.arrive()
    chat.ask(phone, ask.Resume(token=token_of(chat, boris)))
    assert [Reason.MUTED] == reasons(chat.ask(phone, ask.Say(target="#a", text="hi")))
