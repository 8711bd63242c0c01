"""Telling the operators of the server about somebody."""

from trichat.chat.core import audit
from trichat.chat.core.people import Session
from trichat.chat.core.state import Handlers, State
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.reasons import Reason
from trichat.words.text.clean import clean, clean_reason


def report(state: State, session: Session, request: ask.Report) -> None:
    """Tell the operators who are here, and keep it for those who are not."""
    user = session.user
    assert user is not None
    text = clean_reason(request.text)
    if not text.strip():
        state.refuse(session, Reason.NOTHING_TO_SEND, command="REPORT")
        return
    about = state.user(request.name)
    name = about.nick if about else clean(request.name)
    audit.note(state, session, "report", about=about.source.mask if about else name, reason=text)
    made = ev.ReportMade(by=user.source, about=name, text=text)
    for operator in state.operators:
        for each in operator.sessions:
            state.answer(each, made)
    state.answer(session, ev.Reported(about=name, operators=len(state.operators)))


HANDLERS: Handlers = {ask.Report: report}
