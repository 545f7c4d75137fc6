"""Numbers of a period beside those of the period before."""

from collections.abc import Callable

from agent.reports.facts import Facts
from agent.reports.model import Figure
from agent.reports.sums import Sums


def both(facts: Facts, name: str, count: Callable[[Sums], int]) -> Figure:
    """A count, and what it was in the period before."""
    before = None if facts.before is None else count(facts.before)
    return Figure(name, count(facts.now), before=before)


def known_before(facts: Facts, name: str, now: int, before: int) -> Figure:
    """A count of what people entered, which is comparable when the period before was recorded at all."""
    return Figure(name, now, before=before if facts.before is not None else None)


def share(part: int, whole: int) -> float | None:
    """A part of a whole, in a ten-thousandth; None of nothing."""
    return round(part / whole, 4) if whole else None
