"""Read logs from beginning to end: tell formats, count, ask the catalogue."""

import secrets
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any, BinaryIO, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import ibis.expr.types as ir

from agent.discovery.logs import query
from agent.discovery.logs.columns import check_columns
from agent.discovery.logs.formats import FORMATS, GENERAL_FORMATS, all_formats, find_layout
from agent.discovery.logs.hosts import hosts_of
from agent.discovery.logs.layout import UNKNOWN, Layout, LogFormat
from agent.discovery.logs.moments import read_moment
from agent.discovery.logs.source import Progress
from agent.discovery.result import Discovery, Sighting, Summary
from agent.errors import FailureError, UsageError
from detectors.request import Request
from detectors.services import Catalogue, load_catalogue


class Log(Protocol):
    """A log as an engine knows it."""

    name: str
    skipped: Counter[str]

    def sample(self) -> list[str]:
        """Its first lines."""


class Engine(Protocol):
    """What runs the query: `agent.discovery.logs.duck.Duck`, or Spark."""

    def open(self, logs: Iterable[str | Path | BinaryIO]) -> list[Any]:
        """The logs that are meant."""

    def lines(self, logs: Sequence[Any], progress: Progress | None) -> ir.Table:
        """Their lines."""

    def small(self, columns: Mapping[str, Sequence[str | None]]) -> ir.Table:
        """A table of texts."""

    def keep(self, result: ir.Table) -> ir.Table:
        """The result of a query, computed once."""

    def count(self, log: Any, progress: Progress | None) -> int:  # noqa: ANN401 - a log of the engine's own kind
        """How many lines a log has."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of some logs; see `agent.discovery.discover`."""

    format: str = "auto"
    catalogue: Catalogue | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    timezone: str | None = None
    progress: Progress | None = None


def run_on(engine: Engine, paths: Iterable[str | Path | BinaryIO], question: Question) -> Discovery:
    """Answer it on an engine.

    Raises:
        UsageError: There is no such format, column or time zone.
        FailureError: Nothing could be read.
    """
    zone, formats = _zone(question.timezone), _formats(question)
    catalogue = question.catalogue or load_catalogue()
    opened = engine.open(paths)
    layouts = [_layout(log.sample(), formats, question.format) for log in opened]
    groups: dict[Layout, list[Any]] = defaultdict(list)
    skipped: Counter[str] = Counter()
    for log, layout in zip(opened, layouts, strict=True):
        if layout:
            groups[layout].append(log)
        else:
            skipped[UNKNOWN] += engine.count(log, question.progress)
    if not groups:
        raise FailureError(_nothing(opened))
    tables = [(layout, engine.lines(group, question.progress)) for layout, group in groups.items()]
    hosts = hosts_of(catalogue)
    counted = engine.keep(query.counts(tables, hosts, engine.small(hosts.gate()), secrets.token_hex(16)))
    services = _services(engine, counted, catalogue, zone)
    for log in opened:
        skipped.update(log.skipped)
    read_as = {log.name: one.format if one else None for log, one in zip(opened, layouts, strict=True)}
    return Discovery(services=services, summary=_summary(counted, skipped), formats=read_as)


def _formats(question: Question) -> Mapping[str, LogFormat]:
    """The formats that come into question; with columns only those that have them."""
    check_columns(question.columns)
    if question.format != "auto" and question.format not in FORMATS:
        choice = ", ".join(FORMATS)
        raise UsageError(f"--format {question.format}: no such format; choose from auto, {choice}")
    formats = all_formats(question.columns)
    return {name: formats[name] for name in GENERAL_FORMATS} if question.columns else formats


def _layout(lines: Sequence[str], formats: Mapping[str, LogFormat], name: str) -> Layout | None:
    if name == "auto":
        return find_layout(lines, formats.values())
    if name not in formats:
        raise UsageError(f"--columns goes with --format {' or '.join(formats)}")
    chosen = formats[name]
    return find_layout(lines, [chosen]) or (chosen.plain if lines else None)


def _zone(name: str | None) -> tzinfo:
    if name is None:
        return datetime.now().astimezone().tzinfo or UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise UsageError(f"--timezone {name}: no such time zone; write it as Europe/Amsterdam") from error


def _nothing(logs: Sequence[Log]) -> str:
    if not logs:
        return "nothing readable: there are no files there"
    names = ", ".join(log.name for log in logs[:3]) + (" ..." if len(logs) > 3 else "")  # noqa: PLR2004
    titles = "; ".join(f"{one.name} ({one.title})" for one in FORMATS.values())
    return (
        f"{names}: nothing readable: no log in a format we know: {titles}; "
        "or force one with --format, or name columns with --columns"
    )


def _summary(counted: ir.Table, skipped: Counter[str]) -> Summary:
    read = 0
    for row in query.reasons(counted).to_pyarrow().to_pylist():
        if row["reason"] is None:
            read = row["lines"]
        else:
            skipped[row["reason"]] += row["lines"]
    total = sum(skipped.values())
    reasons = {reason: number for reason, number in sorted(skipped.items()) if number}
    return Summary(lines=read + total, read=read, skipped=total, reasons=reasons)


def _services(engine: Engine, counted: ir.Table, catalogue: Catalogue, zone: tzinfo) -> tuple[Sighting, ...]:
    """The services behind the hosts, the busiest first."""
    rows = query.hosts(counted).to_pyarrow().to_pylist()
    places = {(row["host"], row["path"]) for row in rows}
    owners = {place: found for place in places if (found := _service_at(catalogue, *place))}
    by_service: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        if owner := owners.get((row["host"], row["path"])):
            by_service[owner].append(row)
    clients = query.clients(counted, engine.small(query.places(owners)))
    people = {row["service"]: row["clients"] for row in clients.to_pyarrow().to_pylist()}
    now = datetime.now(zone)
    sightings = [
        _sighting(catalogue.services[service].name, service, seen, people.get(service, 0), (zone, now))
        for service, seen in by_service.items()
    ]
    return tuple(sorted(sightings, key=lambda one: (-one.events, one.service)))


def _service_at(catalogue: Catalogue, host: str, path: str | None) -> str | None:
    """The service that a host, or a host and a path, belongs to."""
    service = catalogue.lookup(host)
    if path:
        for method in ("POST", "GET"):
            if found := catalogue.recognise(Request(method, f"https://{host}{path}")):
                return found.service.id
    return service.id if service else None


def _sighting(
    name: str, service: str, rows: Sequence[Mapping[str, Any]], clients: int, clock: tuple[tzinfo, datetime]
) -> Sighting:
    times = [
        time
        for row in rows
        for moment in (row["first"], row["last"])
        if moment and (time := read_moment(row["clock"], row["stamp"] or "", moment, *clock))
    ]
    hosts: Counter[str] = Counter()
    for row in rows:
        hosts[row["host"]] += row["events"]
    sizes = [row["size"] for row in rows if row["size"] is not None]
    return Sighting(
        service=service,
        name=name,
        hosts=tuple(sorted(hosts)),
        events=sum(hosts.values()),
        clients=clients,
        first_seen=min(times, default=None),
        last_seen=max(times, default=None),
        bytes_out=sum(sizes) if sizes else None,
        host_events=dict(hosts),
    )
