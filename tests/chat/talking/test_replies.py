"""Answering what was said, and taking it back."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest

from trichat.chat.core.outcome import Work
from trichat.chat.talking.replies import TOGETHER, Find, FindAll, Found, FoundAll
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Event
from trichat.words.names.identity import to_text
from trichat.words.reasons import Reason
from trichat.words.requests import Request

if TYPE_CHECKING:
    from tests.chat.conftest import Chat
    from trichat.chat.core.people import Session


def refused(reason: Reason, about: str = "", detail: str = "", command: str = "REDACT") -> ev.Refused:
    return ev.Refused(reason=reason, about=about, detail=detail, command=command)


def say(chat: "Chat", session: "Session", text: str, target: str = "#a") -> ev.Said:
    *_, said = chat.ask(session, ask.Say(target=target, text=text))
    assert isinstance(said, ev.Said)
    return said


def find(chat: "Chat", session: "Session", request: Request, *known: ev.Said | ev.Tagged) -> Sequence[Event]:
    """Ask for something, and find what it looks for among the events that are known."""
    chat.ask(session, request)
    [task] = [outcome.task for outcome in chat.outcomes if isinstance(outcome, Work)]
    assert isinstance(task, Find)
    found = next((event for event in known if to_text(event.id) == task.name and event.place == task.place), None)
    return chat.ask(session, ask.Worked(result=Found(event=found)))


def test_a_person_answers_a_message(chat: "Chat") -> None:
    """An answer is said where a person stands, and all see whose words it answers."""
    anna, bob = chat.sit_down("anna"), chat.enter("bob", "#lobby")
    first = say(chat, bob, "tea?", "#lobby")
    (said,) = find(chat, anna, ask.Respond(name=to_text(first.id), text="yes"), first)
    assert isinstance(said, ev.Said)
    replies = (("+reply", to_text(first.id)), ("+draft/reply", to_text(first.id)))
    assert ("yes", replies, "bob") == (said.text, said.tags, said.answers)
    assert [said] == chat.others_heard(bob)
    (tagged,) = find(chat, anna, ask.Respond(name=to_text(first.id), sign="👍"), first)
    assert isinstance(tagged, ev.Tagged)
    assert (("+draft/react", "👍"), *replies) == tagged.tags
    (back,) = find(chat, anna, ask.Respond(name=to_text(first.id), sign="👍", back=True), first)
    assert isinstance(back, ev.Tagged)
    assert (("+draft/unreact", "👍"), *replies) == back.tags
    assert tagged.answers == "bob"


def test_whose_words_are_answered_is_known_of_those_said_lately(chat: "Chat") -> None:
    """It is known whose words are answered in rooms; not in private, nor of what is gone."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    first = say(chat, bob, "tea?")
    tags = (("+x", "1"), ("+reply", to_text(first.id)))
    (said,) = chat.ask(anna, ask.Say(target="#a", text="yes", tags=tags))
    assert isinstance(said, ev.Said)
    assert said.answers == "bob"
    (said,) = chat.ask(anna, ask.Say(target="bob", text="yes", tags=tags))
    assert isinstance(said, ev.Said)
    assert said.answers == ""
    find(chat, bob, ask.Redact(target="#a", name=to_text(first.id)), first)
    (said,) = chat.ask(anna, ask.Say(target="#a", text="yes", tags=tags))
    assert isinstance(said, ev.Said)
    assert said.answers == ""


def test_an_answer_to_nothing(chat: "Chat") -> None:
    """Who answers no message is told where the names of messages are shown."""
    anna = chat.sit_down("anna")
    request = ask.Respond(name="zzzz", text="yes")
    assert [refused(Reason.NO_SUCH_MESSAGE, "#lobby", "zzzz", "PRIVMSG")] == find(chat, anna, request)
    chat.ask(anna, request)
    assert [refused(Reason.HISTORY_FAILED, "#lobby", "zzzz", "PRIVMSG")] == chat.ask(
        anna, ask.Worked(result=Found(failed=True))
    )
    chat.ask(anna, ask.Leave())
    assert [refused(Reason.NO_ROOM, command="CHATHISTORY")] == chat.ask(anna, request)


