"""The Prometheus metrics, all in one place. Label values come from fixed lists or fold into ``other``.

What is counted in this process's memory is here; what the store knows is in `agent.measuring`. Several guards
on one machine each serve their own counters, and Prometheus adds them up: see docs/dashboards.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, disable_created_metrics

from agent.measuring.bounds import ReasonCounter
from agent.measuring.certificates import CertificateCollector
from agent.measuring.families import StoreCollector
from agent.measuring.processes import ProcessCollector
from agent.measuring.totals import Totals
from agent.record.coverage import CONNECTION, UNSCANNED

__all__ = ["PREFIX", "SCAN_BUCKETS", "Metrics", "Totals"]

SCAN_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
PREFIX = "schaduwwacht_"

NOT_JUDGED = (
    "deadline",
    "worker-died",
    "scanner-error",
    "pool-stopped",
    "guard-error",
    "not-recorded",
    "cancelled",
)
"""Why a request could not be judged at all. The others are parts that cannot be read."""
UNREADABLE = (
    "binary",
    "bomb",
    "broken",
    "encrypted",
    "image",
    "picture",
    "timeout",
    "too-deep",
    "too-large",
    "too-many-values",
    "trailing-data",
    "truncated",
    "unknown-coding",
    "unsupported",
    "xml-entities",
)

disable_created_metrics()  # type: ignore[no-untyped-call] # a second series beside each counter that nothing here reads


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
    coach: Counter = field(init=False)
    policy: Info = field(init=False)
    policy_enforcing: Gauge = field(init=False)
    policy_current: Gauge = field(init=False)
    policy_reloads: Counter = field(init=False)
    catalogue_reloads: Counter = field(init=False)
    events_pending: Gauge = field(init=False)
    workers: Gauge = field(init=False)
    scans_waiting: Gauge = field(init=False)
    problems: Gauge = field(init=False)
    services: Gauge = field(init=False)

    def __post_init__(self) -> None:
        """Register everything, so that a metric shows 0 before its first event."""
        self._count()
        self._time()
        self._show_state()
        build = Info(PREFIX + "build", "The guard's version.", registry=self.registry)
        build.info({"version": version("schaduwwacht")})
        start = self._gauge("start_timestamp_seconds", "When this process started.")
        start.set_to_current_time()
        self.registry.register(ProcessCollector(PREFIX))

    def handled(self) -> dict[tuple[str, str], int]:
        """Connections by handling, and what was not scanned by reason, since this process began."""
        counted = ((CONNECTION, self.connections, "handling"), (UNSCANNED, self.unscanned, "reason"))
        return {
            (what, sample.labels[label]): int(sample.value)
            for what, counter, label in counted
            for metric in counter.collect()
            for sample in metric.samples
            if sample.name.endswith("_total")
        }

    def watch(self, totals: Callable[[], Totals], tells: Callable[[], bool] = lambda: True) -> None:
        """Show what the store counts, looked up at each scrape.

        Args:
            totals: Reads the store.
            tells: Whether this process does so, of all that share the store.
        """
        self.registry.register(StoreCollector(PREFIX, totals, tells))

    def watch_certificates(self, files: Mapping[str, Path]) -> None:
        """Show when certificates end.

        Args:
            files: PEM file by what it is for.
        """
        self.registry.register(CertificateCollector(PREFIX, files))

    def show_policy(self, policy_version: str, *, enforcing: bool, current: bool = True) -> None:
        """Show which policy is in force.

        Args:
            policy_version: Its version.
            enforcing: It is not in monitor mode.
            current: It is what the policy's files say; false when a changed file was refused.
        """
        self.policy.info({"version": policy_version})
        self.policy_enforcing.set(enforcing)
        self.policy_current.set(current)

    def _count(self) -> None:
        self.connections = self._counter("connections", "Client connections, by what was done.", "handling")
        self.unscanned = ReasonCounter(
            PREFIX + "unscanned",
            "Requests or parts of them that could not be scanned, by reason.",
            ["reason"],
            registry=self.registry,
        )
        self.coach = self._counter("coach", "Coaching of users, by what came of it.", "outcome")
        self.policy_reloads = self._counter(
            "policy_reloads", "Policy files taken over, or refused.", "result"
        )
        self.catalogue_reloads = self._counter(
            "catalogue_reloads", "Own catalogue files taken over, or refused.", "result"
        )
        for counter, values in (
            (self.connections, ("inspected", "passed", "pinned", "refused")),
            (self.unscanned, (*NOT_JUDGED, *UNREADABLE)),
            (self.coach, ("shown", "passed", "used", "refused", "expired")),
            (self.policy_reloads, ("loaded", "refused", "missing")),
            (self.catalogue_reloads, ("loaded", "refused", "missing")),
        ):
            for value in values:
                counter.labels(value)

    def _time(self) -> None:
        self.scan_seconds = self._histogram("scan_seconds", "Time to read and scan a request.")
        self.decision_seconds = self._histogram(
            "decision_seconds", "Time from a complete request to its decision, recording included."
        )

    def _show_state(self) -> None:
        self.policy = Info(PREFIX + "policy", "The policy in force.", registry=self.registry)
        self.policy_enforcing = self._gauge("policy_enforcing", "1 when the policy acts, 0 in monitor mode.")
        self.policy_current = self._gauge(
            "policy_current", "1 when the policy in force is what its files say, 0 when they were refused."
        )
        self.events_pending = self._gauge("events_pending", "Events not yet written.")
        self.workers = Gauge(PREFIX + "workers", "Scan processes.", ["state"], registry=self.registry)
        self.scans_waiting = self._gauge("scans_waiting", "Requests that wait for a scan process.")
        self.problems = self._gauge("problems", "What /readyz lists as wrong.")
        self.services = self._gauge("catalogue_services", "AI services that the catalogue knows.")

    def _counter(self, name: str, text: str, labels: str) -> Counter:
        return Counter(PREFIX + name, text, labels.split(), registry=self.registry)

    def _gauge(self, name: str, text: str) -> Gauge:
        return Gauge(PREFIX + name, text, registry=self.registry)

    def _histogram(self, name: str, text: str) -> Histogram:
        return Histogram(PREFIX + name, text, buckets=SCAN_BUCKETS, registry=self.registry)
