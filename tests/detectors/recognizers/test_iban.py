"""IBAN_CODE: bank account numbers."""

from collections.abc import Callable

import pytest

POSITIVES = (
    "IBAN [[NL89INGB7025888838]]",
    "Graag overmaken op [[NL92 ABNA 5995 0807 03]] t.n.v. J. Mulder",
    "rekening [[nl22trio8954659984]]",
    "Mijn rekeningnummer is [[NL78 INGB 0545 6256 53]].",
    "[[NL23-INGB-2816-8895-00]]",
    "IBAN:[[NL30BUNQ8505349271]]",
    '{"iban": "[[NL34SNSB8321359595]]"}',
    "naam;iban;bedrag\nVos;[[NL87INGB0562571391]];12,50\n",
    "naam,iban\nVos,[[NL14ABNA9031337210]]\n",
    "https://bank.voorbeeld.nl/?iban=[[NL86SNSB4009888012]]",
    "Betaal naar [[NL81TRIO3753401358]]/bedrag 20 euro",
    "Belgische rekening [[BE41 9848 2167 8610]]",
    "[[BE72681369575816]] is van mijn moeder",
    "zichtrekening [[BE95 9703 8979 0658]]",
    "Kontonummer [[DE44 8530 7204 7532 0731 50]]",
    "compte [[FR87 2004 1010 0592 1620 9966 206]]",
    "GB: [[GB82 WEST 1234 5698 7654 32]]",
    "| IBAN |\n|---|\n| [[NL84ABNA1081622283]] |\n",
    "Twee rekeningen: [[NL89INGB7025888838]] en [[NL92ABNA5995080703]].",
    "iban=[[BE59056295718026]];naam=x",
    "wijzig\n[[NL22 TRIO 8954 6599 84]]\nper direct",
)

NEAR_MISSES = (
    "NL88INGB7025888838",
    "IBAN NL00 BANK 0000 0000 00",
    "Een IBAN begint met NL en twee cijfers.",
    "NL89 INGB 7025 8888",
    "XX89INGB7025888838",
    "DE44853072047532073151",
    "referentie RF18539007547034",
    "order NL12ABCD34",
    "BIC INGBNL2A",
    "BTW NL047423456B27",
    "BE 0403.101.811",
    "Artikel NL22-TRIO-8954",
    "De code AB12CDEF3456789012345",
    "GB82 WEST 1234 5698 7654 33",
    "serienummer DE448530720475320731",
    "NL89INGB70258888381",
    "kenmerk NL2024INGB0000001",
    "postcode 1011 NL 89",
    "FR7620041010",
    "sha nl89ingb7025888838ffaa",
    "NL-89-INGB",
)


@pytest.mark.parametrize("marked", POSITIVES)
def test_finds(mark: Callable[[str, str], str], marked: str) -> None:
    """Finds the marked values with exactly these borders, and nothing else of this type."""
    assert mark("IBAN_CODE", marked) == marked


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_leaves_alone(mark: Callable[[str, str], str], text: str) -> None:
    """What looks like it and is something else is not found."""
    assert mark("IBAN_CODE", text) == text
