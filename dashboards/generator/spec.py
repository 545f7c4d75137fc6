"""What a dashboard is, before it is Grafana's JSON: plain data, with every text in two languages."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, NamedTuple

type Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")


class Text(NamedTuple):
    """A text in the two languages."""

    nl: str
    en: str

    def of(self, language: Language) -> str:
        """The text in that language."""
        return self.nl if language == "nl" else self.en


NONE = Text("geen", "none")


class Kind(StrEnum):
    """How a panel shows its numbers."""

    STAT = "stat"
    BARS = "bars"
    LINES = "lines"
    GAUGE = "gauge"
    TABLE = "table"
    MATRIX = "matrix"


class Value(NamedTuple):
    """How one value of a label is shown.

    Attributes:
        text: What is read.
        color: Colour of its line or bar; empty leaves it to Grafana.
    """

    text: Text
    color: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """One PromQL expression.

    Attributes:
        expr: The expression, with Grafana's own variables.
        legend: Name of each series, as ``{{label}}`` or a text; for a table, the heading of the column.
    """

    expr: str
    legend: str | Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One panel.

    Attributes:
        title: Its title.
        about: What it shows, in a sentence or two; Grafana shows it behind the (i).
        kind: How it shows it.
        queries: What it asks of Prometheus.
        width: Of the 24 columns.
        height: In Grafana's units.
        unit: Grafana's unit.
        values: How values of labels are shown, by value.
        columns: For a table: labels and their headings, in order.
        steps: Colours from values on, the first from the lowest.
        link: Page of the console that says more.
        empty: What an empty panel says.
        names: A stat shows the legend instead of the number.
        low: Lowest value of the axis.
        high: Highest value of the axis.
    """

    title: Text
    about: Text
    kind: Kind
    queries: tuple[Query, ...]
    width: int = 6
    height: int = 8
    unit: str = "short"
    values: dict[str, Value] = field(default_factory=dict)
    columns: tuple[tuple[str, Text], ...] = ()
    steps: tuple[tuple[float | None, str], ...] = ()
    link: str = ""
    empty: Text = NONE
    names: bool = False
    low: float | None = 0
    high: float | None = None


class Row(NamedTuple):
    """Panels under one heading."""

    title: Text
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """One dashboard.

    Attributes:
        name: Name of its file.
        title: Its title.
        about: What it is for.
        rows: Its panels.
        pages: Pages of the console that are linked at the top.
        range: How far back it looks.
    """

    name: str
    title: Text
    about: Text
    rows: tuple[Row, ...]
    pages: tuple[tuple[str, Text], ...]
    range: str = "now-24h"

    @property
    def panels(self) -> tuple[Panel, ...]:
        """All panels, in order."""
        return tuple(panel for row in self.rows for panel in row.panels)
