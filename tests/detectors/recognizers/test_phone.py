"""PHONE_NUMBER: telephone numbers."""

from collections.abc import Callable

import pytest

POSITIVES = (
    "Bel me op [[06-12345678]]",
    "tel. [[020-1234567]]",
    "Telefoon: [[0201234567]]",
    "mobiel [[0612345678]]",
    "Mijn nummer is [[06 12 34 56 78]].",
    "[[+31 6 12345678]]",
    "[[+31(0)6-12345678]]",
    "[[+31612345678]] en [[0031612345679]]",
    "[[(0475) 38 12 90]]",
    "gsm [[0470 12 34 56]]",
    "GSM: [[0470/12.34.56]]",
    "[[+32 470 12 34 56]]",
    "Bel [[02 512 34 56]] in Brussel",
    "tel [[09/223.45.67]]",
    "+49: [[+49 30 901820]]",
    "call [[+44 20 7946 0958]]",
    "téléphone [[+33 1 42 68 53 00]]",
    "naam;telefoon\nVos;[[0687654321]]\n",
    "id,mobiel,leeftijd\n1,[[0687654321]],34\n",
    '{"phone": "[[0687654321]]"}',
    "[[0475 - 38 12 90]] / [[06 1527 4482]]",
    "app mij: [[06.12.34.56.78]]",
    "u kunt terugbellen op [[nul zes twaalf vierendertig zesenvijftig achtenzeventig]]",
    "whatsapp [[06 - 1234 5678]]",
    "Tel:\n[[058-2345678]]",
    "Gsm [[0478-66-21-90]]",
    "huurder is mw. Osei ([[06-33445566]])",
    "gsm: [[0478.66.21.90]] of [[0478/662190]]",
    "tel: [[00 32 478 66 21 90]]",
    "bel Jan op [[6-12345678]]",
    "Naam\tKBO\ttel\nJan Peeters\t0417497106\t[[0478 66 21 90]]",
    "her mobile: [[zero six one two three four five six seven eight]]",
    "call me on [[oh six one two three four five six seven eight]]",
    "KvK 12345678, tel. [[030-2345678]]",
    "call me on [[oh six, double four, one nine, seven two, three eight]]",
    "bel [[nul zes, dubbel vier, een negen, zeven twee, drie acht]]",
    "mijn nummer is [[nul vier zeven acht, drie keer een, twee drie vier]]",
    "Ondernemingsnr: 0455 018 337, gsm [[0478 12 34 56]]",
    "BTW-plichtig, [[0478 12 34 56]]",
    "It may be [[0478 123 456]]",
    "gsm van de zaak [[0478.123.457]]",
)

NEAR_MISSES = (
    "tijdstip 1718030400",
    "1718030400123",
    "message id 0612345678901234",
    "ordernummer 0612345678",
    "bestelling 06-12345678",
    "op 02-10-2024 om 14:30",
    "2024-06-12 10:15:30",
    "0800-1234",
    "versie 10.0.19045.4291",
    "IP 192.168.10.12",
    "€ 1.234.567,89",
    "0,0612345678 mol",
    "12 345 678 inwoners",
    "isbn 978-90-123-4567-8",
    "KvK 12345678",
    "BSN 123456782",
    "IBAN NL91 ABNA 0417 1643 00",
    "06-2024 tot 12-2024",
    "cursus van 01-09-2024 t/m 30-06-2025",
    "uuid 06123456-7812-4abc-9def-001122334455",
    "0x0612345678",
    "postbus 0612",
    "factuur 0201234567",
    "log [0612345678901]",
    "3.141592653589793",
    "hoofdstuk 02.1.3.4",
    "lat 52.0612345678",
    "coördinaten 052.3676, 004.9041",
    "Bel Piet over dossier 2022-04417",
    "belt over klacht K-2024-00871",
    "mobiel werken: certificaat LG-2022-04417",
    "telefonisch aangemeld onder 2024-11871",
    "fax 2019-20201",
    "KBO 0417.497.106",
    "leverancier;ondernemingsnr;plaats\nBrico;0413.970.957;Zellik\n",
    "firma X (0413.970.957) te Brussel",
    "BTW BE 0417.497.106, bel voor vragen",
    "KBO-nr. 1008.123.456 is van de nieuwe reeks",
    "Ondernemingsnummers: 0412.334.918, 0876.120.045, 0733.901.226",
    "Ondernemingsnummers:\n- 0455018337\n- 0876 120 045",
    "KBO-nummer 0455 018 337",
    "numéro d'entreprise : 0455 018 337",
    "Firma X, BE 0455.018.337, Gent",
    "Klopt 0733.901.226 of is het verlopen?",
    "|firma|BE-nummer|\n|---|---|\n|X|0455 018 337|",
    "firma;Ondernemingsnr;omzet\nX;0478123456;12\n",
    "twee keer een en drie keer nul is nul, dat zijn er twee",
)


@pytest.mark.parametrize("marked", POSITIVES)
def test_finds(mark: Callable[[str, str], str], marked: str) -> None:
    """Finds the marked values with exactly these borders, and nothing else of this type."""
    assert mark("PHONE_NUMBER", marked) == marked


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_leaves_alone(mark: Callable[[str, str], str], text: str) -> None:
    """What looks like it and is something else is not found."""
    assert mark("PHONE_NUMBER", text) == text
