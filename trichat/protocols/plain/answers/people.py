"""Answers about people."""

from trichat.protocols.plain.answers.base import Language, Lines, Writers
from trichat.words import events as ev
from trichat.words.modes import prefixes
from trichat.words.text import strip_formatting

_MINUTE = 60_000  # milliseconds


def _people(event: ev.PeopleFound, language: Language) -> Lines:
    if not event.people:
        return [language.gettext("Nobody here fits {mask}.").format(mask=event.mask)]
    return [line for member in event.people for line in _person(member, (), language)]


def _person_shown(event: ev.PersonShown, language: Language) -> Lines:
    rooms = tuple(prefixes(roles, every=False) + name for name, roles in event.rooms)
    return _person(event.person, rooms, language)


def _person(person: ev.Member, rooms: tuple[str, ...], language: Language) -> Lines:
    parts = [person.source.mask]
    if person.realname:
        parts.append(strip_formatting(person.realname))
    found = prefixes(person.roles, every=False) + person.room
    places = rooms or ((found,) if found else ())
    if places:
        parts.append(language.gettext("in {rooms}").format(rooms=", ".join(places)))
    minutes = person.idle // _MINUTE
    if minutes:
        parts.append(language.ngettext("silent for {n} minute", "silent for {n} minutes", minutes).format(n=minutes))
    return [", ".join(parts)]


WRITERS: Writers = {
    ev.PeopleFound: _people,
    ev.PersonShown: _person_shown,
}
