"""Zeek: dns.log, ssl.log (quic.log too) and http.log, as tab-separated values or as JSON.

Format: the Zeek manual, "Zeek Log Formats and Inspection"; the first lines of a log name its columns.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import ibis.expr.types as ir

from agent.discovery.logs.carriers import JSON
from agent.discovery.logs.formats.json_lines import record, texts
from agent.discovery.logs.layout import (
    COMMENT,
    NOT_THIS_FORMAT,
    Layout,
    LogFormat,
    first_reason,
    row,
    share_of,
)
from agent.discovery.logs.moments import CLOCKS, clock_of
from agent.discovery.logs.text import split

_HOSTS = {"zeek-ssl": "server_name", "zeek-http": "host", "zeek-dns": "query"}
"""By format, the column with the host. Of a stream of all logs connections are read: names count twice."""
_CLIENT, _TIME, _SIZE, _URL = "id.orig_h", "ts", "request_body_len", "uri"
_USUAL = (0, 2, 9)
"""Where time, client and host stand in a dns.log or ssl.log that lost its first lines."""
_UNSET = "(empty)"
_SEPARATOR = re.compile(r"#separator \\x([0-9a-fA-F]{2})")
_BARE = re.compile(r"^[0-9]{9,10}\.[0-9]+\tC[0-9A-Za-z]+\t\S+\t[0-9]+\t\S+\t[0-9]+\t(\S+)\t")


def _table(
    table: ir.Table, separator: str, places: Mapping[str, int], width: int | None, host: str
) -> ir.Table:
    """Lines of values with a separator, with the columns that matter in these places."""
    table = table.mutate(cells=split(table.line, separator))
    cells, size = table.cells, table.cells.length()
    ragged = size != width if width else size <= max(places.values())
    return row(
        table,
        host=cells[places[host]].nullif(_UNSET),
        client=cells[places[_CLIENT]],
        when=cells[places[_TIME]],
        size=cells[places[_SIZE]] if _SIZE in places else None,
        url=cells[places[_URL]] if _URL in places else None,
        reason=first_reason((table.line.startswith("#"), COMMENT), (ragged, NOT_THIS_FORMAT)),
    )


def _json(table: ir.Table, host: str, names: Sequence[str]) -> ir.Table:
    keys = [host, _CLIENT, _TIME, *names]
    table = table.mutate(values=texts(table.line, [f'$."{key}"' for key in keys]))
    values = table["values"]
    return row(
        table,
        host=values[0],
        client=values[1],
        when=values[2],
        size=values[keys.index(_SIZE)] if _SIZE in names else None,
        url=values[keys.index(_URL)] if _URL in names else None,
        reason=first_reason((values.isnull(), NOT_THIS_FORMAT), (values[2].isnull(), NOT_THIS_FORMAT)),
    )


def _find(name: str, lines: Sequence[str]) -> Layout | None:
    header = next((line for line in lines if line.startswith("#fields")), None)
    if header is not None:
        return _with_header(name, header, lines)
    wanted = {_TIME, _CLIENT, _HOSTS[name]}
    if records := [found for line in lines if wanted <= (found := record(line)).keys()]:
        return _of_records(name, records, lines)
    if name == "zeek-http":
        return None
    is_dns = name == "zeek-dns"
    share = share_of(
        lines, lambda line: (found := _BARE.match(line)) and (found[1] in ("udp", "tcp")) == is_dns
    )
    return replace(_plain(name), share=share) if share else None


def _of_records(name: str, records: Sequence[Mapping[str, Any]], lines: Sequence[str]) -> Layout | None:
    share = share_of(lines, lambda line: _CLIENT in record(line))
    if not share:
        return None
    names = _more(name)
    read = lambda table: _json(table, _HOSTS[name], names)  # noqa: E731 - one line of work
    clock = clock_of(str(found[_TIME]) for found in records)
    return Layout(name, "json", read, clock, urls=bool(names), share=share)


def _with_header(name: str, header: str, lines: Sequence[str]) -> Layout | None:
    """The layout that the log itself tells. The sets and addresses of other columns do not matter."""
    told = next((found for line in lines if (found := _SEPARATOR.match(line))), None)
    separator = chr(int(told[1], 16)) if told else "\t"
    fields = header.split(separator)[1:]
    wanted = (_TIME, _CLIENT, _HOSTS[name])
    if not set(wanted) <= set(fields):
        return None
    places = {field: fields.index(field) for field in (*wanted, *_more(name)) if field in fields}
    body = [line for line in lines if not line.startswith("#")]
    rows = [cells for line in body[:100] if len(cells := line.split(separator)) == len(fields)]
    clock = clock_of(cells[places[_TIME]] for cells in rows) or CLOCKS["epoch"]
    read = lambda table: _table(table, separator, places, len(fields), _HOSTS[name])  # noqa: E731 - one line of work
    share = share_of(body, lambda line: line.count(separator) == len(fields) - 1)
    urls = bool(_more(name))
    return Layout(name, (separator, *fields), read, clock, urls=urls, share=share if body else 1.0)


def _more(name: str) -> tuple[str, ...]:
    """What else a log has: only http.log has paths and sizes."""
    return (_SIZE, _URL) if name == "zeek-http" else ()


def _plain(name: str) -> Layout:
    places = dict(zip((_TIME, _CLIENT, _HOSTS[name]), _USUAL, strict=True))
    if name == "zeek-http":
        places[_HOSTS[name]] = 8
    return Layout(
        name, "usual", lambda table: _table(table, "\t", places, None, _HOSTS[name]), CLOCKS["epoch"]
    )


def _format(name: str, title: str) -> LogFormat:
    return LogFormat(name, title, lambda lines: _find(name, lines), _plain(name), JSON)


FORMATS = (
    _format("zeek-ssl", "Zeek ssl.log and quic.log"),
    _format("zeek-http", "Zeek http.log"),
    _format("zeek-dns", "Zeek dns.log"),
)
