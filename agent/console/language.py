"""The language of a page: English in the source, Dutch from the .po files of `locale/nl`."""

import io
from collections.abc import Callable
from functools import cache
from gettext import NullTranslations
from importlib import resources

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from starlette.requests import HTTPConnection

from agent.register.law import Language

Translate = Callable[..., str]
LANGUAGES: tuple[Language, ...] = ("nl", "en")


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a text for translation where it stands; it is translated where it is shown."""
    return text


def locale_of(language: Language) -> Locale:
    """How dates and numbers are written."""
    return Locale.parse("nl_NL" if language == "nl" else "en_GB")


@cache
def translations(language: Language) -> NullTranslations:
    """All the texts of a language, from every area's file."""
    merged = Translations()
    folder = resources.files("agent.console") / "locale" / language
    if language == "en" or not folder.is_dir():
        return NullTranslations()
    for file in sorted(folder.iterdir(), key=lambda item: item.name):
        if file.name.endswith(".po"):
            catalog: Catalog = read_po(io.BytesIO(file.read_bytes()), locale=language)
            compiled = io.BytesIO()
            write_mo(compiled, catalog)
            compiled.seek(0)
            merged.add(Translations(compiled))
    return merged


def translate(language: Language, text: str, **values: object) -> str:
    """A text in a language, with values for its ``%(name)s``."""
    said = translations(language).gettext(text)
    return said % values if values else said


def translator(request: HTTPConnection) -> Translate:
    """Says things in the user's language. Call it ``_`` where it is used, so that its texts are found."""
    language = language_of(request)
    return lambda text, **values: translate(language, text, **values)


def language_of(request: HTTPConnection) -> Language:
    """The user's language; before sign-in what the browser asks for, else the organisation's."""
    user = getattr(request.state, "user", None)
    if user is not None:
        language: Language = user.language
        return language
    default: Language = request.app.state.console.config.language
    for part in request.headers.get("accept-language", "").lower().split(","):
        for language in LANGUAGES:
            if part.strip().startswith(language):
                return language
    return default
