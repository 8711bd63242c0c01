"""The hub: one order, and what may be asked when."""

from typing import TYPE_CHECKING

import pytest

from trichat.chat import hub
from trichat.chat.core.outcome import Answered, Bug, LabelledAnswer, Work
from trichat.chat.core.people import Session
from trichat.chat.core.rules import Rules
from trichat.chat.core.state import State
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Kind, Refused, Who
from trichat.words.reasons import Reason
from trichat.words.requests import Request

if TYPE_CHECKING:
    from tests.chat.conftest import Chat

KINDS = {kind for kind in vars(ask).values() if isinstance(kind, type) and issubclass(kind, Request)} - {
    Request,
    ask.AdminRequest,
    ask.ApiRequest,
}


NOT_IN = (Who.ANYBODY, Who.NEWCOMER, Who.GUEST)


def test_every_request_is_obeyed() -> None:
    """Each kind of request has a handler, or is taken apart by the hub."""
    assert {ask.Typed, ask.Labelled, ask.Worked} | set(hub._HANDLERS) == KINDS


NAMELESS: tuple[Request, ...] = (
    ask.Say(text="hi"),
    ask.Tag(target="#a", tags=()),
    ask.Join(room="#a"),
    ask.Leave(),
    ask.Topic(),
    ask.Names(),
    ask.RoomModes(room="#a"),
    ask.UserModes(name="x"),
    ask.History(),
    ask.Who(),
    ask.Whois(name="x"),
    ask.Rooms(),
    ask.ChangePassword(),
    ask.Certificates(),
)


@pytest.mark.parametrize("request_", NAMELESS, ids=lambda request: type(request).__name__)
def test_most_needs_a_name(chat: "Chat", request_: Request) -> None:
    """Whoever has no name is refused most requests, and nothing happens."""
    session = chat.arrive()
    assert [Refused(reason=Reason.NOT_ENTERED)] == chat.ask(session, request_)
    assert [Refused(reason=Reason.NOT_ENTERED)] == chat.ask(session, ask.Labelled(label="1", requests=(request_,)))
    assert {} == chat.hub.state.rooms


def test_what_can_be_asked_without_a_name(chat: "Chat") -> None:
    """Capabilities, pings, how many are here, help, the motd, a language and to leave need no name."""
    session = chat.arrive()
    assert [ev.MotdShown(lines=("hello",), asked=True)] == chat.ask(session, ask.Motd())
    assert [ev.Counted(people=0, most=0, connections=1, rooms=0)] == chat.ask(session, ask.Lusers())
    assert [ev.HelpShown(command="", who=NOT_IN)] == chat.ask(session, ask.Help())
    assert [ev.LanguageSet(code="ru")] == chat.ask(session, ask.Language(code="RU"))
    assert [ev.LineEndsSet(crlf=True)] == chat.ask(session, ask.InTurn(event=ev.LineEndsSet(crlf=True)))
    assert [ev.CaughtUp()] == chat.ask(session, ask.CatchUp())
    assert [ev.Farewell(reason="")] == chat.ask(session, ask.Quit())


def test_nothing_can_be_asked_after_a_farewell(chat: "Chat") -> None:
    """Requests behind a farewell are ignored, in the same batch too; the end of the connection is no news then."""
    session, other = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    told = chat.ask(session, ask.Quit(), ask.Say(target="#a", text="hi"), ask.Motd(), ask.Quit(), ask.Gone(reason="x"))
    assert [ev.Farewell(reason="", mask="anna!user@localhost")] == told
    assert [ev.Departed] == [type(event) for event in chat.others_heard(other)]
    assert [] == chat.ask(session, ask.Enter(name="anna"), ask.Gone(reason="x"))


def test_who_never_arrived_asks_nothing(chat: "Chat") -> None:
    """Requests of a connection that never arrived are ignored: there is no session to answer."""
    assert [] == chat.ask(Session("localhost"), ask.Enter(name="anna"), ask.Motd())
    assert {} == chat.hub.state.users


# What a person types


def test_a_name_is_typed_first(chat: "Chat") -> None:
    """The first line that a person types is a name; then they are in, and stand in the lobby."""
    session = Session("localhost")
    assert [ev.AskName()] == chat.ask(session, ask.Arrive(prompts=True))
    told = chat.ask(session, ask.Typed(text="anna"))
    kinds = [type(event) for event in told if not isinstance(event, (ev.ReadUpTo, ev.RecordingTold))]
    assert [ev.Welcome, ev.Counted, ev.MotdShown, ev.Joined, ev.MembersListed, ev.Page] == kinds
    assert ev.Welcome(nick="anna") == told[0]
    assert session.room is chat.hub.state.rooms["#lobby"]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("anna", Reason.NAME_TAKEN),
        ("ANNA", Reason.NAME_TAKEN),
        ("", Reason.NAME_EMPTY),
        ("a b", Reason.NAME_CHARACTER),
        ("/nick anna", Reason.NAME_TAKEN),
        ("/nick", Reason.USAGE),
        ("/xyzzy", Reason.UNKNOWN_COMMAND),
        ("/who", Reason.NOT_ENTERED),
    ],
)
def test_a_name_is_asked_again(chat: "Chat", typed: str, reason: Reason) -> None:
    """A name that is refused is asked for again, once, behind the reason why."""
    chat.enter("anna")
    session = chat.arrive(prompts=True)
    refused, *rest = chat.ask(session, ask.Typed(text=typed))
    assert isinstance(refused, Refused)
    assert reason is refused.reason
    assert [ev.AskName()] == rest


