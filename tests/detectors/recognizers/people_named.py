"""The names that the scanner finds in a text, for tests that ask for nothing else."""

from detectors.scanner import Scanner

SCANNER = Scanner()
PHONE = "\n\nBellen kan op 06-12345678."
"""Another sign of a person, so that what is no name is not saved by its absence."""


def people(text: str) -> list[str]:
    """The names in a text."""
    return [text[one.start : one.end] for one in SCANNER.scan(text).findings if one.type == "PERSON"]
