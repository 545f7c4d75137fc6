"""What the words around a number say about it: its label, before or after it, in a header or a key."""

from dataclasses import dataclass

from detectors.passage import LabelHit, Passage
from detectors.word_list import read_lines

OTHER = "OTHER"
"""The kind of labels that announce numbers nobody has to protect."""

OTHER_LABELS = read_lines(__package__, "other_labels.txt")

BEFORE = 60
"""How far before a value its label may stand, in code points."""

NEAR = 24
"""A label this close to its value is certain to be its label."""

AFTER = 28
"""How far after a value its label may stand: "123456782 is zijn BSN"."""


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
    the wanted kind: one label may announce a list.

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
    after = _after(passage, end, wanted)
    return max(before, after, key=lambda found: (found.strength, found.kind == wanted))


def _of_header(passage: Passage, start: int, end: int, wanted: str) -> Clue:
    kinds = {hit.kind for hit in passage.labels_after(start, end - start) if hit.end <= end}
    if wanted in kinds:
        return Clue(wanted, 1.0, "header")
    return Clue(min(kinds), 1.0, "header") if kinds else NONE


def _before(passage: Passage, start: int, wanted: str, limit: int) -> Clue:
    """The nearest label before the value that still speaks of it."""
    hits = tuple(hit for hit in passage.labels_before(start, BEFORE) if hit.start >= limit)
    for hit in reversed(hits):
        gap = passage.plain[hit.end : start]
        if _ends_statement(gap):
            return NONE
        if _kinds_at(hits, hit, wanted):
            return Clue(wanted, _strength(gap), "label before")
        if not _holds_value(gap):
            return Clue(hit.kind, _strength(gap), "other label before")
    return NONE


def _after(passage: Passage, end: int, wanted: str) -> Clue:
    """A label of the wanted kind just after the value: "123456782 (BSN)"."""
    for hit in passage.labels_after(end, AFTER):
        gap = passage.plain[end : hit.start]
        if hit.kind == wanted and not _holds_value(gap) and "\n" not in gap and not _ends_statement(gap):
            follows = passage.plain[hit.end : hit.end + 6].lstrip(" '\"*")
            if follows[:1] in (":", "=", "#") or follows[:1].isdigit():
                return NONE
            return Clue(wanted, 0.9, "label after")
    return NONE


def _kinds_at(hits: tuple[LabelHit, ...], hit: LabelHit, wanted: str) -> bool:
    """Whether the word of `hit` is also a label of the wanted kind."""
    return any(other.kind == wanted for other in hits if other.start == hit.start)


def _strength(gap: str) -> float:
    return 1.0 if len(gap.strip()) <= NEAR else 0.8


def _holds_value(gap: str) -> bool:
    """Whether another number stands between label and value."""
    return sum(character.isdigit() for character in gap) >= 3  # noqa: PLR2004 - "4 bis" is no value


def _ends_statement(gap: str) -> bool:
    """Whether a sentence or paragraph ends between label and value."""
    if "\n\n" in gap.replace(" ", ""):
        return bool(gap.strip())
    return any(mark in gap for mark in (". ", "? ", "! ", ".\n")) and len(gap.strip()) > NEAR
