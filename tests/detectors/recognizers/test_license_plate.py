"""NL_LICENSE_PLATE: Dutch vehicle registration numbers."""

from collections.abc import Callable

import pytest

POSITIVES = (
    "kenteken [[XB-12-34]]",
    "Kenteken: [[12-34-XB]]",
    "nummerplaat [[12-XB-34]]",
    "auto [[XB-12-TR]]",
    "De leaseauto [[XB-TR-12]] moet naar de garage",
    "kenteken [[12-XB-TR]]",
    "[[12-XBT-3]] is mijn kenteken",
    "bestelbus [[3-XBT-12]]",
    "[[GV-123-B]]",
    "[[G-123-BV]] stond op het terrein",
    "kenteken [[GVB-12-X]]",
    "[[X-12-GVB]]",
    "de wagen met [[3-XB-123]]",
    "kenteken [[123-XB-3]]",
    "kenteken [[GV123B]]",
    "kenteken: [[gv-123-b]]",
    "kenteken [[12 XB TR]]",
    "Naam;Kenteken\nVos;[[XB-TR-12]]\nBos;[[1-TBX-99]]\n",
    '{"kenteken": "[[K897LP]]"}',
    "licence plate [[G-123-BV]]",
    "nummerplaat [[1-ABC-234]] (België)",
    "Hij reed weg in [[N-421-ZT]] richting A2.",
    "Zij reed in een blauwe Opel ([[T 318 VK]]) het hek in",
    "Rode Golf, [[GV 123 B]], blokkeert de uitrit",
    "Er stond een Peugeot geparkeerd met [[1-XKA-482]]",
    "De chauffeur van de Volvo [[2 ABE 731]]",
    "nummerplaat [[1XKL482]]",
    "plaque [[1 XKL 482]]",
    "Artikel 4  De auto met kenteken [[R-618-KD]] wordt ingeleverd.",
    "lease: [[99-ABC-1]]",
    "auto [[OP-77-ZB]] staat verkeerd",
    "naam;kenteken\nJan;[[K-123-BR]]\nEls;[[2-KLM-33]]",
    "de gestolen bus [[X-201-RC]]",
    "onderdeelcode voor de auto [[GH-812-K]]",
)

NEAR_MISSES = (
    "artikel XB-12-34",
    "onderdeel AB-12-34",
    "kamer B-12",
    "versie 1-2-3",
    "op 12-03-85",
    "AE-12-IO",
    "formaat XX-99-99",
    "postcode 1234-AB-12",
    "de code 12-ab-34 invoeren",
    "ABC-123",
    "order 12-XB-TR",
    "PO-12-XX van de leverancier",
    "ISO-27-001",
    "COVID-19-A",
    "EN-50-128",
    "A-12-3",
    "type RTX-40-90",
    "vlucht KL-12-34",
    "12-34-56",
    "regel 9-XYZ-999",
    "sku XB-TR-12",
    "formaat 99-AAA-9",
    "maat K 417 RG van de catalogus",
    "rij 1 ABC 234 in de tabel",
    "Volvo FH500X met pech",
    "Opel, bouwjaar 12 34 XB",
    "lokaal 1-XKA-482",
    "reed 2 KM 30 verder",
    "versie A-201-EC en build E-118-DA",
    "op rij C-12-D in het magazijn",
    "zaal A-204-AA",
    "dossier G-12-BB van de rechtbank",
    "Productcodes: KL-402-BX, GH-12-KL, 10-BRX-4",
    "onderdelen GB-812-K en 44-GHK-2 nabestellen",
)


@pytest.mark.parametrize("marked", POSITIVES)
def test_finds(mark: Callable[[str, str], str], marked: str) -> None:
    """Finds the marked values with exactly these borders, and nothing else of this type."""
    assert mark("NL_LICENSE_PLATE", marked) == marked


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_leaves_alone(mark: Callable[[str, str], str], text: str) -> None:
    """What looks like it and is something else is not found."""
    assert mark("NL_LICENSE_PLATE", text) == text
