"""Steps 4 and 5: stop what is prohibited, train people, have a policy with an alternative that is used."""

from collections import Counter

from agent.record.groups import OTHER, month_of
from agent.register.literacy import Training
from agent.register.system import Risk
from agent.reports.facts import Facts
from agent.reports.model import ACCOUNT, Chart, Column, Figure, Note, Section, SystemName, Table
from agent.reports.sections.compare import both, known_before, share
from agent.reports.sums import HANDLINGS, Handling

ACTIONS = ("allow", "log", "coach", "redact", "block")


def stop_and_train(facts: Facts) -> Section:
    """Prohibited AI, coaching and trainings."""
    trained, before = _people(facts.trainings), _people(facts.before_trainings)
    return Section(
        "stop",
        4,
        notes=(Note("literacy"),),
        figures=(
            Figure("prohibited", sum(system.risk == Risk.PROHIBITED for system in facts.systems)),
            both(facts, "coached", lambda sums: sums.by_action()["coach"]),
            known_before(facts, "trained", trained, before),
        ),
        tables=(_prohibited(facts), _coaching(facts), _trainings(facts), _trained_groups(facts)),
    )


def policy(facts: Facts) -> Section:
    """What the policy decided, and whether people use what is approved."""
    in_force = facts.setting.policy
    return Section(
        "policy",
        5,
        notes=(
            Note(
                "policy",
                {
                    "name": ("text", in_force.name),
                    "version": ("text", in_force.version),
                    "mode": ("mode", in_force.mode),
                    "rules": ("count", in_force.rules),
                },
            ),
            Note("alternatives"),
        ),
        tables=(_decisions(facts), _alternatives(facts)),
    )


def _people(trainings: tuple[Training, ...]) -> int:
    return sum(training.people for training in trainings)


def _prohibited(facts: Facts) -> Table:
    counts: dict[tuple[str, str | None], Counter[Handling]] = {}
    for (system, _, way), number in facts.now.requests.items():
        counts.setdefault(system, Counter())[way] += number
    chosen = [system for system in facts.systems if system.risk == Risk.PROHIBITED]
    chosen.sort(key=lambda system: (system.name.casefold(), system.tenant or ""))
    rows = []
    for item in chosen:
        own = counts.get((item.service, item.tenant), Counter())
        rows.append(
            (facts.named(item), facts.account(item), str(item.status), *(own[way] for way in HANDLINGS))
        )
    columns = (Column("system", "system"), ACCOUNT, Column("status", "status"))
    return Table("prohibited", (*columns, *(Column(way, "count") for way in HANDLINGS)), tuple(rows))


def _coaching(facts: Facts) -> Table:
    """Requests that were stopped with an explanation, and those sent after a reason was given."""
    ways: Counter[Handling] = Counter()
    for (_, action, way), number in facts.now.requests.items():
        if action == "coach":
            ways[way] += number
    rows = (("explained", ways["stopped"]), ("sent-with-reason", ways["passed"]))
    return Table("coaching", (Column("coached", "coached"), Column("requests", "count")), rows)


def _trainings(facts: Facts) -> Table:
    days: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for training in facts.trainings:
        days[training.subject] += 1
        people[training.subject] += training.people
    rows = tuple((subject, days[subject], people[subject]) for subject in sorted(people, key=str.casefold))
    return Table(
        "trainings", (Column("subject"), Column("trainings", "count"), Column("people", "count")), rows
    )


def _trained_groups(facts: Facts) -> Table:
    """A department that is not named in the traffic of the month of its training is part of the rest."""
    people: Counter[str] = Counter()
    for training in facts.trainings:
        people[facts.names.of(month_of(training.day), training.group)] += training.people
    order = sorted(people, key=lambda name: (name == OTHER, -people[name], name))
    rows = tuple((group, people[group]) for group in order)
    return Table("trained-groups", (Column("group", "group"), Column("people", "count")), rows)


def _decisions(facts: Facts) -> Table:
    now = facts.now.by_action()
    before = facts.before.by_action() if facts.before else None
    rows = tuple((action, now[action], None if before is None else before[action]) for action in ACTIONS)
    columns = (Column("action", "action"), Column("requests", "count"), Column("before", "count"))
    return Table("decisions", columns, rows, Chart("action", ("requests",)))


def _alternatives(facts: Facts) -> Table:
    """By category: which AI is approved, and how much of the use goes to it."""
    approved: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for system, number in facts.now.by_system().items():
        (approved if facts.is_approved(system) else others)[facts.category(system)] += number
    names: dict[str, set[SystemName]] = {}
    for item in facts.systems:
        if facts.is_approved((item.service, item.tenant)):
            names.setdefault(item.category or "other", set()).add(facts.named(item))
    used = approved + others
    rows = []
    for category in sorted({*used, *names}, key=lambda name: (-used[name], name)):
        offered = tuple(sorted(names.get(category, ()), key=lambda item: item.name.casefold()))
        part = share(approved[category], used[category])
        rows.append((category, offered, approved[category], others[category], part))
    return Table(
        "alternatives",
        (
            Column("category", "category"),
            Column("alternatives", "system"),
            Column("to_approved", "count"),
            Column("to_others", "count"),
            Column("approved_share", "share"),
        ),
        tuple(rows),
        Chart("category", ("to_approved", "to_others")),
    )
