"""Logs of proxies: Squid (Cisco's too), what writes as web servers do, and HAProxy.

Formats: Squid's "Features/LogFormat"; Apache's mod_log_config, "common", "combined" and "vhost_combined";
Skyhigh Web Gateway's access log; HAProxy's configuration manual, section 8.2, "Log formats".
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import ibis
import ibis.expr.types as ir

from agent.discovery.logs.carriers import GREP, SYSLOG
from agent.discovery.logs.layout import (
    COMMENT,
    NO_HOST,
    NOT_THIS_FORMAT,
    Layout,
    LogFormat,
    clock_in,
    first_reason,
    row,
    share_of,
)
from agent.discovery.logs.moments import CLOCKS
from agent.discovery.logs.text import known, last, part, split, without_port

_SQUID = re.compile(r"^[0-9]{9,10}\.[0-9]{3} +-?[0-9]+ \S+ [A-Z_]+/[0-9]{3} [0-9]+ \S+ \S+ ")
_REQUEST = r'"[A-Z]+ (?:[a-z]+://|[^/ "]+:[0-9]+ )'
_COMBINED = re.compile(rf"^(\S+) \S+ \S.* \[[^\]]+\] {_REQUEST}")
_GATEWAY = re.compile(rf'^\[[^\]]+\] "[^"]*" \S+ [0-9]+ {_REQUEST}')
_VHOST = re.compile(r"[^:]+:[0-9]+")
_HAPROXY = re.compile(
    r"[0-9A-Fa-f.:]+:[0-9]+ \[[0-9]{2}/[A-Z][a-z]{2}/[0-9]{4}:[0-9:.]+\] \S+ \S+/\S+ [-+0-9/]+ "
)
_CAPTURED = re.compile(r"\{([^}]*)\}")
_HOST = re.compile(r"^(?:sni[:=])?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*(?::[0-9]+)?$", re.IGNORECASE)
_LINE = 300
_LAST = -1
_MIME = 9
"""Place of the last word of Squid's own format."""
_ADDRESS = r"^(?:[0-9.]+|\[[0-9a-fA-F:.]+\]):[0-9]+$"
_FAILED = "error:"
"""What stands for the URL when there was no request."""


def _squid(table: ir.Table, sni: int | None) -> ir.Table:
    """``1729419330.123    456 192.0.2.10 TCP_TUNNEL/200 9 CONNECT chatgpt.com:443 - HIER_DIRECT/… -``.

    The time a request took is padded with spaces. The size is what went to the client, so not `size`. A proxy
    that tunnels to an address may add the name in the client's TLS handshake, as a word of its own.
    """
    line = table.line
    for spaces in ("   ", "  ", "  "):
        line = line.replace(spaces, " ")
    table = table.mutate(words=split(line, " "))
    words = table.words
    good = words[6].notnull() & words[3].contains("/") & words[0].contains(".")
    host = words[6]
    if sni is not None:
        named = known(words[sni])
        host = ibis.ifelse(host.re_search(_ADDRESS) & named.notnull(), named, host)
    return row(
        table,
        host=host,
        client=words[2],
        when=words[0],
        reason=first_reason(
            (good & ~host.startswith(_FAILED), ibis.null("string")),
            (good, NO_HOST),
            (~good, NOT_THIS_FORMAT),
            (good.isnull(), NOT_THIS_FORMAT),
        ),
    )


def _combined(table: ir.Table, client: int) -> ir.Table:
    """``192.0.2.10 - - [20/Oct/2026:10:15:30 +0200] "CONNECT chatgpt.com:443 HTTP/1.1" 200 9 "-" "-" …``.

    With virtual hosts, the client is the second word.
    """
    halves = table.line.split('] "')  # a lone ] stands for itself in Spark too
    table = table.mutate(start=halves[0], url=part(part(halves[1], '"', 0), " ", 1))
    good = table.url.notnull() & table.start.contains(" [")
    return row(
        table,
        host=table.url,
        client=part(table.start, " ", client),
        when=table.start,
        reason=first_reason((good, ibis.null("string")), (ibis.literal(True), NOT_THIS_FORMAT)),  # noqa: FBT003
    )


