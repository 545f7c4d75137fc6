"""CSV of any make: a header that names the columns, or a map of columns that the user gives."""

import csv
import re
from collections.abc import Collection, Mapping, Sequence

import ibis
import ibis.expr.types as ir

from agent.discovery.logs.columns import Columns, find_columns
from agent.discovery.logs.layout import (
    COMMENT,
    GENERAL,
    NOT_THIS_FORMAT,
    Layout,
    LogFormat,
    first_reason,
    row,
    share_of,
)
from agent.discovery.logs.moments import Clock, clock_of
from agent.discovery.logs.text import part, split

_SEPARATORS = ",;\t|"
_LEAST = 2
"""Columns that a table has at least."""


def with_cells(table: ir.Table, separator: str, width: int, wanted: Collection[int]) -> ir.Table:
    """Some cells of lines of CSV, without their quotes, as the columns ``c0``, ``c1`` and so on.

    Lines in which every cell has quotes, and cells before the first quote, are split; only the others cost a
    regular expression. RFC 4180, but for line ends inside quotes: no log has those.
    """
    line = table.line
    table = table.mutate(
        simple=split(line, separator), start=part(line, '"', 0), any_quotes=line.contains('"')
    )
    inside = ibis.ifelse(table.any_quotes, line.substr(1, line.length() - 2), ibis.null("string"))
    table = table.mutate(quoted=split(inside, f'"{separator}"'))
    all_quoted = line.startswith('"') & line.endswith('"') & (table.quoted.length() == width)
    before = ibis.ifelse(table.any_quotes, split(table.start, separator).length() - 1, width)
    table = table.mutate(all_quoted=all_quoted, before=before)
    found = {
        f"c{index}": ibis.cases(
            (table.before > index, table.simple[index]),
            (table.all_quoted, table.quoted[index].replace('""', '"')),
            else_=cell_by_pattern(line, separator, index),
        )
        for index in wanted
    }
    return table.mutate(**found)


def cell_by_pattern(line: ir.StringValue, separator: str, index: int) -> ir.StringValue:
    """One cell of a line of CSV with quotes around some cells: slow, and always right."""
    one = re.escape(separator)
    cell = f'(?:"[^"]*(?:""[^"]*)*"|[^{one}"]*)'
    text = line.re_extract(f"^(?:{cell}{one}){{{index}}}({cell})", 1)
    inside = text.substr(1, text.length() - 2).replace('""', '"')
    return ibis.ifelse(text.startswith('"'), inside, text)


def csv_format(own: Mapping[str, str]) -> LogFormat:
    """CSV, with the user's own map of columns if there is one: names, or numbers from 1."""
    by_number = bool(own) and all(column.isdecimal() for column in own.values())

    def find(lines: Sequence[str]) -> Layout | None:
        filled = [line for line in lines if line.strip() and not line.startswith("#")]
        if not filled:
            return None
        separator = max(_SEPARATORS, key=filled[0].count)
        names = cells_of(filled[0], separator)
        width = len(names)
        if width < _LEAST and not by_number:
            return None
        columns = _by_number(own) if by_number else find_columns(names, own)
        if columns is None:
            return None
        where = [str(place) for place in range(1, width + 1)] if by_number else names
        return _layout(filled, separator, where, columns, header=None if by_number else filled[0])

    plain = Layout("csv", "none", _unread)
    return LogFormat("csv", "CSV with a header, or with --columns", find, plain)


def _by_number(own: Mapping[str, str]) -> Columns:
    return Columns(own["host"], own.get("client"), own.get("time"), own.get("bytes"))


def _layout(
    lines: Sequence[str], separator: str, names: Sequence[str], columns: Columns, *, header: str | None
) -> Layout | None:
    """The layout of a table with these columns."""
    body = lines[1:] if header else lines
    share = share_of(body, lambda line: len(cells_of(line, separator)) == len(names))
    if (body and not share) or any(name not in names for name in _used(columns)):
        return None
    clock = _clock(body, separator, names, columns.time)
    variant = (separator, tuple(names), header, columns)
    read = lambda table: _table(table, separator, list(names), columns, header)  # noqa: E731 - one line of work
    return Layout("csv", variant, read, clock, urls=True, share=(share or 1.0) * GENERAL)


def _used(columns: Columns) -> list[str]:
    named = (columns.host, columns.client, columns.time, columns.bytes, columns.url)
    return [name for name in named if name is not None]


def _clock(lines: Sequence[str], separator: str, names: Sequence[str], time: str | None) -> Clock | None:
    if time is None:
        return None
    place = names.index(time)
    rows = (cells_of(line, separator) for line in lines[:100])
    return clock_of(cells[place] for cells in rows if len(cells) > place)


def _table(
    table: ir.Table, separator: str, names: list[str], columns: Columns, header: str | None
) -> ir.Table:
    places = {name: names.index(name) for name in _used(columns)}
    table = with_cells(table, separator, len(names), places.values())

    def cell(name: str | None) -> ir.StringValue:
        return table[f"c{places[name]}"].strip() if name else ibis.null("string")

    ragged = (table.simple.length() != len(names)) & ~table.any_quotes
    head = (table.line == header) if header else ibis.literal(False)  # noqa: FBT003 - a literal of the query
    return row(
        table,
        host=cell(columns.host),
        client=cell(columns.client),
        when=cell(columns.time),
        url=cell(columns.url) if columns.url else None,
        size=cell(columns.bytes) if columns.bytes else None,
        reason=first_reason((head | table.line.startswith("#"), COMMENT), (ragged, NOT_THIS_FORMAT)),
    )


def _unread(table: ir.Table) -> ir.Table:
    """Nothing can be read: there is no column with hosts."""
    nothing = ibis.null("string")
    return row(table, host=nothing, client=nothing, when=nothing, reason=ibis.literal(NOT_THIS_FORMAT))


def cells_of(line: str, separator: str) -> list[str]:
    """The cells of a line, in Python."""
    return [cell.strip() for cell in next(csv.reader([line], delimiter=separator), [])]
