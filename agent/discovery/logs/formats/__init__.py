"""The formats, and how the format of a log is told."""

from collections.abc import Iterable, Mapping, Sequence

from agent.discovery.logs.formats import dns, firewall, json_lines, proxy, suricata, tables, zeek, zscaler
from agent.discovery.logs.layout import Layout, LogFormat

_PARTICULAR = (
    *dns.FORMATS,
    *zeek.FORMATS,
    *proxy.FORMATS,
    *zscaler.FORMATS,
    *suricata.FORMATS,
    *firewall.FORMATS,
)


def all_formats(columns: Mapping[str, str]) -> Mapping[str, LogFormat]:
    """By name, the particular before the general.

    Args:
        columns: The user's own columns, for the general ones.
    """
    general = (tables.csv_format(columns), json_lines.json_format(columns))
    return {one.name: one for one in (*_PARTICULAR, *general)}


FORMATS = all_formats({})
GENERAL_FORMATS = ("csv", "json")
"""Those that go by columns."""


def find_layout(lines: Sequence[str], formats: Iterable[LogFormat]) -> Layout | None:
    """The layout that explains most of a log's first lines; of two, the first in the list of formats."""
    found = [layout for one in formats if (layout := one.find(lines))]
    return max(found, key=lambda layout: layout.share, default=None)
