"""Query logs of DNS servers: BIND, Unbound, dnsmasq (Pi-hole) and Windows.

Formats: BIND 9 Administrator Reference Manual, "querylog"; unbound.conf(5), log-queries, log-replies and
log-tag-queryreply; dnsmasq(8), --log-queries; the key at the head of every Windows DNS debug log.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

import ibis
import ibis.expr.types as ir

from agent.discovery.logs.layout import (
    NOT_A_REQUEST,
    NOT_THIS_FORMAT,
    Layout,
    LogFormat,
    clock_in,
    first_reason,
    row,
    share_of,
)
from agent.discovery.logs.text import last, part, split

_BIND = re.compile(r"client (?:@0x[0-9a-f]+ )?[0-9A-Fa-f.:%]+#[0-9]+.*[: ]query: \S+ [A-Z]+ \S+")
_UNBOUND = re.compile(r"\] (?:info|query|reply): [0-9A-Fa-f.:]+ \S+\. \S+ (?:IN|CH|HS|ANY)\b(.*)")
_DNSMASQ = re.compile(r"dnsmasq\[[0-9]+\]: .*query\[[^\]]+\] \S+ from \S+")
_WINDOWS = re.compile(r" PACKET +[0-9A-Fa-f]+ (?:UDP|TCP) (?:Rcv|Snd) .*\]\s+\S+\s+\([0-9]+\)")
_TIME = 40
"""Characters at the start of a line in which its time is."""


def _bind(table: ir.Table) -> ir.Table:
    """``… client @0x7f8 192.0.2.10#53124 (chatgpt.com): query: chatgpt.com IN A +E(0)K (192.0.2.1)``."""
    halves = split(table.line, " query: ")
    table = table.mutate(before=halves[0], after=halves[1])
    good = table.after.notnull() & table.before.contains("#")
    return row(
        table,
        host=part(table.after, " ", 0),
        client=last(part(table.before, "#", 0), " "),
        when=table.line.substr(0, _TIME),
        reason=first_reason(
            (good, ibis.null("string")), (table.line.contains(": "), NOT_A_REQUEST), (~good, NOT_THIS_FORMAT)
        ),
    )


def _unbound(table: ir.Table, *, replies: bool) -> ir.Table:
    """``[1729419330] unbound[7:0] info: 192.0.2.10 chatgpt.com. A IN``; a reply goes on with the outcome."""
    table = table.mutate(words=split(last(table.line, ": "), " "))
    words = table.words
    is_query = words.length() == 4  # noqa: PLR2004 - client, name, type, class
    named = (words[3] == "IN") & words[1].endswith(".")
    return row(
        table,
        host=words[1],
        client=words[0],
        when=table.line.substr(0, _TIME),
        reason=first_reason(
            (named & (~is_query if replies else is_query), ibis.null("string")),
            (table.line.contains("unbound"), NOT_A_REQUEST),
            (ibis.literal(True), NOT_THIS_FORMAT),  # noqa: FBT003 - a literal of the query
        ),
    )


def _dnsmasq(table: ir.Table) -> ir.Table:
    """``Oct 20 10:15:30 dnsmasq[7]: query[A] chatgpt.com from 192.0.2.10``."""
    table = table.mutate(words=split(part(table.line, "query[", 1), " "))
    words = table.words
    return row(
        table,
        host=words[1],
        client=words[3],
        when=table.line.substr(0, _TIME),
        reason=first_reason(
            (words[2] == "from", ibis.null("string")),
            (table.line.contains("dnsmasq"), NOT_A_REQUEST),
            (ibis.literal(True), NOT_THIS_FORMAT),  # noqa: FBT003 - a literal of the query
        ),
    )


def _windows(table: ir.Table) -> ir.Table:
    """``20-10-2026 10:15:30 0E70 PACKET 03A0 UDP Rcv 192.0.2.10 5b47 Q [0001 D NOERROR] A (7)chatgpt(3)…``.

    A query is received; what is sent are answers, and our server's own questions to others.
    """
    table = table.mutate(
        received=part(table.line, " Rcv ", 1),
        name=last(table.line, " "),
    )
    question = part(table.received, "[", 0)
    asked = table.received.notnull() & ~question.contains(" R ")
    return row(
        table,
        host=ibis.ifelse(asked, table.name.re_replace(r"\([0-9]+\)", ".").substr(1), ibis.null("string")),
        client=part(table.received, " ", 0),
        when=table.line.substr(0, _TIME),
        reason=first_reason(
            (~table.line.contains(" PACKET "), NOT_THIS_FORMAT),
            (~asked, NOT_A_REQUEST),
            (~table.name.startswith("("), NOT_THIS_FORMAT),
        ),
    )


def _finder(name: str, pattern: re.Pattern[str], plain: Layout, title: str) -> LogFormat:
    def find(lines: Sequence[str]) -> Layout | None:
        share = share_of(lines, pattern.search)
        if not share:
            return None
        return replace(plain, clock=clock_in(lines, pattern.search, _TIME), share=share)

    return LogFormat(name, title, find, plain)


def _find_unbound(lines: Sequence[str]) -> Layout | None:
    """A server may log queries, replies or both; both would count everything twice."""
    share = share_of(lines, _UNBOUND.search)
    if not share:
        return None
    found = [match for line in lines if (match := _UNBOUND.search(line))]
    plain = _QUERIES if any(not match[1] for match in found) else _REPLIES
    return replace(plain, clock=clock_in(lines, _UNBOUND.search, _TIME), share=share)


_QUERIES = Layout("unbound", "queries", lambda table: _unbound(table, replies=False))
_REPLIES = Layout("unbound", "replies", lambda table: _unbound(table, replies=True))

FORMATS = (
    _finder("bind", _BIND, Layout("bind", "", _bind), "BIND query log"),
    LogFormat("unbound", "Unbound query log", _find_unbound, _QUERIES),
    _finder("dnsmasq", _DNSMASQ, Layout("dnsmasq", "", _dnsmasq), "dnsmasq and Pi-hole"),
    _finder("windows-dns", _WINDOWS, Layout("windows-dns", "", _windows), "Windows DNS debug log"),
)
