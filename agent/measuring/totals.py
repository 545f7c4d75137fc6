"""What the store knows, as numbers under the labels of the metrics; read anew at each scrape."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa

from agent.measuring.bounds import MOST_GROUPS, MOST_RULES, OTHER, bound, keep_most
from agent.record.groups import LEAST
from agent.record.schema import people, trainings
from agent.record.store import Store
from agent.record.totals import finding_totals, last_event, request_totals, rule_totals, would_totals
from agent.register.duties import State, list_duties
from agent.register.incidents import open_by_age
from agent.register.law import Organisation
from agent.register.system import Risk, ServiceFacts, Status, System
from agent.register.systems import list_systems
from detectors.services.found import FAMILIES, family_of, found_service

EXPIRING = {"overdue": -1, "30d": 30, "90d": 90}
"""Days until people must decide anew; a system counts at the first that fits."""
GONE = frozenset({Status.REFUSED, Status.RETIRED})
RISKS = (*Risk, "unknown")
WOULD = ("coach", "redact", "block")
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What the store knows; one field a metric, keys are label values.

    Attributes:
        requests: Requests by service, category, status, group and action.
        findings: Findings by type, service and action.
        rules: Decisions by rule and action.
        would: Requests let through in monitor mode, by what enforcing would have done.
        systems: Systems of the register by risk and status.
        expiring: Decisions about systems that end, by how soon.
        obligations: Obligations by state.
        late: Obligations that the law asks now and that are not done, by law.
        incidents: Undecided incidents by age.
        trained: People trained in a year, each training counted.
        people: People seen in the busier of two months; None while that is under five.
        last_event: When the newest event happened, or None.
    """

    requests: Mapping[tuple[str, str, str, str, str], int] = field(default_factory=dict)
    findings: Mapping[tuple[str, str, str], int] = field(default_factory=dict)
    rules: Mapping[tuple[str, str], int] = field(default_factory=dict)
    would: Mapping[tuple[str], int] = field(default_factory=dict)
    systems: Mapping[tuple[str, str], int] = field(default_factory=dict)
    expiring: Mapping[tuple[str], int] = field(default_factory=dict)
    obligations: Mapping[tuple[str], int] = field(default_factory=dict)
    late: Mapping[tuple[str], int] = field(default_factory=dict)
    incidents: Mapping[tuple[str], int] = field(default_factory=dict)
    trained: int = 0
    people: int | None = None
    last_event: datetime | None = None


def read_totals(
    store: Store, services: Mapping[str, ServiceFacts], organisation: Organisation, today: date | None = None
) -> Totals:
    """All of it.

    Args:
        store: An open store.
        services: `Catalogue.services`; what is not in it counts as its family (`found_service`) or as
            ``other``.
        organisation: Which obligations concern it.
        today: None is today.

    Raises:
        RecordError: The store cannot be read.
    """
    day = today or datetime.now(UTC).date()
    systems = list_systems(store, services)
    states, late = _duties(store, services, organisation, day)
    trained, seen = _literacy(store, day)
    would = would_totals(store)
    return Totals(
        requests=_requests(store, services),
        findings=_findings(store, services),
        rules=keep_most(rule_totals(store), 0, MOST_RULES),
        would={(name,): would.get(name, 0) for name in WOULD},
        systems=_filled(systems),
        expiring=_expiring(systems, day),
        obligations=states,
        late=late,
        incidents={(age,): number for age, number in open_by_age(store).items()},
        trained=trained,
        people=seen if seen >= LEAST else None,
        last_event=last_event(store),
    )


def _requests(
    store: Store, services: Mapping[str, ServiceFacts]
) -> Mapping[tuple[str, str, str, str, str], int]:
    requests: Counter[tuple[str, str, str, str, str]] = Counter()
    for row in request_totals(store):
        known = services.get(row.service) or found_service(row.service)
        name, category = (family_of(row.service), known.category) if known else (OTHER, OTHER)
        requests[name, category, row.status, row.group, row.action] += row.requests
    return bound(keep_most(requests, 3, MOST_GROUPS), (3,), (0, 1))


def _findings(store: Store, services: Mapping[str, ServiceFacts]) -> Mapping[tuple[str, str, str], int]:
    findings: Counter[tuple[str, str, str]] = Counter()
    for found in finding_totals(store):
        name = family_of(found.service)
        known = found.service in services or name in FAMILIES
        findings[found.type, name if known else OTHER, found.action] += found.findings
    return bound(findings, (1,))


def _filled(systems: list[System]) -> Counter[tuple[str, str]]:
    """Systems by risk and status; what there is none of is 0."""
    counts = Counter({(str(risk), str(status)): 0 for risk in RISKS for status in Status})
    counts.update((str(system.risk or "unknown"), str(system.status)) for system in systems)
    return counts


def _expiring(systems: list[System], today: date) -> dict[tuple[str], int]:
    counts: dict[tuple[str], int] = {(name,): 0 for name in EXPIRING}
    for system in systems:
        if system.expires is None or system.status in GONE:
            continue
        left = (system.expires - today).days
        for name, days in EXPIRING.items():
            if left <= days:
                counts[name,] += 1
                break
    return counts


def _duties(
    store: Store, services: Mapping[str, ServiceFacts], organisation: Organisation, today: date
) -> tuple[dict[tuple[str], int], dict[tuple[str], int]]:
    """Obligations by state, and by law those that are in force and not done."""
    states: dict[tuple[str], int] = {(str(state),): 0 for state in State}
    late: dict[tuple[str], int] = {}
    for duty in list_duties(store, organisation, services):
        states[str(duty.state),] += 1
        is_late = duty.in_force(today) and duty.state in (State.OPEN, State.IN_PROGRESS)
        late[duty.obligation.law,] = late.get((duty.obligation.law,), 0) + is_late
    return states, late


def _literacy(store: Store, today: date) -> tuple[int, int]:
    """People trained in a year, and people seen."""
    trained = sa.select(sa.func.sum(trainings.c.people)).where(trainings.c.day > today - YEAR)
    number = sa.func.count(sa.distinct(people.c.pseudonym)).label("number")
    seen = sa.select(number).group_by(people.c.month).order_by(sa.desc("number")).limit(1)
    with store.read() as connection:
        return (
            int(connection.execute(trained).scalar() or 0),
            int(connection.execute(seen).scalar() or 0),
        )
