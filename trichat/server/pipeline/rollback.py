"""What becomes of a batch that could not be stored: it is taken back, and whoever asked for it is told so."""

from collections.abc import Iterable, Sequence

from trichat.chat.core.outcome import Answered, Kept, LabelledAnswer, OnFailure, Outcome, Told, flat
from trichat.chat.core.people import Session
from trichat.chat.hub import Hub
from trichat.storage.base import is_kept
from trichat.words import events as ev
from trichat.words.reasons import Reason

# What is not shown unless it is stored, whatever that takes; with the command that is refused instead.
_NOT_SHOWN: dict[type[ev.Event], str] = {
    ev.Said: "PRIVMSG",
    ev.Tagged: "TAGMSG",
    ev.Redacted: "REDACT",
    ev.TopicChanged: "TOPIC",
    ev.ModesChanged: "MODE",
}
# Answers that say that something is kept, likewise: untrue, if it could not be.
_UNTRUE: dict[type[ev.Event], str] = {
    ev.Registered: "REGISTER",
    ev.PasswordChanged: "REGISTER",
    ev.CertificatesListed: "REGISTER",
    ev.NameShared: "REGISTER",
    ev.AccountAdded: "REGISTER",
    ev.AccountRemoved: "REGISTER",
    ev.Appointed: "REGISTER",
    ev.RoomRenamed: "RENAME",
    ev.IgnoresShown: "IGNORE",
    ev.Reported: "REPORT",
}


def take_back(hub: Hub, outcomes: Sequence[Outcome]) -> None:
    """Make what cannot be kept again what it was, the last change first.

    What comes of that is added to the outcomes.
    """
    for outcome in reversed(list(flat(outcomes))):
        if isinstance(outcome, (Kept, OnFailure)):
            hub.restore(outcome.before)


def shown(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Give what is shown instead of what came of a batch that could not be stored."""
    return [each for outcome in outcomes for each in _instead(outcome)]


def _instead(outcome: Outcome) -> list[Outcome]:
    """What was said and could not be stored is not shown; who said it is told so.

    Who comes, goes or changes a name is shown all the same: it is true, and screens that miss it would be wrong.
    """
    match outcome:
        case LabelledAnswer(label=label, session=session, outcomes=inner):
            return [LabelledAnswer(label=label, session=session, outcomes=shown(inner))]
        case Answered(event=event, session=session, nick=nick) if type(event) in _UNTRUE:
            return _instead_of_answer(event, session, nick, outcome)
        case Answered(event=ev.MetadataShown(own=True), session=session, nick=nick):
            return [_refused(session, nick, "METADATA")]
        case Answered(event=ev.MetadataShown(batch=False)):  # news of somebody else
            return []
        case Answered(event=ev.LeftWaiting() | ev.Sentenced()):  # somebody else has asked for it, or is refused already
            return []
        case Told(event=event, source=source) if type(event) in _NOT_SHOWN and is_kept(event):
            if source is None:
                return []
            return [_refused(source, source.user.nick if source.user else "", _NOT_SHOWN[type(event)])]
    return [outcome]


def _instead_of_answer(event: ev.Event, session: Session, nick: str, outcome: Outcome) -> list[Outcome]:
    if isinstance(event, ev.IgnoresShown) and not event.name:
        return [outcome]  # nothing was changed
    if isinstance(event, ev.Reported) and event.operators:
        return [outcome]  # somebody has read it
    if isinstance(event, ev.RoomRenamed) and event.source != event.me:
        return []  # somebody else asked for it
    return [_refused(session, nick, _UNTRUE[type(event)])]


def _refused(session: Session, nick: str, command: str) -> Outcome:
    return Answered(event=ev.Refused(reason=Reason.NOT_STORED, command=command), session=session, nick=nick)
