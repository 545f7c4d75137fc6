"""`docs/documents.md` tells what the code does."""

from dataclasses import fields
from pathlib import Path

from detectors.documents import READERS, REASONS, Limits

PAGE = (Path(__file__).parents[3] / "docs" / "documents.md").read_text()


def test_every_kind_is_told() -> None:
    """Each kind that is read has its row."""
    rows = [line.split("|")[1] for line in PAGE.splitlines() if line.startswith("| `")]

    assert {kind for kind in READERS if not any(f"`{kind}`" in row for row in rows)} <= {"ole"}


def test_every_limit_is_told() -> None:
    """Each limit has its row, with its default."""
    for item in fields(Limits):
        assert f"| `{item.name}` | {getattr(Limits(), item.name):,.0f} |" in PAGE


def test_every_reason_is_told() -> None:
    """Each reason has its row, and no other has."""
    part = PAGE.partition("## Reasons")[2].partition("## Measured")[0]
    told = {line.split("`")[1] for line in part.splitlines() if line.startswith("| `")}

    assert told == REASONS
