"""The page about the settings of the client."""

from collections.abc import Iterable

from made.writing import code, page, table
from trichat.client.settings.table import SETTINGS
from trichat.settings.values import allowed, as_toml


def client_settings_page() -> str:
    """List every setting of the client under the headings of its file."""
    parts: list[str] = []
    rows: list[tuple[str, ...]] = []
    for row in SETTINGS:
        if row.about.section:
            parts += [_settings_table(rows), f"## {row.about.section}"]
            rows = []
        rows.append((code(row.name), row.about.help, allowed(row), code(as_toml(row.default))))
    return page(
        "Settings of trichat chat", "trichat/client/settings/table.py", _SETTINGS, *parts[1:], _settings_table(rows)
    )


def _settings_table(rows: Iterable[tuple[str, ...]]) -> str:
    return table(("Name", "What it is for", "What it can be", "Default"), rows)


_SETTINGS = """
They stand in one file, `chat.toml` in your settings folder (`~/.config/trichat/chat.toml` on Linux), or in the one
that `--config` names. Nothing has to be set. `trichat chat --write-config` writes a file with every setting in it,
explained and commented out. Options of the command line win over the file. In the chat, `/set NAME VALUE` changes a
setting; there, `on` and `off` stand for true and false.

The settings under “The server” can be different for each server: in a table `[servers.NAME]`, which
`trichat chat --server NAME` takes. A file that does not fit is refused with a sentence that says what would be right.
"""
