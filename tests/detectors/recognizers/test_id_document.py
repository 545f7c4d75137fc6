"""NL_ID_DOCUMENT: numbers of identity documents."""

from collections.abc import Callable

import pytest

POSITIVES = (
    "paspoort [[NXB12C3D4]]",
    "Paspoortnummer: [[NWHR6K2P8]]",
    "ID-kaart [[IV8X5PRK4]]",
    "identiteitskaart nr. [[SPEC12340]]",
    "documentnummer [[NPK4B81C5]]",
    "rijbewijs [[5123456789]]",
    "Rijbewijsnummer: [[4987654321]]",
    "mijn rijbewijsnummer is [[3216549870]]",
    "identiteitskaart [[591-1234567-89]]",
    "eID [[591123456789]]",
    "passport no. [[533380006]]",
    "Passport number: [[C01X00T47]]",
    "driving licence [[MORGA75311]]",
    "Reisepass [[C01X0006H]]",
    "Personalausweis [[T22000129]]",
    "passeport [[12AB34567]]",
    "verblijfsvergunning [[ND1234567]]",
    "naam;paspoort\nVos;[[NXB12C3D4]]\n",
    "naam,documentnr\nVos,[[NWHR6K2P8]]\n",
    '{"paspoortnummer": "[[NPK4B81C5]]"}',
    "kopie van uw paspoort ([[NRPCY9PA1]] staat in ons dossier)",
    "[[NXB12C3D4]] (paspoortnummer)",
    "V-nummer [[2812345678]]",
)

NEAR_MISSES = (
    "paspoort verloopt in 2027",
    "mijn paspoort is geldig tot 12-03-2030",
    "paspoort aanvragen kost 83,87 euro",
    "rijbewijs B gehaald in 2012",
    "NXB12C3D4 is een onderdeel",
    "order NXB12C3D4",
    "artikel NWHR6K2P8",
    "Neem een identiteitsbewijs mee naar balie 12",
    "paspoort, tel 0612345678",
    "paspoortcontrole bij gate 12345",
    "het rijbewijs van mijn broer",
    "documentversie 12.3",
    "document 3 van 10",
    "id 12345678",
    "serienummer C01X00T47",
    "passport to success",
    "licentie ABCD-1234-EFGH",
    "factuur 5123456789",
    "zaak 4987654321",
    "build NPK4B81C5",
    "rijbewijs categorie BE en CE",
    "identiteitskaart vergeten, wat nu?",
)


@pytest.mark.parametrize("marked", POSITIVES)
def test_finds(mark: Callable[[str, str], str], marked: str) -> None:
    """Finds the marked values with exactly these borders, and nothing else of this type."""
    assert mark("NL_ID_DOCUMENT", marked) == marked


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_leaves_alone(mark: Callable[[str, str], str], text: str) -> None:
    """What looks like it and is something else is not found."""
    assert mark("NL_ID_DOCUMENT", text) == text
