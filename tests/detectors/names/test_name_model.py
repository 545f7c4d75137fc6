"""The name model: its weights, its arithmetic, its training text."""

import random
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.errors import ModelError
from detectors.names.features import COLUMNS, TOKEN, features, shape
from detectors.names.forward import Forward
from detectors.names.generate import Generator, read_templates
from detectors.names.lexicon import FIRST_NAME, kinds, places, unaccented
from detectors.names.model import packaged_model, packaged_weights
from detectors.names.network import build, load, save
from detectors.names.pools import Pools
from detectors.names.score import entities

WEIGHTS = packaged_weights()
MEGABYTE = 1_000_000


def test_weights_are_small() -> None:
    """The packaged weights stay below a megabyte."""
    assert len(WEIGHTS.read_bytes()) < MEGABYTE


def test_forward_gives_the_numbers_of_the_network() -> None:
    """The fast arithmetic is that of Thinc, for stretches of any length."""
    network = load(WEIGHTS)
    stretches = [features(text.split()) for text in ("Ik sprak met Jan de Vries", "Piet", "in Utrecht ?")]
    for slow, fast in zip(network.predict(stretches), Forward(network).predict(stretches), strict=True):
        assert np.allclose(slow, fast, atol=1e-5)


def test_model_tells_a_name_from_a_product() -> None:
    """In the same sentence a name is a person and a product is not."""
    text = "Volgens mij heeft Fatima gebeld over Terraform."
    opinions = packaged_model().judge(text, [(0, len(text))])
    assert opinions[text.index("Fatima")].person > 0.9
    assert opinions[text.index("Terraform")].person < 0.5


def test_stretches_give_what_the_whole_text_gives() -> None:
    """A stretch with enough words on both sides changes nothing for the word in the middle."""
    text = "Gisteren heeft de nieuwe collega Annemiek Verstraete ons daar heel uitvoerig over verteld."
    whole = packaged_model().judge(text, [(0, len(text))])
    start, end = text.index("nieuwe"), text.index(" heel")
    part = packaged_model().judge(text, [(start, end)])
    word = text.index("Annemiek")
    assert abs(whole[word].person - part[word].person) < 1e-4


def test_saved_weights_load_again(tmp_path: Path) -> None:
    """Saving rounds to half precision and nothing else."""
    network = build()
    network.initialize([np.zeros((1, COLUMNS), dtype="uint64")])
    save(network, tmp_path / "weights.npz")
    rows = [features(["Jan", "belt"])]
    assert np.allclose(network.predict(rows)[0], load(tmp_path / "weights.npz").predict(rows)[0], atol=0.01)


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04broken"])
def test_broken_weights_are_a_model_error(tmp_path: Path, content: bytes) -> None:
    """A file that is no model is refused with what to do about it."""
    path = tmp_path / "weights.npz"
    path.write_bytes(content)
    with pytest.raises(ModelError, match="reinstall or train"):
        load(path)


@given(st.text(max_size=200))
def test_features_take_any_text(text: str) -> None:
    """Every token of any text has features, and a shape."""
    words = [match.group() for match in TOKEN.finditer(text)]
    assert features(words).shape == (len(words), COLUMNS)
    assert all(shape(word) for word in words)


def test_generator_labels_what_it_fills(tmp_path: Path) -> None:
    """Each generated word has a label, persons and places occur, and no slot is left open."""
    folder = tmp_path / "ner"
    folder.mkdir()
    (folder / "family-names-nl.txt").write_text("Aabrink\nvan Zuylekom\n", encoding="utf-8")
    forenames, surnames = folder / "forenames-by-country.csv", folder / "surnames-by-country.csv"
    forenames.write_text("Country,Romanized Name\nNL,Noor\n", encoding="utf-8")
    surnames.write_text("Country,Romanized Name\nTR,Yilmaz\n", encoding="utf-8")
    rng = random.Random(1)
    sentences = list(islice(Generator(Pools(tmp_path, rng), rng).sentences(), 3000))
    labels = {label for _, sentence in sentences for label in sentence}
    assert labels == {"O", "B-PERSON", "I-PERSON", "B-LOCATION", "I-LOCATION"}
    assert all(len(words) == len(marks) for words, marks in sentences)
    text = "\n".join(" ".join(words) for words, _ in sentences)
    assert "{ first }" not in text
    assert "{ p }" not in text


def test_templates_are_many() -> None:
    """There are more than a thousand templates, before choices and slots multiply them."""
    assert len(read_templates()) + len(read_templates("jargon.txt")) > 1000


def test_entities_of_a_sequence() -> None:
    """An inside label without a beginning begins an entity; another type ends one."""
    assert entities(["O", "I-PERSON", "B-PERSON", "I-PERSON", "B-LOCATION"]) == {
        (1, 2, "PERSON"),
        (2, 4, "PERSON"),
        (4, 5, "LOCATION"),
    }


def test_lists_know_names_without_accents() -> None:
    """Names are known as written and as typed on a plain keyboard."""
    assert kinds()["yılmaz"] == kinds()["yilmaz"] or kinds()["yilmaz"]  # noqa: RUF001 - a Turkish letter
    assert unaccented("Łukasz") == "lukasz"
    assert kinds()["fatima"] & FIRST_NAME
    assert "bergen op zoom" in places()
