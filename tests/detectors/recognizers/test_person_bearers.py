"""Things that bear names: carriers, brands, storms, ships, tasks, streets, and people beside them."""

import pytest
from people_named import people


@pytest.mark.parametrize(
    "text",
    [
        "nr;vervoerder;stad\n1;DHL;Venlo\n2;Van den Bosch;Erp\n3;PostNL;Gent\n4;Simon Loos;Tiel\n5;UPS;A\n",
        "Onze merken: Van Raam, Douglas Royaal, Willem (tuinbank) en Gazelle.",
        "Leveranciers:\n- Van Gelder\n- Peter Appel\n- Sligro\n\nWie is het goedkoopst?",
        "Hoe heten stormen? Eunice en Poly waren zwaar, Ciara niet. Dudley, Eunice en Franklin in een week.",
        "Bedenk personages voor een verhaal: Floris, Eunice en Benjamin.",
        "In 1667 werd het schip de Royal Charles weggesleept, later ook het fregat Johanna.",
        "De veerboot Willem vaart niet vandaag.",
        "tasks:\n  - name: Installeren\n    dnf: x\n  - name: Poort openzetten\n    port: 80\n",
        "Onze winkels: Jan van Galenstraat, Burgemeester Oudlaan, Pastoor Vosweg.",
        "De buren op de NAS schrijven naar hetzelfde volume.",
        "Maak een rijmpje voor de afdeling, Sint en Piet mogen erin.",
        "Nieuw in de winkel: een Lambik-scheurkalender.",
        "10023414;Dr. Oetker Ristorante Hawai;3,99",
    ],
)
def test_what_bears_a_name_is_nobody(text: str) -> None:
    """Columns of carriers, lists of brands, storms, ships, steps and streets are no people."""
    assert people(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("naam;stad\nJan de Boer;Erp\nSimon Loos;Gent\n", ["Jan de Boer", "Simon Loos"]),
        ("Leveranciers:\n- Anja Dekker, 06-12345678\n- Sligro\n", ["Anja Dekker"]),
        ("Door de stormen kwam mijn collega Eunice te laat.", ["Eunice"]),
        ("De kapitein van het schip, Jan Visser, is ziek.", ["Jan Visser"]),
        (
            "leden:\n  - name: Fatima\n    uren: 8\n  - name: Joost Bakker\n    uren: 4\n",
            ["Fatima", "Joost Bakker"],
        ),
        ("Meneer Bos van de Dorpsstraat belde.", ["Bos"]),
        ("Sinterklaasgedicht voor mijn collega Fatima, ze houdt van paarden.", ["Fatima"]),
        ("Op de afdeling werkt Anne-Marie Bakker-Visser.", ["Anne-Marie Bakker-Visser"]),
        ("Burgemeester Verlaan opende de brug voor Anja Dekker.", ["Verlaan", "Anja Dekker"]),
    ],
)
def test_people_beside_them_stay(text: str, names: list[str]) -> None:
    """A role, a title, a phone number or a column of names still makes a person."""
    assert people(text) == names
