"""Answers to one person, as lines of text in their language."""

from collections.abc import Callable
from typing import Any, Protocol

from trichat.protocols.plain.refusals import DID_YOU_MEAN, SENTENCES
from trichat.words import events as ev
from trichat.words.commands import COMMANDS, UnknownCommand, find
from trichat.words.reasons import Reason
from trichat.words.text import strip_formatting

_MINUTE = 60_000  # milliseconds


class Language(Protocol):
    """A catalogue of translations, as `gettext` gives it."""

    def gettext(self, message: str, /) -> str:
        """Translate a sentence."""

    def ngettext(self, singular: str, plural: str, number: int, /) -> str:
        """Translate a sentence that counts."""


Lines = list[str]


def _refused(event: ev.Refused, language: Language) -> Lines:
    near = event.reason is Reason.UNKNOWN_COMMAND and event.detail
    sentence = language.gettext(DID_YOU_MEAN if near else SENTENCES[event.reason])
    return [sentence.format(about=event.about, detail=event.detail)]


def _welcome(event: ev.Welcome, language: Language) -> Lines:
    return [language.gettext("Welcome, {nick}! Type to talk; /help shows the commands.").format(nick=event.nick)]


def _members(event: ev.MembersListed, language: Language) -> Lines:
    nicks = ", ".join([source.nick for source in event.members])
    if not event.entered:
        return [language.gettext("In {room}: {nicks}").format(room=event.room, nicks=nicks)]
    return [language.gettext("You are in {room}: {nicks}").format(room=event.room, nicks=nicks)]


def _people(event: ev.PeopleFound, language: Language) -> Lines:
    if not event.people:
        return [language.gettext("Nobody here fits {mask}.").format(mask=event.mask)]
    return [line for member in event.people for line in _person(member, (), language)]


def _person_shown(event: ev.PersonShown, language: Language) -> Lines:
    return _person(event.person, event.rooms, language)


def _person(person: ev.Member, rooms: tuple[str, ...], language: Language) -> Lines:
    parts = [person.source.mask]
    if person.realname:
        parts.append(strip_formatting(person.realname))
    places = rooms or ((person.room,) if person.room else ())
    if places:
        parts.append(language.gettext("in {rooms}").format(rooms=", ".join(places)))
    minutes = person.idle // _MINUTE
    if minutes:
        parts.append(language.ngettext("silent for {n} minute", "silent for {n} minutes", minutes).format(n=minutes))
    return [", ".join(parts)]


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


def _motd(event: ev.MotdShown, language: Language) -> Lines:
    if event.lines or not event.asked:
        return list(event.lines)
    return [language.gettext("There is no message of the day.")]


def _help(event: ev.HelpShown, language: Language) -> Lines:
    if not event.command:
        width = max(len(command.usage) for command in COMMANDS)
        lines = [f"{command.usage:{width}}  {language.gettext(command.help)}" for command in COMMANDS]
        return [*lines, language.gettext("Anything else is said to the room; //text says /text.")]
    try:
        command = find(event.command)
    except UnknownCommand as exc:
        refused = ev.Refused(reason=Reason.UNKNOWN_COMMAND, about=exc.name, detail=exc.nearest)
        return _refused(refused, language)
    lines = [f"{command.usage}  {language.gettext(command.help)}"]
    if command.aliases:
        names = ", ".join("/" + alias for alias in command.aliases)
        lines.append(language.gettext("Also: {names}").format(names=names))
    return lines


def _language_set(_event: ev.LanguageSet, language: Language) -> Lines:
    return [language.gettext("From now on you are spoken to in English.")]


def _farewell(event: ev.Farewell, language: Language) -> Lines:
    if not event.reason:
        return [language.gettext("Goodbye!")]
    return [language.gettext("Goodbye: {reason}").format(reason=language.gettext(event.reason))]


# What has no row here is not told at the plain door.
_WRITERS: dict[type[ev.Event], Callable[[Any, Language], Lines]] = {
    ev.Refused: _refused,
    ev.Welcome: _welcome,
    ev.MembersListed: _members,
    ev.PeopleFound: _people,
    ev.PersonShown: _person_shown,
    ev.RoomsListed: _rooms,
    ev.TopicShown: _topic,
    ev.MotdShown: _motd,
    ev.HelpShown: _help,
    ev.LanguageSet: _language_set,
    ev.Farewell: _farewell,
}


def write(event: ev.Event, language: Language) -> Lines:
    """Give the lines of an answer; none if a person at a plain door need not be told."""
    writer = _WRITERS.get(type(event))
    return [strip_formatting(line) for line in writer(event, language)] if writer else []
