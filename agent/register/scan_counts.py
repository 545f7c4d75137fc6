"""What of the AI scan follows from the register, the obligations, the incidents and the policy."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from agent.record.store import Store
from agent.register.duties import Duty, State, list_duties
from agent.register.incidents import Incident, count_incidents, list_incidents
from agent.register.law import Organisation
from agent.register.literacy import list_trainings
from agent.register.system import Risk, ServiceFacts, Status, System
from agent.register.systems import list_systems

YEAR = timedelta(days=365)
_AWAY = (Status.REFUSED, Status.RETIRED)
_ALLOWED = (Status.ALLOWED, Status.CONDITIONAL)
_CLOSED = (State.DONE, State.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the counts are made from.

    Attributes:
        systems: The register.
        duties: The obligations.
        undecided: Incidents that people have still to decide.
        incidents: All incidents.
        trained: People trained in the past year.
        mode: Of the policy in force.
        today: Day of the scan.
    """

    systems: tuple[System, ...]
    duties: tuple[Duty, ...]
    undecided: tuple[Incident, ...]
    incidents: int
    trained: int
    mode: Literal["enforce", "monitor"]
    today: date

    @property
    def in_use(self) -> list[System]:
        """Systems that are neither refused nor retired."""
        return [system for system in self.systems if system.status not in _AWAY]


@dataclass(frozen=True, slots=True)
class Open:
    """Something that keeps a point open.

    Attributes:
        kind: ``system``, ``duty`` or ``incident``.
        name: What people call it.
        service: Its service, to link to; None for the organisation.
        tenant: Its tenant.
        obligation: Id of the obligation, for a duty.
        incident: Id, for an incident.
    """

    kind: Literal["system", "duty", "incident"]
    name: str
    service: str | None = None
    tenant: str | None = None
    obligation: str | None = None
    incident: str | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """How much of a point is done.

    Attributes:
        done: How many are as they should be.
        total: Out of how many.
        open: The others.
        may_be_empty: Nothing to count means that the point does not apply; otherwise it is open.
    """

    done: int
    total: int
    open: tuple[Open, ...] = ()
    may_be_empty: bool = True


def gather(
    store: Store,
    organisation: Organisation,
    catalogue: Mapping[str, ServiceFacts],
    mode: Literal["enforce", "monitor"],
    today: date,
) -> Facts:
    """Read what the counts are made from."""
    systems = list_systems(store, catalogue)
    trainings = list_trainings(store, today - YEAR, today)
    return Facts(
        systems=tuple(systems),
        duties=tuple(list_duties(store, organisation, catalogue, systems)),
        undecided=tuple(list_incidents(store, undecided=True)),
        incidents=count_incidents(store),
        trained=sum(training.people for training in trainings),
        mode=mode,
        today=today,
    )


def count(name: str, facts: Facts) -> Counted:
    """How much of a point is done, by the name of its count in `seven_steps.yaml`."""
    return COUNTS[name](facts)


def _systems(systems: Iterable[System], holds: Callable[[System], bool]) -> Counted:
    every = list(systems)
    wrong = [system for system in every if not holds(system)]
    found = tuple(Open("system", shown_name(item), item.service, item.tenant) for item in wrong)
    return Counted(len(every) - len(wrong), len(every), found)


def _used(facts: Facts, holds: Callable[[System], bool]) -> Counted:
    """Systems in use; while none is known at all, nothing can be called done."""
    counted = _systems(facts.in_use, holds)
    return replace(counted, may_be_empty=bool(facts.systems))


def shown_name(system: System) -> str:
    """What people call a system, with its tenant."""
    name = system.name or system.service
    return f"{name} ({system.tenant})" if system.tenant else name


def _duties(facts: Facts, holds: Callable[[Duty], bool]) -> Counted:
    """Obligations in force."""
    every = [duty for duty in facts.duties if duty.in_force(facts.today) and holds(duty)]
    names = {(system.service, system.tenant): shown_name(system) for system in facts.systems}
    wrong = tuple(
        Open(
            "duty",
            names.get((duty.service or "", duty.tenant), ""),
            duty.service,
            duty.tenant,
            obligation=duty.obligation.id,
        )
        for duty in every
        if duty.state not in _CLOSED
    )
    return Counted(len(every) - len(wrong), len(every), wrong)


def _prohibited(facts: Facts) -> Counted:
    excepted = {
        (duty.service, duty.tenant)
        for duty in facts.duties
        if duty.obligation.id == "ai-act-5" and duty.state in _CLOSED
    }
    return _systems(
        (system for system in facts.systems if system.risk == Risk.PROHIBITED),
        lambda system: system.status in _AWAY or (system.service, system.tenant) in excepted,
    )


def _incidents(facts: Facts) -> Counted:
    found = tuple(Open("incident", item.id, incident=item.id) for item in facts.undecided)
    return Counted(facts.incidents - len(found), facts.incidents, found)


def _flag(*, holds: bool) -> Counted:
    return Counted(int(holds), 1, may_be_empty=False)


COUNTS: Mapping[str, Callable[[Facts], Counted]] = {
    "any-system": lambda facts: _flag(holds=bool(facts.systems)),
    "judged": lambda facts: _systems(
        facts.systems, lambda system: system.status not in (Status.DISCOVERED, Status.IN_REVIEW)
    ),
    "described": lambda facts: _used(facts, lambda system: bool(system.owner and system.purpose)),
    "ai-role": lambda facts: _used(facts, lambda system: system.role is not None),
    "gdpr-role": lambda facts: _used(facts, lambda system: system.gdpr_role is not None),
    "risk": lambda facts: _used(facts, lambda system: system.risk_judged),
    "fresh": lambda facts: _systems(
        (system for system in facts.in_use if system.expires),
        lambda system: system.expires is not None and system.expires >= facts.today,
    ),
    "prohibited": _prohibited,
    "training": lambda facts: _flag(holds=facts.trained > 0),
    "duties-ai-act": lambda facts: _duties(facts, lambda duty: duty.obligation.law == "AI Act"),
    "alternative": lambda facts: _flag(holds=any(item.status in _ALLOWED for item in facts.systems)),
    "enforced": lambda facts: _flag(holds=facts.mode == "enforce"),
    "duties-other": lambda facts: _duties(
        facts, lambda duty: duty.obligation.law != "AI Act" and duty.obligation.id != "gdpr-28"
    ),
    "incidents": _incidents,
    "processor": lambda facts: _duties(facts, lambda duty: duty.obligation.id == "gdpr-28"),
    "documents": lambda facts: _systems(
        (system for system in facts.systems if system.status in _ALLOWED),
        lambda system: bool(system.documents),
    ),
}
"""Each `counted` of `seven_steps.yaml`."""
