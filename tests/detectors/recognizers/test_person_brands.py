"""Brands that are called after somebody are no persons; people with the same words in their name are."""

import pytest
from people_named import PHONE, people

from detectors.names.lexicon import brands, kinds
from detectors.recognizers.name_tokens import FIRST, LAST


@pytest.mark.parametrize(
    "text",
    [
        "In de aanbieding: Jules Destrooper, Devos Lemmens en Marie Thumas.",
        "De Lotus Elise staat naast de Honda Jazz in de showroom.",
        "Vandaag geleverd door Jan de Rijk en Ewals Cargo.",
        "De Clematis Nelly Moser en de Hydrangea Annabelle bloeien.",
        "Een Emile Henry en een Russell Hobbs staan in het schap.",
    ],
)
def test_a_brand_with_a_name_is_no_person(text: str) -> None:
    """The whole phrase speaks against the name."""
    assert people(text + PHONE) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ons aanspreekpunt is Elise Lotterman.", ["Elise Lotterman"]),
        ("Contactpersoon: Nelly Verkade", ["Nelly Verkade"]),
        ("Mevrouw Van Dorp en de heer Beckers komen morgen.", ["Van Dorp", "Beckers"]),
        ("Onze collega Annabelle Mora belt terug.", ["Annabelle Mora"]),
        ("Beste Nicola, Philip Peeters heeft gebeld.", ["Nicola", "Philip Peeters"]),
    ],
)
def test_a_person_with_a_word_of_a_brand_stays(text: str, names: list[str]) -> None:
    """A part of a brand is no reason to overlook somebody."""
    assert people(text + PHONE) == names


def test_no_brand_is_a_name_by_itself() -> None:
    """A first or family name alone would hide everybody who is called so."""
    alone = {brand for brand in brands() if " " not in brand}
    assert {brand for brand in alone if kinds().get(brand, 0) & (FIRST | LAST)} == set()
