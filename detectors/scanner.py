"""Text in, findings out: the one place where all recognizers come together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from detectors.candidates import Finder
from detectors.finding import Finding
from detectors.mapped import Mapped
from detectors.merge import merge
from detectors.normalise import canonical
from detectors.passage import Passage
from detectors.recognizers import ALL, CandidateRecognizer, Recognizer, TextRecognizer
from detectors.recognizers.known_person import KnownPersonRecognizer
from detectors.recognizers.person import PersonRecognizer
from detectors.variants import variants


@dataclass(frozen=True, slots=True)
class ScanSettings:
    """What a scanner reports.

    Attributes:
        threshold: Findings with a lower score are dropped.
        known_index: File made by `detectors.known.build_index`; None for no exact match.
        known_key: The key it was made with.
        spacy_model: Directory or package of an organisation's own spaCy pipeline, asked beside our model.
    """

    threshold: float = 0.5
    known_index: Path | None = None
    known_key: bytes = field(default=b"", repr=False)
    spacy_model: str | None = None


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
    """Scans texts with every recognizer. Make one a process: it loads everything when it is made.

    Raises:
        ModelError: The settings name a spaCy pipeline that does not load.
        KnownIndexError: The settings name an index of known people that cannot be used.
    """

    def __init__(self, settings: ScanSettings = ScanSettings()) -> None:
        self._settings = settings
        recognizers = [kind() for kind in ALL]
        if settings.spacy_model is not None:
            _add_model(recognizers, settings.spacy_model)
        if settings.known_index is not None:
            recognizers.append(KnownPersonRecognizer(settings.known_index, settings.known_key))
        self._engine = _Engine(recognizers)

    def scan(self, text: str) -> Scan:
        """Find personal data and secrets in a text; never raises, whatever the text holds."""
        language, findings = self._engine.run(text)
        return Scan(language, merge(findings, self._settings.threshold))


def _add_model(recognizers: Sequence[Recognizer], path: str) -> None:
    """Let a user's own spaCy pipeline speak in the recognizer of names."""
    from detectors.names.spacy_pipeline import SpacyModel  # noqa: PLC0415 - loads spaCy's pipelines

    for recognizer in recognizers:
        if isinstance(recognizer, PersonRecognizer):
            recognizer.add_model(SpacyModel(path))


class _Engine:
    """A set of recognizers over one candidate pass."""

    def __init__(self, recognizers: Sequence[Recognizer]) -> None:
        self._finder = Finder(recognizers)
        self._judges = tuple(recognizers)
        self._readers = tuple(kind for kind in recognizers if isinstance(kind, TextRecognizer))

    def run(self, text: str) -> tuple[str, list[Finding]]:
        """Everything every recognizer says about a text, unmerged, and the language.

        The text is scanned in canonical form, then in its other readings; offsets lead back to `text`.
        """
        form = canonical(text)
        passage = self._passage(form.text)
        findings = self._look(passage, whole=True)
        for variant in variants(passage.text, passage.plain):
            for finding in self._look(self._passage(variant.text), whole=variant.whole):
                span = variant.original(finding.start, finding.end)
                if span and finding.score >= variant.least:
                    reasons = (*finding.reasons, variant.name)
                    findings.append(replace(finding, start=span[0], end=span[1], reasons=reasons))
        if form:
            findings = [_moved(finding, form) for finding in findings]
        return passage.language, findings

    def _passage(self, text: str) -> Passage:
        return Passage(text, find_labels=self._finder.labels)

    def _look(self, passage: Passage, *, whole: bool) -> list[Finding]:
        findings: list[Finding] = []
        for number, spans in sorted(self._finder.candidates(passage.lower).items()):
            recognizer = self._judges[number]
            if isinstance(recognizer, CandidateRecognizer):
                findings += recognizer.judge(passage, spans)
        for reader in self._readers if whole else ():
            findings += reader.analyze_text(passage, tuple(findings))
        return findings


def _moved(finding: Finding, form: Mapped) -> Finding:
    """A finding of the canonical form at its place in the text as given."""
    start, end = form.original(finding.start, finding.end)
    return replace(finding, start=start, end=end)


def scan_with(recognizers: Iterable[Recognizer], text: str) -> tuple[Finding, ...]:
    """Scan with a few recognizers only, with no threshold; for Presidio engines and tests."""
    return merge(_engine(tuple(recognizers)).run(text)[1], threshold=0.0)


@lru_cache(maxsize=32)
def _engine(recognizers: tuple[Recognizer, ...]) -> _Engine:
    return _Engine(recognizers)
