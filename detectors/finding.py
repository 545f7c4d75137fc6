"""What a recognizer says: the type and the place of personal data, never the value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One span of personal data or secret in a text.

    Attributes:
        start: First code point of the span.
        end: One past the last code point.
        type: Entity type, from the list in `docs/detection.md`, e.g. ``NL_BSN``.
        score: Certainty, 0 to 1.
        detector: The recognizer that found it, e.g. ``nl_bsn``.
        reasons: Why, in short words for `--explain`: pattern, checksum, context, model. Never the value.
    """

    start: int
    end: int
    type: str
    score: float
    detector: str
    reasons: tuple[str, ...] = ()
