"""Things that bear names: carriers in a column, brands in a list, storms, tasks of a playbook, streets."""

import re
from collections.abc import Sequence
from dataclasses import replace

from detectors.finding import Finding
from detectors.names.lexicon import kinds
from detectors.passage import Passage
from detectors.recognizers.name_tokens import FIRST, LAST, PREFIX, WORD, Words
from detectors.recognizers.person_context import is_street
from detectors.recognizers.person_firm import is_whole_name
from detectors.recognizers.person_firm_words import OWNERS
from detectors.recognizers.person_rules import DEFAULT, Candidate
from detectors.recognizers.person_small import is_from
from detectors.tables import Cell

_THING = 0.3
_REAL = frozenset({"title", "greeting", "signature", "role before", "label before"})
_BRANDS = frozenset({"merk", "merken", "brand", "brands", "huismerken", "topmerken", "marken", "marques"})
_FIRMS = frozenset(
    {"leveranciers", "vervoerders", "fabrikanten", "concurrenten", "aannemers", "onderaannemers", "winkels",
     "winkelketens", "ketens", "bedrijven", "firma's", "suppliers", "vendors", "carriers", "manufacturers",
     "competitors", "lieferanten", "fournisseurs", "sponsors", "sponsoren", "uitgevers", "uitgeverijen",
     "transporteurs", "rederijen", "groothandels", "producenten", "hotelketens", "supermarkten", "companies",
     "vervoersbedrijven", "transportbedrijven", "transportfirma's", "bouwbedrijven", "uitzendbureaus"}
)  # fmt: skip
_FIRM_LISTS = _BRANDS | _FIRMS
_NAMED_KINDS = frozenset(
    {"stormen", "stormnamen", "orkanen", "orkaannamen", "cyclonen", "tyfoons", "hurricanes", "storms",
     "orkane", "personages", "romanfiguren", "stripfiguren", "sprookjesfiguren", "tekenfilmfiguren",
     "appelrassen", "aardappelrassen", "tulpenrassen", "cultivars", "variëteiten", "stürme", "tempêtes"}
)  # fmt: skip
"""What people give first names to, in the plural: a text with these speaks of such names."""

_SINT = frozenset({"sint", "sinterklaas", "pieten", "pietenpak", "pakjesavond", "sinterklaasgedicht"})
_TRIGGERS = _FIRM_LISTS | _NAMED_KINDS | _SINT
_HEADING = re.compile(
    r"[\s*\u2022#>-]{0,8}(?:[^\W\d_][\w']* ){0,3}(?P<what>[^\W\d_][\w']*)(?: \([^()\n]{1,30}\))?\**: ?"
)
_BULLET = re.compile(r"\s*(?:[-*\u2022]|\d{1,2}[.)])\s")
_LINE, _ROWS = 300, 20
_NOBODY = frozenset({"SECRET", "CONFIDENTIAL_MARK", "NL_LICENSE_PLATE", "LOCATION", "SALARY"})


def without_things(
    passage: Passage, words: Words, chosen: list[Candidate], findings: Sequence[Finding]
) -> list[Candidate]:
    """The candidates, with those that name a carrier, a brand or a storm below the threshold."""
    if not any(candidate.score >= DEFAULT for candidate in chosen):
        return chosen
    if passage.cells.all:
        chosen = _outside_firms(passage, words, chosen)
    if _TRIGGERS.isdisjoint(words.folded):
        return chosen
    if not _FIRM_LISTS.isdisjoint(words.folded):
        reached = {f.start for f in findings if f.score >= DEFAULT and f.type not in _NOBODY}
        chosen = [_lower(_unowned(words, c)) if _is_listed_firm(words, c, reached) else c for c in chosen]
    if not _SINT.isdisjoint(words.folded):
        chosen = [_lower(c) if words.folded[c.last] == "piet" and c.first == c.last else c for c in chosen]
    if not _NAMED_KINDS.isdisjoint(words.folded) and not any(
        f.score >= DEFAULT and f.type not in _NOBODY for f in findings
    ):
        chosen = [_lower(c) if _is_first_only(words, c) else c for c in chosen]
    return chosen


def _lower(candidate: Candidate) -> Candidate:
    if candidate.score < DEFAULT or not _REAL.isdisjoint(candidate.reasons):
        return candidate
    return candidate.scored(_THING, "thing")


def _unowned(words: Words, candidate: Candidate) -> Candidate:
    """``Onze merken: Van Raam``: the word for the list is nobody's role."""
    if words.folded[candidate.first - 1] not in _FIRM_LISTS:
        return candidate
    return replace(candidate, reasons=tuple(r for r in candidate.reasons if r != "role before"))


