"""Answers about messages that are kept, as sentences."""

from trichat.protocols.plain.answers.writer import Language, Lines, Writers, says
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


WRITERS: Writers = {
    ev.LeftWaiting: says("{nick} is not here, and will be shown that at the next login."),
    ev.RecordingTold: _recording,
}
