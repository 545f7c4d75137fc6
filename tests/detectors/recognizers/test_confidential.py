"""CONFIDENTIAL_MARK: confidentiality markings."""

from collections.abc import Callable

import pytest

POSITIVES = (
    "[[STRENG GEHEIM]]\nPlan voor de sluiting",
    "[[TOP SECRET]]\nMerger plan",
    "[[STRIKT VERTROUWELIJK]]\nNotulen directie",
    "[[VERTROUWELIJK]]\n\nBetreft: reorganisatie",
    "Dit document is [[strikt vertrouwelijk]].",
    "Classificatie: [[Vertrouwelijk]]",
    "[[Vertrouwelijk]] - verslag van het gesprek",
    "([[vertrouwelijk]]) Samenvatting van het onderzoek",
    "[[CONFIDENTIAL]]: merger plan",
    "[[Company confidential]]",
    "This is [[strictly confidential]].",
    "[[For internal use only]]",
    "[[Alleen voor intern gebruik]]",
    "[[Niet voor verspreiding]]",
    "[[TLP:RED]] incidentrapport",
    "[[TLP: AMBER]] advies",
    "[[Departementaal vertrouwelijk]]",
    "[[Stg. Geheim]]",
    "rubricering: [[GEHEIM]]",
    "Stuk [[onder embargo]] tot vrijdag",
    "[[Streng vertraulich]]",
    "[[Strictement confidentiel]]",
    "verslag bedrijfsarts, [[medisch vertrouwelijk]]",
    "[[Privileged and confidential]]",
    "Please note. [[Confidential and proprietary]]",
    "notulen RvC\n[[Vertrouwelijk]]\n1. Opening",
    "Vat deze brief samen. [[Persoonlijk en vertrouwelijk]]\n\nGeachte heer",
    "Herschrijf dit, het is [[strikt persoonlijk en vertrouwelijk]].",
    "[[PERSOONLIJK & VERTROUWELIJK]]\nAan de heer Vos",
    "[[Private and confidential]]\nDear Ms Smit",
    "[[Personal/confidential]] - review of Q3",
    "[[Persönlich und vertraulich]]\nSehr geehrte Frau",
    "[[Personnel et confidentiel]]\nMadame",
    "verslag, [[HR-vertrouwelijk]]",
    "Advies van de jurist. [[Vertrouwelijk]].",
)

NEAR_MISSES = (
    "Het recept van oma is top secret, zegt Jan.",
    "Wil je dit vertrouwelijk behandelen?",
    "We hadden een vertrouwelijk gesprek.",
    "Wat is een vertrouwenspersoon?",
    "vertrouwelijkheid is belangrijk",
    "Schrijf een geheimhoudingsverklaring.",
    "a confidentiality agreement",
    "the secret of success",
    "geheim recept van oma",
    "interne communicatie",
    "Ik stel de vertrouwelijke sfeer op prijs.",
    "Is ChatGPT vertrouwelijk?",
    "Wij gaan vertrouwelijk om met uw gegevens.",
    "restricted area in het spel",
    "intern verhuizen",
    "Hoe markeer ik een mail als vertrouwelijk?",
    "Het is een publiek geheim.",
    "de interne markt van de EU",
    "confidential computing is een techniek",
    "Le secret médical",
    "Geheim agent 007",
    "Wat betekent rubriceren?",
    "openbaar document",
    "Wij behandelen uw brief persoonlijk en vertrouwelijk.",
    "Het gesprek is persoonlijk en vertrouwelijk, zei ze.",
    "We handle this in a personal and confidential way.",
    "de cliënt vertrouwelijk behandelen",
    "Het is vertrouwelijk. Persoonlijk en warm contact.",
    "Vertrouwelijk overleg is nodig.",
    "Kun je dit niet doorsturen naar Anna?",
)


@pytest.mark.parametrize("marked", POSITIVES)
def test_finds(mark: Callable[[str, str], str], marked: str) -> None:
    """Finds the marked values with exactly these borders, and nothing else of this type."""
    assert mark("CONFIDENTIAL_MARK", marked) == marked


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_leaves_alone(mark: Callable[[str, str], str], text: str) -> None:
    """What looks like it and is something else is not found."""
    assert mark("CONFIDENTIAL_MARK", text) == text
