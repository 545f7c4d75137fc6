"""Steps 6 and 7: leaks, possible data breaches, contracts, and the obligations that are open."""

from collections import Counter
from datetime import date

from agent.register.duties import Duty, State
from agent.register.incidents import Incident, IncidentState
from agent.reports.facts import Facts
from agent.reports.model import Chart, Column, Figure, Note, Section, Table
from agent.reports.sums import Sums

LEAKS = ("stopped", "replaced", "to_approved", "let_through")
OPEN = (State.OPEN, State.IN_PROGRESS)


def other_law(facts: Facts) -> Section:
    """Leaks that were stopped and let through by kind, and what may be a data breach."""
    return Section(
        "law",
        6,
        notes=(Note("leaks"), Note("incidents")),
        figures=(
            Figure("incidents-open", sum(incident.undecided for incident in facts.incidents)),
            Figure("notified", sum(incident.notified is not None for incident in facts.incidents)),
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
                    Column("system"),
                    Column("tenant"),
                    Column("owner"),
                    Column("documents", "count"),
                    Column("expires", "date"),
                ),
                tuple(
                    (item.name, item.tenant, item.owner, len(item.documents), item.expires)
                    for item in allowed
                ),
            ),
        ),
    )


def obligations(facts: Facts) -> Section:
    """What the law asks and is not done, with who sees to it and from when it applies."""
    waiting = [duty for duty in facts.duties if duty.state in OPEN]
    waiting.sort(
        key=lambda duty: (duty.obligation.applies_from or date.min, duty.obligation.id, _name(facts, duty))
    )
    return Section(
        "obligations",
        notes=(Note("obligations"),),
        figures=(
            Figure("duties-open", len(waiting)),
            Figure("duties-ownerless", sum(duty.owner is None for duty in waiting)),
        ),
        tables=(
            Table(
                "obligations",
                (
                    Column("obligation", "obligation"),
                    Column("article"),
                    Column("system"),
                    Column("state", "state"),
                    Column("owner"),
                    Column("applies_from", "date"),
                ),
                tuple(
                    (
                        duty.obligation.id,
                        f"{duty.obligation.law}, {duty.obligation.article}",
                        _name(facts, duty) or None,
                        str(duty.state),
                        duty.owner,
                        duty.obligation.applies_from,
                    )
                    for duty in waiting
                ),
            ),
        ),
    )


def _applies_from(duty: Duty) -> date:
    return duty.obligation.applies_from or date.min


def _name(facts: Facts, duty: Duty) -> str:
    """The system that an obligation is about; an empty string for the organisation."""
    if duty.service is None:
        return ""
    system = facts.known.get((duty.service, duty.tenant))
    name = system.name if system else duty.service
    return f"{name} ({duty.tenant})" if duty.tenant else name


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


def _incident_states(facts: Facts) -> Table:
    now = Counter(incident.state for incident in facts.incidents)
    rows = tuple((str(state), now[state]) for state in IncidentState)
    return Table("incident-states", (Column("state", "incident_state"), Column("incidents", "count")), rows)


def _incidents(facts: Facts) -> Table:
    """No groups, and days rather than times: this is not to find out who it was."""
    columns = (
        Column("incident"),
        Column("system"),
        Column("opened", "date"),
        Column("requests", "count"),
        Column("kinds", "entity"),
        Column("state", "incident_state"),
        Column("owner"),
        Column("notified", "date"),
    )
    return Table("incidents", columns, tuple(_incident(facts, item) for item in facts.incidents))


def _incident(facts: Facts, item: Incident) -> tuple[str | int | date | tuple[str, ...] | None, ...]:
    system = facts.known.get((item.service, item.tenant))
    return (
        item.id,
        system.name if system else item.service,
        item.first.date(),
        item.requests,
        tuple(item.kinds),
        str(item.state),
        item.owner,
        item.notified.date() if item.notified else None,
    )
