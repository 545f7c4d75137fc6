"""Values that only their label tells apart: looked for around labels and below headers, nowhere else."""

import re
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import ClassVar

from detectors.context import AFTER, BEFORE, Clue, clue
from detectors.finding import Finding
from detectors.passage import Passage
from detectors.recognizers.base import Span, TextRecognizer


class LabelledRecognizer(TextRecognizer):
    """Base of recognizers whose value has no telling shape of its own: employee numbers, document numbers.

    Costs nothing in a text without one of its labels.

    Attributes:
        value_pattern: What a value looks like; look-around allowed, no nested quantifiers.
    """

    value_pattern: ClassVar[str]

    def load(self) -> None:
        """Compile the pattern."""
        self._value = re.compile(self.value_pattern, re.IGNORECASE | re.ASCII)

    def analyze_text(self, passage: Passage, findings: Sequence[Finding]) -> list[Finding]:
        """Weigh each value that stands near a label of this recognizer, or below its header."""
        del findings
        found = []
        for span in sorted(set(self._values(passage))):
            context = clue(passage, *span, self.entities[0])
            if context.kind == self.entities[0]:
                found.append(self.weigh(passage, span, context))
        return [finding for finding in found if finding]

    @abstractmethod
    def weigh(self, passage: Passage, span: Span, context: Clue) -> Finding | None:
        """Judge a value that has a label."""

    def _values(self, passage: Passage) -> Iterator[Span]:
        labels = [hit for hit in passage.labels if hit.kind == self.entities[0]]
        if not labels:
            return
        for hit in labels:
            for begin, end in ((hit.start - AFTER, hit.start), (hit.end, hit.end + BEFORE)):
                yield from (match.span() for match in self._value.finditer(passage.plain, max(0, begin), end))
        headers = {hit.start for hit in labels}
        for cell in passage.cells.all:
            if any(start in headers for start in range(cell.header_start, cell.header_end)):
                for match in self._value.finditer(passage.plain[cell.start : cell.end]):
                    yield cell.start + match.start(), cell.start + match.end()
