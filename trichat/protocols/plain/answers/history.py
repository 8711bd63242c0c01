"""Answers about what was before."""

from trichat.protocols.plain.answers.base import Language, Lines, Writers
from trichat.words import durations
from trichat.words import events as ev


def _recording(event: ev.RecordingTold, language: Language) -> Lines:
    if event.seconds == 0:
        return [language.gettext("What is said here is not kept.")]
    if event.seconds is None:
        return [language.gettext("What is said here is kept: /history shows it.")]
    time = durations.write(event.seconds)
    return [language.gettext("What is said here is kept for {time}: /history shows it.").format(time=time)]


WRITERS: Writers = {
    ev.RecordingTold: _recording,
}
