"""The store's numbers as metrics. A counter here never falls: see `agent.record.shown`."""

import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from agent.errors import AgentError
from agent.measuring.totals import Totals

logger = logging.getLogger(__name__)

type Numbers = Mapping[Any, float]
"""A number by label values; the keys of each family have their own length."""


class Family(NamedTuple):
    """One metric of the store.

    Attributes:
        name: Without prefix, and without ``_total`` for a counter.
        text: What it counts.
        labels: Names of its labels; a contract for `requests`, `findings`, `register_systems` and
            `incidents_open`.
        numbers: Its values in the totals.
        counts: A counter, else a gauge.
    """

    name: str
    text: str
    labels: tuple[str, ...]
    numbers: Callable[[Totals], Numbers]
    counts: bool = False


def _one(number: float | None) -> Numbers:
    return {} if number is None else {(): number}


FAMILIES = (
    Family(
        "requests",
        "Requests to AI services.",
        ("service", "category", "status", "group", "action"),
        lambda totals: totals.requests,
        counts=True,
    ),
    Family(
        "findings",
        "Personal data and secrets found in requests to AI services.",
        ("type", "service", "action"),
        lambda totals: totals.findings,
        counts=True,
    ),
    Family(
        "rule_decisions",
        "Requests by the rule of the policy that decided about them.",
        ("rule", "action"),
        lambda totals: totals.rules,
        counts=True,
    ),
    Family(
        "monitored",
        "Requests that monitor mode let through, by what enforcing would have done.",
        ("would",),
        lambda totals: totals.would,
        counts=True,
    ),
    Family(
        "register_systems", "AI systems in the register.", ("risk", "status"), lambda totals: totals.systems
    ),
    Family(
        "register_expiring",
        "Decisions about AI systems that must be taken again: overdue, within 30 days, within 90.",
        ("within",),
        lambda totals: totals.expiring,
    ),
    Family("obligations", "Obligations by state.", ("state",), lambda totals: totals.obligations),
    Family(
        "obligations_late",
        "Obligations that the law asks now and that are not done.",
        ("law",),
        lambda totals: totals.late,
    ),
    Family(
        "incidents_open",
        "Possible data breaches that nobody has decided about, by the age of their clock.",
        ("age",),
        lambda totals: totals.incidents,
    ),
    Family(
        "trained_people",
        "People trained in AI in the last year, each training counted.",
        (),
        lambda totals: _one(totals.trained),
    ),
    Family(
        "people",
        "People who used AI, in the busier of this month and the last; absent under five.",
        (),
        lambda totals: _one(totals.people),
    ),
    Family(
        "last_event_timestamp_seconds",
        "When the newest event happened.",
        (),
        lambda totals: _one(totals.last_event.timestamp() if totals.last_event else None),
    ),
)


class StoreCollector(Collector):
    """Asks the store when Prometheus asks us, so a count is there as soon as its event is.

    Args:
        prefix: Of the metrics' names.
        totals: Reads the store.
        tells: Whether this process tells these metrics: see `agent.measuring.teller`.
    """

    def __init__(self, prefix: str, totals: Callable[[], Totals], tells: Callable[[], bool]) -> None:
        self._prefix = prefix
        self._totals = totals
        self._tells = tells

    def describe(self) -> Iterable[Metric]:
        """Names and labels, without asking the store."""
        return [self._family(family) for family in FAMILIES]

    def collect(self) -> Iterable[Metric]:
        """All metrics of the store; without them when it cannot be read, so that the others are served."""
        totals, readable, tells = None, True, False
        try:
            tells = self._tells()
            totals = self._totals() if tells else None
        except (AgentError, OSError) as error:
            logger.warning("metrics: the store was not read: %s", error)
            readable = False
        yield GaugeMetricFamily(
            self._prefix + "store_readable", "Whether the store could be read for this answer.", readable
        )
        yield GaugeMetricFamily(
            self._prefix + "store_told",
            "Whether this process tells the store's numbers; one of all that share it does.",
            tells,
        )
        for family in FAMILIES if totals else ():
            metric = self._family(family)
            for values, number in family.numbers(totals).items() if totals else ():
                metric.add_metric(list(values), number)
            yield metric

    def _family(self, family: Family) -> CounterMetricFamily | GaugeMetricFamily:
        kind = CounterMetricFamily if family.counts else GaugeMetricFamily
        return kind(self._prefix + family.name, family.text, labels=family.labels)
