"""Answers about people, as sentences."""

from trichat.protocols.plain.answers.writer import Language, Lines, Writers, says
from trichat.words import events as ev
from trichat.words.modes import prefixes
from trichat.words.names.names import fold

_MINUTE = 60_000  # milliseconds


def _people(event: ev.PeopleFound, language: Language) -> Lines:
    if not event.people:
        masked = not {"*", "?"}.isdisjoint(event.mask)
        fits = language.gettext("Nobody here fits {mask}: /who shows who is here.")
        called = language.gettext("Nobody is called {mask}: /who shows who is here, /rooms which rooms there are.")
        return [(fits if masked else called).format(mask=event.mask)]
    return [line for member in event.people for line in _person(member, (), language)]


def _person_shown(event: ev.PersonShown, language: Language) -> Lines:
    rooms = tuple(prefixes(roles, every=False) + name for name, roles in event.rooms)
    return _person(event.person, rooms, language)


def _person(person: ev.Member, rooms: tuple[str, ...], language: Language) -> Lines:
    parts = [person.source.mask]
    if person.realname:
        parts.append(person.realname)
    found = prefixes(person.roles, every=False) + person.room
    places = rooms or ((found,) if found else ())
    if places:
        parts.append(language.gettext("in {rooms}").format(rooms=", ".join(places)))
    parts += _states(person, language)
    parts += state_notes(person.away, person.idle, language)
    return [", ".join(parts)]


def state_notes(away: str, idle: int, language: Language) -> Lines:
    """Say whether somebody is away, and for how long (milliseconds) they have been silent, if that is worth a word."""
    notes = [language.gettext("away: {text}").format(text=away)] if away else []
    minutes = idle // _MINUTE
    if minutes:
        notes.append(language.ngettext("silent for {n} minute", "silent for {n} minutes", minutes).format(n=minutes))
    return notes


def _states(person: ev.Member, language: Language) -> Lines:
    """Say what somebody is besides where they are."""
    parts = []
    if person.source.account and fold(person.source.account) != fold(person.source.nick):
        parts.append(language.gettext("logged in as {account}").format(account=person.source.account))
    if person.source.bot:
        parts.append(language.gettext("a program"))
    if person.operator:
        parts.append(language.gettext("operator of the server"))
    return parts


def _away_noted(event: ev.AwayNoted, language: Language) -> Lines:
    if not event.text:
        return [language.gettext("You are back.")]
    return [language.gettext("You are away: {text}. /away says that you are back.").format(text=event.text)]


WRITERS: Writers = {
    ev.PeopleFound: _people,
    ev.PersonShown: _person_shown,
    ev.AwayNoted: _away_noted,
    ev.AwayShown: says("{nick} is away: {text}"),
}
