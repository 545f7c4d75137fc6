"""W3C extended logs: ProxySG (Blue Coat), Cisco WSA, Microsoft TMG and others, by the names in their head.

Format: W3C Working Draft WD-logfile-960323, "Extended Log File Format": dates and times are in UTC.
"""

from collections.abc import Sequence

from agent.discovery.logs.carriers import SYSLOG, Carrier
from agent.discovery.logs.columns import find_columns
from agent.discovery.logs.formats.tables import cells_by_name, csv_format, table_layout
from agent.discovery.logs.layout import Layout, LogFormat

_FIELDS = "#Fields:"
_NO_TAG = Carrier("syslog without a tag", r"^(?:<[0-9]+>)?[A-Z][a-z]{2} +[0-9]+ [0-9:]{8} \S+ ")
_GAPS = Carrier("gaps", "  +", " ")
"""ProxySG's own format has two spaces in one place."""


def _find(lines: Sequence[str]) -> Layout | None:
    header = next((line for line in lines if line.startswith(_FIELDS)), None)
    if header is None:
        return None
    fields = header.removeprefix(_FIELDS).strip()
    separator = "\t" if "\t" in fields else " "
    names = fields.split(separator)
    body = [line for line in lines if line.strip() and not line.startswith("#")]
    cells = cells_by_name(body, separator, names)
    columns = find_columns(names, {}, lambda name: cells[name])
    return table_layout("w3c", body, separator, names, columns, utc=True) if columns else None


FORMATS = (LogFormat("w3c", "W3C extended log", _find, csv_format({}).plain, (*SYSLOG, _NO_TAG, _GAPS)),)
