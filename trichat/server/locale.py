"""The languages in which the plain door speaks."""

import gettext
from importlib import resources

from trichat.config.settings import LANGUAGES
from trichat.protocols.plain.answers import Language

DOMAIN = "trichat"


def load() -> dict[str, Language]:
    """Load the catalogue of every language. English is what stands in the code."""
    languages: dict[str, Language] = {"en": gettext.NullTranslations()}
    for code in LANGUAGES[1:]:
        with resources.files("trichat").joinpath("locale", code, "LC_MESSAGES", f"{DOMAIN}.mo").open("rb") as file:
            languages[code] = gettext.GNUTranslations(file)
    return languages
