"""The language of a text, from its commonest short words."""

import pytest

from detectors.scanner import Scanner


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Kun je deze brief voor mij nakijken en de fouten eruit halen?", "nl"),
        ("Could you please check this letter and make it a little shorter?", "en"),
        ("Können Sie bitte diesen Brief für mich prüfen und die Fehler korrigieren?", "de"),
        ("Pouvez-vous relire cette lettre pour moi et corriger les fautes, merci ?", "fr"),
        ("", "nl"),
        ("626018158", "nl"),
        ("SELECT id FROM orders", "nl"),
        ("VIELEN DANK UND FREUNDLICHE GRÜSSE AUS BERLIN", "de"),
    ],
)
def test_language(text: str, language: str) -> None:
    """Four languages are told apart; Dutch when nothing tells."""
    assert Scanner().scan(text).language == language
