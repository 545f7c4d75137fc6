"""What the words around a value say about it: its label, before or after it, in a header or a key."""

import re
from dataclasses import dataclass

from detectors.passage import LabelHit, Passage
from detectors.word_list import read_lines

OTHER = "OTHER"
"""The kind of labels that announce numbers which identify a thing."""

DATE = "DATE"
"""The kind of labels that announce dates other than a birth date; they matter to dates only."""

OTHER_LABELS = read_lines(__package__, "other_labels.txt")
DATE_LABELS = read_lines(__package__, "date_labels.txt")

_SILENT = frozenset(
    {
        *(
            "PERSON",
            "ADDRESS",
            "LOCATION",
            "HEALTH",
            "RELIGION",
            "ETHNICITY",
            "POLITICAL_OPINION",
            "TRADE_UNION",
        ),
        *("SEXUAL_ORIENTATION", "CRIMINAL_RECORD", "CONFIDENTIAL_MARK"),
    }
)
"""Kinds whose labels ("medewerker", "woonplaats") do not say what a number near them is."""

BEFORE = 72
"""How far before a value its label may stand, in code points."""

AFTER = 32
"""How far after a value its label may stand: "123456782 is zijn BSN"."""

_NEAR = 24
_MANY_WORDS = 2
_VALUE_DIGITS = 3
_CENTS = re.compile(r",\d\d?(?!\d)")
_WORD = re.compile(r"[a-z]{2,}", re.IGNORECASE)
_COMPLEMENT = re.compile(
    r"[\s'\"(:]*(?:nummer|nr|no|number)?[\s.:]*(?:van|voor|bij|uit|op|in|of|for|from|on|der|des|von|fur|du|de|pour)?\s*"
    r"(?:de|het|een|the|this|deze|dit|die|mijn|onze|ons|je|uw|zijn|haar|hun|my|our|your|la|le|nieuwe|bestaande)?[\s'\"(:/-]*",
    re.IGNORECASE,
)
_END = re.compile(r"[.!;](?:\s|$)")
"""A question does not end the statement: its answer is what comes next."""
_ABBREVIATION = re.compile(
    r"(?:nr|no|nrs|dhr|mevr|mw|st|dr|mr|drs|ing|ir|geb|tel|ref|b\.?v|o\.a|t\.n\.v|[a-z])\.$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Clue:
    """What the context says.

    Attributes:
        kind: The entity type whose label rules the value, ``OTHER``, or empty when nothing does.
        strength: 1.0 for a header, key or adjacent label, less for a label further off, 0 for none.
        reason: For `Finding.reasons`.
    """

    kind: str = ""
    strength: float = 0.0
    reason: str = ""


NONE = Clue()


def clue(passage: Passage, start: int, end: int, wanted: str) -> Clue:
    """The label that rules the value at `start` to `end`.

    A column header or key rules first, then the nearest label before the value in the same sentence, then a
    label of the wanted kind just after it. A label with another value in between is spent, unless it is of
    the wanted kind: one label may announce a list. "BSN of the client" is still a BSN: a label that only
    completes the one before it does not count.

    Args:
        passage: The text.
        start: First code point of the value.
        end: One past its last.
        wanted: The entity type of the recognizer that asks.
    """
    limit = 0
    cell = passage.cells.at(start)
    if cell is not None:
        ruled = _of_header(passage, cell.header_start, cell.header_end, wanted)
        if ruled.kind:
            return ruled
        limit = cell.limit
    before = _before(passage, start, wanted, limit)
    if before.kind == wanted and before.strength == 1.0:
        return before
    after = _after(passage, end, wanted)
    return max(before, after, key=lambda found: (found.kind == wanted, found.strength))


def _of_header(passage: Passage, start: int, end: int, wanted: str) -> Clue:
    kinds = {
        hit.kind
        for hit in passage.labels_after(start, end - start)
        if hit.end <= end and _counts(hit, wanted)
    }
    if wanted in kinds:
        return Clue(wanted, 1.0, "header")
    return Clue(min(kinds), 1.0, "other header") if kinds else NONE


def _counts(hit: LabelHit, wanted: str) -> bool:
    """Whether a label says anything to a recognizer: a label of dates or names does not rule a number."""
    if hit.kind == wanted:
        return True
    return hit.kind not in _SILENT and hit.kind != (OTHER if wanted == "DATE_OF_BIRTH" else DATE)


def _before(passage: Passage, start: int, wanted: str, limit: int) -> Clue:
    """The nearest label before the value that still speaks of it."""
    hits = [
        hit for hit in passage.labels_before(start, BEFORE) if hit.start >= limit and _counts(hit, wanted)
    ]
    other: LabelHit | None = None
    for hit in reversed(hits):
        gap = passage.plain[hit.end : start]
        if _ends_statement(gap):
            break
        if hit.kind == wanted:
            if other is None or _leads_on(passage.plain[hit.end : other.start]):
                return Clue(wanted, 1.0 if len(gap.strip()) <= _NEAR else 0.8, "label before")
            break
        if other is None and not _holds_value(gap) and _is_close(gap):
            other = hit
    return Clue(other.kind, 1.0, "other label before") if other else NONE


def _leads_on(between: str) -> bool:
    """Whether a label still rules after another one: "BSN of the client", "BSN? Client:"."""
    return "?" in between or bool(_COMPLEMENT.fullmatch(between))


def _after(passage: Passage, end: int, wanted: str) -> Clue:
    """A label of the wanted kind just after the value: "123456782 (BSN)"."""
    for hit in passage.labels_after(end, AFTER):
        gap = passage.plain[end : hit.start]
        if _holds_value(gap) or "\n" in gap or _END.search(gap):
            return NONE
        if hit.kind == wanted:
            follows = passage.plain[hit.end : hit.end + 8].lstrip(" '\"*")
            if follows[:1] in (":", "=", "#") or follows[:1].isdigit():
                return NONE
            return Clue(wanted, 0.9, "label after")
    return NONE


def stands_alone(plain: str, start: int, end: int) -> bool:
    """Whether a number is a value of its own, not a piece of a longer code, a decimal or a path.

    A comma between numbers separates them (CSV), unless a comma with one or two digits makes an amount.
    """
    before, after = plain[max(0, start - 2) : start], plain[end : end + 4]
    if before[-1:].isalnum() or before[-1:] == "_" or after[:1].isalnum() or after[:1] in ("_", "%"):
        return False
    if before[-1:] in (".", "-", "/", ":") and before[:-1].isalnum():
        return False
    if before == "0," and not plain[max(0, start - 3) : start - 2].isalnum():
        return False
    if after[:1] in (".", "-", "/") and after[1:2].isalnum():
        return False
    return not _CENTS.match(after)


def _is_close(gap: str) -> bool:
    """Whether a label this far from a value is certain to speak of it: hardly a word in between."""
    return "," not in gap and len(_WORD.findall(gap)) <= _MANY_WORDS


def _holds_value(gap: str) -> bool:
    """Whether another number stands between label and value."""
    return sum(map(str.isdigit, gap)) >= _VALUE_DIGITS


def _ends_statement(gap: str) -> bool:
    """Whether a sentence or paragraph ends between label and value."""
    if len(gap.strip()) <= _NEAR:
        return gap.count("\n") > 1 and bool(gap.strip(" \n\r\t:=|-*\"'"))
    if "\n\n" in gap:
        return True
    return any(not _ABBREVIATION.search(gap, 0, match.start() + 1) for match in _END.finditer(gap))
