"""What can be a password, and how one is compared: the same one, however it was typed."""

import re

from precis_i18n import get_profile

from trichat.errors import TrichatError
from trichat.words.reasons import Reason

PASSWORD_LEAST = 6  # characters; whoever guesses has five tries a minute
PASSWORD_BYTES = 600  # of UTF-8: what SASL PLAIN has room for, and far more than anybody remembers
_EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,189}")  # RFC 5321, 4.5.3.1: 64 and 254 octets, roughly
_PREPARED = get_profile("OpaqueString")  # RFC 8265: what the same password is on another keyboard
# A command with a password in it, with a space typed before it: no command any more, but a line for all to read.
_GIVEN_AWAY = re.compile(
    r"\s+/\s*(?:quote\s+|raw\s+)?(?:login|register|password|identify|oper|pass|ns|(?:msg|query)\s+nickserv)\s+\S",
    re.IGNORECASE,
)


class PasswordNotAllowed(TrichatError):
    """What cannot be a password: `reason` says why, `limit` is what is allowed."""

    def __init__(self, reason: Reason, limit: str = "") -> None:
        super().__init__(reason.name)
        self.reason = reason
        self.limit = limit


def prepare(password: str) -> str:
    """Give a password as it is compared (RFC 8265); empty if it can be none."""
    if len(password.encode(errors="replace")) > PASSWORD_BYTES:
        return ""
    try:
        prepared: str = _PREPARED.enforce(password)
    except UnicodeEncodeError:
        return ""
    return prepared


def check_new(password: str, least: int = PASSWORD_LEAST) -> str:
    """Give a new password as it is compared. Raises PasswordNotAllowed."""
    if len(password.encode(errors="replace")) > PASSWORD_BYTES:
        raise PasswordNotAllowed(Reason.PASSWORD_TOO_LONG, str(PASSWORD_BYTES))
    if len(password) < least:
        raise PasswordNotAllowed(Reason.PASSWORD_TOO_SHORT, str(least))
    prepared = prepare(password)
    if not prepared:
        raise PasswordNotAllowed(Reason.PASSWORD_CHARACTER)
    return prepared


def is_email(text: str) -> bool:
    """Tell whether this looks like an address of e-mail. Whether letters arrive there, nobody knows."""
    return _EMAIL.fullmatch(text) is not None and text.isprintable()


def gives_away(text: str) -> bool:
    """Tell whether what is about to be said was meant as a command with a password in it."""
    return text[:1].isspace() and _GIVEN_AWAY.match(text) is not None
