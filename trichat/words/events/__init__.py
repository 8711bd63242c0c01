"""Events: what happened, as plain facts. The doors turn them into bytes; history keeps some."""

from trichat.words.events.accounts import *
from trichat.words.events.base import *
from trichat.words.events.happened import *
from trichat.words.events.moderating import *
from trichat.words.events.operators import *
from trichat.words.events.people import *
from trichat.words.events.rooms import *
from trichat.words.events.talking import *
from trichat.words.events.visit import *
