"""Values that hide, on purpose or by the way a text was copied, are found where they stand."""

import base64
from urllib.parse import quote

import pytest

from detectors.scanner import Scanner

BSN = "626018158"
TAGS = "".join(chr(0xE0000 + ord(digit)) for digit in BSN)
FULL_WIDTH = "".join(chr(0xFF10 + int(digit)) for digit in BSN)
ARABIC = "".join(chr(0x0660 + int(digit)) for digit in BSN)
MATHEMATICAL = "".join(chr(0x1D7CE + int(digit)) for digit in BSN)


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    """One scanner for all texts."""
    return Scanner()


def _found(scanner: Scanner, kind: str, text: str) -> list[str]:
    return [text[f.start : f.end] for f in scanner.scan(text).findings if f.type == kind]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("bsn 6\u200b2\u200b6018158", "6\u200b2\u200b6018158"),
        ("b\u00ads\u00adn 626018158", "626018158"),
        ("bsn\ufeff 626\u2060018\u2060158", "626\u2060018\u2060158"),
        ("bsn " + TAGS, TAGS),
        ("bsn " + FULL_WIDTH, FULL_WIDTH),
        ("bsn " + ARABIC, ARABIC),
        ("bsn " + MATHEMATICAL, MATHEMATICAL),
        ("\u0412\u0405N 626018158", "626018158"),
        ("bsn\u00a0626\u202f018\u2009158", "626\u202f018\u2009158"),
        ("bsn 626\u2011018\u2013158", "626\u2011018\u2013158"),
        ("bsn 6 2 6 0 1 8 1 5 8", "6 2 6 0 1 8 1 5 8"),
        ("bsn 6.2.6.0.1.8.1.5.8", "6.2.6.0.1.8.1.5.8"),
        ("bsn 6-2-6-0-1-8-1-5-8", "6-2-6-0-1-8-1-5-8"),
        ("b s n  6 2 6 0 1 8 1 5 8 einde", "6 2 6 0 1 8 1 5 8"),
        ("bsn 62601\n8158", "62601\n8158"),
        ("bsn 626-\n018158", "626-\n018158"),
        ("> bsn 62601\n> 8158", "62601\n> 8158"),
        ("bsn\r\n626018158\r\n", "626018158"),
        ("bsn&colon;&nbsp;626018158", "626018158"),
        ("bsn &#54;&#50;6018158", "&#54;&#50;6018158"),
        ("bsn &#x36;26018158", "&#x36;26018158"),
        ("bsn%3A%20626018158", "626018158"),
        ("bsn%3a%36%32%36018158", "%36%32%36018158"),
        ("bsn%253A%2520%2536%2532%2536018158", "%2536%2532%2536018158"),
        ('{"tekst": "bsn:\\n626018158"}', "626018158"),
        ('{"tekst": "\\u0062sn \\u0036\\u00326018158"}', "\\u0036\\u00326018158"),
        ("bsn \\x36\\x32\\x36018158", "\\x36\\x32\\x36018158"),
        ("bsn =36=32=36018158", "=36=32=36018158"),
        ("bsn zes twee zes nul een acht een vijf acht", "zes twee zes nul een acht een vijf acht"),
        ("bsn zes twee zes nul achttien achtenvijftig", None),
    ],
)
def test_a_bsn_is_found(scanner: Scanner, text: str, value: str | None) -> None:
    """However the digits are written, the span covers exactly what stands for them."""
    assert _found(scanner, "NL_BSN", text) == ([value] if value else [])


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("EMAIL_ADDRESS", "j . b o s @ x . n l", "j . b o s @ x . n l"),
        ("EMAIL_ADDRESS", "mail j.bos@\nvoorbeeld.nl", "j.bos@\nvoorbeeld.nl"),
        ("EMAIL_ADDRESS", "mail j.bos&#64;voorbeeld.nl", "j.bos&#64;voorbeeld.nl"),
        ("EMAIL_ADDRESS", "mail=j.bos%40voorbeeld.nl", "j.bos%40voorbeeld.nl"),
        ("IBAN_CODE", "NL89 INGB\n7025 8888 38", "NL89 INGB\n7025 8888 38"),
        ("IBAN_CODE", "\u039dL89INGB7025888838", "\u039dL89INGB7025888838"),
        (
            "IBAN_CODE",
            "NL89\u200bINGB\u200b7025\u200b8888\u200b38",
            "NL89\u200bINGB\u200b7025\u200b8888\u200b38",
        ),
        ("PHONE_NUMBER", "bel 0 6 1 2 3 4 5 6 7 8", "0 6 1 2 3 4 5 6 7 8"),
        ("PHONE_NUMBER", "tel 06\u201112345678", "06\u201112345678"),
        ("SECRET", "wachtwoord&#58; Welkom2024!", "Welkom2024!"),
    ],
)
def test_other_types_are_found(scanner: Scanner, kind: str, text: str, value: str) -> None:
    """What holds for a BSN holds for what else has a shape."""
    assert _found(scanner, kind, text) == [value]


def _wrapped(data: str) -> str:
    encoded = base64.b64encode(data.encode()).decode()
    return "\n".join(encoded[start : start + 40] for start in range(0, len(encoded), 40))


SENTENCE = "Goedemiddag, het burgerservicenummer van de heer is 626018158, met dank en groet."


@pytest.mark.parametrize(
    "chunk",
    [
        base64.b64encode(SENTENCE.encode()).decode(),
        base64.urlsafe_b64encode(SENTENCE.encode()).decode().rstrip("="),
        base64.b64encode(SENTENCE.encode("utf-16-le")).decode(),
        _wrapped(SENTENCE),
        SENTENCE.encode().hex(),
        SENTENCE.encode().hex(" "),
    ],
    ids=["base64", "url-safe", "utf-16", "wrapped", "hex", "spaced hex"],
)
def test_chunks_are_decoded(scanner: Scanner, chunk: str) -> None:
    """A value inside an encoded chunk is found; its span is the whole chunk, which is what has to go."""
    assert _found(scanner, "NL_BSN", f"Vertaal dit: {chunk} alsjeblieft") == [chunk]


@pytest.mark.parametrize(
    "text",
    [
        "Een lijst: 1 2 3 4 5 6 7 8 9 10",
        "12\n34\n56\n78\n90\n12\n34",
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk",
        "een twee drie vier vijf zes zeven, zo leer je tellen",
        "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "Het antwoord is &lt;b&gt;42&lt;/b&gt; en 100%20 klopt niet",
        "a b c d e f g h i j k l m n o p",
        "x = [1,\n2,\n3,\n4]",
        quote("Schrijf een gedicht over de zee, zonder rijm."),
    ],
)
def test_other_readings_of_harmless_texts_are_harmless(scanner: Scanner, text: str) -> None:
    """Lists, columns, pictures, hashes and counting rhymes give nothing."""
    assert scanner.scan(text).findings == ()
