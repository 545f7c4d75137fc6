"""However many hosts, groups and odd words come by, the number of series stays within the stated bound."""

import re
from collections import Counter
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.openmetrics.exposition import generate_latest as openmetrics
from prometheus_client.parser import text_string_to_metric_families

from agent.measuring.bounds import MOST_REASONS, OTHER, ReasonCounter, bound, keep_most
from agent.measuring.totals import read_totals
from agent.metrics import Metrics
from agent.record.append import Entry, append
from agent.record.event import Event, FindingCount
from agent.record.store import Store
from agent.register.law import Organisation
from detectors.finding import ENTITY_TYPES
from detectors.services import load_catalogue

BOUND = 11_500
"""As docs/dashboards.md says."""
CATALOGUE = load_catalogue()
ODD = ("\u202e", "é\u0301", "a\nb", 'x"y\\', "\ud83d\ude00", "{}", "ﬀ", "\x00", "ß" * 300, "名前")
ACTIONS = ("allow", "log", "coach", "redact", "block")


def attack() -> list[Event]:
    """10,000 host names over all services and many that do not exist, and 1,000 groups of five people."""
    services, types = list(CATALOGUE.services), sorted(ENTITY_TYPES)
    return [
        Event(
            kind="decision",
            node="n1",
            service=services[number % len(services)] if number % 3 else f"nowhere-{number}",
            host=f"{number}.{ODD[number % 10]}.example",
            tenant=f"tenant {number % 700} {ODD[number % 10]}" if number % 2 else None,
            operation=f"operation {number}",
            group=f"group {number % 1000} {ODD[number % 7]}",
            pseudonym=f"p{number}",
            rule=f"rule {number % 900} {ODD[number % 9]}",
            action=ACTIONS[number // 7 % 5],
            would="block" if number % 11 == 0 else None,
            findings=(FindingCount(types[number % len(types)], "q"),),
        )
        for number in range(10_000)
    ]


def test_an_attack_makes_no_more_series_than_stated(tmp_path: Path) -> None:
    """10,000 hosts, 1,000 groups, odd Unicode: bounded, readable in both formats, and nothing is lost."""
    with Store.open(tmp_path / "r.db") as store:
        made = [Entry.of(event) for event in attack()]
        for start in range(0, len(made), 500):
            with store.write() as connection:
                append(connection, made[start : start + 500])
        metrics = Metrics()
        metrics.watch(lambda: read_totals(store, CATALOGUE.services, Organisation()))
        for number in range(5000):
            metrics.unscanned.labels(f"reason {number} {ODD[number % 10]}").inc()
            metrics.unscanned.labels(f"reason-{number}").inc()
        text = generate_latest(metrics.registry).decode()
        families = list(text_string_to_metric_families(text))
        assert openmetrics(metrics.registry).endswith(b"# EOF\n")
    series = sum(len(family.samples) for family in families)
    assert series <= BOUND
    sums = {family.name: sum(sample.value for sample in family.samples) for family in families}
    assert sums["schaduwwacht_requests"] == 10_000
    assert sums["schaduwwacht_findings"] == 10_000
    assert sums["schaduwwacht_rule_decisions"] == 10_000
    assert sums["schaduwwacht_unscanned"] == 10_000
    known = {
        (sample.labels["service"], sample.labels["category"])
        for family in families
        for sample in family.samples
        if family.name == "schaduwwacht_requests"
    }
    real = {(service.id, service.category) for service in CATALOGUE.services.values()}
    assert known <= real | {(OTHER, OTHER)}
    assert not re.search(r"nowhere|tenant|operation|\.example|p\d{4}", text)


COUNTS = st.dictionaries(
    st.tuples(st.text("abcdef", max_size=3), st.text("xyz", max_size=2), st.sampled_from("12")),
    st.integers(1, 1000),
    max_size=60,
)


@given(counts=COUNTS, most=st.integers(2, 20))
def test_folding_keeps_the_sum_and_the_bound(counts: dict[tuple[str, str, str], int], most: int) -> None:
    """Whatever is folded, no request is lost, and the result fits when its last labels may all fold."""
    folded = bound(counts, (1,), (0,), most=most)
    assert sum(folded.values()) == sum(counts.values())
    assert len(folded) <= max(most, 2)


@given(counts=COUNTS)
def test_what_fits_is_left_alone(counts: dict[tuple[str, str, str], int]) -> None:
    """An organisation of ordinary size sees every service and group."""
    assert bound(counts, (1,), (0,), most=60) == counts


def test_the_busiest_values_stay() -> None:
    """The others become one."""
    counts = Counter({("a", "1"): 5, ("b", "1"): 9, ("c", "2"): 1, (OTHER, "2"): 3})
    assert keep_most(counts, 0, 1) == {("b", "1"): 9, (OTHER, "1"): 5, (OTHER, "2"): 4}


def test_a_reason_is_a_short_word_of_our_own() -> None:
    """Text from outside never becomes a label, and there are never more than so many."""
    registry = CollectorRegistry()
    counter = ReasonCounter("r", "r", ["reason"], registry=registry)
    for word in ("encrypted", "Jan de Vries", "", "x" * 200, "te-groot"):
        counter.labels(word).inc()
    for number in range(2 * MOST_REASONS):
        counter.labels(f"w{number}").inc()
    counter.labels("encrypted").inc()
    (family,) = registry.collect()
    values = {sample.labels["reason"]: sample.value for sample in family.samples if sample.name == "r_total"}
    assert values["encrypted"] == 2
    assert len(values) <= MOST_REASONS + 1
    assert not {"Jan de Vries", "", "x" * 200} & set(values)
