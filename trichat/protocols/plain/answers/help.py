"""Help, as lines that fit on one screen: what there is by subject, the commands of a subject, or one command."""

import textwrap

from trichat.protocols.plain import refusals
from trichat.protocols.plain.answers.writer import Language, Lines
from trichat.words import events as ev
from trichat.words.commands import SUBJECTS, UnknownCommand, find, in_short
from trichat.words.reasons import Reason

COLUMNS = 80  # of the narrowest terminal that is usual


def write(event: ev.HelpShown, language: Language) -> Lines:
    """Write the help that was asked for. Whoever may not use a command sees it only if they ask for it by name."""
    if not event.command:
        return _overview(event, language)
    wanted = event.command.lower()
    subject = next((word for word in SUBJECTS if wanted in (word, language.gettext(word))), "")
    return _subject(subject, event, language) if subject else _command(event.command, language)


def _overview(event: ev.HelpShown, language: Language) -> Lines:
    _ = language.gettext
    width = max(len(_(word)) for word in SUBJECTS)
    lines = [_("/help and one of the words on the left says what these commands do:")]
    for word, rows in SUBJECTS.items():
        names = " ".join(["/" + row.name for row in rows if row.who in event.who])
        if names:
            start = f"{_(word):{width}}  "
            lines += textwrap.wrap(start + names, COLUMNS, subsequent_indent=" " * (width + 2), drop_whitespace=True)
    return [*lines, _("Anything else is said to the room; //text says /text.")]


def _subject(subject: str, event: ev.HelpShown, language: Language) -> Lines:
    _ = language.gettext
    rows = [row for row in SUBJECTS[subject] if row.who in event.who]
    if not rows:
        return [refusals.write(Reason.FOR_OPERATORS, "", "", _)]
    width = max(len(row.name) for row in rows)
    lines = [f"/{row.name:{width}}  {in_short(_(row.help), COLUMNS - width - 3)}" for row in rows]
    return [*lines, _("/help {name} says more of that one.").format(name=rows[-1].name)]


def _command(name: str, language: Language) -> Lines:
    _ = language.gettext
    try:
        row = find(name)
    except UnknownCommand as exc:
        return [refusals.write(Reason.UNKNOWN_COMMAND, exc.name, exc.nearest, _)]
    lines = textwrap.wrap(f"{row.usage}  {_(row.help)}", COLUMNS, subsequent_indent="    ")
    if row.aliases:
        lines.append(_("Also: {names}").format(names=", ".join("/" + alias for alias in row.aliases)))
    return lines
