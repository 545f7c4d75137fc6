"""Long lists in parts, so that a page stays as fast with ten thousand rows as with ten."""

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request

MOST = 100
"""Rows of one part."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One part of a list; macro ``leaves`` of parts.html leads to the others.

    Attributes:
        number: Which part, from 1.
        count: How many there are.
        first: Rows before it.
        most: Rows in it, at the most.
        previous: Address of the part before, or an empty string.
        next: Address of the part after, or an empty string.
    """

    number: int
    count: int
    first: int
    most: int
    previous: str
    next: str


def leaf_of(request: Request, total: int, most: int = MOST) -> Leaf:
    """The part that the address asks for (``part=2``), within what there is."""
    count = max(1, -(-total // most))
    asked = request.query_params.get("part", "1")
    number = min(max(int(asked) if asked.isdecimal() and len(asked) < 10 else 1, 1), count)  # noqa: PLR2004 - digits
    return Leaf(
        number=number,
        count=count,
        first=(number - 1) * most,
        most=most,
        previous=_address(request, number - 1) if number > 1 else "",
        next=_address(request, number + 1) if number < count else "",
    )


def _address(request: Request, number: int) -> str:
    query = {name: value for name, value in request.query_params.items() if name != "part"}
    return f"{request.url.path}?{urlencode(query | {'part': str(number)})}"
