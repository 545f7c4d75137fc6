"""`schaduwwacht scan`: personal data in files, or in standard input."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from agent.errors import FailureError
from detectors.documents import place_at, read_document
from detectors.finding import Finding
from detectors.scanner import Scanner


def scan_all(
    sources: Iterable[str], scanner: Scanner, *, show_text: bool, explain: bool
) -> Iterator[dict[str, Any]]:
    """One result a file, in the order given; the files of a directory in the order of their names.

    Args:
        sources: Paths, or ``-`` for standard input.
        scanner: Finds personal data in text.
        show_text: Add the value found.
        explain: Add why it was found.

    Yields:
        The JSON of `scan`: source, language, findings, unread. Findings in a document also have a place.

    Raises:
        FailureError: A file does not exist or may not be read.
    """
    for source in _expanded(sources):
        yield scan_one(source, _bytes(source), scanner, show_text=show_text, explain=explain)


def scan_one(source: str, data: bytes, scanner: Scanner, *, show_text: bool, explain: bool) -> dict[str, Any]:
    """The result for one file's content."""
    name = "" if source == "-" else Path(source).name
    document = read_document(data, name)
    found: list[dict[str, Any]] = []
    longest, language = -1, ""
    for passage in document.passages:
        scan = scanner.scan(passage.text)
        if len(passage.text) > longest:
            longest, language = len(passage.text), scan.language
        for finding in scan.findings:
            entry = to_json(finding, passage.text if show_text else None, explain=explain)
            if not passage.is_verbatim:
                entry["place"] = place_at(passage, finding.start)
            found.append(entry)
    reasons = sorted({item.reason for item in document.unread})
    return {
        "source": source,
        "language": language,
        "findings": found,
        "unread": ", ".join(reasons) if reasons else None,
    }


def to_json(finding: Finding, text: str | None, *, explain: bool) -> dict[str, Any]:
    """A finding as printed; its value only when the text is given."""
    entry: dict[str, Any] = {
        "type": finding.type,
        "start": finding.start,
        "end": finding.end,
        "score": round(finding.score, 3),
        "detector": finding.detector,
    }
    if explain:
        entry["reasons"] = list(finding.reasons)
    if text is not None:
        entry["text"] = text[finding.start : finding.end]
    return entry


def _expanded(sources: Iterable[str]) -> Iterator[str]:
    for source in sources:
        path = Path(source)
        if source != "-" and path.is_dir():
            yield from (str(item) for item in sorted(path.rglob("*")) if item.is_file())
        else:
            yield source


def _bytes(source: str) -> bytes:
    if source == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise FailureError(f"{source}: {error.strerror}") from error
