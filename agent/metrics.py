"""The Prometheus metrics, all in one place. Label values come from fixed lists or fold into ``other``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

SCAN_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
PREFIX = "schaduwwacht_"


@dataclass(slots=True)
class Metrics:
    """Counters and clocks of one guard.

    Attributes:
        registry: What the metrics endpoint serves.
    """

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    connections: Counter = field(init=False)
    unscanned: Counter = field(init=False)
    scan_seconds: Histogram = field(init=False)
    decision_seconds: Histogram = field(init=False)
    policy: Info = field(init=False)
    policy_reloads: Counter = field(init=False)
    events_pending: Gauge = field(init=False)
    workers: Gauge = field(init=False)

    def __post_init__(self) -> None:
        """Register everything, so that a metric shows 0 before its first event."""
        self.connections = self._counter("connections", "Client connections, by what was done.", "handling")
        self.unscanned = self._counter(
            "unscanned", "Requests or parts of them that could not be scanned, by reason.", "reason"
        )
        self.scan_seconds = Histogram(
            PREFIX + "scan_seconds",
            "Time to read and scan a request.",
            buckets=SCAN_BUCKETS,
            registry=self.registry,
        )
        self.decision_seconds = Histogram(
            PREFIX + "decision_seconds",
            "Time from a complete request to its decision, recording included.",
            buckets=SCAN_BUCKETS,
            registry=self.registry,
        )
        self.policy = Info(PREFIX + "policy", "The policy in force.", registry=self.registry)
        self.policy_reloads = self._counter(
            "policy_reloads", "Policy files taken over, or refused.", "result"
        )
        self.events_pending = Gauge(
            PREFIX + "events_pending", "Events not yet written.", registry=self.registry
        )
        self.workers = Gauge(PREFIX + "workers", "Scan processes.", ["state"], registry=self.registry)
        for handling in ("inspected", "passed", "pinned", "refused"):
            self.connections.labels(handling)

    def watch(self, totals: Callable[[], Totals]) -> None:
        """Show what the store counts, looked up at each scrape."""
        self.registry.register(_StoreCollector(totals))

    def _counter(self, name: str, text: str, labels: str) -> Counter:
        return Counter(PREFIX + name, text, labels.split(), registry=self.registry)


@dataclass(frozen=True, slots=True)
class Totals:
    """What the store counts.

    Attributes:
        requests: (service, category, status, group, action) and how many.
        findings: (type, service, action) and how many.
        systems: (risk, status) and how many.
        incidents: Age of undecided incidents and how many.
    """

    requests: Mapping[tuple[str, str, str, str, str], int]
    findings: Mapping[tuple[str, str, str], int]
    systems: Mapping[tuple[str, str], int]
    incidents: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _StoreCollector(Collector):
    """Asks the store when Prometheus asks us, so a count is there as soon as its event is."""

    totals: Callable[[], Totals]

    def collect(self) -> Iterable[Metric]:
        totals = self.totals()
        labels = ["service", "category", "status", "group", "action"]
        requests = CounterMetricFamily(PREFIX + "requests", "Requests to AI services.", labels=labels)
        findings = CounterMetricFamily(
            PREFIX + "findings",
            "Personal data and secrets found in requests to AI services.",
            labels=["type", "service", "action"],
        )
        systems = GaugeMetricFamily(
            PREFIX + "register_systems", "AI systems in the register.", labels=["risk", "status"]
        )
        for family, numbers in (
            (requests, totals.requests),
            (findings, totals.findings),
            (systems, totals.systems),
        ):
            for values, number in numbers.items():
                family.add_metric(list(values), number)
            yield family
        incidents = GaugeMetricFamily(
            PREFIX + "incidents_open",
            "Possible data breaches that nobody has decided about, by the age of their clock.",
            labels=["age"],
        )
        for age, number in totals.incidents.items():
            incidents.add_metric([age], number)
        yield incidents
