"""People whom everybody writes about are no finding; private people with a similar name are."""

import pytest
from people_named import people

from detectors.names.lexicon import fold, public_figures, read_list


@pytest.mark.parametrize(
    "text",
    [
        "Waarom viel Johan Rudolph Thorbecke zo op onder koning Willem II?",
        "Vat de ruzie tussen Priester Daens en de katholieke partij samen.",
        "Hoe vaak won Bernard Hinault de Ronde van Frankrijk, en hoe vaak Jacques Anquetil?",
        "Vergelijk Eline Vere met Emma Bovary in een tabel.",
        "Wat is het verschil tussen Tuckman en Lencioni bij teamontwikkeling?",
        "Wie schilderde er eerder kubistisch: Georges Braque of Fernand Léger?",
        "Schrijf een quizvraag over Jommeke en een over Professor Gobelijn.",
        "Leg uit waarom Rinus Michels als trainer zo belangrijk was voor het totaalvoetbal.",
    ],
)
def test_a_question_on_a_public_figure_names_nobody(text: str) -> None:
    """Questions on history, sport, art and books hold no personal data."""
    assert people(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Beste Frank, kun je Frank Mertens inplannen voor maandag?", "Frank Mertens"),
        ("Onze collega Jan Smit is sinds dinsdag ziek gemeld.", "Jan Smit"),
        ("Mevrouw Sanne Merckx heeft haar contract nog niet getekend.", "Sanne Merckx"),
        ("Stuur de loonstrook van Peter de Jong naar zijn nieuwe adres.", "Peter de Jong"),
        ("Het dossier van Anna Peeters ligt bij de bedrijfsarts.", "Anna Peeters"),
        ("Wil jij Kevin Hofstede terugbellen over zijn verzuim?", "Kevin Hofstede"),
    ],
)
def test_a_private_person_with_a_common_name_is_found(text: str, name: str) -> None:
    """The list of public figures swallows nobody who merely shares a family name."""
    assert name in people(text)


def test_no_listed_figure_is_one_letter_or_a_bare_first_name() -> None:
    """A word of one letter, or the commonest first names, would hide people everywhere."""
    bare = {fold(name) for name in ("Jan", "Piet", "Anna", "Peter", "Marie", "Karel", "Anouk", "Dante")}
    assert bare.isdisjoint(public_figures())
    assert not [name for name in public_figures() if len(name.strip(". ")) < len("abc")]


def test_every_figure_is_listed_once() -> None:
    """The list has no double entries, however they are spelled."""
    entries = [fold(entry) for entry in read_list("public_figures.txt")]
    assert len(entries) == len(set(entries))
