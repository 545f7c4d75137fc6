"""What a report holds, free of language and of form: HTML, PDF, XLSX and JSON show this and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class SystemName:
    """A system; the name of one that the catalogue does not know follows the language of the reader.

    Attributes:
        service: Its service.
        name: Of the register, in English.
        account: Its account in brackets after the name, or None.
    """

    service: str
    name: str
    account: str | None = None


type Value = str | int | float | date | SystemName | tuple[str, ...] | tuple[SystemName, ...] | None
"""A cell: a text or code, a number, a share between 0 and 1, a day, a system, some in a row, or nothing."""

type Kind = Literal[
    "text", "count", "share", "date", "month",  # as they are
    "account", "action", "asks", "category", "citation", "coached", "entity", "gdpr_role", "group",
    "handling", "incident_state", "mode", "obligation", "point", "reason", "risk", "role", "state", "status",
    "step", "system",
]  # fmt: skip
"""How a value is shown: as it is, or as the words that a vocabulary has for its code."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        id: Stable name.
        kind: How its values are shown.
    """

    id: str
    kind: Kind = "text"


ACCOUNT = Column("tenant", "account")
"""Under which account a system is used."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of a table; the table beside it is its text alternative.

    Attributes:
        labels: Column that names the bars.
        values: Columns of numbers; more than one are stacked.
        upright: Bars stand, for months; else they lie, for names.
    """

    labels: str
    values: tuple[str, ...]
    upright: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        id: Stable name.
        columns: Its columns.
        rows: Its rows, each as long as `columns`.
        chart: How it is drawn, or None.
    """

    id: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    chart: Chart | None = None

    def column(self, name: str) -> list[Value]:
        """The values of a column."""
        place = [column.id for column in self.columns].index(name)
        return [row[place] for row in self.rows]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number worth a line of its own.

    Attributes:
        id: Stable name.
        value: The number; None when there is nothing to divide.
        kind: ``count`` or ``share``.
        before: The number of the period before; None when it is not known, or means nothing.
    """

    id: str
    value: int | float | None
    kind: Literal["count", "share"] = "count"
    before: int | float | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A paragraph.

    Attributes:
        id: Which words.
        values: What is filled in, each with how it is shown.
    """

    id: str
    values: Mapping[str, tuple[Kind, Value]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report.

    Attributes:
        id: Stable name; the seven steps have those of `agent.register.seven_steps`.
        step: Number of the step of the AI scan, or None.
        notes: Paragraphs.
        figures: Numbers.
        tables: Tables.
    """

    id: str
    step: int | None = None
    notes: tuple[Note, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """Some days, both ends included, and the days before them with which they are compared.

    Attributes:
        first: First day.
        last: Last day.
        before_first: First day of the period before.
        before_last: Last day of the period before.
    """

    first: date
    last: date
    before_first: date
    before_last: date


def until(period: Period, made: datetime) -> datetime | None:
    """The moment of making while the last day of a period is not over in UTC, else None."""
    return made if made.astimezone(UTC).date() <= period.last else None


@dataclass(frozen=True, slots=True)
class Report:
    """A report.

    Attributes:
        organisation: Whose it is.
        period: About which days.
        made: When it was made.
        version: Of Schaduwwacht.
        sections: Its parts.
    """

    organisation: str
    period: Period
    made: datetime
    version: str
    sections: tuple[Section, ...]

    @property
    def until(self) -> datetime | None:
        """The moment up to which it holds, while its last day is not over; None once it is."""
        return until(self.period, self.made)

    def table(self, name: str) -> Table:
        """A table by its id."""
        return next(table for part in self.sections for table in part.tables if table.id == name)

    def figure(self, name: str) -> Figure:
        """A figure by its id."""
        return next(figure for part in self.sections for figure in part.figures if figure.id == name)
