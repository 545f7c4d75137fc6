"""One pass over a text that finds the candidates of every recognizer and every label."""

import re
from collections.abc import Sequence

from detectors.passage import LabelHit
from detectors.recognizers.base import CandidateRecognizer, Recognizer, Span


class Finder:
    """Finds candidates and labels for a fixed set of recognizers."""

    def __init__(self, recognizers: Sequence[Recognizer]) -> None:
        self._patterns = [
            (number, re.compile(pattern, re.IGNORECASE | re.ASCII))
            for number, recognizer in enumerate(recognizers)
            if isinstance(recognizer, CandidateRecognizer)
            for pattern in recognizer.candidate_patterns
        ]
        self._labels = [
            (recognizer.entities[0], re.compile(rf"(?<![a-z]){_loose(label)}(?![a-z])"))
            for recognizer in recognizers
            for label in recognizer.labels
        ]

    def candidates(self, text: str) -> dict[int, list[Span]]:
        """Spans by index of recognizer, sorted, each once."""
        spans: dict[int, set[Span]] = {}
        for number, pattern in self._patterns:
            for match in pattern.finditer(text):
                spans.setdefault(number, set()).add(match.span())
        return {number: sorted(found) for number, found in spans.items()}

    def labels(self, lower: str) -> tuple[LabelHit, ...]:
        """All labels in a lower-cased text, sorted."""
        hits = {
            LabelHit(match.start(), match.end(), kind)
            for kind, pattern in self._labels
            for match in pattern.finditer(lower)
        }
        return tuple(sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.kind)))


def _loose(label: str) -> str:
    """A label as a pattern in which a space also matches ``-``, ``_`` or nothing."""
    return r"[ _-]?".join(re.escape(word) for word in label.split(" "))
