"""The query: lines in; counts by host and client out. Written once, run by DuckDB or by Spark."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce

import ibis
import ibis.expr.types as ir

from agent.discovery.logs.hosts import ADDRESS, VALID, Hosts
from agent.discovery.logs.layout import NO_HOST, NOT_THIS_FORMAT, Layout
from agent.discovery.logs.text import known, last, number, part, path, split

MAX_PATH = 80
_KEY_LENGTH = 16
"""Hexadecimal digits of a client's pseudonym: among a million clients two are the same once in 30 million."""

_NOTHING = ibis.null("string")


def counts(logs: Iterable[tuple[Layout, ir.Table]], hosts: Hosts, gate: ir.Table, salt: str) -> ir.Table:
    """All lines, counted by reason, host, path, client and stamp; hosts that cannot be AI are not named.

    Args:
        logs: Tables with a column ``line``, each with its layout.
        hosts: Names that may be AI.
        gate: The table of `Hosts.gate`.
        salt: A secret of this run, with which clients are pseudonymised before anything is counted.
    """
    tables = [_measured(layout, _judged(layout, table, hosts, gate), salt) for layout, table in logs]
    keys = ("reason", "host", "path", "client", "clock", "stamp")
    everything = reduce(lambda one, other: one.union(other), tables)
    return everything.group_by(*keys).aggregate(
        events=lambda t: t.count(),
        first=lambda t: t.moment.min(),
        last=lambda t: t.moment.max(),
        size=lambda t: t["size"].sum(),
    )


def _judged(layout: Layout, table: ir.Table, hosts: Hosts, gate: ir.Table) -> ir.Table:
    """One row a line, with its host, and the columns ``reason``, ``named`` (may be AI) and ``path``.

    Each step is a select of its own: within one, an engine works out an expression as often as it stands
    there.
    """
    rows = layout.read(table.select(line=table.line.replace("\n", "")))
    rows = _with_host(rows, urls=layout.urls)
    rows = rows.mutate(reason=ibis.coalesce(rows.reason, _reason_of(rows.host)))
    rows = hosts.kinds(rows, gate)
    named = ibis.cases(
        (rows.ai == "whole", True), (rows.ai == "deep", hosts.ai.below(rows.host)), else_=False
    )
    if not layout.urls:
        return rows.mutate(named=named & rows.reason.isnull(), path=_NOTHING)
    share = ibis.cases(
        (rows.shared == "whole", True), (rows.shared == "deep", hosts.shared.below(rows.host)), else_=False
    )
    rows = rows.mutate(named=named & rows.reason.isnull(), shared=share & rows.reason.isnull())
    return rows.mutate(path=ibis.ifelse(rows.shared, path(rows.url).left(MAX_PATH).nullif(""), _NOTHING))


def _with_host(rows: ir.Table, *, urls: bool) -> ir.Table:
    """The host in lower case, without scheme, user, port, path and final dot."""
    rows = rows.mutate(host=known(rows.host).lower())
    if urls:
        rows = rows.mutate(parts=split(rows.host, "://"))
        rows = rows.mutate(host=part(ibis.coalesce(rows.parts[1], rows.parts[0]), "/", 0)).drop("parts")
        odd = rows.host.contains("@") | rows.host.contains("?")
        rows = rows.mutate(host=ibis.ifelse(odd, last(part(rows.host, "?", 0), "@"), rows.host))
        rows = rows.mutate(host=part(rows.host, ":", 0))
    return rows.mutate(
        host=ibis.ifelse(rows.host.endswith("."), rows.host.left(rows.host.length() - 1), rows.host)
    )


def _measured(layout: Layout, rows: ir.Table, salt: str) -> ir.Table:
    """What is counted of each row; nothing but the reason of those that cannot be AI."""
    rows = rows.mutate(wanted=rows.named | rows.path.notnull())
    stamp, moment = layout.clock.split(rows.when) if layout.clock else (_NOTHING, _NOTHING)
    clock = ibis.literal(layout.clock.name) if layout.clock else _NOTHING
    pseudonym = (ibis.literal(salt) + layout.client(rows.client)).hexdigest("sha256").left(_KEY_LENGTH)
    return rows.select(
        reason=rows.reason,
        host=ibis.ifelse(rows.wanted, rows.host, _NOTHING),
        path=rows.path,
        client=ibis.ifelse(rows.wanted, pseudonym, _NOTHING),
        clock=ibis.ifelse(rows.wanted, clock, _NOTHING),
        stamp=ibis.ifelse(rows.wanted, stamp, _NOTHING),
        moment=ibis.ifelse(rows.wanted, moment.nullif(""), _NOTHING),
        size=ibis.ifelse(rows.wanted, number(layout.size(rows["size"])), ibis.null("int64")),
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


def places(services: Mapping[tuple[str, str | None], str]) -> Mapping[str, Sequence[str | None]]:
    """Columns of a table: which service is at which host, or host and path."""
    at = [f"{host} {path or ''}" for host, path in services]
    return {"at": at, "service": list(services.values())}


def clients(counted: ir.Table, names: ir.Table) -> ir.Table:
    """The number of different clients by service.

    Args:
        counted: The result of `counts`.
        names: The table of `places`.
    """
    found = counted.filter(counted.host.notnull())
    found = found.mutate(at=found.host + " " + found.path.fill_null(""))
    joined = found.join(names, found.at == names.at)
    return joined.group_by("service").aggregate(clients=joined.client.nunique())
