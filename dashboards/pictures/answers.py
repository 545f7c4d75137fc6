"""What Prometheus answers to a panel's questions, ready to be drawn."""

import json
import re
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any

from dashboards.generator.spec import Kind, Language, Panel, Query, Text

POINTS = 45
"""Steps of a graph."""


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a panel.

    Attributes:
        name: As its legend says.
        labels: Its labels.
        points: Moment and number; one point for a number of now.
        query: Place of the query that gave it.
    """

    name: str
    labels: dict[str, str]
    points: tuple[tuple[float, float], ...]
    query: int = 0

    @property
    def last(self) -> float:
        """The newest number."""
        return self.points[-1][1]


@dataclass(frozen=True, slots=True)
class Source:
    """A Prometheus, and the time to look at.

    Attributes:
        url: Where it is.
        start: First moment, in seconds since 1970.
        end: Last moment.
    """

    url: str
    start: float
    end: float

    @property
    def step(self) -> int:
        """Seconds between two points of a graph."""
        return max(1, round((self.end - self.start) / POINTS))

    def answers(self, panel: Panel, language: Language) -> list[Series]:
        """All series of a panel."""
        return [
            series
            for place, query in enumerate(panel.queries)
            for series in self._series(panel, query, place, language)
        ]

    def _series(self, panel: Panel, query: Query, place: int, language: Language) -> list[Series]:
        expr = self._filled(query.expr)
        if panel.kind in (Kind.BARS, Kind.LINES):
            found = self._get("query_range", query=expr, start=self.start, end=self.end, step=self.step)
        else:
            found = self._get("query", query=expr, time=self.end)
        legend = query.legend.of(language) if isinstance(query.legend, Text) else query.legend
        return [
            Series(
                _named(legend, item["metric"]),
                item["metric"],
                tuple((float(at), float(number)) for at, number in item.get("values") or [item["value"]]),
                place,
            )
            for item in found
        ]

    def _filled(self, expr: str) -> str:
        """With Grafana's own variables filled in."""
        values = {
            "$__interval_ms": str(self.step * 1000),
            "$__interval": f"{self.step}s",
            "$__range": f"{round(self.end - self.start)}s",
            "$__rate_interval": f"{max(4 * self.step, 10)}s",
        }
        return re.sub(r"\$__\w+", lambda found: values[found[0]], expr)

    def _get(self, path: str, **query: str | float) -> list[dict[str, Any]]:
        address = f"{self.url}/api/v1/{path}?{urllib.parse.urlencode(query)}"
        with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - a Prometheus that we were given
            result: list[dict[str, Any]] = json.load(answer)["data"]["result"]
        return result


def _named(legend: str, labels: dict[str, str]) -> str:
    return re.sub(r"{{(\w+)}}", lambda label: labels.get(label[1], ""), legend)
