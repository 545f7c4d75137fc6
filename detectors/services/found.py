"""Services that no catalogue file describes: seen by their shape, or inside another site.

Their ids begin with the family and name the host: ``unknown-ai:chat.intranet.example``. A policy may name one
of them, or the family for all of them.
"""

from importlib.resources import files
from typing import Literal

from detectors.services.model import Service
from detectors.yaml_file import StrictModel, read_yaml

UNKNOWN = "unknown-ai"
"""An AI service that the catalogue does not have, known by the shape of its traffic."""

EMBEDDED = "embedded-ai"
"""AI inside a site, an extension or a program that is no AI service by name."""

FAMILIES = frozenset({UNKNOWN, EMBEDDED})

Language = Literal["nl", "en"]
_EXTENSION = "extension-"
_SOURCE = "extensions.yaml"
_WORDS = {
    UNKNOWN: {"nl": "Onbekende AI-dienst ({name})", "en": "Unknown AI service ({name})"},
    EMBEDDED: {"nl": "AI in {name}", "en": "AI inside {name}"},
}
_REASONS = {
    UNKNOWN: {
        "nl": "alleen herkend aan de vorm van het verkeer; iemand moet ernaar kijken",
        "en": "known by the shape of its traffic only; somebody must look at it",
    },
    EMBEDDED: {
        "nl": "AI in een ander product; het niveau volgt uit wat dat product doet",
        "en": "AI inside another product; the tier follows from what that product does",
    },
}


class _Name(StrictModel):
    """A name in the two languages."""

    nl: str
    en: str


class _Extensions(StrictModel):
    """Browser extensions with AI in them, by the id that their store gave them."""

    source: str
    extensions: dict[str, _Name]


def _extensions() -> dict[str, _Name]:
    text = files("detectors").joinpath("services", _SOURCE).read_text(encoding="utf-8")
    return read_yaml(_Extensions, text, _SOURCE).extensions


_NAMES = _extensions()


def family_of(service: str) -> str:
    """What a policy may say for all services of a kind; the id itself for those of the catalogue."""
    head, colon, _ = service.partition(":")
    return head if colon and head in FAMILIES else service


def unknown_service(host: str, language: Language = "en") -> Service:
    """The service that an unknown host turned out to be. Which tier it has follows from its use."""
    return Service(
        id=f"{UNKNOWN}:{host}",
        name=_WORDS[UNKNOWN][language].format(name=host),
        vendor="",
        category="api",
        reason=_REASONS[UNKNOWN][language],
        hosts=(host,),
    )


def embedded_service(site: str, language: Language = "en") -> Service:
    """AI inside a site, by its host; inside an extension (``extension-ID``) or a program by its name."""
    known = _NAMES.get(site.removeprefix(_EXTENSION))
    name = site if known is None else known.nl if language == "nl" else known.en
    return Service(
        id=f"{EMBEDDED}:{site}",
        name=_WORDS[EMBEDDED][language].format(name=name),
        vendor="",
        category="embedded",
        reason=_REASONS[EMBEDDED][language],
        hosts=(site,),
    )


def found_service(service: str, language: Language = "en") -> Service | None:
    """The service behind an id of these families, named in a language; None for any other id."""
    family, _, name = service.partition(":")
    if not name or family not in FAMILIES:
        return None
    return unknown_service(name, language) if family == UNKNOWN else embedded_service(name, language)
