"""Postal addresses (GDPR article 4(1)), whole or in part: one span from street to place."""

import re
from collections.abc import Sequence
from itertools import chain
from typing import ClassVar

from detectors.finding import Finding
from detectors.gated import Gated
from detectors.passage import Passage
from detectors.recognizers.address_codes import boxes, codes
from detectors.recognizers.address_parts import HEADERS, Part, known_place, place_at, streets
from detectors.recognizers.base import TextRecognizer
from detectors.recognizers.occupied import Occupied
from detectors.recognizers.person_rules import DEFAULT
from detectors.tables import Cell

_JOINED = re.compile(r"[ \t]{0,3}(?:[,;|/-]|,?[ ]?\r?\n|te(?= ))?[ \t]{0,3}")
_BOAT = re.compile(
    r"(?:woon(?:boot|ark|schip)|boot|ark|schip|wagen) [\"'][^\"'\n]{1,30}[\"'],? $", re.IGNORECASE
)
"""The name of a boat before the quay that it lies at."""
_BEFORE_PLACE = re.compile(r"(?:, ?| ?[-|] ?| te | in |,? ?\r?\n| )")
_COUNTRY = re.compile(
    r"(?:, ?| ?- ?|,? ?\r?\n| )\(?(?:the netherlands|nederland|netherlands|belgie|belgium|belgique|duitsland|"
    r"deutschland|germany|frankrijk|france|united kingdom|uk|luxemburg)(?!\w)\)?",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?<!\w)(?:(?:[A-Z~'][\w'~-]*|1e|2e)(?: (?:van|de|der|den|het|'t|op|aan|ten|ter|en|[A-Z~][\w'~-]*)){0,4}"
    r"|[a-z]{4,20}) "
    r"[1-9]\d{0,3}(?:[ -]?(?:[A-Za-z]|bis|hs|[IV]{1,3}))?(?: ?(?:bus|bte) ?\w{1,4})?,?(?: -)?[ \n]{0,2}$"
)
_AFTER_LIVES = re.compile(
    r"((?:[A-Z~'1-9][\w'.~-]*)(?: (?:van|de|der|den|het|'t|op|aan|ten|ter|en|[A-Z~][\w'.~-]*)){0,4})"
    r" ([1-9]\d{0,3})(?![\d%:])"
)
_LIVES_ANY = Gated(
    r"(?<!\w)(?:woont|woon|wonen|woonde|wonend|woonachtig|verhuisd|verhuist|lives|live|wohnt|habite|"
    r"(?:woon|thuis|bezoek|post|privé|prive|e|aflever|bezorg|factuur|verzend|huis)?adres(?:se)?|straat|address|anschrift|domicilie)"
    r"(?:[^\n.;]{0,25}?)(?: op| aan| in| at| on| is|:|=)(?: de| het| the| der)? ",
    re.IGNORECASE,
)
_STREET_ALONE = Gated(
    r"(?<!\w)(?:woont|woon|wonen|woonde|wonend|woonachtig|verhuisd|verhuist|buurman|buurvrouw)[^\n.;]{0,30}?"
    r"(?: op| aan| in| naar| uit)(?: de| het)? "
    r"((?:[A-Z~'][\w'.~-]* (?:van |de |der |den )*){0,3}[A-Z~][\w'~-]*"
    r"(?:straat|laan|plein|gracht|kade|singel|steeg|weg|dreef|plantsoen|lei|hof|dijk))(?!\w)"
)
_FIELD = Gated(
    r"(?<![\w.])(?P<key>straat(?:naam)?|street|strasse|rue|postcode|postal code|zip(?: code)?|plz)"
    r"[ \t]{0,12}:[ \t]{1,12}"
    r"(?P<value>[A-Z][A-Za-z'.~ -]{2,40}[a-z.](?: \d{1,4}[a-z]?)?|\d{4,5}(?: ?[A-Z]{2})?)(?![\w.,@:/(\[-])",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[ \t]*(?:[\n,;)\"']|$)|[.!?](?:\s|$)")
"""After a place that follows a number without a comma: ``Hoofdstraat 9 Emmen)``."""

_NO_FIELD = frozenset(
    {"none", "null", "string", "text", "number", "integer", "varchar", "verplicht", "optioneel"}
)
_MANY_FIELDS = 2
_PLAIN_WORDS = re.compile(r"[^\W_]")
_SURE = 0.95
_LINE_END = re.compile(r"[ \t]*(?:\r?\n|$)")
_POSTCODE = frozenset({"postcode", "zip", "zipcode", "postalcode", "plz", "codepostal"})


class AddressRecognizer(TextRecognizer):
    """Addresses in the Netherlands and Belgium, and the usual German, French and English forms.

    Legal basis: GDPR article 4(1), location data and an identifier of a household.
    Format: street, number with addition, postcode, place, country, in one line or many; parts of it too when
    nothing else explains them. Prices, years, article numbers and references to law are no addresses.
    Source: PostNL and bpost address guides; place names from Faker (MIT).
    """

    detector: ClassVar[str] = "address"
    entities: ClassVar[tuple[str, ...]] = ("ADDRESS",)

    def analyze_text(self, passage: Passage, findings: Sequence[Finding]) -> list[Finding]:
        """Find parts and join neighbours into whole addresses."""
        plain = passage.plain
        parts = chain(streets(plain), codes(plain, passage.text), boxes(plain), _introduced(plain))
        found = _clean(_with_names_before_codes(plain, sorted(parts)))
        whole = _join(passage, found)
        for more in (_cells(passage), _streets_alone(plain), _fields(plain)):
            taken = Occupied((part.start, part.end) for part in whole if part.score >= DEFAULT)
            whole += [part for part in more if not taken.overlaps(part.start, part.end)]
        held = Occupied((f.start, f.end) for f in findings if f.score >= DEFAULT and f.type != "PERSON")
        return [
            self.found((_with_boat(plain, part.start), part.end), part.score, *part.reasons)
            for part in whole
            if not held.overlaps(part.start, part.end)
        ]


def _with_boat(plain: str, start: int) -> int:
    """``Woonboot "De Zwaluw", Schinkelkade t/o 39``: the name of a boat is part of its address."""
    boat = _BOAT.search(plain, max(0, start - 50), start)
    return boat.start() if boat else start


def _introduced(plain: str) -> list[Part]:
    """A name with a number after ``woont op`` or ``adres:``, whatever the street is called."""
    parts = []
    for match in _LIVES_ANY.finditer(plain):
        street = _AFTER_LIVES.match(plain, match.end())
        if street and not re.match(r"\d{4}$", street.group(2)):
            parts.append(Part(street.start(), street.end(), "street", 0.75, ("number", "address before")))
    return parts


def _streets_alone(plain: str) -> list[Part]:
    """``Hij woont in de Kerkstraat``: no number, but somebody lives there."""
    return [
        Part(*m.span(1), "street", 0.65, ("street", "lives there")) for m in _STREET_ALONE.finditer(plain)
    ]


def _with_names_before_codes(plain: str, parts: list[Part]) -> list[Part]:
    """Whatever stands with a number right before a postcode is a street: ``Damrak 12, 1012 LP``."""
    extra = []
    for part in parts:
        if part.kind != "code":
            continue
        match = _NAMED.search(plain[max(0, part.start - 70) : part.start])
        if match and "ostbus" not in match.group():
            start = max(0, part.start - 70) + match.start()
            end = start + len(match.group().rstrip(" ,-\n"))
            if part.score >= DEFAULT or match.group()[0].isupper():
                extra.append(Part(start, end, "street", 0.6, ("number", "postcode after")))
    return sorted(parts + extra)


def _clean(parts: list[Part]) -> list[Part]:
    """Parts without overlap: the better one stays, the longer one when equal."""
    kept: list[Part] = []
    for part in parts:
        if kept and kept[-1].end > part.start:
            old = kept[-1]
            kept[-1] = max(old, part, key=lambda p: (p.score, p.end - p.start))
            if kept[-1] is not old and len(kept) > 1 and kept[-2].end > kept[-1].start:
                kept.pop()
            elif old.kind == part.kind == "street" and old.end <= part.end and kept[-1] is old:
                kept[-1] = Part(old.start, max(old.end, part.end), old.kind, old.score, old.reasons)
        else:
            kept.append(part)
    return kept


def _join(passage: Passage, parts: list[Part]) -> list[Part]:
    """Neighbouring parts as one address, with the place and the country that follow."""
    plain, text = passage.plain, passage.text
    whole: list[Part] = []
    for part in _clean([_tail(plain, text, part) if part.kind == "street" else part for part in parts]):
        previous = whole[-1] if whole else None
        if previous and part.start - previous.end < 8 and _joins(plain, previous, part):  # noqa: PLR2004
            score = min(_SURE, max(previous.score, part.score) + 0.1)
            kind = "whole" if part.kind == "code" else previous.kind
            whole[-1] = Part(previous.start, part.end, kind, score, (*previous.reasons, *part.reasons))
        else:
            whole.append(part)
    return [_tail(plain, text, part) for part in whole]


def _joins(plain: str, first: Part, second: Part) -> bool:
    """Whether two parts with little between them are one address."""
    if max(first.score, second.score) < DEFAULT or not _JOINED.fullmatch(plain, first.end, second.start):
        return False
    if second.kind == "code":
        return True
    between = plain[first.end : second.start]
    return first.kind in {"code", "box", "whole"} and between != "" and "\n" not in between


def _tail(plain: str, text: str, part: Part) -> Part:
    """Take in a place after a street or code, and a country after either."""
    end, score, reasons = part.end, part.score, part.reasons
    gap = _BEFORE_PLACE.match(plain, end)
    between = gap.group() if gap else ""
    place = known_place(text, gap.end()) if gap else 0
    if gap and part.kind == "street" and between != " ":
        fits = place and (text[gap.end()].isupper() or (between in {" te ", " in "} and score >= DEFAULT))
        if fits and ("\n" not in between or _LINE_END.match(text, place)):
            end, score, reasons = place, min(_SURE, score + 0.1), (*reasons, "place")
    elif gap and part.kind == "street" and place and score >= DEFAULT and text[gap.end()].isupper():
        end = place if _ENDS.match(plain, place) else end
    elif gap and "postcode" in reasons and "place" not in reasons and between.strip() in {",", "", "-", "|"}:
        place = place or (place_at(text, gap.end()) if between.strip() else 0)
        if place:
            end, score, reasons = place, min(_SURE, score + 0.05), (*reasons, "place")
    country = _COUNTRY.match(plain, end)
    if country and score >= DEFAULT:
        end = country.end()
    return Part(part.start, end, part.kind, score, reasons)


def _fields(plain: str) -> list[Part]:
    """A form with a field for each part of the address: ``Straat: Rue Neuve``, ``Postcode: 1000``."""
    fields = [
        field
        for field in _FIELD.finditer(plain)
        if not field["value"][0].islower() and field["value"].lower().split()[0] not in _NO_FIELD
    ]
    kinds = {field["key"].lower() for field in fields}
    if len(kinds) < _MANY_FIELDS:
        return []
    return [Part(*field.span("value"), "cell", 0.75, ("field",)) for field in fields]


def _cells(passage: Passage) -> list[Part]:
    """Values whose header or key says street, address or postcode."""
    parts = []
    for cell in passage.cells.all:
        header = re.sub(r"[\W_]", "", passage.lower[cell.header_start : cell.header_end])
        value = passage.text[cell.start : cell.end]
        if header in HEADERS and _is_address_value(header, value):
            parts.append(_trimmed(cell, value))
    return parts


def _trimmed(cell: Cell, value: str) -> Part:
    start = cell.start + len(value) - len(value.lstrip())
    return Part(start, start + len(value.strip()), "cell", 0.85, ("column",))


def _is_address_value(header: str, value: str) -> bool:
    """Not empty, not a type name, not longer than an address."""
    value = value.strip()
    if not 4 <= len(value) <= 90 or not _PLAIN_WORDS.search(value) or "@" in value or "://" in value:  # noqa: PLR2004
        return False
    if header in _POSTCODE:
        return bool(re.match(r"(?:[A-Z]{1,2}-?)?\d{4,5}", value)) and len(value) <= 12  # noqa: PLR2004
    return value[0].isupper() or value[0] in "'\u2019" or bool(re.search(r"[^\W\d] ?\d", value))
