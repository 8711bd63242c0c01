"""Answers to operators of the server."""

from collections.abc import Iterator

from trichat.protocols.irc import numerics as num
from trichat.protocols.irc.answers.writer import Writer, Writers
from trichat.words import events as ev


def _made(_event: ev.OperatorMade, to: Writer) -> Iterator[str]:
    yield to.numeric(num.RPL_YOUREOPER)


def _rehashed(_event: ev.Rehashed, to: Writer) -> Iterator[str]:
    yield to.numeric(num.RPL_REHASHING, "settings")


def _killed(event: ev.Killed, to: Writer) -> Iterator[str]:
    yield f":{to.facts.server} NOTICE {to.nick} :{event.nick} is off the server."


WRITERS: Writers = {
    ev.OperatorMade: _made,
    ev.Rehashed: _rehashed,
    ev.Killed: _killed,
}
