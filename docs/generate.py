"""Write the reference pages that are made from the code: `python docs/generate.py`. A test compares them with it."""

from collections.abc import Callable
from pathlib import Path

from made.client_settings import client_settings_page
from made.command_line import command_line_page
from made.irc_tables import irc_tables_page
from made.limits import limits_page
from made.modules import modules_page
from made.settings import settings_page
from made.slash_commands import slash_commands_page

DOCS = Path(__file__).parent

PAGES: dict[str, Callable[[], str]] = {
    "reference/command-line.md": command_line_page,
    "reference/slash-commands.md": slash_commands_page,
    "reference/client-settings.md": client_settings_page,
    "reference/settings.md": settings_page,
    "reference/limits.md": limits_page,
    "reference/irc-tables.md": irc_tables_page,
    "explanation/modules.md": modules_page,
}

if __name__ == "__main__":
    for path, page in PAGES.items():
        (DOCS / path).write_text(page(), encoding="utf-8")
