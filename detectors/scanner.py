"""Text in, findings out: the one place where all recognizers come together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from detectors.candidates import Finder
from detectors.finding import Finding
from detectors.merge import merge
from detectors.passage import Passage
from detectors.recognizers import ALL, CandidateRecognizer, Recognizer, TextRecognizer


@dataclass(frozen=True, slots=True)
class ScanSettings:
    """What a scanner reports.

    Attributes:
        threshold: Findings with a lower score are dropped.
    """

    threshold: float = 0.5


@dataclass(frozen=True, slots=True)
class Scan:
    """The result of one scan.

    Attributes:
        language: ``nl``, ``en``, ``de`` or ``fr``.
        findings: Sorted by start, not overlapping, at or above the threshold.
    """

    language: str
    findings: tuple[Finding, ...]


class Scanner:
    """Scans texts with every recognizer. Make one a process: it loads everything when it is made."""

    def __init__(self, settings: ScanSettings = ScanSettings()) -> None:
        self._settings = settings
        self._engine = _Engine([kind() for kind in ALL])

    def scan(self, text: str) -> Scan:
        """Find personal data and secrets in a text; never raises, whatever the text holds."""
        passage, findings = self._engine.run(text)
        return Scan(passage.language, merge(findings, self._settings.threshold))


class _Engine:
    """A set of recognizers over one candidate pass."""

    def __init__(self, recognizers: Sequence[Recognizer]) -> None:
        self._recognizers = tuple(recognizers)
        self._finder = Finder(self._recognizers)

    def run(self, text: str) -> tuple[Passage, list[Finding]]:
        """Everything every recognizer says about a text, unmerged."""
        passage = Passage(text, "nl", lambda: self._finder.labels(passage.plain, passage.lower))
        findings: list[Finding] = []
        for number, spans in sorted(self._finder.candidates(passage.lower).items()):
            recognizer = self._recognizers[number]
            if isinstance(recognizer, CandidateRecognizer):
                findings += recognizer.judge(passage, spans)
        for recognizer in self._recognizers:
            if isinstance(recognizer, TextRecognizer):
                findings += recognizer.analyze_text(passage, tuple(findings))
        return passage, findings


def scan_with(recognizers: Iterable[Recognizer], text: str) -> tuple[Finding, ...]:
    """Scan with a few recognizers only, with no threshold; for Presidio engines and tests."""
    return merge(_engine(tuple(recognizers)).run(text)[1], threshold=0.0)


@cache
def _engine(recognizers: tuple[Recognizer, ...]) -> _Engine:
    return _Engine(recognizers)
