"""Lines of names and values: CEF, LEEF, logfmt, and the syslog of many firewalls and proxies.

Formats: ArcSight "Common Event Format"; IBM QRadar "LEEF event components"; the log guides of Check Point,
Cisco Secure Firewall, Juniper SRX, SonicWall, Sophos and WatchGuard. Which name is what is told as in a CSV
log, by columns.yaml.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from agent.discovery.logs.columns import Columns, find_columns
from agent.discovery.logs.layout import (
    GENERAL,
    NO_HOST,
    NOT_A_REQUEST,
    NOT_THIS_FORMAT,
    Layout,
    LogFormat,
    first_reason,
    row,
    share_of,
)
from agent.discovery.logs.moments import Clock, clock_of
from agent.discovery.logs.text import address, known, part

_LEAST = 3
"""Names that a line has at least."""
_ROWS = 100
_TIME = 40
"""Characters after a name in which its time is; those may have spaces, without quotes."""
_ANSWER = 'msg="Answer"'
"""What PowerDNS writes in lines that are like those of questions."""
_LEEF = re.compile(r"LEEF:2\.0\|(?:[^|]*\|){4}(?:0?x([0-9A-Fa-f]{2})|(.))?\|")
_HEADER = re.compile(r"(?:CEF|LEEF): ?[0-9.]+\|")


@dataclass(frozen=True, slots=True)
class _Style:
    """How pairs are written.

    Attributes:
        between: What stands between pairs.
        sign: What stands between a name and its value.
        header: Whether the pairs come after fields with a pipe between them.
    """

    between: str
    sign: str
    header: bool = False

    def text(self, line: str) -> str:
        """The line, with what stands between pairs also before the first."""
        return self.between + (line.replace("|", self.between) if self.header else line)

    def names(self, line: str) -> list[str]:
        """The names in a line."""
        found: list[str] = re.findall(self._pattern(r"([A-Za-z_@][\w.@-]*)"), self.text(line))
        return found

    def value(self, line: str, name: str) -> str:
        """A value in a line: CEF has values with spaces, without quotes."""
        rest = self.text(line).partition(f"{self.between}{name}{self.sign}")[2]
        return rest.split('"')[1] if rest.startswith('"') else re.split(self._pattern(r"[\w.@-]+"), rest)[0]

    def _pattern(self, name: str) -> str:
        return re.escape(self.between) + name + re.escape(self.sign)


def _styles(lines: Sequence[str]) -> list[_Style]:
    """The ways in which these lines may be written."""
    if any(_HEADER.search(line) for line in lines):
        marks = [
            found[2] or chr(int(found[1] or "09", 16)) for line in lines if (found := _LEEF.search(line))
        ]
        cef = any("CEF:" in line for line in lines)
        return [_Style(marks[0] if marks else " " if cef else "\t", "=", header=True)]
    return [
        _Style(" ", "="),
        _Style("\t", "="),
        _Style("|", "="),
        _Style(",", "="),
        _Style("; ", ":"),
        _Style(", ", ": "),
    ]


def pairs_format(own: Mapping[str, str]) -> LogFormat:
    """Pairs, with the user's own map of columns if there is one."""

    def find(lines: Sequence[str]) -> Layout | None:
        styles = _styles(lines[:_ROWS])
        style = max(styles, key=lambda one: sum(len(one.names(line)) for line in lines[:_ROWS]))
        share = share_of(lines, lambda line: len(style.names(line)) >= _LEAST)
        if not share:
            return None
        cells = _cells(lines[:_ROWS], style)
        columns = find_columns(list(cells), own, lambda name: cells[name])
        return _layout(lines[:_ROWS], style, columns, share) if columns else None

    plain = _plain(_Style(" ", "="), Columns("host"))
    return LogFormat("pairs", "names and values: CEF, LEEF, logfmt and others", find, plain)


def _cells(lines: Sequence[str], style: _Style) -> dict[str, list[str]]:
    """The values of each name, the most common names first."""
    counts = Counter(name for line in lines for name in style.names(line))
    found: dict[str, list[str]] = defaultdict(list)
    for name, _ in counts.most_common():
        for line in lines:
            if name in style.names(line):
                found[name].append(style.value(line, name))
    return found


def _layout(lines: Sequence[str], style: _Style, columns: Columns, share: float) -> Layout:
    return _plain(style, columns, _clock(lines, style, columns), share * GENERAL)


def _plain(style: _Style, columns: Columns, clock: Clock | None = None, share: float = 0.0) -> Layout:
    read = lambda table: _read(table, style, columns)  # noqa: E731 - one line of work
    return Layout("pairs", (style, columns), read, clock, urls=True, client=address, share=share)


def _clock(lines: Sequence[str], style: _Style, columns: Columns) -> Clock | None:
    """The clock of the pair with the time, or of the line's beginning."""
    if columns.time is None:
        return clock_of(line[:_TIME] for line in lines)
    times = [style.value(line, columns.time) for line in lines]
    days = [style.value(line, columns.day) if columns.day else "" for line in lines]
    return clock_of(f"{day} {time}".strip() for day, time in zip(days, times, strict=True))


def _read(table: ir.Table, style: _Style, columns: Columns) -> ir.Table:
    text = table.line.replace("|", style.between) if style.header else table.line
    table = table.mutate(text=ibis.literal(style.between) + text)

    def value(name: str | None, reach: int | None = None) -> ir.StringValue:
        if name is None:
            return ibis.null("string")
        rest = part(table.text, f"{style.between}{name}{style.sign}", 1)
        bare = rest.left(reach) if reach else part(rest, style.between, 0)
        return ibis.ifelse(rest.startswith('"'), part(rest, '"', 1), bare)

    time = value(columns.time, _TIME) if columns.time else table.line.left(_TIME)
    table = table.mutate(host=value(columns.host))
    return row(
        table,
        host=table.host,
        client=value(columns.client),
        when=value(columns.day) + " " + time if columns.day else time,
        size=value(columns.bytes) if columns.bytes else None,
        url=value(columns.url) if columns.url else None,
        reason=first_reason(
            (table.line.contains(_ANSWER), NOT_A_REQUEST),
            (known(table.host).notnull(), ibis.null("string")),
            (table.line.contains(style.sign), NO_HOST),
            (ibis.literal(True), NOT_THIS_FORMAT),  # noqa: FBT003 - a literal of the query
        ),
    )
