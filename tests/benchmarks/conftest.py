"""The detectors that stand side by side in the benchmarks, each as a function from text to findings."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
import spacy
import tldextract
from presidio_analyzer import (
    AnalyzerEngine,
    EntityRecognizer,
    RecognizerRegistry,
)
from presidio_analyzer.nlp_engine import NlpEngine, NlpEngineProvider
from presidio_analyzer.predefined_recognizers import (
    CreditCardRecognizer,
    EmailRecognizer,
    IbanRecognizer,
    PhoneRecognizer,
    SpacyRecognizer,
)

from detectors.finding import Finding
from detectors.names.spacy_pipeline import pipeline
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
    """Presidio with Dutch and Belgian phones, cards, and this project's spaCy pipeline, without its rules."""
    path = tmp_path_factory.mktemp("spacy") / "slim"
    pipeline().to_disk(path)
    phones = PhoneRecognizer(supported_language="nl", supported_regions=("NL", "BE"))
    kinds = [EmailRecognizer, IbanRecognizer, CreditCardRecognizer, SpacyRecognizer]
    return _presidio(path, kinds, phones)


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
