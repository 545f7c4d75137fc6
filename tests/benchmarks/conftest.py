"""The detectors that stand side by side in the benchmarks, each as a function from text to findings."""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import spacy
import tldextract
from presidio_analyzer import (
    AnalyzerEngine,
    EntityRecognizer,
    LocalRecognizer,
    RecognizerRegistry,
    RecognizerResult,
)
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine, NlpEngineProvider
from presidio_analyzer.predefined_recognizers import (
    CreditCardRecognizer,
    EmailRecognizer,
    IbanRecognizer,
    PhoneRecognizer,
    SpacyRecognizer,
)

from detectors.finding import Finding
from detectors.scanner import Scanner

Detector = Callable[[str], Sequence[Finding]]

# What Presidio reports that has a counterpart here. DATE_TIME, URL, IP_ADDRESS and the like are left out,
# which spares it their false alarms.
_COMPARED = frozenset({"PERSON", "LOCATION", "EMAIL_ADDRESS", "PHONE_NUMBER", "IBAN_CODE", "CREDIT_CARD"})


@pytest.fixture(scope="session")
def ours() -> Detector:
    """This project's scanner at its default threshold."""
    scanner = Scanner()
    return lambda text: scanner.scan(text).findings


@pytest.fixture(scope="session")
def stock_presidio(tmp_path_factory: pytest.TempPathFactory, no_domain_list: None) -> Detector:
    """What Presidio finds in Dutch by itself, over an empty Dutch pipeline.

    Named one by one: its own loader takes the recognizers of this project for its own, which have the same
    class names. Of what it loads for Dutch these have a type of ours; a card recognizer is not among them.
    """
    path = tmp_path_factory.mktemp("spacy") / "blank"
    spacy.blank("nl").to_disk(path)
    return _presidio(
        path, [EmailRecognizer, IbanRecognizer, SpacyRecognizer], PhoneRecognizer(supported_language="nl")
    )


@pytest.fixture(scope="session")
def slim_presidio(tmp_path_factory: pytest.TempPathFactory, no_domain_list: None) -> Detector:
    """Presidio with Dutch and Belgian phones, cards, and this project's name model without its rules."""
    names = pytest.importorskip("detectors.names.model", reason="the name model is not there yet")
    path = tmp_path_factory.mktemp("spacy") / "slim"
    spacy.blank("nl").to_disk(path)
    phones = PhoneRecognizer(supported_language="nl", supported_regions=("NL", "BE"))
    kinds = [EmailRecognizer, IbanRecognizer, CreditCardRecognizer]
    return _presidio(path, kinds, phones, _ModelRecognizer(names.packaged_model()))


class _ModelRecognizer(LocalRecognizer):
    """The name model as a Presidio recognizer: neighbouring words of more than even odds are one name."""

    def __init__(self, model: Any) -> None:
        self._model = model
        super().__init__(supported_entities=["PERSON", "LOCATION"], supported_language="nl")

    def load(self) -> None:
        """Nothing to load: the model was given."""

    def analyze(
        self,
        text: str,
        entities: list[str],  # noqa: ARG002 - Presidio's interface
        nlp_artifacts: NlpArtifacts | None = None,  # noqa: ARG002 - the same
    ) -> list[RecognizerResult]:
        """Judge every line as a whole."""
        lines = [match.span() for match in re.finditer(r"[^\n]+", text)]
        opinions = self._model.judge(text, lines)
        starts = sorted(opinions)
        results: list[RecognizerResult] = []
        for start, following in zip(starts, [*starts[1:], len(text)], strict=True):
            word, opinion = text[start:following].split(maxsplit=1)[0], opinions[start]
            kind = "PERSON" if opinion.person > 0.5 else "LOCATION" if opinion.location > 0.5 else None
            if kind and results and self._continues(text, results[-1], start, kind, opinion.begins):
                results[-1].end = start + len(word)
            elif kind:
                results.append(RecognizerResult(kind, start, start + len(word), 0.85))
        return results

    @staticmethod
    def _continues(text: str, last: RecognizerResult, start: int, kind: str, begins: float) -> bool:
        between = text[last.end : start]
        return last.entity_type == kind and between in {"", " "} and not (kind == "PERSON" and begins > 0.5)


@pytest.fixture(scope="session")
def no_domain_list() -> Iterator[None]:
    """Presidio's e-mail recognizer asks the internet for a list of domains unless told not to."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tldextract, "extract", tldextract.TLDExtract(suffix_list_urls=()))
        yield


def _presidio(model: Path, kinds: Sequence[type[EntityRecognizer]], *more: EntityRecognizer) -> Detector:
    models = [{"lang_code": "nl", "model_name": str(model)}]
    settings = {"nlp_engine_name": "spacy", "models": models}
    engine: NlpEngine = NlpEngineProvider(nlp_configuration=settings).create_engine()
    registry = RecognizerRegistry(supported_languages=["nl"])
    for recognizer in [*(kind(supported_language="nl") for kind in kinds), *more]:
        registry.add_recognizer(recognizer)
    analyzer = AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=["nl"])

    def detect(text: str) -> list[Finding]:
        return [
            Finding(result.start, result.end, result.entity_type, result.score, "presidio")
            for result in analyzer.analyze(text, language="nl")
            if result.entity_type in _COMPARED
        ]

    return detect
