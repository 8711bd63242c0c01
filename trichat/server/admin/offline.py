"""Requests from the command line done in the history itself, while no server runs."""

import time

from trichat.chat.core.outcome import Answered, Kept, Told, Work
from trichat.chat.core.people import Session
from trichat.chat.core.state import Rules
from trichat.chat.hub import Hub
from trichat.protocols import control
from trichat.server.work import WORKERS
from trichat.storage.base import History, Query, is_kept
from trichat.words import requests as ask
from trichat.words.events import Event, Page
from trichat.words.requests import Request


def in_history(history: History, request: Request) -> control.Told:
    """Have a request done while no server runs. Raises HistoryError."""
    hub = Hub(Rules(), history.records(), history.last_id())
    session = Session("")
    session.admin = True
    lines: list[str] = []
    done = True
    requests: list[Request] = [request]
    while requests:
        outcomes = hub.run([(session, requests)], time.time_ns() // 1_000_000)
        requests = []
        happened = [each.event for each in outcomes if isinstance(each, Told) and is_kept(each.event)]
        history.commit(happened, [each.record for each in outcomes if isinstance(each, Kept)])
        for each in outcomes:
            if isinstance(each, Work):
                requests.append(ask.Worked(result=WORKERS[type(each.task)](each.task)))
            elif isinstance(each, Answered):
                told = _told(history, each.event)
                lines += told.lines
                done = done and told.done
    return control.Told(done=done, lines=tuple(lines))


def _told(history: History, event: Event) -> control.Told:
    if not isinstance(event, Page):
        return control.told(event)
    query = Query(place=event.place, after=event.after, before=event.before, limit=event.limit, said_only=False)
    return control.log(history.page(query))
