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
from agent.discovery.logs.moments import Clock, clock_of, in_utc
from agent.discovery.logs.text import address, part, split

_SEPARATORS = ",;\t|"
_SEP = '^"?sep=."?$'
"""What Excel writes above a table."""
_COMMENT = re.compile(f"#|{_SEP}")
_ROWS = 100
"""Lines by which columns are known."""
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
        filled = [line for line in lines if line.strip() and not _COMMENT.match(line)]
        if not filled:
            return None
        separator = max(_SEPARATORS, key=filled[0].count)
        names = cells_of(filled[0], separator)
        if by_number:
            places = [str(place) for place in range(1, len(names) + 1)]
            numbers = Columns(own["host"], own.get("client"), own.get("time"), own.get("bytes"))
            return table_layout("csv", filled, separator, places, numbers)
        if len(names) < _LEAST:
            return None
        body = cells_by_name(filled[1:], separator, names)
        columns = find_columns(names, own, lambda name: body[name])
        if columns is None:
            return None
        return table_layout("csv", filled[1:], separator, names, columns, header=filled[0])

    plain = Layout("csv", "none", _unread)
    return LogFormat("csv", "CSV with a header, or with --columns", find, plain)


def cells_by_name(lines: Sequence[str], separator: str, names: Sequence[str]) -> dict[str, list[str]]:
    """The values of each column in the lines that have all of them."""
    rows = [row for line in lines[:_ROWS] if len(row := cells_of(line, separator)) == len(names)]
    return {name: [row[place] for row in rows] for place, name in reversed(list(enumerate(names)))}


def table_layout(  # noqa: PLR0913 - all that makes a table
    log_format: str,
    body: Sequence[str],
    separator: str,
    names: Sequence[str],
    columns: Columns,
    *,
    header: str | None = None,
    utc: bool = False,
) -> Layout | None:
    """The layout of a table with these columns."""
    share = share_of(body, lambda line: len(cells_of(line, separator)) == len(names))
    if (body and not share) or any(name not in names for name in columns.used()):
        return None
    clock = _clock(cells_by_name(body, separator, names), columns)
    if clock and (utc or "utc" in str(columns.time).lower()):
        clock = in_utc(clock)
    variant = (separator, tuple(names), header, columns)
    read = lambda table: _table(table, separator, list(names), columns, header)  # noqa: E731 - one line of work
    weight = GENERAL if log_format == "csv" else 1.0
    return Layout(log_format, variant, read, clock, urls=True, client=address, share=(share or 1.0) * weight)


def _clock(cells: Mapping[str, Sequence[str]], columns: Columns) -> Clock | None:
    if columns.time is None:
        return None
    if columns.day is None:
        return clock_of(cells[columns.time])
    return clock_of(
        f"{day} {time}" for day, time in zip(cells[columns.day], cells[columns.time], strict=True)
    )


def _table(
    table: ir.Table, separator: str, names: list[str], columns: Columns, header: str | None
) -> ir.Table:
    places = {name: names.index(name) for name in columns.used()}
    table = with_cells(table, separator, len(names), places.values())

    def cell(name: str | None) -> ir.StringValue:
        return table[f"c{places[name]}"].strip() if name else ibis.null("string")

    ragged = (table.simple.length() != len(names)) & ~table.any_quotes
    head = (table.line == header) if header else ibis.literal(False)  # noqa: FBT003 - a literal of the query
    comment = table.line.startswith("#") | table.line.re_search(_SEP)
    return row(
        table,
        host=cell(columns.host),
        client=cell(columns.client),
        when=cell(columns.day) + " " + cell(columns.time) if columns.day else cell(columns.time),
        url=cell(columns.url) if columns.url else None,
        size=cell(columns.bytes) if columns.bytes else None,
        reason=first_reason((head | comment, COMMENT), (ragged, NOT_THIS_FORMAT)),
    )


def _unread(table: ir.Table) -> ir.Table:
    """Nothing can be read: there is no column with hosts."""
    nothing = ibis.null("string")
    return row(table, host=nothing, client=nothing, when=nothing, reason=ibis.literal(NOT_THIS_FORMAT))


def cells_of(line: str, separator: str) -> list[str]:
    """The cells of a line, in Python."""
    return [cell.strip() for cell in next(csv.reader([line], delimiter=separator), [])]