def test_one_takes_back_what_one_said(chat: "Chat") -> None:
    """All who could hear something hear that it was taken back."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    first = say(chat, bob, "oops")
    (redacted,) = find(chat, bob, ask.Redact(target="#A", name=to_text(first.id), reason="typo"), first)
    assert bob.user is not None
    assert redacted == ev.Redacted(
        id=chat.hub.state.last_id,
        place="#a",
        target="#a",
        source=bob.user.source,
        redacted=first.id,
        author="bob",
        reason="typo",
    )
    assert [redacted] == chat.others_heard(anna)


def test_an_op_takes_back_what_anybody_said(chat: "Chat") -> None:
    """An op takes back what anybody said; others may not."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    theirs, mine = say(chat, anna, "x"), say(chat, bob, "y")
    name = to_text(theirs.id)
    assert [refused(Reason.REDACT_FORBIDDEN, "#a", name)] == find(chat, bob, ask.Redact(target="#a", name=name), theirs)
    (redacted,) = find(chat, anna, ask.Redact(target="#a", name=to_text(mine.id)), mine)
    assert isinstance(redacted, ev.Redacted)
    assert ("bob", mine.id) == (redacted.author, redacted.redacted)


def test_in_private_one_takes_back_only_ones_own(chat: "Chat") -> None:
    """In private one takes back only one's own words, and both sides hear of it."""
    anna, bob = chat.enter("anna"), chat.enter("bob")
    said = say(chat, anna, "x", "bob")
    name = to_text(said.id)
    assert [refused(Reason.REDACT_FORBIDDEN, "anna", name)] == find(
        chat, bob, ask.Redact(target="anna", name=name), said
    )
    (redacted,) = find(chat, anna, ask.Redact(target="BOB", name=name), said)
    assert [redacted] == chat.others_heard(bob)


def test_the_same_name_later_is_somebody_else(chat: "Chat") -> None:
    """What a visitor said is nobody's to take back when they are gone."""
    chat.enter("anna", "#a")
    bob = chat.enter("bob", "#a")
    said = say(chat, bob, "x")
    chat.ask(bob, ask.Quit())
    thief = chat.enter("bob", "#a")
    name = to_text(said.id)
    request = ask.Redact(target="#a", name=name)
    assert [refused(Reason.REDACT_FORBIDDEN, "#a", name)] == find(chat, thief, request, said)


@pytest.mark.parametrize(("target", "about"), [("#b", "#b"), ("#none", "#none"), ("nobody", "nobody"), ("", "")])
def test_nothing_is_taken_back_where_one_is_not(chat: "Chat", target: str, about: str) -> None:
    """What was said where one is not is not even looked for."""
    chat.enter("bob", "#b")
    anna = chat.enter("anna", "#a")
    anna.room = None
    assert [refused(Reason.REDACT_TARGET, about)] == chat.ask(anna, ask.Redact(target=target, name="x"))


