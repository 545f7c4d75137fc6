"""Suricata's eve.json: names in TLS, QUIC and HTTP; names in DNS when there is nothing of those.

Format: the Suricata user guide, "Eve JSON Format".
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import ibis
import ibis.expr.types as ir

from agent.discovery.logs.carriers import JSON
from agent.discovery.logs.formats.json_lines import record, texts
from agent.discovery.logs.layout import (
    NOT_A_REQUEST,
    NOT_THIS_FORMAT,
    Layout,
    LogFormat,
    first_reason,
    row,
    share_of,
)
from agent.discovery.logs.moments import CLOCKS
from agent.discovery.logs.text import known

_CONNECTIONS = ("tls", "quic", "http")
_QUESTIONS = ("query", "request")
"""What a DNS event of a question is called, in version 2 and in version 3 of the format."""


def _connections(table: ir.Table) -> ir.Table:
    keys = ("event_type", "timestamp", "src_ip", '"tls"."sni"', '"quic"."sni"', '"http"."hostname"')
    table = table.mutate(values=texts(table.line, [f"$.{key}" for key in (*keys, '"http"."url"')]))
    values = table["values"]
    return row(
        table,
        host=ibis.coalesce(values[3], values[4], values[5]),
        client=values[2],
        when=values[1],
        url=values[6],
        reason=_reason(values, values[0].isin(_CONNECTIONS)),
    )


def _names(table: ir.Table) -> ir.Table:
    keys = (
        "event_type",
        "timestamp",
        "src_ip",
        '"dns"."type"',
        '"dns"."rrname"',
        '"dns"."queries"[0]."rrname"',
    )
    table = table.mutate(values=texts(table.line, [f"$.{key}" for key in keys]))
    values = table["values"]
    asked = (values[0] == "dns") & values[3].isin(_QUESTIONS)
    return row(
        table,
        host=ibis.coalesce(known(values[4]), values[5]),
        client=values[2],
        when=values[1],
        reason=_reason(values, asked),
    )


def _reason(values: ir.ArrayValue, wanted: ir.BooleanValue) -> ir.StringValue:
    broken = values.isnull() | values[0].isnull()
    return first_reason((broken, NOT_THIS_FORMAT), (~wanted.fill_null(False), NOT_A_REQUEST))  # noqa: FBT003


def _find(lines: Sequence[str]) -> Layout | None:
    """A sensor that logs both would count every visit twice, so connections go first."""
    kinds: Counter[str] = Counter()
    share = share_of(lines, lambda line: {"event_type", "timestamp"} <= record(line).keys())
    if not share:
        return None
    kinds.update(str(found["event_type"]) for line in lines if "event_type" in (found := record(line)))
    only_names = kinds["dns"] and not any(kinds[kind] for kind in _CONNECTIONS)
    return replace(_DNS if only_names else _PLAIN, share=share)


_PLAIN = Layout("suricata", "connections", _connections, CLOCKS["iso"], urls=True)
_DNS = Layout("suricata", "names", _names, CLOCKS["iso"])

FORMATS = (LogFormat("suricata", "Suricata eve.json", _find, _PLAIN, JSON),)
