"""Zeek: dns.log and ssl.log, as tab-separated values or as JSON.

Format: the Zeek manual, "Zeek Log Formats and Inspection"; the first lines of a log name its columns.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

import ibis.expr.types as ir

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

_HOSTS = {"zeek-dns": "query", "zeek-ssl": "server_name"}
_CLIENT, _TIME = "id.orig_h", "ts"
_USUAL = dict.fromkeys(_HOSTS, (0, 2, 9))
"""Where time, client and host stand in a log that lost its first lines; the same in both."""
_BARE = re.compile(r"^[0-9]{9,10}\.[0-9]+\tC[0-9A-Za-z]+\t\S+\t[0-9]+\t\S+\t[0-9]+\t(\S+)\t")


def _table(table: ir.Table, places: tuple[int, int, int], width: int | None) -> ir.Table:
    """Lines of tab-separated values, with time, client and host in these places."""
    table = table.mutate(cells=split(table.line, "\t"))
    when, client, host = (table.cells[place] for place in places)
    size = table.cells.length()
    ragged = size != width if width else size <= max(places)
    return row(
        table,
        host=host,
        client=client,
        when=when,
        reason=first_reason((table.line.startswith("#"), COMMENT), (ragged, NOT_THIS_FORMAT)),
    )


def _json(table: ir.Table, host: str) -> ir.Table:
    table = table.mutate(values=texts(table.line, [f'$."{key}"' for key in (host, _CLIENT, _TIME)]))
    values = table["values"]
    return row(
        table,
        host=values[0],
        client=values[1],
        when=values[2],
        reason=first_reason((values.isnull(), NOT_THIS_FORMAT), (values[2].isnull(), NOT_THIS_FORMAT)),
    )


def _find(name: str, lines: Sequence[str]) -> Layout | None:
    host = _HOSTS[name]
    header = next((line for line in lines if line.startswith("#fields\t")), None)
    if header is not None:
        return _with_header(name, header.split("\t")[1:], lines)
    records = [found for line in lines if _TIME in (found := record(line)) and host in found]
    if records:
        clock = clock_of(str(found[_TIME]) for found in records)
        share = share_of(lines, lambda line: _CLIENT in record(line))
        return Layout(name, "json", lambda table: _json(table, host), clock, share=share) if share else None
    is_dns = name == "zeek-dns"
    share = share_of(
        lines, lambda line: (found := _BARE.match(line)) and (found[1] in ("udp", "tcp")) == is_dns
    )
    return replace(_plain(name), share=share) if share else None


def _with_header(name: str, fields: Sequence[str], lines: Sequence[str]) -> Layout | None:
    """The layout that the log itself tells. The sets and addresses of other columns do not matter."""
    if not {_TIME, _CLIENT, _HOSTS[name]} <= set(fields):
        return None
    places = (fields.index(_TIME), fields.index(_CLIENT), fields.index(_HOSTS[name]))
    body = [line for line in lines if not line.startswith("#")]
    clock = clock_of(line.split("\t")[places[0]] for line in body[:100]) or CLOCKS["epoch"]
    read = lambda table: _table(table, places, len(fields))  # noqa: E731 - one line of work
    share = share_of(body, lambda line: line.count("\t") == len(fields) - 1)
    return Layout(name, tuple(fields), read, clock, share=share if body else 1.0)


def _plain(name: str) -> Layout:
    return Layout(name, "usual", lambda table: _table(table, _USUAL[name], None), CLOCKS["epoch"])


def _format(name: str, title: str) -> LogFormat:
    return LogFormat(name, title, lambda lines: _find(name, lines), _plain(name))


FORMATS = (_format("zeek-dns", "Zeek dns.log"), _format("zeek-ssl", "Zeek ssl.log"))