def _gateway(table: ir.Table) -> ir.Table:
    """``[20/Oct/2026:10:15:30 +0200] "jansen" 192.0.2.10 200 "CONNECT chatgpt.com:443 HTTP/1.1" …``."""
    quoted = split(table.line, '"')
    table = table.mutate(start=quoted[0], middle=quoted[2], url=part(quoted[3], " ", 1))
    good = table.url.notnull() & table.start.startswith("[")
    return row(
        table,
        host=table.url,
        client=part(table.middle, " ", 1),
        when=table.start,
        reason=first_reason(
            (good, ibis.null("string")),
            (table.line.startswith("#"), COMMENT),
            (ibis.literal(True), NOT_THIS_FORMAT),  # noqa: FBT003 - a literal of the query
        ),
    )


def _haproxy(table: ir.Table, captured: int) -> ir.Table:
    """``… 192.0.2.10:53124 [20/Oct/2026:10:15:30.123] … {chatgpt.com|curl} "GET /path HTTP/1.1" …``.

    The host is in the request line of a forward proxy, in the SNI that `option httpslog` or a format of one's
    own adds at the end, or among the headers that were captured.
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
    named = table.end.contains("/TLSv") if captured >= 0 else ~table.end.contains('"')
    sni = ibis.ifelse(named, part(table.end, "/", 0).re_replace("^sni[:=]", ""), ibis.null("string"))
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
    if not share:
        return None
    more: Counter[int] = Counter()
    for line in lines:
        words = line.split()
        if len(words) > _MIME and re.match(_ADDRESS, words[6]):
            more.update(place for place in range(_MIME + 1, len(words)) if _HOST.match(words[place]))
    return replace(_native(more.most_common(1)[0][0] if more else None), share=share)


def _find_combined(lines: Sequence[str]) -> Layout | None:
    if share := share_of(lines, _GATEWAY.search):
        return replace(_SKYHIGH, clock=clock_in(lines, _GATEWAY.search, _LINE), share=share)
    share = share_of(lines, _COMBINED.search)
    if not share:
        return None
    firsts = [found[1] for line in lines if (found := _COMBINED.search(line))]
    vhosts = sum(bool(_VHOST.fullmatch(first)) for first in firsts) * 2 > len(firsts)
    clock = clock_in(lines, _COMBINED.search, _LINE)
    return replace(_web(1 if vhosts else 0), clock=clock, share=share)


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
    """Which captured header is the host, or the last word; the configuration says it, the log does not."""
    votes: Counter[int] = Counter()
    for line in lines:
        found = _CAPTURED.search(line)
        votes.update(
            index for index, value in enumerate(found[1].split("|") if found else ()) if _HOST.match(value)
        )
        votes[_LAST] += bool(_HOST.match(line.rpartition(" ")[2]))
    return max(votes, key=lambda index: votes[index], default=0) if votes.total() else 0


def _native(sni: int | None) -> Layout:
    """The layout of a log that has the name of the TLS handshake in this word, if anywhere."""
    return Layout("squid", sni, lambda table: _squid(table, sni), CLOCKS["epoch"], urls=True)


def _web(client: int) -> Layout:
    return Layout("combined", client, lambda table: _combined(table, client), CLOCKS["named"], urls=True)


_SKYHIGH = Layout("combined", "gateway", _gateway, CLOCKS["named"], urls=True)

FORMATS = (
    LogFormat("squid", "Squid, native", _find_squid, _native(None), (GREP, *SYSLOG)),
    LogFormat("combined", "forward proxies, combined or common", _find_combined, _web(0), (GREP, *SYSLOG)),
    LogFormat("haproxy", "HAProxy, HTTP, HTTPS and TCP", _find_haproxy, _with_header(0), SYSLOG[:1]),
)
