"""What becomes of a batch that could not be stored."""

from collections.abc import Sequence

import pytest

from trichat.chat.core.accounts import Account
from trichat.chat.core.outcome import Answered, LabelledAnswer, Outcome, Told
from trichat.chat.core.people import Session
from trichat.chat.core.rules import Rules
from trichat.chat.hub import Hub
from trichat.chat.people.presence import set_operator
from trichat.chat.talking.replies import Found
from trichat.protocols import scram
from trichat.server.pipeline.rollback import roll_back, shown_instead
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.modes import read
from trichat.words.names.identity import to_text
from trichat.words.reasons import Reason
from trichat.words.requests import Request


def account(name: str) -> Account:
    keys = scram.derive("sesame", salt=b"salt", iterations=4096)
    return Account(key=name, name=name, created=0, verifier="", scram=keys)


class Room:
    """Anna, who founded a room, and Boris, who is in it; both have accounts."""

    def __init__(self) -> None:
        self.hub = Hub(Rules(), [account(name) for name in ("anna", "boris", "clara")])
        self.anna, self.boris = self.enter("anna"), self.enter("boris")

    def enter(self, name: str) -> Session:
        session = Session("localhost")
        session.account = name
        requests = [ask.Arrive(), ask.Enter(name=name, username="u"), ask.Join(room="#tea")]
        self.hub.run([(session, requests)], 1)
        return session

    def fail(self, session: Session, *requests: Request) -> list[Outcome]:
        """Ask in one batch, which cannot be stored; give what is shown."""
        outcomes = self.hub.run([(session, requests)], 2)
        roll_back(self.hub, outcomes)
        return shown_instead(outcomes)


@pytest.fixture
def room() -> Room:
    return Room()


def refused(outcomes: Sequence[Outcome]) -> list[tuple[Session, str]]:
    """Give who is refused which commands, because that could not be stored."""
    return [
        (each.session, each.event.command)
        for each in outcomes
        if isinstance(each, Answered) and isinstance(each.event, ev.Refused) and each.event.reason is Reason.NOT_STORED
    ]


@pytest.mark.parametrize("changes", ["+o boris", "+v boris", "-o anna", "+ov-o boris boris anna", "+mo boris"])
def test_roles_are_what_they_were(room: Room, changes: str) -> None:
    """Roles that could not be kept are as before, in the room and its record; who gave or took them is told so."""
    tea = room.hub.state.rooms["#tea"]
    before = (tea.record, dict(tea.members))
    outcomes = room.fail(room.anna, ask.RoomModes(room="#tea", changes=read(changes.split())))
    assert [(room.anna, "MODE")] == refused(outcomes)
    assert before == (tea.record, dict(tea.members))
    assert [] == [each for each in outcomes if isinstance(each, Told) and each.audience]


def test_roles_of_somebody_who_has_left(room: Room) -> None:
    """Roles of who leaves in the same batch are not put back."""
    given = ask.RoomModes(room="#tea", changes=read(["+o", "boris"]))
    outcomes = room.hub.run([(room.anna, [given]), (room.boris, [ask.Leave(room="#tea")])], 2)
    roll_back(room.hub, outcomes)
    assert ["anna"] == [user.nick for user in room.hub.state.rooms["#tea"].members]


def test_whom_somebody_ignores_is_as_before(room: Room) -> None:
    """Whom somebody ignores is as before, visits among them too, of whom nothing is kept."""
    guest = Session("localhost")
    room.hub.run([(guest, [ask.Arrive(), ask.Enter(name="guest", username="u")])], 1)
    room.hub.run([(room.anna, [ask.Ignore(name="guest")])], 1)
    before = dict(room.hub.state.ignored)
    assert [(room.anna, "IGNORE")] == refused(room.fail(room.anna, ask.Ignore(name="boris")))
    assert before == room.hub.state.ignored
    shown_all = room.fail(room.anna, ask.Ignore())
    assert [ev.IgnoresShown(names=("guest",))] == [each.event for each in shown_all if isinstance(each, Answered)]


def test_an_operator_who_could_not_be_kept_is_none(room: Room) -> None:
    """Who was made an operator is told that they are none if that could not be kept."""
    admin = Session("")
    admin.admin = True
    outcomes = room.fail(admin, ask.Appoint(name="boris", operator=True))
    assert [(admin, "REGISTER")] == refused(outcomes)
    changes = [each.event for each in outcomes if isinstance(each, Answered) and each.session is room.boris]
    assert [ev.UserModesChanged(change="+o"), ev.UserModesChanged(change="-o")] == changes
    assert room.boris.user is not None
    assert not room.boris.user.operator
    assert not room.hub.state.operators


def test_a_room_that_could_not_be_renamed(room: Room) -> None:
    """Who asked for a rename that could not be kept is told so; the others hear nothing."""
    assert [(room.anna, "RENAME")] == refused(room.fail(room.anna, ask.RenameRoom(room="#tea", name="#coffee")))
    assert ["#tea"] == list(room.hub.state.rooms)


def test_what_is_taken_back_is_still_there(room: Room) -> None:
    """What could not be taken back is still there: who asked is told so, and nobody else anything."""
    said = room.hub.run([(room.anna, [ask.Say(target="#tea", text="hi")])], 1)[0]
    assert isinstance(said, Told)
    room.hub.run([(room.anna, [ask.Redact(target="#tea", name=to_text(said.event.id))])], 1)
    outcomes = room.fail(room.anna, ask.Worked(result=Found(event=said.event)))
    assert [(room.anna, "REDACT")] == refused(outcomes)
    assert 1 == len(outcomes)


