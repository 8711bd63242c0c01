"""Rolls back a batch that could not be stored, and tells those who asked that it was not.

What is refused instead, each event says itself: `Event.if_unstored`.
"""

from collections.abc import Iterable, Sequence

from trichat.chat.core.outcome import Answered, Kept, LabelledAnswer, OnFailure, Outcome, Told, flat
from trichat.chat.core.people import Session
from trichat.chat.hub import Hub
from trichat.words import events as ev
from trichat.words.reasons import Reason


def roll_back(hub: Hub, outcomes: Sequence[Outcome]) -> None:
    """Make what could not be kept again what it was, the last change first."""
    for outcome in reversed(list(flat(outcomes))):
        if isinstance(outcome, (Kept, OnFailure)):
            hub.restore(outcome.before)


def shown_instead(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Give what is shown instead of what came of a batch that could not be stored.

    What was said is not shown, and who said it is told so. Who comes, goes or changes a name is shown all the same: it
    is true, and screens that miss it would be wrong.
    """
    return [each for outcome in outcomes for each in _instead(outcome)]


def _instead(outcome: Outcome) -> list[Outcome]:
    match outcome:
        case LabelledAnswer(label=label, session=session, outcomes=inner):
            return [LabelledAnswer(label=label, session=session, outcomes=shown_instead(inner))]
        case Answered(event=event, session=session, nick=nick):
            return _refused(outcome, event.if_unstored(), session, nick)
        case Told(event=event, source=source):
            return _refused(outcome, event.if_unstored(), source, source.user.nick if source and source.user else "")
    return [outcome]


def _refused(outcome: Outcome, command: str | None, asker: Session | None, nick: str) -> list[Outcome]:
    if command is None:
        return [outcome]
    if not command or asker is None:
        return []
    return [Answered(event=ev.Refused(reason=Reason.NOT_STORED, command=command), session=asker, nick=nick)]
