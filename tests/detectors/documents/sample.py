"""What a sample is."""

from dataclasses import dataclass

# Passes the eleven-test; belongs to nobody.
BSN = "123456782"


@dataclass(frozen=True)
class Sample:
    """A document and the places where its number stands."""

    kind: str
    data: bytes
    places: tuple[str, ...]
