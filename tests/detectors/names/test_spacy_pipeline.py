"""Our model as a spaCy pipeline, and a user's own pipeline beside our model."""

from pathlib import Path

import pytest
import spacy

from detectors.errors import ModelError
from detectors.names.spacy_pipeline import SpacyModel, pipeline
from detectors.scanner import Scanner, ScanSettings


def test_pipeline_sets_entities() -> None:
    """A document of our pipeline has persons and places as entities."""
    document = pipeline()("Gisteren sprak ik met Fatima El Amrani, zij woont in Rotterdam.")
    assert {(entity.text, entity.label_) for entity in document.ents} >= {
        ("Fatima El Amrani", "PERSON"),
        ("Rotterdam", "LOCATION"),
    }


def test_own_pipeline_is_asked(tmp_path: Path) -> None:
    """A name that only the user's own pipeline knows is found when the settings name it."""
    own = spacy.blank("nl")
    ruler = own.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PER", "pattern": "Zwartepietje Quux"}])  # type: ignore[attr-defined]
    own.to_disk(tmp_path / "model")
    text = "volgens onze afspraken gaat Zwartepietje Quux over de sleutels"
    found = Scanner(ScanSettings(spacy_model=str(tmp_path / "model"))).scan(text).findings
    assert [(text[f.start : f.end], f.type) for f in found] == [("Zwartepietje Quux", "PERSON")]


def test_missing_pipeline_is_a_model_error(tmp_path: Path) -> None:
    """A path without a pipeline is refused with what to do."""
    with pytest.raises(ModelError, match="check the path"):
        SpacyModel(tmp_path / "nothing")
