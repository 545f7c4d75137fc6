"""Tables: CSV, XLSX and JSON, and the two of the law that are tables too."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources

import xlsxwriter
from pydantic import ConfigDict, Field

from agent.register.exports.register import Register, cell, facts_of
from agent.register.law import Language, Words
from agent.register.system import Risk
from detectors.yaml_file import StrictModel, read_yaml

Cell = str | int
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Beginnings that make a spreadsheet take a text for a formula, full-width forms included (OWASP, CSV
injection)."""
_WIDEST = 60


class Column(StrictModel):
    """A column: its heading, and the fact that fills it."""

    fact: str | None = None
    nl: str
    en: str

    def heading(self, language: Language) -> str:
        """The heading in that language."""
        return self.nl if language == "nl" else self.en


class _Columns(StrictModel):
    """Contents of `columns.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    register_: tuple[Column, ...] = Field(alias="register")
    obligations: tuple[Column, ...]
    gdpr_30: tuple[Column, ...] = Field(alias="gdpr-30")
    annex_viii_c: tuple[Column, ...] = Field(alias="annex-viii-c")
    measures: Words


@cache
def _columns() -> _Columns:
    text = (resources.files("agent.register.exports") / "columns.yaml").read_text("utf-8")
    return read_yaml(_Columns, text, "columns.yaml")


def to_csv(register: Register) -> bytes:
    """The systems, a row each."""
    return csv_bytes(_systems(register))


def to_gdpr_30(register: Register) -> bytes:
    """The record of processing activities, a row for each system with personal data in its traffic."""
    measures = _columns().measures.in_language(register.language)
    chosen = [system for system in register.systems if system.kinds]
    rows = (facts_of(register, system) | {"measures": measures} for system in chosen)
    return csv_bytes(_table(_columns().gdpr_30, rows, register))


def to_annex_viii_c(register: Register) -> bytes:
    """What deployers enter in the EU database, a row for each high-risk system."""
    chosen = [system for system in register.systems if system.risk == Risk.HIGH]
    rows = (facts_of(register, system) for system in chosen)
    return csv_bytes(_table(_columns().annex_viii_c, rows, register))


def to_xlsx(register: Register) -> bytes:
    """A workbook with the systems and their obligations."""
    sheets = {
        ("AI-register", "AI register"): _systems(register),
        ("Verplichtingen", "Obligations"): _duties(register),
    }
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": "AI register", "author": register.organisation.name})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        text = book.add_format({"quote_prefix": True, "text_wrap": True, "valign": "top"})
        for names, table in sheets.items():
            sheet = book.add_worksheet(names[0 if register.language == "nl" else 1])
            sheet.freeze_panes(1, 1)
            for number, row in enumerate(table):
                for column, cell in enumerate(row):
                    if isinstance(cell, int):
                        sheet.write_number(number, column, cell)
                    else:
                        sheet.write_string(number, column, cell, text if number else bold)
            for column in range(len(table[0])):
                sheet.set_column(column, column, _width(row[column] for row in table))
            sheet.autofilter(0, 0, len(table) - 1, len(table[0]) - 1)
    return file.getvalue()


def to_json(register: Register) -> bytes:
    """Everything, as JSON."""
    data = {
        "organisation": register.organisation.name,
        "made": register.made.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "systems": [system.as_dict() for system in register.systems],
        "obligations": [duty.as_dict(register.language) for duty in register.duties],
    }
    return json.dumps(data, ensure_ascii=False, indent=2).encode() + b"\n"


def csv_bytes(table: Iterable[Sequence[Cell]]) -> bytes:
    """CSV as spreadsheets expect it: a byte order mark, every field quoted, no formulas."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in table:
        writer.writerow([neutral(cell) if isinstance(cell, str) else cell for cell in row])
    return text.getvalue().encode("utf-8-sig")


def neutral(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe goes before one that it might."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _systems(register: Register) -> list[list[Cell]]:
    rows = (facts_of(register, system) for system in register.systems)
    return _table(_columns().register_, rows, register)


def _duties(register: Register) -> list[list[Cell]]:
    rows = []
    for duty in register.duties:
        row = duty.as_dict(register.language)
        rows.append(
            {name: cell(name, value, register.language) for name, value in row.items() if value is not None}
        )
    return _table(_columns().obligations, rows, register, blank="")


def _table(
    columns: Sequence[Column],
    rows: Iterable[dict[str, Cell] | dict[str, str]],
    register: Register,
    blank: str | None = None,
) -> list[list[Cell]]:
    """Headings and rows; what people have still to judge says so."""
    empty = register.blank if blank is None else blank
    headings: list[Cell] = [column.heading(register.language) for column in columns]
    cells = ([_filled(row.get(item.fact or "", ""), item, empty) for item in columns] for row in rows)
    return [headings, *cells]


_OBSERVED = frozenset(
    ("tenant", "first_seen", "last_seen", "actions", "kinds", "groups", "hosts", "documents", "kind_names")
)
"""Facts that are truly empty when they are empty: there is nothing for people to complete."""


def _filled(value: Cell, column: Column, empty: str) -> Cell:
    if value == "" and column.fact not in _OBSERVED:
        return empty
    return value


def _width(cells: Iterable[Cell]) -> int:
    return min(_WIDEST, max(len(str(cell)) for cell in cells) + 2)