def test_a_name_is_asked_again_after_a_line_that_could_not_be_read(chat: "Chat") -> None:
    """After a line that its door refused a person is asked for a name again."""
    refused = Refused(reason=Reason.NOT_UTF8)
    assert [refused, ev.AskName()] == chat.ask(chat.arrive(prompts=True), ask.InTurn(event=refused))
    assert [refused] == chat.ask(chat.arrive(), ask.InTurn(event=refused))
    assert [refused] == chat.ask(chat.sit_down("anna"), ask.InTurn(event=refused))


def test_commands_before_a_name(chat: "Chat") -> None:
    """Help and languages are there before a name, and /nick gives one; after others the prompt comes again."""
    session = chat.arrive(prompts=True)
    assert [ev.HelpShown(command="nick", who=NOT_IN), ev.AskName()] == chat.ask(session, ask.Typed(text="/help nick"))
    assert [ev.LanguageSet(code="ru"), ev.AskName()] == chat.ask(session, ask.Typed(text="/lang ru"))
    assert ev.Welcome(nick="anna") == chat.ask(session, ask.Typed(text="/nick anna"))[0]
    assert [ev.Farewell(reason="")] == chat.ask(chat.arrive(prompts=True), ask.Typed(text="/quit"))


def test_lines_behind_a_name_that_is_not_granted(chat: "Chat") -> None:
    """Lines that came along with a refused name are not taken for names; what comes later is."""
    chat.enter("anna")
    session = chat.arrive(prompts=True)
    told = chat.ask(session, ask.Typed(text="anna"), ask.Typed(text="hello"), ask.Typed(text="/help"))
    assert [Refused, ev.AskName] == [type(event) for event in told]
    assert ev.Welcome(nick="ann") == chat.ask(session, ask.Typed(text="ann"))[0]


def test_what_is_typed_is_said(chat: "Chat") -> None:
    """What is typed is said where one stands; commands are obeyed; an empty line is nothing."""
    anna, bob = chat.sit_down("anna"), chat.sit_down("bob")
    chat.run([(anna, [ask.Typed(text=text) for text in ("hi", "", "  ", "/me waves", "//x")])])
    heard = [(event.kind, event.text) for event in chat.others_heard(bob) if isinstance(event, ev.Said)]
    assert [(Kind.MESSAGE, "hi"), (Kind.ACTION, "waves"), (Kind.MESSAGE, "/x")] == heard


def test_commands_that_are_none(chat: "Chat") -> None:
    """The refusal of a command names the nearest one, or the usage, and is safe to show."""
    anna = chat.sit_down("anna")
    unknown = Refused(reason=Reason.UNKNOWN_COMMAND, about="nik", detail="nick")
    assert [unknown] == chat.ask(anna, ask.Typed(text="/nik x"))
    assert [Refused(reason=Reason.UNKNOWN_COMMAND, about="x")] == chat.ask(anna, ask.Typed(text="/\x1b[31mx"))
    assert [Refused(reason=Reason.USAGE, about="nick", detail="/nick NAME")] == chat.ask(anna, ask.Typed(text="/nick"))


# Labels


