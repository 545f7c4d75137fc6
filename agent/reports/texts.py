"""A report in words: headings, sentences and values in the reader's language, the same in all forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib import resources
from typing import cast

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent

from agent.record.groups import first_day
from agent.register.codes import code_words
from agent.register.law import Language, Words, obligations
from agent.register.said import account_words, system_name, with_account
from agent.register.seven_steps import steps
from agent.reports.model import Chart, Column, Figure, Kind, Note, Section, SystemName, Table, Value
from detectors.yaml_file import StrictModel, read_yaml

LOCALES: Mapping[Language, str] = {"nl": "nl_NL", "en": "en_GB"}
NUMBERS = frozenset({"count", "share"})
"""Kinds that stand to the right and may be added up or drawn."""


class _Words(StrictModel):
    """Contents of `words.yaml`."""

    checked: date
    ui: dict[str, Words]
    sections: dict[str, Words]
    figures: dict[str, Words]
    tables: dict[str, Words]
    columns: dict[str, Words]
    notes: dict[str, Words]


@cache
def words() -> _Words:
    """The words of both languages."""
    text = (resources.files("agent.reports") / "words.yaml").read_text("utf-8")
    return read_yaml(_Words, text, "words.yaml")


@dataclass(frozen=True, slots=True)
class Texts:
    """Words and values in one language.

    Attributes:
        language: Which.
    """

    language: Language

    def ui(self, name: str, **values: str) -> str:
        """A word of the form itself."""
        return words().ui[name].in_language(self.language).format(**values)

    def section(self, section: Section) -> str:
        """The heading of a section."""
        if section.step is not None:
            return self._step(section.id)
        return words().sections[section.id].in_language(self.language)

    def about(self, section: Section) -> str:
        """What a step of the AI scan is about; an empty string for other sections."""
        found = (step.about for step in steps() if section.step is not None and step.id == section.id)
        return next((text.in_language(self.language) for text in found), "")

    def table(self, table: Table) -> str:
        """The heading of a table."""
        return words().tables[table.id].in_language(self.language)

    def column(self, column: Column | str) -> str:
        """The heading of a column."""
        name = column if isinstance(column, str) else column.id
        return words().columns[name].in_language(self.language)

    def figure(self, figure: Figure) -> str:
        """What a figure counts."""
        return words().figures[figure.id].in_language(self.language)

    def note(self, note: Note) -> str:
        """A paragraph, filled in."""
        values = {name: self.value(kind, value) for name, (kind, value) in note.values.items()}
        return words().notes[note.id].in_language(self.language).format(**values)

    def chart(self, table: Table) -> str:
        """What a picture shows, for those who do not see it."""
        return self.ui("chart", title=self.table(table))

    def value(self, kind: Kind, value: Value) -> str:
        """A value as the reader's locale writes it, or the words of its code."""
        if value is None or value in ("", ()):
            return self.ui("nothing")
        if isinstance(value, tuple):
            return "; ".join(self.value(kind, item) for item in value)
        if isinstance(value, SystemName):
            return self._system(value)
        if isinstance(value, date):
            return self._day(value)
        if isinstance(value, int | float):
            return self._number(kind, value)
        return value if kind == "text" else self._code(kind, value)

    def before(self, figure: Figure) -> str:
        """A figure in the period before, and the change since; an empty string when there is none."""
        if figure.before is None or figure.value is None:
            return ""
        old = self.ui("before", value=self.value(figure.kind, figure.before))
        return f"{old} ({self.ui('change', value=self.change(figure))})"

    def change(self, figure: Figure) -> str:
        """The difference with the period before, with its sign; in hundredths for a share."""
        difference = (figure.value or 0) - (figure.before or 0)
        if figure.kind == "share":
            points = format_decimal(abs(difference) * 100, "0.0", locale=LOCALES[self.language])
            return f"{_sign(round(difference, 3))}{points} pp"
        return f"{_sign(difference)}{format_decimal(abs(difference), locale=LOCALES[self.language])}"

    def moment(self, moment: datetime) -> str:
        """A day."""
        return format_date(moment, "d MMMM y", locale=LOCALES[self.language])

    def clock(self, moment: datetime) -> str:
        """A day with its time, in UTC as all days of a report are."""
        return format_datetime(moment, "d MMMM y HH:mm 'UTC'", tzinfo=UTC, locale=LOCALES[self.language])

    def days(self, first: date, last: date, until: datetime | None = None) -> str:
        """From one day to another, and up to which moment while the last is not over."""
        shown = [format_date(day, "d MMMM y", locale=LOCALES[self.language]) for day in (first, last)]
        days = shown[0] if first == last else " \N{EN DASH} ".join(shown)
        return self.ui("so-far", days=days, moment=self.clock(until)) if until else days

    def bars(self, table: Table, chart: Chart) -> list[tuple[str, str, int]]:
        """Label, series and number of each bar of a chart, in the order of the table."""
        kinds = {column.id: column.kind for column in table.columns}
        labels = [self.value(kinds[chart.labels], value) for value in table.column(chart.labels)]
        drawn = []
        for name in chart.values:
            numbers = table.column(name)
            heading = self.column(name)
            drawn += [(label, heading, cast("int", n)) for label, n in zip(labels, numbers, strict=True)]
        return drawn

    def _code(self, kind: Kind, code: str) -> str:
        if kind == "month":
            return format_date(first_day(code), "MMMM y", locale=LOCALES[self.language])
        if kind == "step":
            return self._step(code)
        if kind == "point":
            return next(
                point.text.in_language(self.language)
                for step in steps()
                for point in step.points
                if point.id == code
            )
        if kind == "obligation":
            return obligations()[code].title.in_language(self.language)
        named = {"account": account_words, "citation": _citation}.get(kind)
        return named(code, self.language) if named else code_words(kind, code, self.language)

    def _day(self, day: date) -> str:
        if isinstance(day, datetime):
            return self.clock(day)
        return format_date(day, "d MMM y", locale=LOCALES[self.language])

    def _number(self, kind: Kind, value: float) -> str:
        if kind == "share":
            return format_percent(value, "#,##0.0%", locale=LOCALES[self.language])
        return format_decimal(value, locale=LOCALES[self.language])

    def _system(self, system: SystemName) -> str:
        name = system_name(system.service, system.name, self.language)
        return with_account(name, system.account, self.language)

    def _step(self, name: str) -> str:
        return next(step.title.in_language(self.language) for step in steps() if step.id == name)


def _citation(code: str, language: Language) -> str:
    law = obligations().get(code)
    return law.citation(language) if law else code


def _sign(difference: float) -> str:
    """A plus, a minus that is as wide, or nothing."""
    return "+" if difference > 0 else "\N{MINUS SIGN}" if difference < 0 else ""
