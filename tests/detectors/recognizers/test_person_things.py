"""Goods, months, field names and machines that look like a name, and the people next to them."""

import pytest
from people_named import PHONE, people


@pytest.mark.parametrize(
    "text",
    [
        'Regal "Emil", weiß, 80 x 30 cm\nLampe "Clara", grau, Art.-Nr. 33-118',
        "Wasserkocher Otto 1,7 l\nBürostuhl Emil 2000, Art.-Nr. 12-88, 249,00 €",
        'Stoel "Linde" 79,95\nKast Emma, 80 x 200 cm',
        "Pizza Margherita 11,00\nPasta Alfredo 14,50\nTosti Hawaï 7,95",
        "Stamnr.: 00812  Kostenpl.: 882  Opm.: spoed",
        "Motor 180 W. Bewaartemp. 7 graden.",
        "July was busy. The launch moved from March to April, or in June.",
        "Leverbaar vanaf Juni, duurder sinds Mei.",
        "De kolommen Klantnr, Lonen en Dagloon ontbreken.",
        "Vertaal dit naar het Frans en daarna in Frans dialect.",
        "Dossier POL-2025-00931, referentie ABN-2024-11",
        "My team uses Bearer tokens.",
        "Rinse The Tank And Fill It To The MAX Line. Do Not Use Sparkling Water.",
        "SPÉCIFICATIONS DU COLIS\nVERPAKKING VAN DE KWEKERIJSCHALEN",
        "De VBA-macro heeft een fout.",
    ],
)
def test_a_thing_is_no_person(text: str) -> None:
    """Goods in a price list, months, units and field names are no names, also beside a phone number."""
    assert people(text + PHONE) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("De jongen is gepest door Rayvano.", ["Rayvano"]),
        ("Rondleiding met Sivan door de loods.", ["Sivan"]),
        ("My manager June Whitfield starts in July.", ["June Whitfield"]),
        ("Kok Emma de Wit 14,50\nKelner Piet Jansen 13,25", ["Emma de Wit", "Piet Jansen"]),
        ("Mijn collega April is ziek.", ["April"]),
        ("Docent Frans Bakker komt.", ["Frans Bakker"]),
        ("Baby Emma de Boer, 3200 g, 51 cm", ["Emma de Boer"]),
        ("12 W. Jansen\n13 K. de Boer", ["W. Jansen", "K. de Boer"]),
        ("Jansen: € 45.000\nRodríguez Vega: € 38.500", ["Jansen", "Rodríguez Vega"]),
    ],
)
def test_a_person_among_things_is(text: str, names: list[str]) -> None:
    """A role, a verb, a family name or the word before keeps a name."""
    assert people(text + PHONE) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('{"store": {"name": "Bruna Centrum"}, "phone": "06-12345678"}', []),
        ('{"pickupPoint": {"id": 4, "name": "Kramer Oost"}, "phone": "06-12345678"}', []),
        ('{"customer": {"name": "Bruna Oosterhof"}}', ["Bruna Oosterhof"]),
        ('{"employee": {"naam": "Thandeka Mokoena"}}', ["Thandeka Mokoena"]),
        ("naam;relatie\nzoon Ravi;kind\nAnja Postma;moeder\n", ["Ravi", "Anja Postma"]),
    ],
)
def test_the_object_around_a_name_says_whose_it_is(text: str, names: list[str]) -> None:
    """The key around an object tells a branch from a customer; a role in the cell is not part of the name."""
    assert people(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Lotte Receptie: is de sleutel terug?\nKim Klantenservice: ja Lotte", ["Lotte", "Kim", "Lotte"]),
        ("[09:14] Fenna Helpdesk: waarmee kan ik helpen?", ["Fenna"]),
        ("12-05-2025 17:02 - Daan Planning: wie kan er?\n12-05-2025 17:03 - Emir: ik", ["Daan", "Emir"]),
        ("Klant (10:02): Hallo\nSanne van Zonnestroom (10:03): Goedemiddag!", ["Sanne"]),
        ("Sanne van Zonneveld (10:03): Goedemiddag!", ["Sanne van Zonneveld"]),
        ("Sanne Kok: ik kom later\nBas: prima", ["Sanne Kok", "Bas"]),
    ],
)
def test_a_post_behind_a_name_is_not_part_of_it(text: str, names: list[str]) -> None:
    """Departments, posts and the firm of a help desk stay outside the name of who speaks."""
    assert people(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Getekend door Annemarie van der\nHeijden op kantoor.", ["Annemarie van der\nHeijden"]),
        ("Gelezen en akkoord, Pieter\nde Boer is geweest.", ["Pieter\nde Boer"]),
        ("Naam / Surname   VAN DER\nMEULEN", ["VAN DER\nMEULEN"]),
        ("Aanwezig:\nPieter\nAnna\n", ["Pieter", "Anna"]),
        ("Hoi Pieter\n\nDhr. De Boer belde.", ["Pieter", "De Boer"]),
        ("Aleksandra Nowicka is ziek. Aleks komt maandag.", ["Aleksandra Nowicka", "Aleks"]),
        ("Fatoumata Diallo vertrekt; Fatou blijft nog een week.", ["Fatoumata Diallo", "Fatou"]),
        ("Verzorging van zr. Coleta en br. Damianus.", ["Coleta", "Damianus"]),
    ],
)
def test_names_broken_shortened_or_with_a_short_title(text: str, names: list[str]) -> None:
    """A line break inside a name, its short form and titles of nuns and brothers."""
    assert people(text) == names
