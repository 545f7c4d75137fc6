"""KNOWN_PERSON: what stands in the organisation's own index."""

import re

import pytest

from detectors.known import Column, build_index
from detectors.scanner import Scanner, ScanSettings

KEY = b"a key of the tests, sixteen or more"
COLUMNS: dict[str, Column] = {
    "naam": "name",
    "bsn": "bsn",
    "mail": "email",
    "mobiel": "phone",
    "nr": "employee_number",
    "adres": "address",
}
PEOPLE = (
    {
        "naam": "Sjef van den Quuxma",
        "bsn": "626018158",
        "mail": "s.quuxma@voorbeeld.nl",
        "mobiel": "06-12345678",
        "nr": "P-100482",
        "adres": "Kerkstraat 12, 3511 AB Utrecht",
    },
    {"naam": "Mehmet Ali Y\u0131ld\u0131zhan", "mobiel": "+32 470 12 34 56"},
    {"naam": "Zoë Brouwerij-de Wit", "mail": "zoe@voorbeeld.be"},
)

POSITIVES = (
    "Gisteren belde [[Sjef van den Quuxma]] over de planning.",
    "gisteren belde [[sjef quuxma]] over de planning",
    "De heer [[S. van den Quuxma]] is er niet.",
    "[[Quuxma, Sjef]] staat op de lijst.",
    "[[QUUXMA SJEF]] STAAT OP DE LIJST VAN VANDAAG EN MORGEN",
    "Het dossier van [[Mehmet Y\u0131ld\u0131zhan]] is compleet.",
    "Het dossier van [[Mehmet Yildizhan]] is compleet.",
    "Het dossier van [[mehmet ali yildizhan]] is compleet.",
    "[[M. Y\u0131ld\u0131zhan]] tekende de brief.",
    "Wie kent [[Mehmet Yildizham]] van de nachtploeg?",
    "Morgen spreekt [[Zoë Brouwerij]] de klant.",
    "Morgen spreekt [[Zoe de Wit]] de klant.",
    "Morgen spreekt [[Z. Brouwerij-de Wit]] de klant.",
    "Mail het naar [[s.quuxma@voorbeeld.nl]] of bel.",
    "Mail het naar [[S.Quuxma@voorbeeld.nl]] of bel.",
    "Bel [[0612345678]] na vijf uur.",
    "Bel [[+31 6 12345678]] na vijf uur.",
    "Bel [[0470/12.34.56]] na vijf uur.",
    "Personeelsnummer [[P-100482]] staat open.",
    "Stuur het naar [[Kerkstraat 12, 3511 AB Utrecht]] vandaag.",
    "Zij mailt vanaf [[zoe@voorbeeld.be]] sinds maandag.",
)

NEAR_MISSES = (
    "Gisteren belde Jan van den Quuxma over de planning.",
    "De sjef van de keuken is er niet.",
    "Sjef belde over de planning.",
    "De Quuxma staat voor de deur.",
    "Het dossier van Ali Mehmet is compleet.",
    "Wie kent Mehmet Yilmaz van de nachtploeg?",
    "Mehmet belde. Y\u0131ld\u0131zhan is een straat.",
    "Ali en Zoë spreken de klant.",
    "De brouwerij in Gent maakt bier.",
    "Het witte huis van de brouwerij is te koop.",
    "Mail het naar s.quuxma@elders.nl of bel.",
    "Mail het naar quuxma@voorbeeld.nl of bel.",
    "Bel 0612345679 na vijf uur.",
    "Bel 06-87654321 na vijf uur.",
    "Bel 0470/12.34.57 na vijf uur.",
    "Personeelsnummer P-100483 staat open.",
    "Bestelling 100482 staat open.",
    "Stuur het naar Kerkstraat 14, 3511 AB Utrecht vandaag.",
    "Stuur het naar Kerkstraat 12, 3512 AB Utrecht vandaag.",
    "Factuur 626018158 is betaald.",
    "Zij mailt vanaf zoe@voorbeeld.nl sinds maandag.",
)

_MARK = re.compile(r"\[\[(.*?)\]\]")


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Scanner:
    """A scanner that knows these three."""
    path = tmp_path_factory.mktemp("known") / "people.index"
    build_index(PEOPLE, COLUMNS, KEY, path)
    return Scanner(ScanSettings(known_index=path, known_key=KEY))


def _found(scanner: Scanner, text: str) -> list[str]:
    return [text[f.start : f.end] for f in scanner.scan(text).findings if f.type == "KNOWN_PERSON"]


@pytest.mark.parametrize("marked", POSITIVES)
def test_knows(known: Scanner, marked: str) -> None:
    """Every way in which people write a listed value is known, with exactly its borders."""
    assert _found(known, _MARK.sub(r"\1", marked)) == _MARK.findall(marked)


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_does_not_know(known: Scanner, text: str) -> None:
    """Half a name, another combination and a neighbouring number are nobody listed."""
    assert _found(known, text) == []
