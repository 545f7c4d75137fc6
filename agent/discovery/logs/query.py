"""The query: lines in; counts by host and client out. Written once, run by DuckDB or by Spark."""

from collections.abc import Callable, Iterable, Mapping
from functools import reduce

import ibis
import ibis.expr.types as ir

from agent.discovery.logs.hosts import ADDRESS, VALID, HostSets, clean
from agent.discovery.logs.layout import NO_HOST, NOT_THIS_FORMAT, Layout
from agent.discovery.logs.text import known, path

MAX_PATH = 80
_KEY_LENGTH = 16
"""Hexadecimal digits of a client's pseudonym: among a million clients two are the same once in 30 million."""

Judge = Callable[[str, str | None], str | None]
"""The service of a host and a path, if any."""


def counts(logs: Iterable[tuple[Layout, ir.Table]], ai: HostSets, shared: HostSets, salt: str) -> ir.Table:
    """All lines, counted by reason, host, path, client and stamp; hosts that cannot be AI are not named.

    Args:
        logs: Tables with a column ``line``, each with its layout.
        ai: Hosts whose name tells.
        shared: Hosts of which the path is wanted too.
        salt: A secret of this run, with which clients are pseudonymised before anything else is done.
    """
    tables = [_judged(layout, table, ai, shared, salt) for layout, table in logs]
    keys = ("reason", "host", "path", "client", "clock", "stamp")
    everything = reduce(lambda one, other: one.union(other), tables)
    return everything.group_by(*keys).aggregate(
        events=lambda t: t.count(),
        first=lambda t: t.moment.min(),
        last=lambda t: t.moment.max(),
        size=lambda t: t["size"].sum(),
    )


def _judged(layout: Layout, table: ir.Table, ai: HostSets, shared: HostSets, salt: str) -> ir.Table:
    """One row a line: why it is skipped, or its host if that may be AI and what is to be counted of it."""
    lines = table.select(line=table.line.replace("\n", "").replace("\r", ""))
    rows = layout.read(lines)
    rows = rows.mutate(host=clean(known(rows.host)))
    reason = ibis.coalesce(rows.reason, _reason_of(rows.host))
    rows = rows.mutate(reason=reason, named=reason.isnull() & ai.holds(rows.host))
    if layout.has_paths:
        part = rows.reason.isnull() & rows.url.notnull() & shared.holds(rows.host)
        rows = rows.mutate(
            path=ibis.ifelse(part, path(rows.url).left(MAX_PATH).nullif(""), ibis.null("string"))
        )
    else:
        rows = rows.mutate(path=ibis.null("string"))
    wanted = rows.named | rows.path.notnull()
    stamp, moment = layout.clock.split(rows.when) if layout.clock else (ibis.null("string"),) * 2
    key = (ibis.literal(salt) + known(rows.client)).hexdigest("sha256").left(_KEY_LENGTH)
    nothing = ibis.null("string")
    return rows.select(
        reason=rows.reason,
        host=ibis.ifelse(wanted, rows.host, nothing),
        path=rows.path,
        client=ibis.ifelse(wanted, key, nothing),
        clock=ibis.ifelse(wanted, ibis.literal(layout.clock.name if layout.clock else ""), nothing),
        stamp=ibis.ifelse(wanted, stamp, nothing),
        moment=ibis.ifelse(wanted, moment.nullif(""), nothing),
        size=ibis.ifelse(wanted, rows["size"], ibis.null("int64")),
    )


def _reason_of(host: ir.StringValue) -> ir.StringValue:
    """Why a line without any other reason names no host."""
    return ibis.cases(
        (host.isnull() | host.startswith("[") | host.re_search(ADDRESS), NO_HOST),
        (~host.re_search(VALID), NOT_THIS_FORMAT),
        else_=ibis.null("string"),
    )


def reasons(counted: ir.Table) -> ir.Table:
    """Lines by reason; the reason of those that were read is null."""
    return counted.group_by("reason").aggregate(lines=counted.events.sum())


def hosts(counted: ir.Table) -> ir.Table:
    """Everything about the hosts that may be AI, but not the clients."""
    found = counted.filter(counted.host.notnull())
    return found.group_by("host", "path", "clock", "stamp").aggregate(
        events=found.events.sum(),
        first=found["first"].min(),
        last=found["last"].max(),
        size=found["size"].sum(),
    )


def clients(counted: ir.Table, services: Mapping[tuple[str, str | None], str]) -> ir.Table:
    """The number of different clients by service."""
    rows = [{"at": _place(host, path), "service": service} for (host, path), service in services.items()]
    names = ibis.memtable(rows, schema={"at": "string", "service": "string"})
    found = counted.filter(counted.host.notnull())
    found = found.mutate(at=found.host + " " + found.path.fill_null(""))
    joined = found.join(names, "at")
    return joined.group_by("service").aggregate(clients=joined.client.nunique())


def _place(host: str, path: str | None) -> str:
    return f"{host} {path or ''}"
