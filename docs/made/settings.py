"""The page about the settings of the server."""

from made.writing import code, page, table
from trichat.config.files import FileSettings
from trichat.config.settings import ServerSettings
from trichat.settings.table import Row, rows
from trichat.settings.values import allowed, as_toml

_NAMES = {"listen": "ADDRESS:PORT"}  # of settings that are named by whoever sets them


def settings_page() -> str:
    """List every setting of the server's file but the limits, by section."""
    parts = [_SETTINGS]
    mine = [*rows(ServerSettings), *rows(FileSettings)]
    for section in dict.fromkeys(row.section for row in mine):
        found = [row for row in mine if row.section == section]
        cells = [(code(_key(row)), row.about.help, allowed(row), _unless(row)) for row in found]
        parts += [f"## [{section}]", table(("Setting", "What it is for", "What it may be", "Default"), cells)]
    parts += ["## [limits]", _LIMITS]
    return page("Settings of the server", "trichat/config/settings.py", *parts)


_SETTINGS = """
`trichat serve --config FILE` reads its settings from one file in [TOML](https://toml.io). This makes one that sets
nothing yet and explains everything:

```sh
trichat serve --write-config --config trichat.toml
```

Options of the command line win over the file. A path in the file that is not absolute begins in the folder of
the file. A setting that does not exist, or that cannot be what was given, keeps the server from starting, and is told
in one sentence.

A password need not stand in the file: `trichat hash-password` asks for it and prints a hash to put there.
"""

_LIMITS = "All [limits](limits.md) can be set too, each by the name that it has there."


def _key(row: Row) -> str:
    return _NAMES.get(row.section, "NAME") if row.key == "*" else row.key


def _unless(row: Row) -> str:
    return row.about.unless or code(as_toml(row.default))
