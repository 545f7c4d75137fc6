"""Telephone numbers."""

import re
from collections.abc import Iterator, Sequence

import phonenumbers

from detectors.context import OTHER, Clue, clue, stands_alone
from detectors.finding import Finding
from detectors.passage import Passage
from detectors.recognizers.base import CandidateRecognizer, Span, words

_DATE = re.compile(r"\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|20)\d\d(?!\d)|(?:19|20)\d\d-[01]\d-[0-3]\d")
_MOBILE_NL = re.compile(r"06[1-58]\d{7}")
_MOBILE_BE = re.compile(r"04[5-9]\d{7}")
_REGIONS = {"nl": ("NL", "BE"), "en": ("NL", "BE", "GB", "US"), "de": ("DE", "NL", "AT"), "fr": ("BE", "FR")}
_LETTER = re.compile(r"(?:^|[\s|(,/;])(?:[TMF][:.]? ?|[tmf][:.] ?)$")
"""A letter that stands for telephone, mobile or fax, as in signatures: ``T 020 1234567``."""

_INSIDE = re.compile(r"\d[-.:/]$")
_SERIES = re.compile(r"[a-z]{1,5}[-/]$", re.IGNORECASE)
"""``K-2024-00871``: letters and a dash before digits that do not begin with a zero."""

_YEAR_NUMBER = re.compile(r"(?:19|20)\d\d[-/.]\d{3,8}(?!\d)")
"""``2022-04417``: the number of a file, an order or a case, which opens with its year."""

_ENTERPRISE = re.compile(r"\(?[01]\d{3}\.\d{3}\.\d{3}(?!\d)")
_ENTERPRISE_HEADER = re.compile(
    r"(?<![a-z])(?:kbo|bce|btw|tva|vat|mwst|be)(?![a-z])|onderneming|entreprise|enterprise"
)
_ENTERPRISE_LABEL = re.compile(
    r"(?<![a-z])(?:kbo|bce|btw|tva|vat|mwst)(?![a-z])|onderneming(?=s-?n)|entreprise|enterprise(?= n)"
)
_ENTERPRISE_LIST = re.compile(
    r"s?(?:[- ]?(?:nummers?|n[ro]s?|number)(?![a-z]))?[\W\d_]*+"
    r"(?:(?:nummers?|numeros?|numbers?|n[ro]s?|is|zijn|are|sont|be|en|et|and)[\W\d_]++)*+"
)
"""What may stand between the word for enterprise numbers and one of them: others."""

_ENTERPRISE_REACH = 160
_ENTERPRISE_FORM = re.compile(r"\(?[01]\d{3}([. ]?)\d{3}\1\d{3}(?!\d)")
_BEFORE_ENTERPRISE = re.compile(r"(?<![A-Za-z])BE ?$")
_BELGIAN_MOBILE = re.compile(r"\(?04[5-9]")
_CHECK = 97
_NUMBER = re.compile(r"(?<!\d)(?:\+|00|\(?0)[1-9](?:[ ./()-]{0,3}\d){7,15}(?!\d)")
_MAX_LENGTH = 30
_INTERNATIONAL_LENGTHS = range(9, 18)