def test_nobody_is_told_that_something_waits(room: Room) -> None:
    """A message that could not be stored is shown to nobody, when they come back neither."""
    outcomes = room.fail(room.anna, ask.Say(target="clara", text="hi"))
    assert [(room.anna, "PRIVMSG")] == refused(outcomes)
    assert 1 == len([each for each in outcomes if isinstance(each, (Answered, Told))])
    assert {} == room.hub.state.undelivered


@pytest.mark.parametrize("mute", [False, True])
def test_a_ban_that_could_not_be_kept(room: Room, mute: bool) -> None:
    """Who was to be banned by what could not be kept hears nothing of it, comes back, and speaks."""
    outcomes = room.fail(room.anna, ask.Ban(room="#tea", target="boris", mute=mute))
    assert [(room.anna, "MODE")] == refused(outcomes)
    assert [] == [each for each in outcomes if isinstance(each, Answered) and isinstance(each.event, ev.Sentenced)]
    tea = room.hub.state.rooms["#tea"]
    assert () == tea.record.entries
    user = room.boris.user
    assert user is not None
    room.hub.run([(room.boris, [ask.Join(room="#tea")])], 3)
    assert user in tea.members


def test_what_somebody_tells_of_themselves_is_as_before(room: Room) -> None:
    """Metadata that could not be kept is as before; who set it is told so, subscribers hear nothing."""
    guest = Session("localhost")
    room.hub.run([(guest, [ask.Arrive(), ask.Enter(name="guest", username="u"), ask.Join(room="#tea")])], 1)
    room.hub.run([(room.boris, [ask.SubscribeMetadata(keys=("url", "avatar"))])], 1)
    for session in (guest, room.anna):
        room.hub.run([(session, [ask.SetMetadata(target="*", key="url", value="x")])], 1)
        changes = [
            ask.SetMetadata(target="*", key="url", value="y"),
            ask.SetMetadata(target="*", key="avatar", value="z"),
        ]
        outcomes = room.fail(session, *changes, ask.ClearMetadata(target="*"))
        assert [(session, "METADATA")] * 3 == refused(outcomes)
        assert [] == [each for each in outcomes if isinstance(each, Answered) and each.session is room.boris]
        [told] = room.hub.run([(session, [ask.GetMetadata(target="*")])], 2)
        assert isinstance(told, Answered)
        assert isinstance(told.event, ev.MetadataShown)
        assert [("url", "x")] == [entry[1:] for entry in told.event.entries]


def test_nothing_is_left_of_whom_has_left(room: Room) -> None:
    """Metadata of who has left is not put back."""
    guest = Session("localhost")
    requests = [ask.Arrive(), ask.Enter(name="guest", username="u"), ask.SetMetadata(target="*", key="url", value="x")]
    room.hub.run([(guest, requests)], 1)
    room.fail(guest, ask.SetMetadata(target="*", key="url", value="y"), ask.Quit())
    assert {} == room.hub.state.metadata


def test_a_report_that_is_not_in_the_log(room: Room) -> None:
    """Who makes a report that is not logged is told so, unless an operator here has read it."""
    report = ask.Report(name="boris", text="rude")
    assert [(room.anna, "REPORT")] == refused(room.fail(room.anna, report))
    assert room.boris.user is not None
    set_operator(room.hub.state, room.boris.user, True)
    outcomes = room.fail(room.anna, report)
    assert [] == refused(outcomes)
    assert ev.Reported(about="boris", operators=1) in [each.event for each in outcomes if isinstance(each, Answered)]


def test_a_labelled_request_is_refused_with_its_label(room: Room) -> None:
    """A labelled request that could not be kept is refused under its label, with all that came of it."""
    request = ask.Labelled(label="7", requests=(ask.Topic(room="#tea", text="hot"),))
    [labelled] = room.fail(room.anna, request)
    assert isinstance(labelled, LabelledAnswer)
    assert [(room.anna, "TOPIC")] == refused(labelled.outcomes)
    assert "" == room.hub.state.rooms["#tea"].record.topic


def test_how_far_somebody_has_read_is_not_confirmed(room: Room) -> None:
    """A read marker that could not be kept is refused, no other session hears of it, and it is where it was."""
    other = room.enter("anna")
    room.hub.run([(room.anna, [ask.MarkRead(target="#tea", time=1)])], 1)
    outcomes = room.fail(room.anna, ask.MarkRead(target="#tea", time=2))
    assert [(room.anna, "MARKREAD")] == refused(outcomes)
    assert [] == [each for each in outcomes if isinstance(each, Answered) and each.session is other]
    [shown] = room.fail(room.anna, ask.MarkRead(target="#tea"))
    assert isinstance(shown, Answered)
    assert ev.ReadUpTo(target="#tea", time=1, asked=True) == shown.event


@pytest.mark.parametrize(
    ("request_", "command"),
    [
        (ask.Topic(room="#tea", text="hot"), "TOPIC"),
        (ask.RoomModes(room="#tea", changes=read(["+m"])), "MODE"),
    ],
)
def test_a_room_without_history_is_changed_only_if_its_record_is_kept(
    room: Room, request_: Request, command: str
) -> None:
    """In a room without history nobody is shown a topic or settings that are rolled back."""
    room.hub.run([(room.anna, [ask.RoomModes(room="#tea", changes=read(["+H", "off"]))])], 1)
    before = room.hub.state.rooms["#tea"].record
    outcomes = room.fail(room.anna, request_)
    assert [(room.anna, command)] == refused(outcomes)
    assert [] == [each for each in outcomes if isinstance(each, Told) and each.audience]
    assert before == room.hub.state.rooms["#tea"].record
