"""The report as JSON, and the published schema of it: `docs/schema/report.schema.json`.

Values are raw: numbers, days as ISO 8601, codes. Headings, names of systems and their accounts are words
in the language that was asked for.
"""

import json
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from agent.reports.model import Figure, Kind, Report, Section, SystemName, Table, Value
from agent.reports.texts import Texts

type Number = int | float | None
type Cell = str | int | float | tuple[str, ...] | None


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class FigureData(_Model):
    """A number worth a line of its own.

    Attributes:
        id: Stable name.
        label: What it counts.
        kind: `count`, or `share` between 0 and 1.
        value: The number; null when there is nothing to divide.
        before: The number of the period before; null when it is not known, or means nothing.
    """

    id: str
    label: str
    kind: Literal["count", "share"]
    value: Number
    before: Number


class ColumnData(_Model):
    """A column of a table.

    Attributes:
        id: Stable name.
        label: Its heading.
        kind: Of its values: `text`, `count`, `share`, `date`, `month`, or the vocabulary of its codes.
    """

    id: str
    label: str
    kind: str


class TableData(_Model):
    """A table.

    Attributes:
        id: Stable name.
        title: Its heading.
        columns: Its columns.
        rows: Its rows, a value for each column.
    """

    id: str
    title: str
    columns: list[ColumnData]
    rows: list[list[Cell]]


class SectionData(_Model):
    """A part of the report.

    Attributes:
        id: Stable name.
        step: Number of the step of the AI scan, or null.
        title: Its heading.
        notes: Paragraphs.
        figures: Numbers.
        tables: Tables.
    """

    id: str
    step: Annotated[int, Field(ge=1, le=7)] | None
    title: str
    notes: list[str]
    figures: list[FigureData]
    tables: list[TableData]


class PeriodData(_Model):
    """Some days, both ends included, and those with which they are compared.

    Attributes:
        first: First day.
        last: Last day.
        before_first: First day of the period before.
        before_last: Last day of the period before.
        until: Moment up to which the numbers hold, in UTC, while the last day is not over; else null.
    """

    first: date
    last: date
    before_first: date
    before_last: date
    until: str | None = None


class ReportData(_Model):
    """The HR report as `schaduwwacht report --format json` gives it.

    Attributes:
        schema_version: Version of this form; a new number for a change that readers notice.
        organisation: Whose it is.
        language: Of headings and words.
        period: About which days.
        made: When it was made, in UTC.
        version: Of Schaduwwacht.
        sections: Its parts.
    """

    schema_version: Literal[1] = 1
    organisation: str
    language: Literal["nl", "en"]
    period: PeriodData
    made: str
    version: str
    sections: list[SectionData]


def to_json(report: Report, texts: Texts) -> bytes:
    """The file."""
    period = report.period
    data = ReportData(
        organisation=report.organisation,
        language=texts.language,
        period=PeriodData(
            first=period.first,
            last=period.last,
            before_first=period.before_first,
            before_last=period.before_last,
            until=_moment(report.until) if report.until else None,
        ),
        made=_moment(report.made),
        version=report.version,
        sections=[_section(section, texts) for section in report.sections],
    )
    return json.dumps(data.model_dump(mode="json"), ensure_ascii=False, indent=2).encode() + b"\n"


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _section(section: Section, texts: Texts) -> SectionData:
    return SectionData(
        id=section.id,
        step=section.step,
        title=texts.section(section),
        notes=[texts.note(note) for note in section.notes],
        figures=[_figure(figure, texts) for figure in section.figures],
        tables=[_table(table, texts) for table in section.tables],
    )


def _figure(figure: Figure, texts: Texts) -> FigureData:
    return FigureData(
        id=figure.id,
        label=texts.figure(figure),
        kind=figure.kind,
        value=figure.value,
        before=figure.before,
    )


def _table(table: Table, texts: Texts) -> TableData:
    kinds = [column.kind for column in table.columns]
    return TableData(
        id=table.id,
        title=texts.table(table),
        columns=[ColumnData(id=item.id, label=texts.column(item), kind=item.kind) for item in table.columns],
        rows=[
            [_cell(kind, value, texts) for kind, value in zip(kinds, row, strict=True)] for row in table.rows
        ],
    )


def _cell(kind: Kind, value: Value, texts: Texts) -> Cell:
    if isinstance(value, SystemName) or (kind in ("account", "citation") and value is not None):
        return texts.value(kind, value)
    if isinstance(value, tuple):
        return tuple(item if isinstance(item, str) else texts.value(kind, item) for item in value)
    if kind == "date" and isinstance(value, date):
        return value.isoformat()
    return value  # type: ignore[return-value] # a day stands in no other column
