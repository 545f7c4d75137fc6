"""The page on wire formats says what the code does."""

from pathlib import Path

from detectors.prompts.coverage import rendered
from detectors.prompts.formats import load_formats

PAGE = Path(__file__).parents[3] / "docs" / "wire-formats.md"


def test_the_tables_are_up_to_date() -> None:
    """Tables of readers and operations are those that the code and the catalogue give.

    Mended by ``python -m detectors.prompts.coverage``.
    """
    page = PAGE.read_text(encoding="utf-8")
    assert rendered(page) == page


def test_every_reader_is_on_the_page() -> None:
    """No reader is left out."""
    page = PAGE.read_text(encoding="utf-8")
    assert [name for name in load_formats() if f"| `{name}` |" not in page] == []
