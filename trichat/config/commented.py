"""A new file of settings for the server: it sets nothing, and explains everything."""

from textwrap import wrap

from trichat.config.settings import ROWS
from trichat.settings.values import allowed, examples

_COLUMNS = 110


def commented() -> str:
    """Write a file that sets nothing and explains everything."""
    lines = ["# Settings of trichat serve. A line that begins with # is a comment: take the # away to set something."]
    for row in ROWS:
        unless = f" If it is not set: {row.about.unless}." if row.about.unless else ""
        told = wrap(f"{row.about.help}{unless} It is {allowed(row)}.", _COLUMNS)
        lines += ["", f"[{row.section}]"] if row.about.section else []
        lines += ["", *(f"# {line}" for line in (*told, *examples(row)))]
    return "\n".join(lines) + "\n"
