"""Names that are dictated in small letters, and rows of first names."""

import pytest
from people_named import people


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ik heb gisteren met anja dekker gebeld", ["anja dekker"]),
        ("mohammed el khatib komt morgen", ["mohammed el khatib"]),
        ("stuur een brief aan joris van den bosch over de huur", ["joris van den bosch"]),
        ("mijn naam is truus hoekstra en mijn man heet klaas", ["truus hoekstra", "klaas"]),
        ("vraag aan henk visser of hij komt", ["henk visser"]),
        ("volgens mij zei henk dat hij komt", ["henk"]),
        ("anja was er niet, henk wil later komen", ["anja", "henk"]),
        ("ik bel anja van de afdeling inkoop", ["anja"]),
        (
            "maandag Tadesse, Nkechi, Oksana; dinsdag Bogdan, Yusra, Thiago",
            ["Tadesse", "Nkechi", "Oksana", "Bogdan", "Yusra", "Thiago"],
        ),
        (
            "In 5B zitten Ruben, Djibril, Zoubida, Tiemen en Lieke",
            ["Ruben", "Djibril", "Zoubida", "Tiemen", "Lieke"],
        ),
        ("De moeder van Sem en de vader van Emma belden.", ["Sem", "Emma"]),
        ("Jansen, Petra\nBakker, Tom\n", ["Jansen, Petra", "Bakker, Tom"]),
    ],
)
def test_names_in_small_letters_and_in_rows(text: str, names: list[str]) -> None:
    """A family name behind a first name counts in small letters; commas in a row part people."""
    assert people(text) == names


def test_the_tags_of_xml_are_no_part_of_a_name() -> None:
    """Indented elements are no table: the name is the text of the element."""
    text = (
        "<Bericht>\n  <Naam>\n    <Voornamen>Wilhelmina</Voornamen>\n    <Achternaam>Kroon</Achternaam>\n"
        '  </Naam>\n  <Contact rol="zoon">Theo op de Kamp</Contact>\n</Bericht>\n'
    )
    assert people(text) == ["Wilhelmina", "Kroon", "Theo op de Kamp"]
