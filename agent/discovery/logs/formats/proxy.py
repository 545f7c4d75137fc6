"""Logs of proxies: Squid (native and combined) and HAProxy.

Formats: Squid's "Features/LogFormat"; HAProxy's configuration manual, section 8.2, "Log formats".
"""

import re
from collections.abc import Sequence
from dataclasses import replace

import ibis
import ibis.expr.types as ir

from agent.discovery.logs.layout import (
    NOT_THIS_FORMAT,
    Layout,
    LogFormat,
    clock_in,
    first_reason,
    row,
    share_of,
)
from agent.discovery.logs.moments import CLOCKS
from agent.discovery.logs.text import last, part, split, without_port

_SQUID = re.compile(r"^[0-9]{9,10}\.[0-9]{3} +-?[0-9]+ \S+ [A-Z_]+/[0-9]{3} [0-9]+ \S+ \S+ ")
_COMBINED = re.compile(r'^\S+ \S+ \S.* \[[^\]]+\] "[A-Z]+ (?:[a-z]+://|[^/ "]+:[0-9]+ )')
_HAPROXY = re.compile(
    r"[0-9A-Fa-f.:]+:[0-9]+ \[[0-9]{2}/[A-Z][a-z]{2}/[0-9]{4}:[0-9:.]+\] \S+ \S+/\S+ [-+0-9/]+ "
)
_CAPTURED = re.compile(r"\{([^}]*)\}")
_HOST = re.compile(r"^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::[0-9]+)?$", re.IGNORECASE)
_LINE = 300


def _squid(table: ir.Table) -> ir.Table:
    """``1729419330.123    456 192.0.2.10 TCP_TUNNEL/200 9 CONNECT chatgpt.com:443 - HIER_DIRECT/… -``.

    The time a request took is padded with spaces. The size is what went to the client, so not `size`.
    """
    line = table.line
    for spaces in ("   ", "  ", "  "):
        line = line.replace(spaces, " ")
    table = table.mutate(words=split(line, " "))
    words = table.words
    good = words[6].notnull() & words[3].contains("/") & words[0].contains(".")
    return row(
        table,
        host=words[6],
        client=words[2],
        when=words[0],
        reason=first_reason(
            (good, ibis.null("string")), (~good, NOT_THIS_FORMAT), (good.isnull(), NOT_THIS_FORMAT)
        ),
    )


def _combined(table: ir.Table) -> ir.Table:
    """``192.0.2.10 - - [20/Oct/2026:10:15:30 +0200] "CONNECT chatgpt.com:443 HTTP/1.1" 200 9 "-" "-" …``."""
    quoted = split(table.line, '"')
    table = table.mutate(start=quoted[0], url=part(quoted[1], " ", 1))
    good = table.url.notnull() & table.start.contains(" [")
    return row(
        table,
        host=table.url,
        client=part(table.start, " ", 0),
        when=table.start,
        reason=first_reason((~good, NOT_THIS_FORMAT)),
    )


def _haproxy(table: ir.Table, captured: int) -> ir.Table:
    """``… 192.0.2.10:53124 [20/Oct/2026:10:15:30.123] … {chatgpt.com|curl} "GET /path HTTP/1.1" …``.

    The host is in the request line of a forward proxy, in the SNI that `option httpslog` adds at the end, or
    among the headers that were captured.
    """
    halves = split(table.line, " [")
    table = table.mutate(
        client=last(halves[0], " "),
        when=halves[1],
        url=part(part(table.line, '"', 1), " ", 1),
        header=part(part(part(table.line, "{", 1), "}", 0), "|", captured),
        end=last(table.line, " "),
    )
    absolute = table.url.contains("://") | table.url.contains(":")
    sni = ibis.ifelse(table.end.contains("/TLSv"), part(table.end, "/", 0), ibis.null("string"))
    host = ibis.cases(
        (absolute & ~table.url.startswith("/"), table.url),
        else_=ibis.coalesce(sni.nullif("-"), table.header),
    )
    return row(
        table,
        host=host,
        client=table.client,
        when=table.when,
        url=table.url,
        reason=first_reason(
            (table.when.isnull() | ~table.client.contains(":"), NOT_THIS_FORMAT),
        ),
    )


def _find_squid(lines: Sequence[str]) -> Layout | None:
    share = share_of(lines, _SQUID.search)
    return replace(_NATIVE, share=share) if share else None


def _find_combined(lines: Sequence[str]) -> Layout | None:
    share = share_of(lines, _COMBINED.search)
    return replace(_COMBI, clock=clock_in(lines, _COMBINED.search, _LINE), share=share) if share else None


def _find_haproxy(lines: Sequence[str]) -> Layout | None:
    share = share_of(lines, _HAPROXY.search)
    if not share:
        return None
    return replace(_with_header(_captured_host(lines)), share=share)


def _with_header(captured: int) -> Layout:
    """The layout of a log that has the host in this captured header, if it is in none of the other places."""
    read = lambda table: _haproxy(table, captured)  # noqa: E731 - one line of work
    return Layout("haproxy", captured, read, CLOCKS["named"], urls=True, client=without_port)


def _captured_host(lines: Sequence[str]) -> int:
    """Which of the captured headers is the host; the configuration says it, the log does not."""
    votes: dict[int, int] = {}
    for line in lines:
        found = _CAPTURED.search(line)
        for index, value in enumerate(found[1].split("|") if found else ()):
            votes[index] = votes.get(index, 0) + bool(_HOST.match(value))
    return max(votes, key=lambda index: votes[index], default=0)


_NATIVE = Layout("squid", "", _squid, CLOCKS["epoch"], urls=True)
_COMBI = Layout("combined", "", _combined, CLOCKS["named"], urls=True)

FORMATS = (
    LogFormat("squid", "Squid, native", _find_squid, _NATIVE),
    LogFormat("combined", "Squid, combined", _find_combined, _COMBI),
    LogFormat("haproxy", "HAProxy, HTTP and HTTPS", _find_haproxy, _with_header(0)),
)
