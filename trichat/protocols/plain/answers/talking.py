"""Answers about what was before."""

from trichat.protocols.plain.answers.writer import Language, Lines, Writers
from trichat.words import events as ev
from trichat.words import times


def _recording(event: ev.RecordingTold, language: Language) -> Lines:
    if event.seconds == 0:
        return [language.gettext("What is said here is not kept.")]
    if event.seconds is None and not event.on_disk:
        return [language.gettext("What is said here is kept until the server stops: /history shows it.")]
    if event.seconds is None:
        return [language.gettext("What is said here is kept: /history shows it.")]
    time = times.write(event.seconds)
    return [language.gettext("What is said here is kept for {time}: /history shows it.").format(time=time)]


def _left_waiting(event: ev.LeftWaiting, language: Language) -> Lines:
    return [language.gettext("{nick} is not here, and will be shown that at the next login.").format(nick=event.nick)]


WRITERS: Writers = {
    ev.LeftWaiting: _left_waiting,
    ev.RecordingTold: _recording,
}
