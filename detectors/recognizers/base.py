"""What a recognizer is: Presidio's class, plus the two ways our scanner runs it.

A recognizer is a subclass of Presidio's `EntityRecognizer` whose class attributes are its specification and
whose docstring names legal basis, format and source. There are two kinds:

`CandidateRecognizer`
    Judges candidates. Its `candidate_patterns` join one multi-pattern pass over the text (all recognizers
    together), and `judge` is called only when one of them fired. Use it for whatever has a shape.

`TextRecognizer`
    Sees the whole text, after all candidate recognizers, with the findings so far. Use it for names,
    addresses and whatever depends on other findings. Text recognizers run in the order of
    `detectors.recognizers.ALL`, and each sees what those before it found.

How to add one: write the class in its own file, one kind a file, and add the class to `ALL` in
`detectors/recognizers/__init__.py`. Instances are made once a process, without arguments, and must keep no
state between texts. Load lists and models in `load()`.

Rules for both kinds
- Offsets are code points of `passage.text`. Findings may overlap, and may come in any order: the scanner
  ranks and merges them (`detectors/merge.py`) and drops those below the threshold.
- `score` is 0 to 1: below 0.5 is not reported by default; a checksum without context stays below, a label
  next to it lifts it to 0.85 or more. `reasons` are short words, never the value:
  ``("pattern", "checksum", "label before")``.
- Never raise on any text, never log or print a value, never touch the network.
- Work must be linear in the length of the text. Patterns use no nested quantifiers.
"""

from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from presidio_analyzer import AnalysisExplanation, EntityRecognizer, RecognizerResult

from detectors.finding import Finding
from detectors.passage import Passage

if TYPE_CHECKING:
    from presidio_analyzer.nlp_engine import NlpArtifacts

type Span = tuple[int, int]
"""Start and end of a candidate, in code points."""


def words(text: str) -> tuple[str, ...]:
    """The words and phrases of a comma-separated specification: ``words("bsn, sofi nummer")``."""
    return tuple(" ".join(word.split()) for word in text.split(",") if word.strip())


def one_of(text: str) -> str:
    """A pattern for any item of a comma-separated specification; the items are patterns themselves."""
    return f"(?:{'|'.join(words(text))})"


class Recognizer(EntityRecognizer):
    """Base of both kinds.

    Attributes:
        detector: Name of this recognizer in findings, e.g. ``nl_bsn``.
        entities: The entity types it can find.
        labels: Words that announce such a value ("bsn", "burgerservicenummer"), lower case, matched as whole
            words; a space also matches ``-``, ``_`` or nothing. The scanner looks them up for all
            recognizers in one pass: see `Passage.labels`. One recognizer's label counts against the others.
    """

    detector: ClassVar[str]
    entities: ClassVar[tuple[str, ...]]
    labels: ClassVar[tuple[str, ...]] = ()
    name: str

    def __init__(self, supported_language: str = "nl") -> None:
        super().__init__(
            supported_entities=list(self.entities),
            name=self.detector,
            supported_language=supported_language,
            context=list(self.labels),
        )

    def load(self) -> None:
        """Load lists and models; called once, by Presidio's constructor."""

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: "NlpArtifacts | None" = None
    ) -> list[RecognizerResult]:
        """Presidio's way in, so that each recognizer also works in a Presidio `AnalyzerEngine`."""
        del nlp_artifacts
        from detectors.scanner import scan_with  # noqa: PLC0415 - the scanner imports the recognizers

        return [
            RecognizerResult(
                entity_type=finding.type,
                start=finding.start,
                end=finding.end,
                score=finding.score,
                analysis_explanation=AnalysisExplanation(
                    recognizer=self.detector,
                    original_score=finding.score,
                    textual_explanation=", ".join(finding.reasons),
                ),
                recognition_metadata={
                    RecognizerResult.RECOGNIZER_NAME_KEY: self.name,
                    RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                },
            )
            for finding in scan_with([self], text)
            if finding.type in entities
        ]

    def found(self, span: Span, score: float, *reasons: str, entity: str = "") -> Finding:
        """A finding of this recognizer; `entity` when it has more than one type."""
        return Finding(span[0], span[1], entity or self.entities[0], round(score, 2), self.detector, reasons)


class CandidateRecognizer(Recognizer):
    r"""Judges the candidates that its patterns found.

    Attributes:
        candidate_patterns: Regular expressions, matched on the text folded to ASCII and in lower case, so
        they
            are written in lower case. Look-around of simple classes is allowed, nested look-around, nested
            quantifiers and back-references are not. All matches are reported, `judge` cuts and rejects.
            Patterns that begin with a single character (after look-behind) are fastest.
    """

    candidate_patterns: ClassVar[tuple[str, ...]]

    @abstractmethod
    def judge(self, passage: Passage, spans: Sequence[Span]) -> list[Finding]:
        """Judge all candidates of one text.

        Args:
            passage: The text, its labels and structure.
            spans: The candidates, sorted by start; they may overlap one another.
        """


class TextRecognizer(Recognizer):
    """Sees the whole text and what was found before it."""

    @abstractmethod
    def analyze_text(self, passage: Passage, findings: Sequence[Finding]) -> list[Finding]:
        """Find in the whole text.

        Args:
            passage: The text, its labels and structure.
            findings: What the recognizers before this one found, unmerged, in any order.

        Returns:
            Only this recognizer's own findings.
        """