class PhoneRecognizer(CandidateRecognizer):
    """Telephone number: Dutch, Belgian, or international with a country code.

    Legal basis: art. 4(1) GDPR. Format: ITU-T E.164; national numbering plans by way of `phonenumbers`, which
    judges candidates only. Free and paid service numbers (0800, 0900) are nobody's.

    A number in groups, with a country code or a mobile prefix stands on its own; a bare run of digits that
    could be anything needs a label. Dates, timestamps and message ids have no number's shape or no label.
    """

    detector = "phone"
    entities = ("PHONE_NUMBER",)
    labels = words("""
        tel, telefoon, telefoonnummer, telnr, mobiel, mobiele nummer, mobiel nummer, mob, gsm, gsm nummer,
        bel, bellen, belt, bereikbaar, bereiken, fax, whatsapp, app, sms, doorkiesnummer, privenummer,
        noodnummer, phone, phone number, mobile, mobile number, cell, call, telephone, telefon, handy,
        mobil, portable, numero de telephone, contactnummer, contact number, terugbellen, te bereiken,
        telephoneren, telefoneren, appen, whatsappen, tph, tf, telefoonnr, mobielnr, telefonisch, reachable,
        appel, appeler, anrufen, erreichbar, joignable, mobiele telefoon, privetelefoon
    """)
    candidate_patterns = (
        r"(?<![\w+])\+ ?[1-9](?:[ ./()-]{0,3}\d){7,15}(?!\d)",
        r"(?<!\w)00 ?[1-9](?:[ ./()-]{0,3}\d){7,15}(?!\d)",
        r"(?<![\w(])0[1-9](?:[ ./()-]{0,3}\d){7,10}(?!\d)",
        r"(?<!\w)\(0[1-9](?:[ ./()-]{0,3}\d){7,10}(?!\d)",
        r"(?<![\w(])6[ .-]{1,3}\d(?:[ .-]{0,2}\d){7}(?!\d)",
        r"(?<![\w(])[1-9]\d(?:[ .)-]{0,2}\d){6,10}(?!\d)",
        r"(?<!\w)\([1-9]\d(?:[ .)-]{0,2}\d){6,10}(?!\d)",
    )

    def load(self) -> None:
        """Read the numbering plans now, not at the first number."""
        for region in ("NL", "BE", "DE", "FR", "GB", "US"):
            phonenumbers.PhoneMetadata.metadata_for_region(region)

    def judge(self, passage: Passage, spans: Sequence[Span]) -> list[Finding]:
        """Cut each candidate to a possible number, then weigh form and context."""
        labelled = any(hit.kind == self.entities[0] for hit in passage.labels)
        found: list[Finding] = []
        waiting = list(reversed(spans))
        while waiting:
            start, end = waiting.pop()
            first = passage.plain[start : start + 3].lstrip("(")
            if (not labelled and first[0] not in "+0") or _INSIDE.search(
                passage.plain, max(0, start - 2), start
            ):
                continue
            finding = self._weigh(passage, start, end)
            if finding:
                found.append(finding)
                waiting += self._next(passage, finding.end, end)
        return found

    def _next(self, passage: Passage, done: int, end: int) -> Iterator[Span]:
        """The number that begins in what is left of a candidate: ``020-1234567 / 06-12345678``."""
        following = _NUMBER.search(passage.plain, done, end + _MAX_LENGTH) if done < end else None
        if following and following.start() < end:
            yield following.span()

    def _weigh(self, passage: Passage, start: int, end: int) -> Finding | None:
        if passage.plain[start] == "(" and ")" not in passage.plain[start:end]:
            start += 1
        value = passage.plain[start:end]
        if _DATE.match(value.lstrip("(")) or _is_of_file(passage, start, value):
            return None
        context = clue(passage, start, end, self.entities[0])
        if _is_of_label_before(passage, start, context) or _is_enterprise(
            passage, start, value, labelled=bool(context.kind)
        ):
            return None
        if not context.kind and _LETTER.search(passage.plain, max(0, start - 5), start):
            context = Clue(self.entities[0], 1.0, "letter before")
        if context.kind not in ("", self.entities[0]):
            if context.strength == 1.0 or value[0] != "+":
                return None
            context = Clue()
        for cut in _cuts(value):
            score = self._score(value[:cut], passage.language, labelled=bool(context.kind))
            if score and (context.kind or stands_alone(passage.plain, start, start + cut)):
                reasons = ("pattern", "numbering plan", context.reason)
                return self.found((start, start + cut), score, *filter(None, reasons))
        return None

    def _score(self, value: str, language: str, *, labelled: bool) -> float:
        """0 when no such number exists."""
        digits = "".join(filter(str.isdigit, value.replace("(0)", "")))
        if value[0] == "+" or digits.startswith("00"):
            exists = len(digits) in _INTERNATIONAL_LENGTHS and _exists("+" + digits.lstrip("0"), None)
            alone = 0.85 if value[0] == "+" else 0.6
        else:
            mobile = bool(_MOBILE_NL.fullmatch(digits) or _MOBILE_BE.fullmatch(digits))
            exists = mobile or any(_exists(digits, region) for region in _REGIONS[language])
            alone = 0.0 if digits[0] != "0" else 0.75 if mobile else 0.65 if len(value) > len(digits) else 0.3
        if not exists:
            return 0.0
        return 0.95 if labelled else alone


def _is_of_file(passage: Passage, start: int, value: str) -> bool:
    """The number of a file, an order or a case."""
    series = value[0] not in "+0(" and _SERIES.search(passage.plain, max(0, start - 6), start)
    return bool(series or _YEAR_NUMBER.match(value))


def _is_of_label_before(passage: Passage, start: int, context: Clue) -> bool:
    """``KvK 12345678, tel. ...``: the label that stands right before a number rules it, not the next one."""
    hits = passage.labels_before(start, 4) if context.reason == "label after" else ()
    return bool(hits) and hits[-1].kind == OTHER


def _is_enterprise(passage: Passage, start: int, value: str, *, labelled: bool) -> bool:
    """A Belgian enterprise number (KBO, BCE), by its column, its label, its groups or its check digits."""
    cell = passage.cells.at(start)
    if cell and _ENTERPRISE_HEADER.search(passage.lower, cell.header_start, cell.header_end):
        return True
    if labelled or not _ENTERPRISE_FORM.match(value):
        return False
    if _is_in_enterprise_list(passage, start):
        return True
    if not _ENTERPRISE.match(value):
        return False
    if not _BELGIAN_MOBILE.match(value):
        return True  # no other plan groups a number like that
    digits = "".join(filter(str.isdigit, value))[:10]
    return _CHECK - int(digits[:8]) % _CHECK == int(digits[8:])


def _is_in_enterprise_list(passage: Passage, start: int) -> bool:
    """``Ondernemingsnummers: 0123.456.789, 0456.789.123``; ``BE 0123.456.789``."""
    begin = max(0, start - _ENTERPRISE_REACH)
    if _BEFORE_ENTERPRISE.search(passage.plain, max(0, start - 4), start):
        return True
    words = list(_ENTERPRISE_LABEL.finditer(passage.lower, begin, start))
    return bool(words) and _ENTERPRISE_LIST.fullmatch(passage.lower, words[-1].end(), start) is not None


def _cuts(value: str) -> Iterator[int]:
    """Ends of the digit groups of a candidate, the longest first."""
    for end in range(len(value), 7, -1):
        if value[end - 1].isdigit() and not value[end : end + 1].isdigit():
            yield end


def _exists(number: str, region: str | None) -> bool:
    """Whether a numbering plan has such a number, and it is not a service number."""
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return False
    kind = phonenumbers.number_type(parsed)
    return kind not in (
        phonenumbers.PhoneNumberType.UNKNOWN,
        phonenumbers.PhoneNumberType.TOLL_FREE,
        phonenumbers.PhoneNumberType.PREMIUM_RATE,
        phonenumbers.PhoneNumberType.SHARED_COST,
    )
