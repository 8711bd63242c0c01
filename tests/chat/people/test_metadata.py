"""METADATA: what people and rooms tell of themselves."""

from typing import TYPE_CHECKING

import pytest

from trichat.chat.core.accounts import Account
from trichat.chat.core.room_records import RoomRecord
from trichat.chat.people.metadata import KEYS_MOST, SUBSCRIPTIONS_MOST, key_of
from trichat.protocols.scram import Keys
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Event, Refused
from trichat.words.reasons import Reason
from trichat.words.record import replace

if TYPE_CHECKING:
    from tests.chat.conftest import Chat

Told = list[tuple[str, str, str]]


def told(events: list[Event]) -> Told:
    """Give all that is told under keys."""
    return [entry for event in events if isinstance(event, ev.MetadataShown) for entry in event.entries]


def put(target: str, key: str, value: str = "") -> ask.SetMetadata:
    return ask.SetMetadata(target=target, key=key, value=value)


def denied(events: list[Event]) -> tuple[Reason, str, str]:
    (refused,) = events
    assert isinstance(refused, Refused)
    assert "METADATA" == refused.command
    return refused.reason, refused.about, refused.detail


def test_oneself(chat: "Chat") -> None:
    """What is set can be read by everybody, in whatever case the key is written, until it is set to nothing."""
    anna, bob = chat.enter("anna"), chat.enter("bob")
    assert [("anna", "url", "x.y")] == told(chat.ask(anna, put("*", "URL", "x.y")))
    for target, session in (("*", anna), ("ANNA", bob)):
        asked = ask.GetMetadata(target=target, keys=("url", "avatar"))
        assert [("anna", "url", "x.y"), ("anna", "avatar", "")] == told(chat.ask(session, asked))
        assert [("anna", "url", "x.y")] == told(chat.ask(session, ask.GetMetadata(target=target)))
    assert [("anna", "url", "")] == told(chat.ask(anna, put("anna", "url")))
    assert [] == told(chat.ask(bob, ask.GetMetadata(target="anna")))
    assert {} == chat.hub.state.metadata


def test_what_is_told_without_an_account_goes_with_the_visit(chat: "Chat") -> None:
    """What a guest tells ends with the visit: nobody who takes the name later tells it."""
    anna = chat.enter("anna")
    chat.ask(anna, put("*", "url", "x.y"), ask.SubscribeMetadata(keys=("url",)), ask.Quit())
    assert ({}, {}) == (chat.hub.state.metadata, chat.hub.state.subscriptions)


def test_what_an_account_tells_is_kept(chat: "Chat") -> None:
    """What an account tells is kept in its record, whoever speaks for it."""
    keys = Keys(salt=b"s", iterations=4096, stored_key=b"k", server_key=b"k")
    account = Account(key="anna", name="Anna", created=0, verifier="v", scram=keys)
    chat.hub.restore(account)
    anna = chat.enter("bob")
    assert anna.user is not None
    anna.user.source = replace(anna.user.source, account="Anna")
    chat.ask(anna, put("*", "url", "x.y"))
    kept = replace(account, metadata=(("url", "x.y"),))
    assert kept == chat.hub.state.accounts.find("anna")
    assert [("bob", "url", "x.y")] == told(chat.ask(anna, ask.GetMetadata(target="*")))


def test_a_room(chat: "Chat") -> None:
    """What is told of a room is set by its ops and by operators of the server, and the room is kept for it."""
    anna, bob, root = chat.enter("anna", "#a"), chat.enter("bob", "#a"), chat.enter("root")
    assert (Reason.METADATA_DENIED, "#a", "url") == denied(chat.ask(bob, put("#a", "url", "x.y")))
    assert [("#a", "url", "x.y")] == told(chat.ask(anna, put("#A", "url", "x.y")))
    chat.make_operator(root)
    assert [("#a", "avatar", "z")] == told(chat.ask(root, put("#a", "avatar", "z")))
    for session in (anna, bob):
        chat.ask(session, ask.Quit())
    about = chat.hub.state.rooms["#a"].record
    assert isinstance(about, RoomRecord)
    assert (("url", "x.y"), ("avatar", "z")) == about.metadata
    assert [("#a", "url", ""), ("#a", "avatar", "")] == told(chat.ask(root, ask.ClearMetadata(target="#a")))


def test_what_is_not_ones_own(chat: "Chat") -> None:
    """What others tell can be read and not set; but an operator of the server may set and clear it."""
    anna, bob = chat.enter("anna"), chat.enter("bob")
    chat.ask(bob, put("*", "color", "red"))
    assert (Reason.METADATA_DENIED, "bob", "url") == denied(chat.ask(anna, put("bob", "url", "x")))
    assert (Reason.METADATA_DENIED, "bob", "*") == denied(chat.ask(anna, ask.ClearMetadata(target="bob")))
    chat.make_operator(anna)
    assert [("bob", "color", "")] == told(chat.ask(anna, ask.ClearMetadata(target="bob")))


