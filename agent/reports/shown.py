"""A report as plain texts in one language, for the forms that people read: HTML and PDF."""

from typing import Any

from agent.reports.charts import Picture, svg
from agent.reports.model import Column, Figure, Report, Section, Table
from agent.reports.texts import NUMBERS, Texts


def shown(report: Report, texts: Texts, *, on_page: bool, font: str = "sans-serif") -> dict[str, Any]:
    """Everything that is to be read, in order.

    Args:
        report: The report.
        texts: The language.
        on_page: Charts take their colour of text from the page.
        font: Font of the charts.
    """
    picture = {"on_page": on_page, "font": font}
    return {
        "language": texts.language,
        "title": texts.ui("title"),
        "report": texts.ui("report"),
        "organisation": report.organisation,
        "period": texts.days(report.period.first, report.period.last, report.until),
        "made": texts.moment(report.made),
        "by": f"{texts.ui('by')} {report.version}",
        "words": {name: texts.ui(name) for name in ("contents", "none", "period", "made", "page", "of")},
        "sections": [_section(part, texts, picture) for part in report.sections],
    }


def _section(section: Section, texts: Texts, picture: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": section.id,
        "step": texts.ui("step", number=str(section.step)) if section.step else "",
        "title": texts.section(section),
        "about": texts.about(section),
        "notes": [texts.note(note) for note in section.notes],
        "figures": [_figure(figure, texts) for figure in section.figures],
        "tables": [_table(table, texts, picture) for table in section.tables],
    }


def _figure(figure: Figure, texts: Texts) -> dict[str, str]:
    return {
        "id": figure.id,
        "label": texts.figure(figure),
        "value": texts.value(figure.kind, figure.value),
        "before": texts.before(figure),
    }


def _table(table: Table, texts: Texts, picture: dict[str, Any]) -> dict[str, Any]:
    kinds = [column.kind for column in table.columns]
    return {
        "id": table.id,
        "title": texts.table(table),
        "columns": [_column(item, texts) for item in table.columns],
        "rows": [
            [texts.value(kind, value) for kind, value in zip(kinds, row, strict=True)] for row in table.rows
        ],
        "chart": _chart(table, texts, picture),
        "chart_text": texts.chart(table),
    }


def _column(column: Column, texts: Texts) -> dict[str, Any]:
    """Its heading, and whether it stands to the right or is kept on one line."""
    kind = "number" if column.kind in NUMBERS else "day" if column.kind == "date" else ""
    return {"label": texts.column(column), "number": kind == "number", "kind": kind}


def _chart(table: Table, texts: Texts, picture: dict[str, Any]) -> str:
    """The chart as SVG; an empty string when there is nothing to draw."""
    if table.chart is None or not table.rows:
        return ""
    bars = texts.bars(table, table.chart)
    if not any(number for _, _, number in bars):
        return ""
    drawn = Picture(
        f"chart-{table.id}",
        texts.table(table),
        texts.chart(table),
        bars,
        upright=table.chart.upright,
        font=picture["font"],
    )
    return svg(drawn, on_page=picture["on_page"])
