"""Events: what happened, as plain facts. The doors turn them into bytes; history keeps some."""

from typing import TypeVar

from trichat.words.events.accounts import *
from trichat.words.events.base import *
from trichat.words.events.base import Event, Fetched, Happened
from trichat.words.events.happened import *
from trichat.words.events.moderating import *
from trichat.words.events.operators import *
from trichat.words.events.people import *
from trichat.words.events.rooms import *
from trichat.words.events.talking import *
from trichat.words.events.visit import *

T = TypeVar("T")


def _leaves(base: type[T]) -> tuple[type[T], ...]:
    below = base.__subclasses__()
    return tuple([leaf for each in below for leaf in _leaves(each)]) if below else (base,)


HAPPENED = _leaves(Happened)  # every kind of event that others see
FETCHED = _leaves(Fetched)
ANSWERS = tuple([kind for kind in _leaves(Event) if kind not in {*HAPPENED, *FETCHED}])  # every other: one is told
