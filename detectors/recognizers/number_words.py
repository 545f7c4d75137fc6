"""Amounts written in Dutch words: ``drieduizend tweehonderd``, ``vijfendertighonderd``."""

import re

from detectors.recognizers.base import one_of

_ONES = {
    "een": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9,
    "tien": 10, "elf": 11, "twaalf": 12, "dertien": 13, "veertien": 14, "vijftien": 15, "zestien": 16,
    "zeventien": 17, "achttien": 18, "negentien": 19,
}  # fmt: skip
_TENS = {
    "twintig": 20, "dertig": 30, "veertig": 40, "vijftig": 50, "zestig": 60, "zeventig": 70, "tachtig": 80,
    "negentig": 90,
}  # fmt: skip
_SMALL = one_of(",".join(sorted(_ONES, key=len, reverse=True)))
_TEN = one_of(",".join(_TENS))
_BELOW_100 = rf"(?:(?:{_SMALL}en)?{_TEN}|{_SMALL})"

AMOUNT = (
    rf"(?:{_BELOW_100}?duizend(?: ?(?:en )?{_BELOW_100}?honderd)?(?: ?(?:en )?{_BELOW_100})?"
    rf"|{_BELOW_100}honderd(?: ?(?:en )?{_BELOW_100})?)(?: euro)?"
)
"""A thousand or more, or so many hundreds, in folded lower-case text."""

_PART = re.compile(rf"(?P<before>{_BELOW_100})?(?P<unit>duizend|honderd)|(?P<rest>{_BELOW_100})")


def value(words: str) -> int:
    """The amount that some words say; 0 for words that are no amount."""
    total = 0
    for part in _PART.finditer(words):
        if part["unit"]:
            total += (_below_100(part["before"]) if part["before"] else 1) * (
                1000 if part["unit"] == "duizend" else 100
            )
        else:
            total += _below_100(part["rest"])
    return total


def _below_100(word: str) -> int:
    for ten, number in _TENS.items():
        if word.endswith(ten):
            return number + _ONES.get(word.removesuffix(ten).removesuffix("en"), 0)
    return _ONES.get(word, 0)