@pytest.mark.parametrize("request_", [ask.GetMetadata(target="x"), put("#x", "k", "v"), ask.SyncMetadata(target="x")])
def test_nobody_of_that_name(chat: "Chat", request_: ask.Request) -> None:
    """Who asks about nobody is told that there is no such name, and nothing else."""
    reason, about, _ = denied(chat.ask(chat.enter("anna"), request_))
    assert (Reason.METADATA_TARGET, getattr(request_, "target", "")) == (reason, about)


def test_rooms_that_one_cannot_go_into(chat: "Chat") -> None:
    """A closed room tells nothing to those outside, and of a secret one not even that it is there."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob")
    chat.ask(anna, put("#a", "url", "x.y"))
    assert [("#a", "url", "x.y")] == told(chat.ask(bob, ask.GetMetadata(target="#a")))
    room = chat.hub.state.rooms["#a"]
    room.record = replace(room.record, modes=(("i", ""),))
    for request_ in (ask.GetMetadata(target="#a"), ask.SyncMetadata(target="#a")):
        assert (Reason.METADATA_DENIED, "#a", "*") == denied(chat.ask(bob, request_))
    room.record = replace(room.record, modes=(("s", ""),))
    assert Reason.METADATA_TARGET is denied(chat.ask(bob, ask.GetMetadata(target="#a")))[0]


def test_limits(chat: "Chat") -> None:
    """There is a limit to a value, to the number of keys and of subscriptions, and to what a key is made of."""
    anna = chat.enter("anna")
    assert (Reason.METADATA_VALUE, "url", "") == denied(chat.ask(anna, put("*", "url", "я" * 151)))
    assert (Reason.METADATA_KEY, "$x", "") == denied(chat.ask(anna, put("*", "$x", "y")))
    chat.ask(anna, *(put("*", f"k{number}", "v") for number in range(KEYS_MOST)))
    assert (Reason.METADATA_LIMIT, "*", "") == denied(chat.ask(anna, put("*", "more", "v")))
    assert [("anna", "k0", "w")] == told(chat.ask(anna, put("*", "k0", "w")))
    keys = tuple(f"k{number}" for number in range(SUBSCRIPTIONS_MOST))
    refused, done = chat.ask(anna, ask.SubscribeMetadata(keys=(*keys, "more", "after")))
    assert (Reason.METADATA_SUBSCRIPTIONS, "more", "") == denied([refused])
    assert ev.SubscriptionsShown(keys=keys, change=True) == done
    assert [("anna", "url", "")] == told(chat.ask(anna, ask.GetMetadata(target="*", keys=("url", "$x"))))
    assert [ev.MetadataShown, Refused] == [
        type(event) for event in chat.ask(anna, ask.GetMetadata(target="*", keys=("$",)))
    ]


def test_a_name_of_somebody_else(chat: "Chat") -> None:
    """What is shown in place of a nick is nobody else's name, is none of the server's, and looks like neither."""
    anna, bob = chat.registered("anna"), chat.enter("bob")
    chat.enter("Carl")
    for name in ("anna", "ANNA", "\u0430nna", "carl", "C\u0430rl", "NickServ", "\u0430dmin"):
        assert (Reason.METADATA_NAME, "display-name", "") == denied(chat.ask(bob, put("*", "display-name", name)))
    for session, name in ((bob, "Bob the Builder"), (bob, "bob"), (anna, "Anna")):
        chat.ask(session, put("*", "display-name", name))
        assert [("display-name", name)] == [entry[1:] for entry in told(chat.ask(session, ask.GetMetadata(target="*")))]


def test_what_was_not_set(chat: "Chat") -> None:
    """That there was nothing to take away is known to be so."""
    anna = chat.enter("anna")
    chat.ask(anna, put("*", "url", "x"))
    found = [chat.ask(anna, put("*", "url")) for _ in range(2)]
    assert [False, True] == [event.unset for events in found for event in events if isinstance(event, ev.MetadataShown)]


def test_subscriptions(chat: "Chat") -> None:
    """Subscriptions are added and taken away, a key once; what is no key is refused, the others count."""
    anna = chat.enter("anna")
    refused, added = chat.ask(anna, ask.SubscribeMetadata(keys=("url", "$", "URL", "avatar")))
    assert (Reason.METADATA_KEY, "$", "") == denied([refused])
    assert ev.SubscriptionsShown(keys=("url", "avatar"), change=True) == added
    assert [ev.SubscriptionsShown(keys=("url", "avatar"))] == chat.ask(anna, ask.ShowSubscriptions())
    removed = ev.SubscriptionsShown(keys=("url", "x"), change=False)
    assert [removed] == chat.ask(anna, ask.SubscribeMetadata(keys=("url", "x"), on=False))
    assert [ev.SubscriptionsShown(keys=("avatar",))] == chat.ask(anna, ask.ShowSubscriptions())


def test_news(chat: "Chat") -> None:
    """A change is told to subscribers in the same rooms or watching, once, and only if it is different."""
    anna, bob, carl, dora = (
        chat.enter("anna", "#a"),
        chat.enter("bob", "#a"),
        chat.enter("carl"),
        chat.enter("dora", "#a"),
    )
    for session in (bob, carl):
        chat.ask(session, ask.SubscribeMetadata(keys=("url",)), ask.Monitor(names=("anna",)))
    for value in ("x", ""):
        chat.ask(anna, put("*", "url", value))
        assert [[("anna", "url", value)]] * 2 == [told(chat.others_heard(session)) for session in (bob, carl)]
        assert [] == chat.others_heard(dora)
    chat.ask(anna, put("*", "url", ""))
    assert [] == chat.others_heard(bob)
    chat.ask(anna, put("#a", "url", "x"))
    assert [("#a", "url", "x")] == told(chat.others_heard(bob))
    assert [] == chat.others_heard(carl)


def test_what_is_told_already(chat: "Chat") -> None:
    """Who subscribes or comes in is shown what others tell; those who are there, what a newcomer tells."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob")
    chat.ask(anna, put("*", "url", "x"), put("#a", "url", "y"), put("#a", "color", "red"))
    chat.ask(bob, put("*", "url", "z"), ask.SubscribeMetadata(keys=("url",)))
    chat.ask(anna, ask.SubscribeMetadata(keys=("url",)))
    expected = [("#a", "url", "y"), ("anna", "url", "x"), ("bob", "url", "z")]
    assert expected == told(chat.ask(bob, ask.Join(room="#a")))
    assert [("bob", "url", "z")] == told(chat.others_heard(anna))
    assert [("#a", "color", "red")] == told(chat.ask(bob, ask.SubscribeMetadata(keys=("color",))))
    assert [("#a", "url", "y"), ("#a", "color", "red"), *expected[1:]] == told(
        chat.ask(bob, ask.SyncMetadata(target="#a"))
    )
    assert [("anna", "url", "x")] == told(chat.ask(bob, ask.SyncMetadata(target="anna")))


