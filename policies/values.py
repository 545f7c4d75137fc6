"""Which findings stand for the same value, without the value: for `distinct` in policies."""

from collections.abc import Iterable

from detectors.finding import Finding


def number_values(found: Iterable[tuple[str, Finding]]) -> tuple[int, ...]:
    """A number for each finding, the same for findings of the same type and value.

    Capitals, spaces and punctuation do not matter, so that ``06-12345678`` and ``06 1234 5678`` are one
    phone number. The numbers mean nothing outside this one request.

    Args:
        found: Each finding with the text it stands in.
    """
    numbers: dict[tuple[str, str], int] = {}
    return tuple(
        numbers.setdefault((finding.type, _value(text, finding)), len(numbers)) for text, finding in found
    )


def _value(text: str, finding: Finding) -> str:
    value = text[finding.start : finding.end].casefold()
    return "".join(filter(str.isalnum, value)) or value
