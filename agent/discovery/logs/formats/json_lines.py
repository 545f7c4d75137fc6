"""JSON of any make: one object a line, with a column that is known or that the user names."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import ibis
import ibis.expr.types as ir

from agent.discovery.logs.carriers import JSON
from agent.discovery.logs.columns import Columns, find_columns
from agent.discovery.logs.layout import (
    GENERAL,
    NOT_THIS_FORMAT,
    Layout,
    LogFormat,
    first_reason,
    row,
    share_of,
)
from agent.discovery.logs.moments import clock_of
from agent.discovery.logs.text import address

_DEEP = 3
_ROWS = 100
"""Lines by which columns are known."""


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]  # ibis has no types
def json_texts(line: str, paths: list[str]) -> list[str]:  # type: ignore[empty-body]  # the engine's
    """Texts at JSON paths; null for a line that is no JSON. `duck` and `spark` define it."""


def texts(line: ir.StringValue, keys: Sequence[str]) -> ir.ArrayValue:
    """The values at some keys; a dot leads into an object, unless the whole is a key of the line."""
    return json_texts(line, ibis.array(list(keys)))


def record(line: str) -> dict[str, Any]:
    """The object of a line; empty when it is none."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def flat(found: Mapping[str, Any], deep: int = _DEEP) -> Iterator[tuple[str, str, Any]]:
    """Every value with its name (``tls.sni``) and its JSON path (``$."tls"."sni"``)."""
    for key, value in found.items():
        if isinstance(value, dict) and deep:
            for name, path, inner in flat(value, deep - 1):
                yield f"{key}.{name}", f'$."{key}"' + path[1:], inner
        elif '"' not in key and not isinstance(value, list | dict):
            yield key, f'$."{key}"', value


def json_format(own: Mapping[str, str]) -> LogFormat:
    """JSON lines, with the user's own map of columns if there is one."""

    def find(lines: Sequence[str]) -> Layout | None:
        records = [list(flat(found)) for line in lines if (found := record(line))]
        share = share_of(lines, record)
        names = _values(records)
        columns = find_columns(list(names), own, lambda name: names[name])
        if not share or columns is None:
            return None
        paths = {name: path for one in reversed(records) for name, path, _ in one if name in columns.used()}
        return _layout(records, columns, paths, share)

    plain = Layout("json", "none", lambda table: _read(table, Columns("host"), {"host": '$."host"'}))
    return LogFormat("json", "JSON lines, with --columns if need be", find, plain, JSON)


def _values(records: Sequence[list[tuple[str, str, Any]]]) -> dict[str, list[str]]:
    """The first values at each name."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in records[:_ROWS]:
        for name, _, value in one:
            if value is not None:
                found[name].append(str(value))
    return found


def _layout(
    records: Sequence[list[tuple[str, str, Any]]], columns: Columns, paths: Mapping[str, str], share: float
) -> Layout:
    variant = (columns, tuple(sorted(paths.items())))
    read = lambda table: _read(table, columns, paths)  # noqa: E731 - one line of work
    seen = _values(records)
    clock = clock_of(seen[columns.time]) if columns.time else None
    return Layout("json", variant, read, clock, urls=True, client=address, share=share * GENERAL)


def _read(table: ir.Table, columns: Columns, paths: Mapping[str, str]) -> ir.Table:
    used = columns.used()
    table = table.mutate(values=texts(table.line, [paths[name] for name in used]))

    def value(name: str | None) -> ir.StringValue:
        return table["values"][used.index(name)] if name else ibis.null("string")

    return row(
        table,
        host=value(columns.host),
        client=value(columns.client),
        when=value(columns.time),
        url=value(columns.url) if columns.url else None,
        size=value(columns.bytes) if columns.bytes else None,
        reason=first_reason((table["values"].isnull(), NOT_THIS_FORMAT)),
    )
