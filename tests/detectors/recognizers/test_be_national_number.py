"""BE_NATIONAL_NUMBER: the Belgian national register number."""

from collections.abc import Callable

import pytest

POSITIVES = (
    "Rijksregisternummer [[71.11.08-628.21]]",
    "rijksregisternr: [[71110862821]]",
    "INSZ [[98042624690]]",
    "NISS: [[751226-233-64]]",
    "Mijn nationaal nummer is [[62.09.16.365-35]].",
    "[[96.01.01-810.19]] is haar rijksregisternummer",
    "Werknemer geboren in 2009, rrn [[09.10.27-002.58]]",
    "bisnummer [[80 25 03 490 14]]",
    "BIS-nummer: [[03.47.09-911.16]]",
    "Naam,Rijksregisternr,IBAN\nPeeters,[[67.08.09-199.24]],BE41984821678610\nMaes,[[94.10.12-458.62]],BE72681369575816\n",
    '{"insz": "[[96061208363]]"}',
    "numéro national [[64.02.08-482.54]]",
    "numéro de registre national : [[62060749557]]",
    "national register number [[07.11.12-819.44]]",
    "Voor het C4: de heer Claes, [[62.09.16-365.35]], uit dienst op 31/12/2024.",
    "rijksregister [[01110493245]] graag nakijken",
    "De nieuwe collega heeft [[06.12.25-205.60]] als nummer.",
    "?rrn=[[71110862821]]&taal=nl",
    "| RR-nummer | naam |\n|---|---|\n| [[98.04.26-246.90]] | Wouters |\n",
    "Identificatienummer sociale zekerheid [[75122623364]]",
    "Nationalregisternummer [[96.01.01-810.19]]",
)

NEAR_MISSES = (
    "Rijksregisternummer 71.11.08-628.22",
    "Rijksregisternummer 71.13.08-628.21",
    "ordernummer 71110862821",
    "factuur 98042624690",
    "tel 0471 10 86 28",
    "Timestamp 17181234567",
    "EAN 5412345678908",
    "BE41 9848 2167 8610",
    "ondernemingsnummer 0403.101.811",
    "Het rijksregisternummer heeft elf cijfers.",
    "referentie 62091636535",
    "00000000000 is geen nummer",
    "11111111111",
    "zending 96010181019 is onderweg",
    "versie 71.11.08",
    "De vergadering is op 71.11.08 om 6 uur",
    "tracking: 94101245862",
    "id 3f71110862821a",
    "Een getal als 12345678901",
    "dossier 64020848254",
    "telefoonlijst 2024-71110862821-x",
)


@pytest.mark.parametrize("marked", POSITIVES)
def test_finds(mark: Callable[[str, str], str], marked: str) -> None:
    """Finds the marked values with exactly these borders, and nothing else of this type."""
    assert mark("BE_NATIONAL_NUMBER", marked) == marked


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_leaves_alone(mark: Callable[[str, str], str], text: str) -> None:
    """What looks like it and is something else is not found."""
    assert mark("BE_NATIONAL_NUMBER", text) == text