def _is_first_only(words: Words, candidate: Candidate) -> bool:
    """No family name: ``Eunice``, ``Dudley, Eunice``."""
    if candidate.reasons[0] == "family name first":
        return True
    span = range(candidate.first, candidate.last + 1)
    return len(span) == 1 or all(words.flags[i] & FIRST and words.gap(i) != " " for i in span[:-1])


def _outside_firms(passage: Passage, words: Words, chosen: list[Candidate]) -> list[Candidate]:
    """The candidates; below a header such as ``vervoerder`` few names among firms are firms too."""
    inside: dict[int, list[tuple[int, Cell]]] = {}
    for index, candidate in enumerate(chosen):
        cell = passage.cells.at(words.spans[candidate.first][0]) if candidate.score >= DEFAULT else None
        if cell and passage.lower[cell.header_start : cell.header_end] in OWNERS:
            inside.setdefault(cell.header_start, []).append((index, cell))
    if not inside:
        return chosen
    lowered = list(chosen)
    for header, held in inside.items():
        column = sum(cell.header_start == header for cell in passage.cells.all)
        brand = passage.lower[header : held[0][1].header_end] in _BRANDS
        for index, _cell in held:
            candidate = chosen[index]
            if brand or len(held) * 2 <= column or not is_whole_name(words, candidate.first, candidate.last):
                lowered[index] = _lower(candidate)
    return lowered


def _is_listed_firm(words: Words, candidate: Candidate, reached: set[int]) -> bool:
    """``Merken: Gazelle, Van Raam``, ``Vervoerders:`` and rows below, save where somebody can be reached."""
    if candidate.score < DEFAULT:
        return False
    text, start = words.text, words.spans[candidate.first][0]
    begin = text.rfind("\n", max(0, start - _LINE), start) + 1
    stop = text.find("\n", start, start + _LINE)
    stop = stop if stop >= 0 else start + _LINE
    heading = _HEADING.match(text, begin, start)
    for _ in range(_ROWS):
        if heading or not _BULLET.match(text, begin) or begin < 2:  # noqa: PLR2004 - no line before
            break
        end = begin - 1
        begin = text.rfind("\n", max(0, end - _LINE), end) + 1
        heading = _HEADING.fullmatch(text, begin, end)
    what = heading["what"].lower() if heading else ""
    if what in _BRANDS:
        return True
    return what in _FIRMS and not any(start < at < stop for at in reached)


def named_after(words: Words, candidate: Candidate) -> str:
    """Which thing somebody's name is part of, whatever else speaks for a person; empty for none."""
    if is_street(words, candidate.last) and not is_from(words, candidate):
        return "street"
    if _is_titled_street(words, candidate):
        return "street"
    return "thing" if _is_compound(words, candidate.last) else ""


def is_acronym(words: Words, first: int, last: int) -> bool:
    """``op de NAS``: capitals behind an article are a thing's; in a text in capitals they say nothing."""
    if first != last or words.loud or not words.word(first).isupper():
        return False
    size = words.spans[first][1] - words.spans[first][0]
    return (
        size <= _LONGEST_ACRONYM and words.gap(first - 1) == " " and words.folded[first - 1] in _DETERMINERS
    )


_LONGEST_ACRONYM = 5
_DETERMINERS = frozenset(
    {"de", "het", "een", "onze", "ons", "the", "our", "a", "an", "deze", "dit", "die", "elke", "je", "jullie",
     "der", "das", "eine", "le", "la", "une"}
)  # fmt: skip


def _is_compound(words: Words, last: int) -> bool:
    """``Urbanus-scheurkalender``: a name before a hyphen and a common noun is on a thing."""
    word = words.word(last)
    if "-" not in word:
        return False
    tail = word.rpartition("-")[2]
    if len(tail) == len(word) or len(tail) < _SHORTEST_NOUN or not tail.islower():
        return False
    flag = kinds().get(tail, 0)
    return not flag & (FIRST | LAST | PREFIX) or bool(flag & WORD)


_SHORTEST_NOUN = 5


def _is_titled_street(words: Words, candidate: Candidate) -> bool:
    """``Burgemeester Oudlaan``, ``Pastoor Vosweg``: streets are named after these, however short."""
    if candidate.reasons[0] != "title" or words.folded[candidate.first - 1] not in _HONOURED:
        return False
    last = words.folded[candidate.last]
    listed = words.flags[candidate.last] & (FIRST | LAST) or last.startswith("ver")
    return not listed and len(last) >= _SHORTEST_STREET and last.endswith(_STREETS)


_SHORTEST_STREET = 6
_STREETS = ("laan", "weg", "plein", "straat", "kade")
_HONOURED = frozenset(
    {"burgemeester", "pastoor", "dokter", "doctor", "dr", "professor", "prof", "minister", "meester", "mr",
     "kapelaan", "pater", "dominee", "ds",
     "broeder", "wethouder", "notaris", "ir"}
)  # fmt: skip