def test_nothing_is_taken_back_where_one_is_no_longer(chat: "Chat") -> None:
    """Who was put out while a message was looked for takes nothing back there any more."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    said = say(chat, bob, "x")
    chat.ask(bob, ask.Redact(target="#a", name=to_text(said.id)))
    assert bob.user is not None
    chat.hub.state.rooms["#a"].remove(bob.user)
    assert [refused(Reason.REDACT_TARGET, "#a")] == chat.ask(bob, ask.Worked(result=Found(event=said)))
    assert [refused(Reason.REDACT_MESSAGE, "#a", "zz")] == find(chat, anna, ask.Redact(target="#a", name="zz"))


def test_one_says_back_to_whoever_wrote_last(chat: "Chat") -> None:
    """/r goes to whoever wrote last in private, whatever they are called by then."""
    anna, bob = chat.enter("anna"), chat.enter("bob")
    assert [refused(Reason.NOBODY_WROTE, command="")] == chat.ask(bob, ask.SayBack(text="hi"))
    say(chat, anna, "x", "bob")
    chat.ask(anna, ask.Rename(name="ann"))
    (said,) = chat.ask(bob, ask.SayBack(text="hi"))
    assert isinstance(said, ev.Said)
    assert ("ann", "hi") == (said.target, said.text)
    assert [said] == chat.others_heard(anna)
    chat.ask(anna, ask.Quit())
    assert [refused(Reason.NO_SUCH_NAME, "ann", command="PRIVMSG")] == chat.ask(bob, ask.SayBack(text="hi"))


def take_back(*messages: ev.Said, room: str = "#a") -> list[Request]:
    return [ask.Redact(target=room, name=to_text(said.id)) for said in messages]


def works(chat: "Chat") -> list[object]:
    return [outcome.task for outcome in chat.outcomes if isinstance(outcome, Work)]


def test_many_messages_are_taken_back_together(chat: "Chat") -> None:
    """What is taken back while one is looked for is found at once, and stored in one batch, in order; then the rest."""
    anna, bob = chat.enter("anna", "#a", "#b"), chat.enter("bob", "#a", "#b")
    first, *rest = [say(chat, anna, str(number)) for number in range(5)]
    other = say(chat, anna, "there", "#b")
    chat.ask(anna, *take_back(first, *rest), *take_back(other, room="#b"), ask.Say(target="#a", text="done"))
    assert [Find] == [type(task) for task in works(chat)]
    chat.ask(anna, ask.Worked(result=Found(event=first)))
    [task] = works(chat)
    assert isinstance(task, FindAll)
    assert [to_text(said.id) for said in (*rest, other)] == [find.name for find in task.finds]
    assert {"#a", "#b"} == {find.place for find in task.finds}
    heard = chat.ask(anna, ask.Worked(result=FoundAll(events=(*rest, other))))
    assert [*[said.id for said in (*rest, other)], 0] == [getattr(event, "redacted", 0) for event in heard]
    assert heard == chat.others_heard(bob)
    assert not chat.hub.state.pending


def test_of_many_each_is_refused_by_itself(chat: "Chat") -> None:
    """Of several, those that are not found, not one's own, or named twice are refused, each in its turn."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    his, mine = say(chat, anna, "x"), say(chat, bob, "y")
    chat.ask(bob, *take_back(mine, his, mine, mine, his))
    chat.ask(bob, ask.Worked(result=Found()))
    heard = chat.ask(bob, ask.Worked(result=FoundAll(events=(his, mine, mine, None))))
    name = to_text(mine.id)
    gone, forbidden = Reason.REDACT_MESSAGE, Reason.REDACT_FORBIDDEN
    assert [forbidden, mine.id, gone, gone] == [
        event.reason if isinstance(event, ev.Refused) else getattr(event, "redacted", 0) for event in heard
    ]
    assert refused(gone, "#a", name) == heard[2]
    chat.ask(bob, *take_back(his, his, his))
    chat.ask(bob, ask.Worked(result=Found()))
    failed = refused(Reason.HISTORY_FAILED, "#a", to_text(his.id))
    assert [failed, failed] == chat.ask(bob, ask.Worked(result=FoundAll(failed=True)))


def test_not_too_many_are_taken_back_at_once(chat: "Chat") -> None:
    """So many are found at once, and no more; whoever may not is told so in their turn."""
    anna = chat.enter("anna", "#a")
    said = say(chat, anna, "x")
    nowhere: Request = ask.Redact(target="#none", name="x")
    chat.ask(anna, *take_back(said), *take_back(*[said] * (TOGETHER + 2)), nowhere, *take_back(said))
    chat.ask(anna, ask.Worked(result=Found()))
    sizes = []
    while works(chat):
        [task] = works(chat)
        count = len(task.finds) if isinstance(task, FindAll) else 1
        sizes.append(count)
        result = FoundAll(events=(None,) * count) if isinstance(task, FindAll) else Found()
        heard = chat.ask(anna, ask.Worked(result=result))
        assert count == len([event for event in heard if getattr(event, "reason", None) is Reason.REDACT_MESSAGE])
    assert [TOGETHER, 2, 1] == sizes


def test_who_left_meanwhile_takes_nothing_back(chat: "Chat") -> None:
    """Whoever is not in the room any more when the messages are found is refused."""
    anna, _ = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    one, two, three = (say(chat, anna, text) for text in "123")
    chat.ask(anna, *take_back(one, two, three))
    chat.ask(anna, ask.Worked(result=Found(event=one)))
    chat.hub.state.rooms["#a"].remove(chat.hub.state.users["anna"])
    heard = chat.ask(anna, ask.Worked(result=FoundAll(events=(two, three))))
    assert [Reason.REDACT_TARGET] * 2 == [event.reason for event in heard if isinstance(event, ev.Refused)]
