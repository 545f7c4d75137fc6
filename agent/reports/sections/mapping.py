"""Steps 1 to 3 of the AI scan: which AI there is, in which roles it is used, and at what risk."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from agent.record.groups import LEAST, OTHER
from agent.register.system import Risk, System
from agent.reports.facts import Facts
from agent.reports.model import ACCOUNT, Chart, Column, Figure, Kind, Note, Section, Table, Value
from agent.reports.sections.compare import both, known_before
from agent.reports.sums import HANDLINGS, Handling, handling

OPEN = ("open", "in progress")
RISKS = (*(str(risk) for risk in Risk), "unknown")
COUNTS = tuple(Column(name, "count") for name in ("requests", *HANDLINGS))


def map_the_ai(facts: Facts) -> Section:
    """What was found and what is new, by category and purpose, and by department."""
    used, before = facts.now.by_system(), facts.before.by_system() if facts.before else None
    period = facts.period
    return Section(
        "map",
        1,
        notes=_group_notes(facts),
        figures=(
            Figure("register", len(facts.systems)),
            both(facts, "used", lambda sums: len(sums.by_system())),
            known_before(
                facts,
                "new",
                _new(facts, period.first, period.last),
                _new(facts, period.before_first, period.before_last),
            ),
        ),
        tables=(
            _systems(facts, used, before),
            _categories(facts),
            _departments(facts),
            _department_purposes(facts),
            _trend(facts),
        ),
    )


def roles(facts: Facts) -> Section:
    """How many systems have which roles."""
    counts = Counter(
        (str(system.role or ""), str(system.gdpr_role or "")) for system in facts.systems if _in_use(system)
    )
    rows = tuple((role or None, gdpr or None, number) for (role, gdpr), number in sorted(counts.items()))
    open_roles = sum(number for key, number in counts.items() if "" in key)
    return Section(
        "roles",
        2,
        notes=(Note("roles"),),
        figures=(Figure("without-role", open_roles),),
        tables=(
            Table(
                "roles",
                (Column("role", "role"), Column("gdpr_role", "gdpr_role"), Column("systems", "count")),
                rows,
            ),
        ),
    )


def risks(facts: Facts) -> Section:
    """The tiers, what each asks, and how many systems and requests it has."""
    used = facts.now.by_system()
    in_use = [system for system in facts.systems if _in_use(system)]
    rows = []
    for risk in RISKS:
        own = [system for system in in_use if str(system.risk or "unknown") == risk]
        requests = sum(used[system.service, system.tenant] for system in own)
        judged = sum(system.risk_judged for system in own)
        rows.append((risk, len(own), judged, requests, risk))
    open_duties = Counter(
        (duty.service, duty.tenant) for duty in facts.duties if duty.service and duty.state in OPEN
    )
    heavy = [system for system in in_use if system.risk in (Risk.PROHIBITED, Risk.HIGH)]
    heavy.sort(key=lambda item: (RISKS.index(str(item.risk)), item.name.casefold(), item.tenant or ""))
    columns = (
        Column("system", "system"),
        ACCOUNT,
        Column("risk", "risk"),
        Column("status", "status"),
    )
    return Section(
        "risk",
        3,
        notes=(Note("risk"),),
        figures=(Figure("not-judged", sum(not system.risk_judged for system in in_use)),),
        tables=(
            Table(
                "risks",
                (
                    Column("risk", "risk"),
                    Column("systems", "count"),
                    Column("judged", "count"),
                    Column("requests", "count"),
                    Column("asks", "asks"),
                ),
                tuple(rows),
                Chart("risk", ("systems",)),
            ),
            Table(
                "heavy",
                (*columns, Column("requests", "count"), Column("open_duties", "count")),
                tuple(
                    (
                        facts.named(system),
                        facts.account(system),
                        str(system.risk),
                        str(system.status),
                        used[system.service, system.tenant],
                        open_duties[system.service, system.tenant],
                    )
                    for system in heavy
                ),
            ),
        ),
    )


def _in_use(system: System) -> bool:
    return system.status not in ("refused", "retired")


def _new(facts: Facts, first: date, last: date) -> int:
    """Systems that were seen for the first time in these days."""
    seen = [system.first_seen.date() for system in facts.systems if system.first_seen]
    return sum(first <= day <= last for day in seen)


def _systems(
    facts: Facts, used: Counter[tuple[str, str | None]], before: Counter[tuple[str, str | None]] | None
) -> Table:
    """Every system of the register, the busiest of the period first."""
    order = sorted(
        facts.systems,
        key=lambda item: (-used[item.service, item.tenant], item.name.casefold(), item.tenant or ""),
    )
    columns = (
        Column("system", "system"),
        ACCOUNT,
        Column("category", "category"),
        Column("purpose"),
        Column("status", "status"),
        Column("first_seen", "date"),
        Column("requests", "count"),
        Column("before", "count"),
    )
    return Table(
        "systems",
        columns,
        tuple(
            (
                facts.named(system),
                facts.account(system),
                system.category or "other",
                system.purpose,
                str(system.status),
                system.first_seen.date() if system.first_seen else None,
                used[system.service, system.tenant],
                None if before is None else before[system.service, system.tenant],
            )
            for system in order
        ),
    )


def _categories(facts: Facts) -> Table:
    systems: dict[str, set[tuple[str, str | None]]] = {}
    counts: dict[str, Counter[Handling]] = {}
    for (system, _, way), number in facts.now.requests.items():
        category = facts.category(system)
        systems.setdefault(category, set()).add(system)
        counts.setdefault(category, Counter())[way] += number
    order = sorted(counts, key=lambda name: (-counts[name].total(), name))
    return Table(
        "categories",
        (Column("category", "category"), Column("systems", "count"), *COUNTS),
        tuple(
            (name, len(systems[name]), counts[name].total(), *(counts[name][way] for way in HANDLINGS))
            for name in order
        ),
        Chart("category", HANDLINGS),
    )


def _departments(facts: Facts) -> Table:
    """Whole months only, and only under names that may be shown."""
    counts: dict[str, Counter[Handling]] = {}
    for number in facts.groups if _is_divided(facts) else ():
        way = handling(number.action, number.outcome)
        counts.setdefault(number.group, Counter())[way] += number.requests
    return Table(
        "departments",
        (Column("group", "group"), Column("months", "count"), *COUNTS),
        tuple(
            (
                group,
                sum(group in facts.names.named(month) for month in facts.months),
                counts[group].total(),
                *(counts[group][way] for way in HANDLINGS),
            )
            if group != OTHER
            else (group, None, counts[group].total(), *(counts[group][way] for way in HANDLINGS))
            for group in _by_size(counts)
        ),
        Chart("group", HANDLINGS),
    )


def _department_purposes(facts: Facts) -> Table:
    counts: Counter[tuple[str, str]] = Counter()
    for number in facts.groups if _is_divided(facts) else ():
        counts[number.group, facts.category((number.service, number.tenant or None))] += number.requests
    order = sorted(counts, key=lambda key: (key[0] == OTHER, key[0], -counts[key], key[1]))
    return Table(
        "department-purposes",
        (Column("group", "group"), Column("category", "category"), Column("requests", "count")),
        tuple((group, category, counts[group, category]) for group, category in order),
    )


def _by_size(counts: dict[str, Counter[Handling]]) -> Iterable[str]:
    return sorted(counts, key=lambda name: (name == OTHER, -counts[name].total(), name))


def _trend(facts: Facts) -> Table:
    return Table(
        "trend",
        (Column("month", "month"), *COUNTS),
        tuple(
            (month, sum(ways.values()), *(ways.get(way, 0) for way in HANDLINGS))
            for month, ways in sorted(facts.trend.items())
        ),
        Chart("month", HANDLINGS, upright=True),
    )


def _is_divided(facts: Facts) -> bool:
    """Whether any department may be named; if none, there is only the whole."""
    return any(facts.names.named(month) for month in facts.months)


def _group_notes(facts: Facts) -> tuple[Note, ...]:
    """Which months the numbers by department cover, and why there may be none."""
    values: dict[str, tuple[Kind, Value]] = {
        "first": ("month", facts.months[0]),
        "last": ("month", facts.months[-1]),
        "least": ("count", LEAST),
    }
    name = "departments" if _is_divided(facts) else "no-departments"
    return (Note(name, values),)
