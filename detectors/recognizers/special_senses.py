"""Other senses of the words of the special categories: a language, a victim, a case adjourned, a heading."""

import re
from functools import cache

from detectors.recognizers.special_lists import any_of, phrases
from detectors.recognizers.special_patterns import Hit

_CLAUSE = 40
_LANGUAGES = ("s", "sch", "ish", "ian", "ais", "ien")
_LANGUAGE = re.compile(
    r"(?:spre|spra|spri|taal|tolk|cursus|les|leer|vertaa|vertol|lees|schrijf|speak|spoke|language|course|lesson|sprach|parle|langue)"
)
_VICTIM = re.compile(
    r"(?<![a-z])(?:slachtoffers?|na|aangifte|getuige|melding|bang|angst|dupe|ptss|verleden|vermoeden|victim|after"
    r"|witness|opfer|nach|victime|apres)(?: (?:van|voor|door|wegens|gedaan|een|de|zware|ernstige|herhaalde"
    r"|deed|of|an?|von|einer|d'un|d'une)){0,4} $"
)
_ADJOURNED = re.compile(
    r"(?<![a-z])(?:medicatie|medicijn(?:en)?|beslissing|besluit|zaak|vergadering|offerte|behandeling|uitspraak|onderwerp|punt"
    r"|agendapunt|voorstel|aanvraag|verzoek|levering|zending|lading|pakket|bestelling|betaling)(?![a-z])"
)
_FUNCTIONS = frozenset({"als", "add", "ms"})
_SHEET = re.compile(
    r"(?<![a-z])(?:excel|formules?|spreadsheets?|sql|alter table|kolom|cel|cellen|vlookup|sheets)(?![a-z])"
)
_AROUND = 400
_HEADING_AFTER = re.compile(r"(?:en|s)?[\"']?[ \t]*[:=|](?!\w)")


def is_other_sense(lower: str, hit: Hit) -> bool:
    """Whether a word means something else where it stands."""
    if hit.kind == "ETHNICITY":
        return _is_language(lower, hit)
    if hit.kind == "CRIMINAL_RECORD":
        return _is_of_a_victim(lower, hit) or _is_adjourned(lower, hit)
    return hit.kind == "HEALTH" and (_is_heading(lower, hit) or _is_function(lower, hit))


def _is_language(lower: str, hit: Hit) -> bool:
    """Whether a word of origin is a language: ``spreekt Koerdisch``, ``tolk Turks``."""
    return (
        lower.endswith(_LANGUAGES, hit.start, hit.end)
        and _LANGUAGE.search(lower, max(0, hit.start - _CLAUSE), hit.start) is not None
    )


@cache
def _offences() -> frozenset[str]:
    return frozenset(phrases("OFFENCES"))


def _is_of_a_victim(lower: str, hit: Hit) -> bool:
    """An offence that was done to somebody: ``slachtoffer van mishandeling``."""
    return (
        lower[hit.start : hit.end] in _offences()
        and _VICTIM.search(lower, max(0, hit.start - _CLAUSE), hit.start) is not None
    )


def _is_adjourned(lower: str, hit: Hit) -> bool:
    """A decision or a medicine that is held: ``de zaak is aangehouden tot mei``."""
    return (
        lower.startswith("aangehouden", hit.start)
        and _ADJOURNED.search(lower, max(0, hit.start - 2 * _CLAUSE), hit.start) is not None
    )


@cache
def _headings() -> re.Pattern[str]:
    return re.compile(any_of(sorted(phrases("HEALTH_HEADINGS"), key=len, reverse=True)) + "(?:en|s)?")


def _is_heading(lower: str, hit: Hit) -> bool:
    """A field of a form; its value is the fact: ``Allergie: geen``."""
    return bool(_headings().fullmatch(lower, hit.start, hit.end) and _HEADING_AFTER.match(lower, hit.end))


def _is_function(lower: str, hit: Hit) -> bool:
    """A function of a spreadsheet or a keyword of SQL: ``ALS in plaats van IF``."""
    if lower[hit.start : hit.end] not in _FUNCTIONS:
        return False
    return _SHEET.search(lower, max(0, hit.start - _AROUND), hit.end + _AROUND) is not None
