"""Cisco Umbrella: DNS logs and web logs as they come from its bucket, without the names of their columns.

Format: Umbrella user guide, "DNS Log Formats" and "Web Log Formats": quotes around every cell, times in UTC,
columns added at the end from version to version.
"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import ibis
import ibis.expr.types as ir

from agent.discovery.logs.formats.tables import cells_of, with_cells
from agent.discovery.logs.layout import (
    COMMENT,
    NOT_THIS_FORMAT,
    Layout,
    LogFormat,
    first_reason,
    row,
    share_of,
)
from agent.discovery.logs.moments import CLOCKS, in_utc
from agent.discovery.logs.text import known

_START = r'^"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8}",'
_ANY = '"(?:[^"]|"")*",'
_DNS = re.compile(rf'{_START}{_ANY}{_ANY}{_ANY}{_ANY}"(?:Allowed|Blocked|Proxied)","[0-9]+ \(', re.IGNORECASE)
_WEB = re.compile(
    rf'{_START}{_ANY}{_ANY}{_ANY}{_ANY}{_ANY}"(?:Allowed|Blocked|Warned)?","[a-z]+://', re.IGNORECASE
)
_PLACES: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        "dns": {"when": 0, "who": 1, "client": 3, "host": 8},
        "web": {"when": 0, "who": 1, "client": 2, "host": 7, "size": 11},
    }
)


def _read(table: ir.Table, places: Mapping[str, int], width: int) -> ir.Table:
    """The client is an address inside; a roaming computer has none, and is known by its name."""
    table = with_cells(table, ",", width, places.values())
    cell = {name: table[f"c{place}"] for name, place in places.items()}
    good = cell["when"].re_search("^[0-9]{4}-") & cell["host"].notnull()
    return row(
        table,
        host=cell["host"],
        client=ibis.coalesce(known(cell["client"]), cell["who"]),
        when=cell["when"],
        size=cell.get("size"),
        reason=first_reason(
            (good, ibis.null("string")),
            (table.line.lower().startswith('"timestamp"'), COMMENT),
            (ibis.literal(True), NOT_THIS_FORMAT),  # noqa: FBT003 - a literal of the query
        ),
    )


def _layout(kind: str, width: int, share: float = 0.0) -> Layout:
    read = lambda table: _read(table, _PLACES[kind], width)  # noqa: E731 - one line of work
    return Layout("umbrella", (kind, width), read, in_utc(CLOCKS["iso"]), urls=True, share=share)


def _find(lines: Sequence[str]) -> Layout | None:
    for kind, pattern in (("dns", _DNS), ("web", _WEB)):
        if share := share_of(lines, pattern.search):
            width = max(len(cells_of(line, ",")) for line in lines if pattern.search(line))
            return _layout(kind, width, share)
    return None


FORMATS = (LogFormat("umbrella", "Cisco Umbrella, DNS and web", _find, _layout("dns", 10)),)
