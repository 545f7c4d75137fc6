"""The formats, and how the format of a log is told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import reduce

from agent.discovery.logs.carriers import Carrier
from agent.discovery.logs.formats import (
    dns,
    firewall,
    json_lines,
    pairs,
    patterns,
    proxy,
    suricata,
    tables,
    umbrella,
    w3c,
    zeek,
    zscaler,
)
from agent.discovery.logs.layout import Layout, LogFormat

_PARTICULAR = (
    *dns.FORMATS,
    *zeek.FORMATS,
    *w3c.FORMATS,  # before Squid: Cisco WSA writes lines that are like Squid's, below a head
    *proxy.FORMATS,
    *zscaler.FORMATS,
    *suricata.FORMATS,
    *firewall.FORMATS,
    *umbrella.FORMATS,
    *patterns.FORMATS,
)


def all_formats(columns: Mapping[str, str]) -> Mapping[str, LogFormat]:
    """By name, the particular before the general.

    Args:
        columns: The user's own columns, for the general ones.
    """
    general = (tables.csv_format(columns), json_lines.json_format(columns), pairs.pairs_format(columns))
    return {one.name: one for one in (*_PARTICULAR, *general)}


FORMATS = all_formats({})
GENERAL_FORMATS = ("csv", "json", "pairs")
"""Those that go by columns."""


def find_layout(lines: Sequence[str], formats: Iterable[LogFormat]) -> Layout | None:
    """The layout that explains most of a log's first lines; of two, the first in the list of formats."""
    found = [layout for one in formats if (layout := _find(lines, one))]
    return max(found, key=lambda layout: layout.share, default=None)


def _find(lines: Sequence[str], log_format: LogFormat) -> Layout | None:
    """The layout of lines in a format, carried or not."""
    bare, carriers = list(lines), []
    for carrier in log_format.carriers:
        if carrier.carried(bare):
            bare = carrier.off(bare)
            carriers.append(carrier)
    if carriers and (layout := log_format.find(bare)):
        return _carried(layout, carriers)
    return log_format.find(lines)


def _carried(layout: Layout, carriers: Sequence[Carrier]) -> Layout:
    """The same layout, for lines from which the marks of carriers are still to be taken off."""
    read = lambda table: layout.read(reduce(lambda one, carrier: carrier.taken_off(one), carriers, table))  # noqa: E731
    return replace(layout, variant=(*(one.name for one in carriers), layout.variant), read=read)
