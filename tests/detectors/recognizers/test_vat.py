"""NL_VAT: Dutch VAT numbers."""

from collections.abc import Callable

import pytest

POSITIVES = (
    "Btw-nummer [[NL577110805B39]]",
    "btw-id [[NL003082419B11]]",
    "BTW: [[NL 458009153 B14]]",
    "mijn vat number is [[NL185963350B30]]",
    "[[NL047423456B27]] staat op de factuur",
    "btw nr. [[NL647353686B67]]",
    "VAT no. [[nl653853156b08]]",
    "Umsatzsteuer-ID [[NL760573567B27]]",
    "numéro TVA [[NL577110805B39]]",
    "oud btw-nummer [[NL626018158B01]]",
    "eenmanszaak, btw [[NL1830.16.610.B.01]]",
    "btw-nummer [[418609135B01]]",
    "btw: [[346281945 B01]]",
    '{"vat": "[[NL921993511B01]]"}',
    "bedrijf;btw\nBakkerij;[[NL919093784B01]]\n",
    "bedrijf,btw\nBakkerij,[[NL757975434B01]]\n",
    "Factuur van slager Vos, [[NL331948758B01]], KvK 12345678",
    "https://x.nl/?vat=[[NL849118621B01]]",
    "BTW-identificatienummer: [[NL003082419B11]].",
    "([[NL458009153B14]])",
    "omzetbelastingnummer [[627601893B01]]",
)

NEAR_MISSES = (
    "NL577110805B38",
    "btw-nummer NL123456789B01",
    "BE0403101811",
    "btw 21 procent",
    "NL57711080B39",
    "DE123456789",
    "rekening NL89INGB7025888838",
    "418609135B01 is een artikelcode",
    "btw-bedrag 577.110,80",
    "NL-BTW is 9 %",
    "B01 is de tweede kamer",
    "kamer 346281945B",
    "KvK 57711080",
    "NL577110805A39",
    "XNL577110805B39",
    "NL577110805B39X",
    "Een btw-nummer begint met NL en bevat B01.",
    "versie 1.2.3B04",
    "order NL577110805",
    "GB 577110805 B39",
    "NL000000000B00",
)


@pytest.mark.parametrize("marked", POSITIVES)
def test_finds(mark: Callable[[str, str], str], marked: str) -> None:
    """Finds the marked values with exactly these borders, and nothing else of this type."""
    assert mark("NL_VAT", marked) == marked


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_leaves_alone(mark: Callable[[str, str], str], text: str) -> None:
    """What looks like it and is something else is not found."""
    assert mark("NL_VAT", text) == text
