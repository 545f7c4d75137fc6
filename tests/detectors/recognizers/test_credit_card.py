"""CREDIT_CARD: payment card numbers."""

from collections.abc import Callable

import pytest

POSITIVES = (
    "creditcard [[4986828288072907]]",
    "Mijn kaartnummer is [[4222 7918 0588 8714]], vervalt 04/27",
    "Visa [[4803-3401-8780-1759]]",
    "card number: [[4989834788783842]]",
    "[[4837 2616 7513 6138]] staat op de bon",
    "Mastercard [[5141252427316720]]",
    "kredietkaart [[5532 6865 6355 1508]]",
    "[[2221 5877 0658 9483]] is de nieuwe",
    "American Express [[341131144024263]]",
    "amex: [[3746 288975 14028]]",
    "Diners Club kaart [[36614014193144]]",
    "Discover card [[6011170586492089]]",
    "JCB kaart [[3530 3124 0234 4834]]",
    "Maestro [[5018478245040008]]",
    "Bancontact [[67038838737167864]]",
    '{"cardNumber": "[[4986828288072907]]"}',
    "naam;creditcard\nBos;[[4222791805888714]]\n",
    "carte de crédit [[4803 3401 8780 1759]]",
    "Kreditkarte [[4989 8347 8878 3842]]",
    "Betaald met [[4837261675136138]]",
    "kaart [[5141.2524.2731.6720]]",
)

NEAR_MISSES = (
    "creditcard 4986828288072908",
    "4222 7918 0588 8715",
    "Mijn kaartnummer begint met 4222",
    "ordernummer 4986828288072907",
    "epoch in microseconden 1718030400123456",
    "9999 9999 9999 9999",
    "0000000000000000",
    "4444444444444444",
    "EAN 4006381333931",
    "track & trace 3SABCD4803340187801759",
    "pakket 4803340187801759",
    "1111 2222 3333 4444",
    "IMEI 356938035643809",
    "De laatste vier cijfers zijn 1759.",
    "**** **** **** 1759",
    "7986828288072907",
    "pi is 3.141592653589793",
    "0.4986828288072907",
    "transactie 5141252427316720",
    "uuid 49868282-8807-2907-8288-072907aabbcc",
    "factuur 5532686563551508",
)


@pytest.mark.parametrize("marked", POSITIVES)
def test_finds(mark: Callable[[str, str], str], marked: str) -> None:
    """Finds the marked values with exactly these borders, and nothing else of this type."""
    assert mark("CREDIT_CARD", marked) == marked


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_leaves_alone(mark: Callable[[str, str], str], text: str) -> None:
    """What looks like it and is something else is not found."""
    assert mark("CREDIT_CARD", text) == text
