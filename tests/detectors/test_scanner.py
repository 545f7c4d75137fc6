"""The scanner as a whole: from text to a clean list of findings."""

import pytest

from detectors.scanner import Scan, Scanner


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    """One scanner for all tests here."""
    return Scanner()


def _types(scan: Scan, text: str) -> list[tuple[str, str]]:
    return [(finding.type, text[finding.start : finding.end]) for finding in scan.findings]


def test_finds_each_type_in_one_prompt(scanner: Scanner) -> None:
    """One prompt with several kinds gives one finding for each, with exact spans."""
    text = (
        "Zijn BSN is 123456782, mail j.bakker@voorbeeld.nl of bel 06-12345678. IBAN NL91 ABNA 0417 1643 00."
    )
    assert _types(scanner.scan(text), text) == [
        ("NL_BSN", "123456782"),
        ("EMAIL_ADDRESS", "j.bakker@voorbeeld.nl"),
        ("PHONE_NUMBER", "06-12345678"),
        ("IBAN_CODE", "NL91 ABNA 0417 1643 00"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "bestelling 123456782 is onderweg",
        "Schrijf een vacature voor een heftruckchauffeur in Breda.",
        "",
        "\ud800\udfff",
    ],
)
def test_harmless_text_has_no_findings(scanner: Scanner, text: str) -> None:
    """An order number, an ordinary question, nothing at all and lone surrogates are clean."""
    assert scanner.scan(text).findings == ()


def test_says_why(scanner: Scanner) -> None:
    """A finding explains itself without the value."""
    (finding,) = scanner.scan("burgerservicenummer: 123456782").findings
    assert finding.reasons == ("pattern", "checksum", "label before")
    assert finding.score >= 0.95
