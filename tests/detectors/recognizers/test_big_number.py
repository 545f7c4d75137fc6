"""NL_BIG_NUMBER: registration numbers of health professionals."""

from collections.abc import Callable

import pytest

POSITIVES = (
    "BIG-nummer [[19012345601]]",
    "BIG: [[49012345630]]",
    "big nummer is [[99023456704]]",
    "BIG-registratie [[79034567825]]",
    "BIG-registratienummer: [[19045678901]]",
    "Dr. Pieters (BIG [[19056789001]])",
    "BIG nr. [[29067890102]]",
    "[[49078901230]] (BIG-nummer)",
    "Verpleegkundige, BIG-nr [[49089012330]]",
    "bignummer [[19090123401]]",
    "naam;BIG-nummer\nVos;[[19012345601]]\n",
    "naam,big\nVos,[[49012345630]]\n",
    '{"bigNummer": "[[99023456704]]"}',
    "Ingeschreven in het BIG-register onder [[79034567825]]",
    "BIG-geregistreerd onder nummer [[19045678901]].",
    "BIG [[1905 6789 001]]",
    "Fysiotherapeut met BIG [[29067890104]]",
    "BIG-inschrijving [[49078901230]]",
    "?big=[[49089012330]]",
    "| BIG |\n|---|\n| [[19090123401]] |\n",
    "AGB-code 01234567, BIG [[19012345617]]",
    "A. Vos, bedrijfsarts, [[39 044 217 601]]",
    "Met vriendelijke groet,\nS. Kuiper, wijkverpleegkundige\n[[59044217630]]",
    "J. Pol, GZ-psycholoog ([[69 0442 176 25]])",
)

NEAR_MISSES = (
    "19012345601",
    "order 49012345630",
    "AGB-code 01012345",
    "big data met 12345678901 records",
    "The big one costs 12345",
    "BIG-nummer 1901234560",
    "BIG-nummer onbekend",
    "factuur 99023456704",
    "rijksregister 71110862821",
    "EAN 54123456789",
    "een BIG-nummer heeft elf cijfers",
    "telefoon 79034567825",
    "BIG 11111111111",
    "tracking 19045678901",
    "10 big bags",
    "kvk 12345678",
    "transactie 29067890102",
    "klantnummer 49078901230",
    "Big Mac 5,45",
    "timestamp 17180304001",
    "bericht 49089012330",
    "A. Vos, bedrijfsarts, 31 612 345 601",
    "A. Vos, bedrijfsarts, +39 044 217 601",
    "A. Vos, inkoper, 39 044 217 601",
    "de huisarts zag order 39044217601",
    "A. Vos, huisarts, 39044217677",
    "huisarts. Het totaal kwam uit op 39044217601",
)


@pytest.mark.parametrize("marked", POSITIVES)
def test_finds(mark: Callable[[str, str], str], marked: str) -> None:
    """Finds the marked values with exactly these borders, and nothing else of this type."""
    assert mark("NL_BIG_NUMBER", marked) == marked


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_leaves_alone(mark: Callable[[str, str], str], text: str) -> None:
    """What looks like it and is something else is not found."""
    assert mark("NL_BIG_NUMBER", text) == text
