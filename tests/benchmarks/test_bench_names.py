"""How fast names, addresses, places and special categories are found, and the model by itself."""

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from detectors.finding import Finding
from detectors.names.model import packaged_model
from detectors.passage import Passage
from detectors.recognizers.address import AddressRecognizer
from detectors.recognizers.base import TextRecognizer
from detectors.recognizers.location import LocationRecognizer
from detectors.recognizers.person import PersonRecognizer
from detectors.recognizers.special import SpecialCategoryRecognizer

LETTER = """Beste Fatima,

Gisteren sprak ik met Jan van 't Hoff over de planning van volgende maand. Hij vertelde dat mevrouw
Brouwer-de Wit met een burn-out thuis zit en dat zij naar Kerkstraat 12, 3511 AB Utrecht verhuist.
Kun jij de afspraken nakijken en de klanten van de afdeling Verkoop inlichten? De levering van de
nieuwe laptops is uitgesteld tot maart, omdat de leverancier de onderdelen niet op tijd krijgt. Ik heb
daarom gevraagd of we de oude apparaten langer mogen houden.

Met vriendelijke groet,
Sanne

"""
SIZES = (300, 2_000, 20_000)


@pytest.fixture(scope="module")
def recognizers() -> tuple[TextRecognizer, ...]:
    """The four recognizers of this room, in the order of a scan."""
    return AddressRecognizer(), PersonRecognizer(), LocationRecognizer(), SpecialCategoryRecognizer()


@pytest.mark.parametrize("size", SIZES)
def test_names_and_addresses(
    benchmark: BenchmarkFixture, recognizers: tuple[TextRecognizer, ...], size: int
) -> None:
    """The whole of names, addresses, places and special categories over a letter of a length."""
    text = (LETTER * (size // len(LETTER) + 1))[:size]

    def run() -> list[Finding]:
        passage, findings = Passage(text), list[Finding]()
        for recognizer in recognizers:
            findings += recognizer.analyze_text(passage, tuple(findings))
        return findings

    assert benchmark(run)


@pytest.mark.parametrize("size", SIZES)
def test_model_alone(benchmark: BenchmarkFixture, size: int) -> None:
    """The model over every word, which a scan never asks for."""
    text = (LETTER * (size // len(LETTER) + 1))[:size]
    model = packaged_model()
    assert benchmark(model.judge, text, [(0, len(text))])
