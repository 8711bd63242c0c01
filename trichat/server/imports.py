"""What the server needs only now and then is imported before it listens: later there may be no descriptor for it."""

import importlib

from trichat.config import secrets
from trichat.words.names.lookalikes import skeletons
from trichat.words.names.names import check_name

# What `trichat --help` and tests can do without, and what Python itself imports to say what went wrong.
_LATE = (
    "argon2",
    "calendar",
    "difflib",
    "email.utils",
    "hmac",
    "http",
    "importlib.metadata",
    "json",
    "linecache",
    "tokenize",
    "tomllib",
    "traceback",
    "trichat.server.connection.web.websocket",
    "wcwidth",
)
_NEVER = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA"  # the hash of no password


def import_all() -> None:
    """Import it, and do once what imports more when it is done for the first time."""
    for name in _LATE:
        importlib.import_module(name)
    skeletons("ä")
    check_name("ä")
    secrets.matches("-", _NEVER)