def test_labelled_answers(chat: "Chat") -> None:
    """Everything that comes of a labelled request is under its label, in its place in the order."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    say = ask.Labelled(label="1", requests=(ask.Say(target="#a", text="hi"), ask.Motd()))
    first, second, third = chat.run([(anna, [ask.Motd(), say, ask.Lusers()])])
    assert isinstance(first, Answered)
    assert isinstance(second, LabelledAnswer)
    assert isinstance(third, Answered)
    assert ("1", anna) == (second.label, second.session)
    assert ["hi"] == [event.text for event in chat.others_heard(bob) if isinstance(event, ev.Said)]
    assert [ev.Said, ev.MotdShown] == [type(event) for event in chat.heard([second], anna)]


def test_a_label_without_an_answer(chat: "Chat") -> None:
    """A labelled request that has no answer is acknowledged."""
    (answer,) = chat.run([(chat.enter("anna"), [ask.Labelled(label="1", requests=())])])
    assert isinstance(answer, LabelledAnswer)
    assert [] == answer.outcomes


# Time


def test_identities_come_with_the_batch(chat: "Chat") -> None:
    """Identities tell the time of their batch, grow within it, and go on from those before a restart."""
    anna = chat.enter("anna", "#a")
    chat.now += 1_000
    chat.run([(anna, [ask.Say(target="#a", text="x"), ask.Say(target="#a", text="y")])])
    ids = [event.id for event in chat.others_heard(anna) if isinstance(event, ev.Said)]
    assert [chat.now << 20, (chat.now << 20) + 1] == ids


def test_identities_grow_when_the_clock_goes_back(make_chat: type["Chat"]) -> None:
    """Identities grow when the clock goes back, and after a restart with a clock that is behind."""
    chat = make_chat(Rules(), last_id=2**62)
    chat.enter("anna", "#a")
    joined = chat.heard(chat.outcomes, next(iter(chat.hub.state.sessions)))[0]
    assert isinstance(joined, ev.Joined)
    assert joined.id > 2**62
    assert chat.now == joined.time


def test_a_bug_ends_one_visit(chat: "Chat", monkeypatch: pytest.MonkeyPatch) -> None:
    """A request that makes a handler fail ends the visit of who asked, also under a label; the others go on."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    kind: type[ask.Request] = ask.Motd
    monkeypatch.setitem(hub._HANDLERS, kind, fail)
    anna, boris = chat.enter("anna", "#a"), chat.enter("boris", "#a")
    say = ask.Say(target="#a", text="hello")
    outcomes = chat.run([(anna, [ask.Labelled(label="1", requests=(ask.Motd(),)), say]), (boris, [say])])
    assert ["anna"] == [event.source.nick for event in chat.others_heard(boris) if isinstance(event, ev.Departed)]
    assert ["boris"] == [event.source.nick for event in chat.others_heard(boris) if isinstance(event, ev.Said)]
    assert [ev.Farewell] == [type(event) for event in chat.heard(outcomes, anna)]
    assert [ZeroDivisionError] == [type(outcome.error) for outcome in outcomes if isinstance(outcome, Bug)]
    assert chat.hub.state.user("anna") is None


# What takes time: the session that asked waits, everybody else goes on.


class Slow(ask.Request):
    """Asks for something that takes time."""


@pytest.fixture
def _slow(monkeypatch: pytest.MonkeyPatch) -> None:
    def handle(state: State, session: Session, request: Slow) -> None:
        state.work(session, "task", lambda state, session, result: state.answer(session, ev.Pong(token=str(result))))

    kind: type[ask.Request] = Slow
    monkeypatch.setitem(hub._HANDLERS, kind, handle)


def pong(token: str) -> ask.InTurn:
    return ask.InTurn(event=ev.Pong(token=token))


@pytest.mark.usefixtures("_slow")
def test_the_asker_waits_and_others_do_not(chat: "Chat") -> None:
    """Later requests of the session are answered behind the result, in order; another's at once."""
    anna, boris = chat.enter("anna"), chat.enter("boris")
    outcomes = chat.run([(anna, [Slow(), pong("1")]), (boris, [pong("b")]), (anna, [pong("2")])])
    assert [Work(task="task", session=anna), Answered(event=pong("b").event, session=boris, nick="boris")] == outcomes
    assert [ev.Pong(token=token) for token in ("done", "1", "2")] == chat.ask(anna, ask.Worked(result="done"))
    assert [pong("3").event] == chat.ask(anna, pong("3"))


@pytest.mark.usefixtures("_slow")
def test_what_takes_time_may_follow_what_takes_time(chat: "Chat") -> None:
    """A second such request waits for the first, and what came behind it waits for both."""
    anna = chat.enter("anna")
    chat.ask(anna, Slow(), Slow(), pong("1"))
    assert [pong("x").event] == chat.ask(anna, ask.Worked(result="x"))
    assert [pong("y").event, pong("1").event] == chat.ask(anna, ask.Worked(result="y"))


@pytest.mark.usefixtures("_slow")
def test_the_label_is_on_the_answer_that_comes_later(chat: "Chat") -> None:
    """A labelled request that takes time has one labelled answer, with all that came of it."""
    anna = chat.enter("anna")
    labelled = ask.Labelled(label="L", requests=(pong("0"), Slow()))
    assert [Work(task="task", session=anna)] == chat.run([(anna, [labelled])])
    (answer,) = chat.run([(anna, [ask.Worked(result="done")])])
    told = [Answered(event=ev.Pong(token=token), session=anna, nick="anna") for token in ("0", "done")]
    assert LabelledAnswer(label="L", session=anna, outcomes=list(told)) == answer


@pytest.mark.usefixtures("_slow")
def test_who_goes_waits_for_nothing(chat: "Chat") -> None:
    """A session that ends while it waits is gone; the result that comes later changes nothing."""
    anna, boris = chat.enter("anna", "#a"), chat.enter("boris", "#a")
    chat.ask(anna, Slow(), pong("1"))
    chat.run([(anna, [ask.Gone(reason="Connection lost")])])
    assert [ev.Departed] == [type(event) for event in chat.others_heard(boris)]
    assert [] == chat.run([(anna, [ask.Worked(result="done")])])
