"""Names that other names give away: rows of a roster, slips of the pen, possessives."""

import pytest
from people_named import people


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("- Anja Dekker: vrij\n- Gunther (hal): ziek\n- Mbayeto: ziek\n- Roos Kindt: terug\n", "Mbayeto"),
        ("1. Fatima: dweilen\n2. Vlodzia: ramen\n3. Joost: keuken\n", "Vlodzia"),
        ("Krzysztof Bakker viel. Daarna stond Krzystof op.", "Krzystof"),
        ("Beste Annemarijke, kom morgen. Annemarikje belde al.", "Annemarikje"),
        ("Medewerker: Wietske Zijlstra\nWij lazen ook Wietske's reactie.", "Wietske"),
    ],
)
def test_a_name_that_others_give_away(text: str, name: str) -> None:
    """Between rows of names, and one letter from a name, an unknown word is one."""
    assert name in people(text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("- Anja Dekker: vrij\n- Offerte: versturen\n- Kleurplaat: printen\n", "Kleurplaat"),
        ("1. Fatima dweilt vandaag\n2. Raamkozijn: verven\n3. Keukenblok: plaatsen\n", "Raamkozijn"),
        ("Naam\tFunctie\nVink, M.\tKok\nOudkerk, S.\tBediening\nTesfaye, B.\tAfwas\n", "Kok"),
        ("Naam;Functie\nAnja Vink;Bakker\nSem Oudkerk;Visser\nBas Hermans;Mulder\n", "Visser"),
        ("Beste Anja, de Nederlandse regels staan in het Handboek.", "Handboek"),
    ],
)
def test_rows_of_tasks_stay_tasks(text: str, word: str) -> None:
    """One name among rows of work makes no names of the others."""
    assert word not in people(text)
