"""A scan reaches no network and writes no value anywhere."""

import logging
import socket

import pytest

from detectors.scanner import Scanner

TEXT = """Beste Jan de Vries, BSN 626018158, geboren 12-03-1985, mail j.bakker@voorbeeld.nl, bel 06-12345678,
IBAN NL89INGB7025888838, kaart 4986 8282 8807 2907, kenteken GV-123-B, wachtwoord: Welkom2024!,
paspoort NXB12C3D4, personeelsnummer 100482, salaris 3.450 euro, Kerkstraat 12, 1234 AB Utrecht, griep."""

VALUES = (
    "626018158",
    "bakker",
    "12345678",
    "INGB",
    "2907",
    "GV-123",
    "Welkom",
    "NXB1",
    "100482",
    "Vries",
    "Kerkstraat",
)


def test_no_socket_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """Making a scanner and scanning every type works where sockets are forbidden."""

    def forbidden(*args: object, **options: object) -> None:
        pytest.fail("a recognizer opened a socket")

    monkeypatch.setattr(socket, "socket", forbidden)
    monkeypatch.setattr(socket, "create_connection", forbidden)
    monkeypatch.setattr(socket, "getaddrinfo", forbidden)
    types = {finding.type for finding in Scanner().scan(TEXT).findings}
    assert {"NL_BSN", "EMAIL_ADDRESS", "IBAN_CODE", "PERSON"} <= types


def test_no_value_is_logged(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    """At the most talkative log level no found value stands in a log line, on stdout or on stderr."""
    with caplog.at_level(logging.DEBUG):
        findings = Scanner().scan(TEXT).findings
    printed = capfd.readouterr()
    said = (
        caplog.text + printed.out + printed.err + " ".join(reason for f in findings for reason in f.reasons)
    )
    assert findings
    assert [value for value in VALUES if value in said] == []