def test_before_coming_in(chat: "Chat") -> None:
    """Who has not come in can tell of themselves, and is shown it; of others nothing is known yet."""
    session = chat.arrive()
    assert [("*", "url", "x")] == told(chat.ask(session, put("*", "url", "x")))
    assert Reason.METADATA_TARGET is denied(chat.ask(session, ask.GetMetadata(target="anna")))[0]
    assert [ev.SubscriptionsShown] == [type(event) for event in chat.ask(session, ask.SubscribeMetadata(keys=("url",)))]
    assert [("anna", "url", "x")] == told(chat.ask(session, ask.Enter(name="anna")))
    other = chat.arrive()
    chat.ask(other, put("*", "url", "x"), ask.Gone(reason="lost"))
    assert [session.user] == list(chat.hub.state.metadata)


def test_whois_shows_what_people_read(chat: "Chat") -> None:
    """WHOIS shows the metadata that is for people to read, and no more of it."""
    anna = chat.enter("anna")
    chat.ask(anna, put("*", "x/bar", "y"), put("*", "display-name", "Anna A."))
    (shown,) = chat.ask(anna, ask.Whois(name="anna"))
    assert isinstance(shown, ev.PersonShown)
    assert (("display-name", "Anna A."),) == shown.metadata


@pytest.mark.parametrize(("text", "key"), [("URL", "url"), ("a/b.c_d-e", "a/b.c_d-e"), ("", ""), (":a", ""), ("я", "")])
def test_keys(text: str, key: str) -> None:
    """A key is of letters, digits and _ . / : -, in one case; a colon is not the first of them."""
    assert key == key_of(text)


def test_away_before_coming_in(chat: "Chat") -> None:
    """Whoever is away before coming in is so from the beginning (IRCv3 pre-away)."""
    session = chat.arrive()
    assert [ev.AwayNoted(text="lunch")] == chat.ask(session, ask.Away(text="lunch"))
    chat.ask(session, ask.Enter(name="anna"))
    assert session.user is not None
    assert "lunch" == session.user.away
    other = chat.arrive()
    chat.ask(other, ask.Away(text="lunch"), ask.Gone(reason="lost"))
    assert {} == chat.hub.state.away
