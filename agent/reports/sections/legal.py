"""Steps 6 and 7: leaks, possible data breaches, contracts, and the obligations that are open."""

from collections import Counter
from datetime import date

from agent.register.duties import Duty, State
from agent.register.incidents import IncidentState
from agent.register.said import service_name
from agent.reports.breaches import MOST, Breach
from agent.reports.facts import Facts
from agent.reports.model import ACCOUNT, Chart, Column, Figure, Kind, Note, Section, SystemName, Table, Value
from agent.reports.sums import Sums

LEAKS = ("stopped", "replaced", "to_approved", "let_through")
OPEN = (State.OPEN, State.IN_PROGRESS)


def other_law(facts: Facts) -> Section:
    """Leaks that were stopped and let through by kind, and what may be a data breach."""
    return Section(
        "law",
        6,
        notes=(Note("leaks"), Note("incidents"), *_incident_notes(facts)),
        figures=(
            Figure("incidents-open", facts.breaches.undecided),
            Figure("notified", facts.breaches.notified),
        ),
        tables=(_leaks(facts), _incident_states(facts), _incidents(facts)),
    )


def contracts(facts: Facts) -> Section:
    """Decisions about systems that are allowed: their documents, and when they end."""
    allowed = [system for system in facts.systems if facts.is_approved((system.service, system.tenant))]
    allowed.sort(key=lambda system: (system.name.casefold(), system.tenant or ""))
    today = facts.made.date()
    return Section(
        "contracts",
        7,
        notes=(Note("contracts"),),
        figures=(
            Figure("allowed", len(allowed)),
            Figure("without-documents", sum(not system.documents for system in allowed)),
            Figure("expired", sum(bool(item.expires and item.expires < today) for item in allowed)),
        ),
        tables=(
            Table(
                "contracts",
                (
                    Column("system", "system"),
                    ACCOUNT,
                    Column("owner"),
                    Column("documents", "count"),
                    Column("expires", "date"),
                ),
                tuple(
                    (facts.named(item), facts.account(item), item.owner, len(item.documents), item.expires)
                    for item in allowed
                ),
            ),
        ),
    )


def obligations(facts: Facts) -> Section:
    """What the law asks and is not done, with who sees to it and from when it applies.

    An obligation that is as far, with the same owner, for several systems is one row.
    """
    waiting = [duty for duty in facts.duties if duty.state in OPEN]
    rows: dict[tuple[date, str, str, str], list[Duty]] = {}
    for duty in waiting:
        key = (_applies_from(duty), duty.obligation.id, str(duty.state), duty.owner or "")
        rows.setdefault(key, []).append(duty)
    columns = (
        Column("obligation", "obligation"),
        Column("article", "citation"),
        Column("systems_named", "system"),
        Column("number", "count"),
        Column("state", "state"),
        Column("owner"),
        Column("applies_from", "date"),
    )
    return Section(
        "obligations",
        notes=(Note("obligations"),),
        figures=(
            Figure("duties-open", len(waiting)),
            Figure("duties-ownerless", sum(duty.owner is None for duty in waiting)),
        ),
        tables=(Table("obligations", columns, tuple(_obligation(facts, rows[key]) for key in sorted(rows))),),
    )


def _obligation(facts: Facts, duties: list[Duty]) -> tuple[Value, ...]:
    first = duties[0]
    names = {_name(facts, duty, duty.service) for duty in duties if duty.service}
    return (
        first.obligation.id,
        first.obligation.id,
        tuple(sorted(names, key=lambda item: (item.name.casefold(), item.account or ""))),
        len(duties),
        str(first.state),
        first.owner,
        first.obligation.applies_from,
    )


def _applies_from(duty: Duty) -> date:
    return duty.obligation.applies_from or date.min


def _name(facts: Facts, duty: Duty, service: str) -> SystemName:
    """The system that an obligation is about."""
    system = facts.known.get((service, duty.tenant))
    return SystemName(service, system.name if system else service, duty.tenant)


def _leak_counts(facts: Facts, sums: Sums) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {}
    for (kind, system, way), number in sums.findings.items():
        where = way if way != "passed" else "to_approved" if facts.is_approved(system) else "let_through"
        counts.setdefault(kind, Counter())[where] += number
    return counts


def _leaks(facts: Facts) -> Table:
    counts = _leak_counts(facts, facts.now)
    before = _leak_counts(facts, facts.before) if facts.before else None
    order = sorted(counts, key=lambda kind: (-counts[kind].total(), kind))
    return Table(
        "leaks",
        (
            Column("kind", "entity"),
            *(Column(name, "count") for name in LEAKS),
            Column("requests", "count"),
            Column("before", "count"),
        ),
        tuple(
            (
                kind,
                *(counts[kind][name] for name in LEAKS),
                counts[kind].total(),
                None if before is None else before.get(kind, Counter()).total(),
            )
            for kind in order
        ),
        Chart("kind", LEAKS),
    )


def _incident_notes(facts: Facts) -> tuple[Note, ...]:
    number = facts.breaches.total
    values: dict[str, tuple[Kind, Value]] = {"shown": ("count", MOST), "number": ("count", number)}
    return (Note("incidents-shown", values),) if number > MOST else ()


def _incident_states(facts: Facts) -> Table:
    rows = tuple((str(state), facts.breaches.states.get(state, 0)) for state in IncidentState)
    return Table("incident-states", (Column("state", "incident_state"), Column("incidents", "count")), rows)


def _incidents(facts: Facts) -> Table:
    columns = (
        Column("incident"),
        Column("system", "system"),
        Column("opened", "date"),
        Column("requests", "count"),
        Column("kinds", "entity"),
        Column("state", "incident_state"),
        Column("owner"),
        Column("notified", "date"),
    )
    return Table("incidents", columns, tuple(_incident(facts, item) for item in facts.breaches.listed))


def _incident(facts: Facts, item: Breach) -> tuple[Value, ...]:
    service, system = item.system[0], facts.known.get(item.system)
    return (
        item.id,
        SystemName(service, system.name if system else service_name(service, facts.setting.catalogue, "en")),
        item.began,
        item.requests,
        item.kinds,
        item.state,
        item.owner,
        item.notified,
    )
