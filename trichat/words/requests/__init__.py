"""Requests: what a session can ask of the hub, whichever door it came through."""

from trichat.words.requests.accounts import *
from trichat.words.requests.api import *
from trichat.words.requests.base import *
from trichat.words.requests.moderating import *
from trichat.words.requests.operators import *
from trichat.words.requests.people import *
from trichat.words.requests.rooms import *
from trichat.words.requests.talking import *
from trichat.words.requests.visit import *
