"""Zscaler NSS feeds of web logs: CSV in the order of the vendor, tab-separated pairs, and JSON.

Format: Zscaler help, "NSS Feed Output Format: Web Logs". A CSV feed in another order needs `--columns`, or a
header.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

import ibis
import ibis.expr.types as ir

from agent.discovery.logs.carriers import JSON, SYSLOG
from agent.discovery.logs.formats.json_lines import record, texts
from agent.discovery.logs.formats.tables import with_cells
from agent.discovery.logs.layout import (
    NOT_THIS_FORMAT,
    Layout,
    LogFormat,
    clock_in,
    first_reason,
    row,
    share_of,
)
from agent.discovery.logs.moments import CLOCKS, clock_of
from agent.discovery.logs.text import known, part

_CSV = re.compile(r'^"[A-Z][a-z]{2} [A-Z][a-z]{2} +[0-9]+ [0-9:]{8} [0-9]{4}","[^"]*","[A-Z_0-9]+","[^"]*",')
_PAIRS = re.compile(r"^.*\t(?:product=NSS|vendor=Zscaler)\b", re.IGNORECASE)
_WIDTH = 34
_TIME, _URL, _SENT, _CLIENT = 0, 3, 7, 21
"""Places of %s{time}, %s{eurl}, %d{reqsize} and %s{cip} in the vendor's CSV."""

_KEYS = {
    "host": ("hostname", "ehost", "host"),
    "url": ("url", "eurl"),
    "client": ("ClientIP", "clientip", "cip"),
    "when": ("datetime", "time", "epochtime"),
    "size": ("requestsize", "reqsize"),
}


def _csv(table: ir.Table) -> ir.Table:
    table = with_cells(table, ",", _WIDTH, (_TIME, _URL, _SENT, _CLIENT))
    good = table[f"c{_CLIENT}"].notnull() & table[f"c{_SENT}"].try_cast("int64").notnull()
    return row(
        table,
        host=table[f"c{_URL}"],
        client=table[f"c{_CLIENT}"],
        when=table[f"c{_TIME}"],
        size=table[f"c{_SENT}"],
        reason=first_reason((~good, NOT_THIS_FORMAT)),
    )


def _pair(line: ir.StringValue, key: str) -> ir.StringValue:
    return part(part(line, f"\t{key}=", 1), "\t", 0).replace('"', "")


def _pairs(table: ir.Table) -> ir.Table:
    r"""``2026-10-20 10:15:30\treason=Allowed\t…\thostname=chatgpt.com\t…``."""
    line = table.line
    host = _pair(line, "hostname")
    return row(
        table,
        host=host,
        client=line,
        when=line,
        size=line,
        url=_pair(line, "url"),
        reason=first_reason((host.isnull(), NOT_THIS_FORMAT)),
    )


def _json(table: ir.Table, keys: dict[str, str | None]) -> ir.Table:
    used = [key for key in keys.values() if key]
    table = table.mutate(values=texts(table.line, [f'$."event"."{key}"' for key in used]))
    values = table["values"]

    def value(name: str) -> ir.StringValue:
        key = keys[name]
        return values[used.index(key)] if key else ibis.null("string")

    return row(
        table,
        host=ibis.coalesce(value("host"), value("url")),
        client=value("client"),
        when=value("when"),
        size=value("size"),
        url=value("url"),
        reason=first_reason((values.isnull(), NOT_THIS_FORMAT)),
    )


def _find(lines: Sequence[str]) -> Layout | None:
    if share := share_of(lines, _CSV.search):
        return replace(_PLAIN, share=share)
    if share := share_of(lines, _PAIRS.search):
        return replace(_TABBED, clock=clock_in(lines, _PAIRS.search), share=share)
    return _find_json(lines)


def _find_json(lines: Sequence[str]) -> Layout | None:
    share = share_of(lines, lambda line: str(record(line).get("sourcetype")).startswith("zscalernss-web"))
    events = [found["event"] for line in lines if isinstance((found := record(line)).get("event"), dict)]
    if not share or not events:
        return None
    names = {key for event in events for key in event}
    keys = {name: next((key for key in known if key in names), None) for name, known in _KEYS.items()}
    clock = clock_of(str(event.get(keys["when"] or "", "")) for event in events)
    read = lambda table: _json(table, keys)  # noqa: E731 - one line of work
    return Layout("zscaler", tuple(sorted(filter(None, keys.values()))), read, clock, urls=True, share=share)


_PLAIN = Layout("zscaler", "csv", _csv, CLOCKS["syslog"], urls=True)
_TABBED = Layout(
    "zscaler",
    "pairs",
    _pairs,
    CLOCKS["iso"],
    urls=True,
    client=lambda line: known(_pair(line, "ClientIP")),
    size=lambda line: _pair(line, "requestsize"),
)

FORMATS = (LogFormat("zscaler", "Zscaler NSS web log", _find, _PLAIN, (*SYSLOG, *JSON)),)
