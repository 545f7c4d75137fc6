"""Our recognizers are Presidio's: each also works in a Presidio engine, and says there what it is."""

from pathlib import Path

import pytest
import spacy
from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerRegistry
from presidio_analyzer.nlp_engine import NlpEngineProvider

from detectors.recognizers import ALL, CandidateRecognizer, Recognizer, TextRecognizer
from detectors.recognizers.bsn import BsnRecognizer

TYPES = frozenset(
    {
        *("PERSON", "ADDRESS", "LOCATION", "NL_BSN", "BE_NATIONAL_NUMBER", "DATE_OF_BIRTH", "EMAIL_ADDRESS"),
        *("PHONE_NUMBER", "IBAN_CODE", "CREDIT_CARD", "NL_LICENSE_PLATE", "NL_ID_DOCUMENT", "NL_BIG_NUMBER"),
        *("NL_VAT", "EMPLOYEE_NUMBER", "SALARY", "HEALTH", "RELIGION", "ETHNICITY", "POLITICAL_OPINION"),
        *(
            "TRADE_UNION",
            "SEXUAL_ORIENTATION",
            "CRIMINAL_RECORD",
            "SECRET",
            "KNOWN_PERSON",
            "CONFIDENTIAL_MARK",
        ),
    }
)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.detector)
def test_every_recognizer_is_complete(kind: type[Recognizer]) -> None:
    """Each is a Presidio recognizer of one of the two kinds, with a docstring that gives its legal basis."""
    assert issubclass(kind, EntityRecognizer)
    assert issubclass(kind, CandidateRecognizer) != issubclass(kind, TextRecognizer)
    assert set(kind.entities) <= TYPES
    assert "Legal basis" in (kind.__doc__ or "") or "Not personal data" in (kind.__doc__ or "")


def test_every_type_has_a_recognizer() -> None:
    """All types of the design are found by someone; known people need an index."""
    assert {entity for kind in ALL for entity in kind.entities} >= TYPES - {"KNOWN_PERSON"}


def test_names_are_unique() -> None:
    """A finding's detector names one recognizer."""
    names = [kind.detector for kind in ALL]
    assert len(names) == len(set(names))


def test_works_in_a_presidio_engine(tmp_path: Path) -> None:
    """Registered with Presidio's engine, a recognizer finds the same span and explains itself."""
    spacy.blank("nl").to_disk(tmp_path / "nl")
    settings = {
        "nlp_engine_name": "spacy",
        "models": [{"lang_code": "nl", "model_name": str(tmp_path / "nl")}],
    }
    registry = RecognizerRegistry(supported_languages=["nl"])
    registry.add_recognizer(BsnRecognizer())
    engine = AnalyzerEngine(
        registry=registry,
        nlp_engine=NlpEngineProvider(nlp_configuration=settings).create_engine(),
        supported_languages=["nl"],
    )
    (result,) = engine.analyze("Mijn BSN is 626018158", language="nl", return_decision_process=True)
    assert (result.entity_type, result.start, result.end) == ("NL_BSN", 12, 21)
    assert "checksum" in result.analysis_explanation.textual_explanation


def test_other_types_are_not_asked_for() -> None:
    """Presidio may ask for other types: then nothing is found."""
    assert BsnRecognizer().analyze("Mijn BSN is 626018158", ["PERSON"]) == []
