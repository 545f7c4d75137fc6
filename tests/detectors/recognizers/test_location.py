"""LOCATION: places that say something about a person."""

from collections.abc import Callable

import pytest

POSITIVES = (
    "Jan de Vries woont in [[Zwolle]].",
    "Fatima is geboren in [[Rotterdam]].",
    "Mijn collega Piet komt uit [[Paramaribo]].",
    "Sanne verhuist van [[Breda]] naar [[Den Bosch]].",
    "",
    "Mevrouw Yilmaz uit [[Enschede]] belde.",
    "Tomasz gaat terug naar [[Polen]].",
    "Hendrik Maes werkt in [[Antwerpen]].",
    "mijn collega marieke woont in [[utrecht]]",
    "Anna Kowalska, [[Tilburg]]",
    "Peter lives in [[Eindhoven]].",
    "Herr Schmidt wohnt in [[Köln]].",
    "Madame Dupont habite à [[Namur]].",
    "Zijn moeder Aicha woont in [[Bergen op Zoom]].",
    "De heer Kuipers, geboren te [[Hoogeveen]], is overleden.",
    "Lisa reist met Tom naar [[Parijs]].",
    "Ahmed vluchtte uit [[Aleppo]].",
    "Bram studeert in [[Groningen]].",
    "Geboorteplaats van Noor: [[Kortrijk]]",
    "Naam: Piet Bakker\nWoonplaats: [[Deventer]]",
    "Naam;Woonplaats\nJan Smit;[[Alkmaar]]\nEls Mol;[[Leiden]]\n",
    "INSERT INTO klant (naam, plaats) VALUES ('Jan Smit', '[[Alkmaar]]');",
)

NEAR_MISSES = (
    "Wat is de hoofdstad van Frankrijk?",
    "Plan een weekend Antwerpen met kinderen.",
    "De trein naar Utrecht is te laat.",
    "Het weer in Gent is zonnig.",
    "Hoeveel inwoners heeft Almere?",
    "Wat zijn leuke musea in Parijs?",
    "De winkel in Breda sluit.",
    "Ons kantoor staat in Eindhoven.",
    "In Zwolle en Deventer wordt gebouwd.",
    "Vertaal: I love New York.",
    "Schrijf een blog over Maastricht.",
    "De rechtbank Den Haag deed uitspraak.",
    "Wat kost een vlucht naar Istanbul?",
    "Vergelijk de huurprijzen in Leiden en Delft.",
    "De gemeente Tilburg heeft nieuw beleid.",
    "Universiteit Utrecht publiceerde het rapport.",
    "Best practices voor een webshop in België",
    "Hoe ver is Brussel van Luik?",
    "De fabriek in Genk ging dicht.",
    "Where is Amsterdam?",
)


@pytest.mark.parametrize("marked", POSITIVES)
def test_finds_location(marked: str, mark: Callable[[str, str], str]) -> None:
    """A place in a sentence or record about a person is found."""
    assert mark("LOCATION", marked) == marked


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_leaves_location_near_misses(text: str, mark: Callable[[str, str], str]) -> None:
    """A place without a person is no personal data."""
    assert mark("LOCATION", text) == text
