"""Which passwords are allowed, and the forms in which one is compared and proved, however it was typed."""

import re
import stringprep
import unicodedata

from precis_i18n import get_profile

from trichat.errors import TrichatError
from trichat.words.names.names import fold
from trichat.words.reasons import Reason

PASSWORD_LEAST = 6  # characters; whoever guesses has five tries a minute
PASSWORD_BYTES = 600  # of UTF-8: what SASL PLAIN has room for, and far more than anybody remembers
_EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,189}")  # RFC 5321, 4.5.3.1: 64 and 254 octets, roughly
_PREPARED = get_profile("OpaqueString")
MOST_FORMS = 4  # of one password: see forms()
# A command with a password in it, with a space typed before it: no command any more, but a line for all to read.
_GIVEN_AWAY = re.compile(
    r"\s+/\s*(?:quote\s+|raw\s+)?(?:login|register|password|identify|oper|pass|resume|ns|(?:msg|query)\s+nickserv)\s+\S",
    re.IGNORECASE,
)


class PasswordNotAllowed(TrichatError):
    """A password is not allowed: `reason` says why, `limit` is what is allowed, if that is a number."""

    def __init__(self, reason: Reason, limit: str = "") -> None:
        super().__init__(reason.name)
        self.reason = reason
        self.limit = limit


def prepare(password: str) -> str:
    """Give a password in the form that is hashed and compared: OpaqueString (RFC 8265, section 4.2).

    Spaces of any kind become ASCII's, and characters are composed (NFC); nothing else is changed: `m²` is not `m2`.
    Empty if the password is not allowed.
    """
    if len(password.encode(errors="replace")) > PASSWORD_BYTES:
        return ""
    try:
        prepared: str = _PREPARED.enforce(password)
    except UnicodeEncodeError:
        return ""
    return prepared


def likeness(text: str) -> str:
    """Give what a password and a line have in common if the line would give it away: in a name, or said.

    That is more than they are compared by, because a name that differs in case, or is full-width, gives it away too:
    the first try may have been made with Caps Lock on.
    """
    text = text.strip()
    return fold(prepare(text) or text)


def saslprep(text: str) -> str:
    """Give a name or password in the form that SCRAM clients prove: SASLprep (RFC 4013, sections 2.1 and 2.2).

    It changes more than OpaqueString does (NFKC): `m²` to `m2`, full-width letters to ASCII. It knows the characters of
    Unicode 3.2; later ones stay as they are (section 2.5). Nothing is refused, as section 2.3 would have it: the server
    says which passwords it takes when one is chosen, and may take more.
    """
    mapped = [" " if stringprep.in_table_c12(char) else char for char in text if not stringprep.in_table_b1(char)]
    return unicodedata.ucd_3_2_0.normalize("NFKC", "".join(mapped))


def forms(password: str) -> tuple[str, ...]:
    """Give a password in each form that a SCRAM client may prove, first the one that is compared; most have only that.

    The others are what RFC 5802 asks of clients (section 2.2: SASLprep), and for clients that prepare nothing, what is
    typed: composed, as keyboards mostly do, or not. Empty if the password is not allowed.
    """
    prepared = prepare(password)
    if not prepared:
        return ()
    composed = unicodedata.normalize("NFC", password)
    found = dict.fromkeys((prepared, saslprep(password), composed, password))
    return tuple([form for form in found if form])  # SASLprep leaves nothing of some: none is proved by nothing


def check_new(password: str, least: int = PASSWORD_LEAST) -> tuple[str, ...]:
    """Give the forms of a new password. Raises PasswordNotAllowed."""
    if len(password.encode(errors="replace")) > PASSWORD_BYTES:
        raise PasswordNotAllowed(Reason.PASSWORD_TOO_LONG, str(PASSWORD_BYTES))
    if len(password) < least:
        raise PasswordNotAllowed(Reason.PASSWORD_TOO_SHORT, str(least))
    found = forms(password)
    if not found:
        raise PasswordNotAllowed(Reason.PASSWORD_CHARACTER)
    return found


def is_email(text: str) -> bool:
    """Tell whether this looks like an e-mail address; that it exists is not checked."""
    return _EMAIL.fullmatch(text) is not None and text.isprintable()


def gives_away(text: str) -> bool:
    """Tell whether what is about to be said was meant as a command with a password in it."""
    return text[:1].isspace() and _GIVEN_AWAY.match(text) is not None
