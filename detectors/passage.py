"""The text that recognizers look at, with what the scanner already knows of it.

Every recognizer gets the same `Passage`, so nothing is computed twice: lower-cased text, the labels that
stand in it ("bsn", "order", "geboortedatum"), and the structure (column headers, JSON keys, form fields).
Offsets are code points of `text` everywhere.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from detectors.language import detect_language
from detectors.normalise import fold
from detectors.tables import Cells, read_cells


@dataclass(frozen=True, slots=True)
class LabelHit:
    """A word in the text that says what the value next to it is.

    Attributes:
        start: First code point of the word.
        end: One past the last.
        kind: Whose label it is: an entity type (``NL_BSN``) or ``OTHER`` (order, invoice ...).
    """

    start: int
    end: int
    kind: str


def _no_labels(_plain: str, _lower: str) -> tuple[LabelHit, ...]:
    return ()


@dataclass(frozen=True)
class Passage:
    r"""One text with its language, labels and structure.

    Attributes:
        text: The text in canonical form: ``\n`` line ends, composed accents, nothing invisible.
        find_labels: Computes `labels` from `plain` and `lower`, at most once and only when asked for.
        notes: What one recognizer worked out and another may use, by the name of its maker.
    """

    text: str
    find_labels: Callable[[str, str], tuple[LabelHit, ...]] = field(
        default=_no_labels, compare=False, repr=False
    )
    notes: dict[str, object] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def plain(self) -> str:
        """The text folded to ASCII, code point for code point: what patterns look at."""
        return fold(self.text)

    @cached_property
    def lower(self) -> str:
        """The folded text in lower case."""
        return self.plain.lower()

    @cached_property
    def language(self) -> str:
        """``nl``, ``en``, ``de`` or ``fr``: what most of the text is written in."""
        return detect_language(self.lower)

    @cached_property
    def labels(self) -> tuple[LabelHit, ...]:
        """Every label in the text, sorted by start."""
        return self.find_labels(self.plain, self.lower)

    @cached_property
    def cells(self) -> Cells:
        """Table columns, JSON keys, form fields and URL parameters: which header rules which span."""
        return read_cells(self.plain, lambda start, end: bool(self.labels_after(start, end - start)))

    @cached_property
    def _label_ends(self) -> list[int]:
        return [hit.end for hit in self.labels]

    @cached_property
    def _label_starts(self) -> list[int]:
        return [hit.start for hit in self.labels]

    def labels_before(self, position: int, reach: int) -> tuple[LabelHit, ...]:
        """Labels that end in the `reach` code points before `position`, the nearest last."""
        ends = self._label_ends
        return self.labels[bisect_left(ends, position - reach) : bisect_right(ends, position)]

    def labels_after(self, position: int, reach: int) -> tuple[LabelHit, ...]:
        """Labels that start in the `reach` code points from `position`, the nearest first."""
        starts = self._label_starts
        return self.labels[bisect_left(starts, position) : bisect_right(starts, position + reach)]

    def speaks_of(self, kind: str, position: int, reach: int) -> bool:
        """Whether a label of a kind stands anywhere within `reach` of a position."""
        around = self.labels_before(position, reach) + self.labels_after(position, reach)
        return any(hit.kind == kind for hit in around)
