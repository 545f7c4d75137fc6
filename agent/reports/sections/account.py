"""The beginning and the end: the main figures, the seven steps, coverage, method and privacy."""

from agent.record.groups import LEAST
from agent.reports.facts import Facts
from agent.reports.model import Column, Figure, Kind, Note, Section, Table, Value, until
from agent.reports.sections.compare import both, known_before, share
from agent.reports.sections.legal import OPEN
from agent.reports.sums import Sums

CONNECTIONS = ("inspected", "passed", "pinned", "refused")


def overview(facts: Facts) -> Section:
    """What a reader with one minute must know."""
    today = facts.made.date()
    return Section(
        "overview",
        notes=_period_notes(facts),
        figures=(
            both(facts, "requests", lambda sums: sums.total()),
            both(facts, "requests-stopped", lambda sums: sums.total("stopped")),
            both(facts, "requests-replaced", lambda sums: sums.total("replaced")),
            both(facts, "requests-passed", lambda sums: sums.total("passed")),
            Figure(
                "approved-share",
                _approved_share(facts, facts.now),
                "share",
                None if facts.before is None else _approved_share(facts, facts.before),
            ),
            known_before(facts, "incidents", facts.breaches.total, facts.before_breaches.total),
            Figure("duties-now", sum(duty.state in OPEN and duty.in_force(today) for duty in facts.duties)),
            Figure("steps-done", sum(step.is_closed for step in facts.steps)),
        ),
        tables=(_steps(facts),),
    )


def coverage(facts: Facts) -> Section:
    """What was looked into, what was not and why, and how the numbers came about."""
    now, before = facts.now.coverage, facts.before.coverage if facts.before else None
    connections = tuple(
        (name, now.connections.get(name, 0), None if before is None else before.connections.get(name, 0))
        for name in CONNECTIONS
    )
    reasons = sorted(now.unscanned, key=lambda name: (-now.unscanned[name], name))
    ai = sum(now.connections.get(name, 0) for name in ("inspected", "pinned", "refused"))
    return Section(
        "coverage",
        notes=tuple(Note(name) for name in ("method", "coverage", "not-seen")),
        figures=(Figure("inspected-share", share(now.connections.get("inspected", 0), ai), "share"),),
        tables=(
            Table(
                "connections",
                (Column("handling", "handling"), Column("connections", "count"), Column("before", "count")),
                connections,
            ),
            Table(
                "unscanned",
                (Column("reason", "reason"), Column("requests", "count")),
                tuple((name, now.unscanned[name]) for name in reasons),
            ),
        ),
    )


def privacy(facts: Facts) -> Section:
    """What keeps the people in these numbers from being found."""
    return Section(
        "privacy",
        notes=(
            Note("no-text"),
            Note("pseudonyms"),
            Note("small-groups", {"least": ("count", LEAST)}),
            Note("naming"),
            Note("retention", {"months": ("count", facts.setting.retention_months)}),
        ),
        figures=(
            both(facts, "naming-asked", lambda sums: sums.asked),
            both(facts, "naming-approved", lambda sums: sums.named),
        ),
    )


def _approved_share(facts: Facts, sums: Sums) -> float | None:
    used = sums.by_system()
    return share(sum(number for system, number in used.items() if facts.is_approved(system)), used.total())


def _steps(facts: Facts) -> Table:
    return Table(
        "steps",
        (
            Column("step", "step"),
            Column("closed", "count"),
            Column("points", "count"),
            Column("todo", "point"),
        ),
        tuple(
            (
                step.step.id,
                step.closed,
                len(step.points),
                tuple(point.point.id for point in step.points if not point.is_closed),
            )
            for step in facts.steps
        ),
    )


def _period_notes(facts: Facts) -> tuple[Note, ...]:
    """With what the period is compared, and whether it has ended."""
    period, moment = facts.period, until(facts.period, facts.made)
    so_far: dict[str, tuple[Kind, Value]] = {"last": ("date", period.last), "moment": ("date", moment)}
    running = (Note("running", so_far),) if moment else ()
    if facts.since is None:
        return (Note("nothing-recorded"), *running)
    if facts.before is None:
        return (Note("not-compared", {"first": ("date", facts.since)}), *running)
    first = max(facts.since, period.before_first)
    name = "compared" if first == period.before_first else "compared-in-part"
    return (Note(name, {"first": ("date", first), "last": ("date", period.before_last)}), *running)
