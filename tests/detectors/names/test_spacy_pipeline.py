"""Our model as a spaCy pipeline, and a user's own pipeline beside our model."""

import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from detectors.errors import ModelError
from detectors.names.spacy_pipeline import NAME, NameComponent, SpacyModel, pipeline
from detectors.scanner import Scanner, ScanSettings

TEXT = "Gisteren sprak ik met Fatima El Amrani, zij woont in Rotterdam.\nJan de Vries was er ook bij."


def _entities(document: Doc) -> list[tuple[str, str]]:
    return [(entity.text, entity.label_) for entity in document.ents]


@pytest.fixture(scope="module")
def ours() -> Language:
    """The packaged pipeline."""
    return pipeline()


def test_pipeline_sets_entities(ours: Language) -> None:
    """A document of our pipeline has persons and places as entities."""
    assert set(_entities(ours(TEXT))) >= {
        ("Fatima El Amrani", "PERSON"),
        ("Rotterdam", "LOCATION"),
    }


def test_packaged_folder_loads_by_its_path() -> None:
    """`spacy.load` of the folder gives the pipeline in a process that imported nothing of this project."""
    folder = files("detectors.names") / "model"
    program = (
        "import spacy, sys; nlp = spacy.load(sys.argv[1]);"
        "print([e.label_ for e in nlp('Ik sprak met Fatima El Amrani.').ents])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "['PERSON']"


def test_packaged_pipeline_is_small() -> None:
    """All its files together stay below two megabytes."""
    folder = Path(str(files("detectors.names") / "model"))
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < 2_000_000


def test_pipeline_saves_and_loads(ours: Language, tmp_path: Path) -> None:
    """To disk and back, and to bytes and back, it finds the same."""
    expected = _entities(ours(TEXT))
    assert ("Jan de Vries", "PERSON") in expected
    ours.to_disk(tmp_path / "copy")
    assert _entities(spacy.load(tmp_path / "copy")(TEXT)) == expected
    assert _entities(spacy.blank("nl").from_config(ours.config).from_bytes(ours.to_bytes())(TEXT)) == expected


def test_pipeline_takes_many_texts(ours: Language) -> None:
    """`nlp.pipe` gives what calling it one by one gives, also for texts without a word."""
    texts = [TEXT, "", "\n\n", "...", "Piet belt Anouk."]
    assert [_entities(document) for document in ours.pipe(texts)] == [_entities(ours(text)) for text in texts]


def test_threshold_is_a_setting() -> None:
    """With a threshold that nothing reaches no entity is set."""
    strict = spacy.blank("nl")
    strict.add_pipe(NAME, config={"threshold": 1.0})
    assert _entities(strict(TEXT)) == []


def test_broken_component_is_a_model_error(tmp_path: Path) -> None:
    """Weights that are missing or damaged are refused with what to do."""
    with pytest.raises(ModelError, match="reinstall or train"):
        NameComponent().from_disk(tmp_path)
    with pytest.raises(ModelError, match="reinstall or train"):
        NameComponent().from_bytes(b"no weights")


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
