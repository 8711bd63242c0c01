"""Answers about rooms."""

from trichat.protocols.plain.answers.base import Language, Lines, Writers
from trichat.words import events as ev
from trichat.words.text import strip_formatting


def _members(event: ev.MembersListed, language: Language) -> Lines:
    nicks = ", ".join([source.nick for source in event.members])
    if not event.entered:
        return [language.gettext("In {room}: {nicks}").format(room=event.room, nicks=nicks)]
    return [language.gettext("You are in {room}: {nicks}").format(room=event.room, nicks=nicks)]


def _rooms(event: ev.RoomsListed, language: Language) -> Lines:
    if not event.rooms:
        return [language.gettext("There are no rooms yet.")]
    lines = []
    for room in event.rooms:
        count = language.ngettext("{n} person", "{n} people", room.members).format(n=room.members)
        lines.append(f"{room.name} ({count}) {strip_formatting(room.topic)}".rstrip())
    return lines


def _topic(event: ev.TopicShown, language: Language) -> Lines:
    if not event.text:
        return [language.gettext("{room} has no topic.").format(room=event.room)]
    text = strip_formatting(event.text)
    return [
        language.gettext("Topic of {room}: {text} (set by {nick})").format(room=event.room, text=text, nick=event.by)
    ]


WRITERS: Writers = {
    ev.MembersListed: _members,
    ev.RoomsListed: _rooms,
    ev.TopicShown: _topic,
}
