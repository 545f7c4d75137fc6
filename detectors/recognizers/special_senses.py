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
    r"(?<![a-z])(?:slachtoffers?|meldt|meldde|(?<!betrokken )bij|na|aangifte|getuige|melding|bang|angst|dupe"
    r"|ptss|verleden|vermoeden|victim|after|witness|opfer|nach|victime|apres)"
    r"(?: (?:van|voor|door|wegens|gedaan|een|de|zware|ernstige|herhaalde|deed"
    r"|of|an?|von|einer|d'un|d'une)){0,4} $"
)
_ADJOURNED = re.compile(
    r"(?<![a-z])(?:medicatie|medicijn(?:en)?|beslissing|besluit|zaak|vergadering|offerte|behandeling|uitspraak|onderwerp|punt"
    r"|agendapunt|voorstel|aanvraag|verzoek|een verdachte|verdachten|daders?|levering|zending"
    r"|lading|pakket|bestelling|betaling)(?![a-z])"
)
_FUNCTIONS = frozenset({"als", "add", "ms"})
_SHEET = re.compile(
    r"(?<![a-z])(?:excel|formules?|spreadsheets?|sql|alter table|kolom|cel|cellen|vlookup|sheets)(?![a-z])"
)
_AROUND = 400
_HEADING_AFTER = re.compile(r"(?:en|s)?[\"']?[ \t]*[:=|](?!\w)")


_TOPIC = re.compile(
    r"(?<![a-z])(?:folder|training|cijfers|presentatie|presenteert|artikel|onderzoek|campagne|brochure|boek|lezing|scriptie"
    r"|cursus|les|lessen|workshop|webinar|protocol|richtlijn|rapport|nota|documentaire|podcast|blog|poster|flyer"
    r"|book|course|study|thesis|guideline|article|leaflet|vortrag|schulung|broschure|livre|formation)"
    r" (?:over|rond|about|on|uber|zu|sur)"
    r"(?: (?!(?:mijn|zijn|haar|hun|his|her|my|mein|sein|ihr|son|sa|mon|ma) )[a-z-]{1,20}){0,3} $"
)
_OF_SOMEBODY = re.compile(r" (?:van|bij|of|von|bei|de|chez) ")
_AT_WORK = re.compile(
    r"(?<![a-z])(?:werkt|werk|werkte|werken|werkzaam|jurist|juriste|medewerker|medewerkster|bewaarder|baan"
    r"|stage|arts|verpleegkundige|directeur|overleg|consulent|opleiding|gesolliciteerd|solliciteert|arbeitet"
    r"|works|working|worked|travaille)"
    r"(?: [a-z-]{1,20}){0,3}? (?:bij|in|van|at|for|im|der|dans|a) (?:de |het |een |la |the |a |une )?$"
)
_INSTITUTIONS = re.compile(
    r"reclassering|(?:jeugd|in de )?gevangenis|detentie|tbs(?:-kliniek)?|penitentiaire inrichting"
    r"|huis van bewaring|gefangnis|(?:in )?prison|jail|probation|afkickkliniek|verslavingskliniek"
    r"|ontwenningskliniek|revalidatie[a-z]*"
)
_SCHOOL = re.compile(
    r" (?:basis|hoge|middelbare )?(?:schoo?l(?:en)?|universiteit|feestdag(?:en)?|ziekenhuis|kunst|traditie"
    r"|geschiedenis|architectuur|university|holidays?|schule|universitat|ecole|universite)(?![a-z])"
)
_STUCK = re.compile(
    r" (?:met|op|aan|tussen|achter|in (?:de|het|een) (?:file|verkeer|lift|modder|sneeuw|trein|code"
    r"|module|systeem|proces))(?![a-z])"
)


def is_other_sense(lower: str, hit: Hit) -> bool:
    """Whether a word means something else where it stands, or is what somebody works on."""
    if _is_topic(lower, hit) or _is_workplace(lower, hit):
        return True
    if hit.kind == "ETHNICITY":
        return _is_language(lower, hit)
    if hit.kind == "CRIMINAL_RECORD":
        return _is_of_a_victim(lower, hit) or _is_adjourned(lower, hit) or _is_stuck(lower, hit)
    if hit.kind == "RELIGION":
        return _SCHOOL.match(lower, hit.end) is not None
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
    if lower.startswith("arbeidsongeschiktheden", hit.start):  # those of many
        return True
    return bool(_headings().fullmatch(lower, hit.start, hit.end) and _HEADING_AFTER.match(lower, hit.end))


def _is_function(lower: str, hit: Hit) -> bool:
    """A function of a spreadsheet or a keyword of SQL: ``ALS in plaats van IF``."""
    if lower[hit.start : hit.end] not in _FUNCTIONS:
        return False
    return _SHEET.search(lower, max(0, hit.start - _AROUND), hit.end + _AROUND) is not None


def _is_topic(lower: str, hit: Hit) -> bool:
    """What a text or a lesson is about, and of nobody: ``een training over witwassen``."""
    about = _TOPIC.search(lower, max(0, hit.start - 2 * _CLAUSE), hit.start)
    return about is not None and not _OF_SOMEBODY.match(lower, hit.end)


def _is_workplace(lower: str, hit: Hit) -> bool:
    """Where somebody works: ``jurist bij de reclassering``."""
    return (
        _INSTITUTIONS.fullmatch(lower, hit.start, hit.end) is not None
        and _AT_WORK.search(lower, max(0, hit.start - 2 * _CLAUSE), hit.start) is not None
    )


def _is_stuck(lower: str, hit: Hit) -> bool:
    """Who gets no further: ``zit vast met de module``, ``zat vast in de file``."""
    return lower.startswith(("zit vast", "zat vast", "vastzit"), hit.start) and bool(
        _STUCK.match(lower, hit.end)
    )
