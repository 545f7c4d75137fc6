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

_BIND = re.compile(r"client (?:@0x[0-9a-f]+ )?[0-9A-Fa-f]\S*#[0-9]+.*[: ]query: \S+ [A-Z]+ \S+(.*)")
_ANSWER = " response: "
"""What Infoblox writes in lines that are like those of queries."""
_UNBOUND = re.compile(r"\] (?:info|query|reply): [0-9A-Fa-f.:]+ \S+\. \S+ (?:IN|CH|HS|ANY)\b(.*)")
_DNSMASQ = re.compile(r"dnsmasq\b.* query\[[^\]]+\] \S+ from \S+")
_WINDOWS = re.compile(r" PACKET +[0-9A-Fa-f]+ (?:UDP|TCP) +(?:Rcv|Snd) .*\]\s+\S+\s+\([0-9]+\)")
_DETAIL = "^[^0-9]"
_TIME = 40
"""Characters at the start of a line in which its time is."""


def _bind(table: ir.Table, *, answers: bool) -> ir.Table:
    """``… client @0x7f8 192.0.2.10#53124 (chatgpt.com): query: chatgpt.com IN A +E(0)K (192.0.2.1)``."""
    halves = split(table.line, " query: ")
    table = table.mutate(before=halves[0], after=halves[1])
    good = table.after.notnull() & table.before.contains("#")
    if answers:
        good = good & ~table.after.contains(_ANSWER)
    ours = table.line.contains(": ") & (table.line.contains("named") | ~table.line.contains("]: "))
    return row(
        table,
        host=part(table.after, " ", 0),
        client=last(part(table.before, "#", 0), " "),
        when=table.line.substr(0, _TIME),
        reason=first_reason((good, ibis.null("string")), (ours, NOT_A_REQUEST), (~good, NOT_THIS_FORMAT)),
    )


def _unbound(table: ir.Table, *, replies: bool) -> ir.Table:
    """``[1729419330] unbound[7:0] info: 192.0.2.10 chatgpt.com. A IN``; a reply goes on with the outcome."""
    table = table.mutate(words=split(last(table.line, ": "), " "))
    words = table.words
    is_query = words.length() == 4  # noqa: PLR2004 - client, name, type, class
    address = words[0].contains(".") | words[0].contains(":")
    named = (words[3] == "IN") & words[1].endswith(".") & address
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

    A query is received; what is sent are answers, and our server's own questions to others. Lines without a
    time are the key at the head, and the details of packets.
    """
    table = table.mutate(
        received=part(table.line, " Rcv ", 1),
        name=last(table.line, " "),
    )
    packet = table.line.contains(" PACKET ")
    question = part(table.received, "[", 0)
    asked = table.received.notnull() & ~question.contains(" R ")
    return row(
        table,
        host=ibis.ifelse(asked, table.name.re_replace(r"\([0-9]+\)", ".").substr(1), ibis.null("string")),
        client=part(table.received, " ", 0),
        when=table.line.substr(0, _TIME),
        reason=first_reason(
            (~packet & table.line.re_search(_DETAIL), NOT_A_REQUEST),
            (~packet, NOT_THIS_FORMAT),
            (~asked, NOT_A_REQUEST),
            (~table.name.startswith("("), NOT_THIS_FORMAT),
        ),
    )


def _find_dnsmasq(lines: Sequence[str]) -> Layout | None:
    share = share_of(lines, _DNSMASQ.search)
    return replace(_MASQ, clock=clock_in(lines, _DNSMASQ.search, _TIME), share=share) if share else None


def _find_bind(lines: Sequence[str]) -> Layout | None:
    """A server of Infoblox may log queries, answers or both; both would count everything twice."""
    share = share_of(lines, _BIND.search)
    if not share:
        return None
    answers = {_ANSWER in match[1] for line in lines if (match := _BIND.search(line))}
    plain = _ASKED if len(answers) > 1 else _PLAIN
    return replace(plain, clock=clock_in(lines, _BIND.search, _TIME), share=share)


def _find_windows(lines: Sequence[str]) -> Layout | None:
    """Where packets are logged with details, most lines are details."""
    packets = [line for line in lines if not re.match(_DETAIL, line)]
    share = share_of(packets, _WINDOWS.search)
    return replace(_PACKETS, clock=clock_in(packets, _WINDOWS.search, _TIME), share=share) if share else None


def _find_unbound(lines: Sequence[str]) -> Layout | None:
    """A server may log queries, replies or both; both would count everything twice."""
    share = share_of(lines, _UNBOUND.search)
    if not share:
        return None
    found = [match for line in lines if (match := _UNBOUND.search(line))]
    plain = _QUERIES if any(not match[1] for match in found) else _REPLIES
    return replace(plain, clock=clock_in(lines, _UNBOUND.search, _TIME), share=share)


_PLAIN = Layout("bind", "", lambda table: _bind(table, answers=False))
_ASKED = Layout("bind", "asked", lambda table: _bind(table, answers=True))
_MASQ = Layout("dnsmasq", "", _dnsmasq)
_PACKETS = Layout("windows-dns", "", _windows)
_QUERIES = Layout("unbound", "queries", lambda table: _unbound(table, replies=False))
_REPLIES = Layout("unbound", "replies", lambda table: _unbound(table, replies=True))

FORMATS = (
    LogFormat("bind", "BIND query log", _find_bind, _PLAIN),
    LogFormat("unbound", "Unbound query log", _find_unbound, _QUERIES),
    LogFormat("dnsmasq", "dnsmasq and Pi-hole", _find_dnsmasq, _MASQ),
    LogFormat("windows-dns", "Windows DNS debug log", _find_windows, _PACKETS),
)
