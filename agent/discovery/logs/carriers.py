"""What carried a line here and left its mark on it: syslog, a container's log, an export as a JSON array.

DNS servers write their time in such a header, so their formats read it themselves. Other formats have a time
of their own: what stands around their lines is taken off first.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import ibis.expr.types as ir

_MOST = 0.5
"""The share of a log's first lines that carry the mark."""
_CEE = "(?:@cee: ?)?"


@dataclass(frozen=True, slots=True)
class Carrier:
    """A mark on lines.

    Attributes:
        name: Tells it from the others.
        mark: Matches the mark; it means the same to Python, to DuckDB and to Java.
        put: What is put in its place.
    """

    name: str
    mark: str
    put: str = ""

    def carried(self, lines: Sequence[str]) -> bool:
        """Whether most lines have the mark."""
        filled = [line for line in lines if line.strip()]
        return sum(bool(re.search(self.mark, line)) for line in filled) > _MOST * len(filled)

    def off(self, lines: Sequence[str]) -> list[str]:
        """The lines without the mark."""
        return [re.sub(self.mark, self.put, line) for line in lines]

    def taken_off(self, table: ir.Table) -> ir.Table:
        """The same for a table with a column ``line``."""
        return table.mutate(line=table.line.re_replace(self.mark, self.put))


SYSLOG = (
    Carrier("RFC 5424", rf"^(?:<[0-9]+>)?1 [0-9]{{4}}-\S+ \S+ \S+ \S+ \S+ (?:-|(?:\[[^\]]*\])+) ?{_CEE}"),
    Carrier(
        "RFC 3164",
        r"^(?:<[0-9]+>)?(?:[A-Z][a-z]{2} +[0-9]+ (?:[0-9]{4} )?[0-9:.]{8,15}|[0-9]{4}-[0-9-]+T\S+) (?:\S+ )?"
        rf"[^\s:{{\[]+(?:\[[0-9]+\])?: {_CEE}",
    ),
)
"""``<30>1 2026-10-20T10:15:30Z ns1 squid 812 - - ``; ``<30>Oct 20 10:15:30 ns1 (squid-1)[812]: ``."""

GREP = Carrier("grep", r"^[^\s:]*\.(?:log|txt)(?:[.-][0-9]+)?:(?:[0-9]+:)?")
"""``access.log.1:``, which `grep` writes when it looks in more than one file."""

JSON = (Carrier("before an object", r"^[^{]+\{", "{"), Carrier("in an array", r"\},\s*$", "}"))
"""``2026-10-20T10:15:30Z stdout F {``; ``},`` at the end of a line."""
