"""Names in small letters behind titles, nicknames in the middle, and what small letters take from a name."""

import pytest
from people_named import people


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("gisteren met mevrouw de vries gesproken over haar heup", ["de vries"]),
        ("meneer van den heuvel heeft gebeld over zijn vergunning", ["van den heuvel"]),
        ("dokter bos komt morgen langs", ["bos"]),
        ("de familie bakker heeft geklaagd", ["bakker"]),
        ("mevrouw van der wal wil graag een afspraak", ["van der wal"]),
        ("dhr. kuiper heeft de sleutel", ["kuiper"]),
        ("meneer de directeur heeft het gezegd", []),
        ("mevrouw de voorzitter opende de vergadering", []),
        ("ik heb mevrouw lang gesproken", []),
        ("die mevrouw van de gemeente wist het niet", []),
        ("de heer des huizes doet open", []),
    ],
)
def test_a_title_and_a_family_name_in_small_letters(text: str, names: list[str]) -> None:
    """Behind a title a family name that is also a word needs no capital; an office is none."""
    assert people(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Referentie: dr. Gerardus 'Sjra' Peeters, diensthoofd", ["Gerardus 'Sjra' Peeters"]),
        ("Antonius (Toon) van Dijk belde.", ["Antonius (Toon) van Dijk"]),
        ('Gemeld door Maria "Mia" Claes.', ['Maria "Mia" Claes']),
        ("Wij verloren Willem \u2018Wim\u2019 de Boer.", ["Willem \u2018Wim\u2019 de Boer"]),
    ],
)
def test_what_people_call_somebody_stands_inside_the_name(text: str, names: list[str]) -> None:
    """First name, nickname in quotes or brackets and family name are one span."""
    assert people(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "for x in rows:\n    if x == 1:\n        y = 2\n    elif x == 2:\n        y = 3\n",
        "Wel een ping naar de server, maar geen antwoord.",
        "Boeket met skimmia, hortensia en azalea, niet te duur.",
        "Voer eerst ed of vi uit en dan ping.",
        "De waarde van rho en chi staat in de tabel.",
    ],
)
def test_commands_and_flowers_in_small_letters_are_nobody(text: str) -> None:
    """What is a first name only with a capital is a command or a flower without."""
    assert people(text) == []


def test_the_same_words_with_a_capital_stay_names() -> None:
    """``Elif`` and ``Hortensia`` are people."""
    assert people("Elif belde me gisteren.") == ["Elif"]
    assert people("Mijn collega Hortensia is ziek.") == ["Hortensia"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("de wijkagent rob de jong deed aangifte en vera komt later", ["rob de jong", "vera"]),
        ("wie is er bij karin zie ik youssef en anja", ["karin", "youssef", "anja"]),
        ("onze buurman van den bosch heeft een hond", ["van den bosch"]),
        ("collega de vries heeft het gedaan", ["de vries"]),
        ("mevrouw haddaoui belde over haar dochter", ["haddaoui"]),
        ("en haar dochter heet ayleen geloof ik", ["ayleen"]),
        ("zijn moeder heet rima en woont in delft", ["rima"]),
        ("dat is meneer van den heuvel van de tulpenstraat ja", ["van den heuvel"]),
        ("anja zei gisteren dat roos komt met de bus", ["anja", "roos"]),
        ("de moeder van de koning komt", []),
        ("de klant van de bakker is boos", []),
        ("het project heet zonnebloem en loopt tot mei", []),
        ("hij heet voluit anders dan je denkt", []),
        ("mevrouw gisteren belde terug over de afspraak", []),
        ("hoe laat gaat de bus en komt de storm als de floor is open", []),
        ('wat betekent "een flauwe piet" en ook "hans worst" dan', []),
        ("de mark is weg en de roos heeft luis", []),
    ],
)
def test_dictation_without_any_capital(text: str, names: list[str]) -> None:
    """Where no capital stands, a listed name counts, a doubtful one with a second sign."""
    assert people(text) == names
