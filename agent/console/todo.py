"""What needs a person now, for the roles that can do something about it."""

from collections.abc import Callable
from dataclasses import dataclass

from agent.console.access import Role, User
from agent.console.console import Console
from agent.console.language import Translate
from agent.register.duties import State, list_duties
from agent.register.incidents import count_undecided
from agent.register.system import Risk, Status, System
from agent.register.systems import list_systems

IN_USE = (Status.DISCOVERED, Status.IN_REVIEW, Status.ALLOWED, Status.CONDITIONAL)
DECIDED = (Status.ALLOWED, Status.CONDITIONAL)


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that waits for a person.

    Attributes:
        text: What.
        link: Where it is done.
        tone: How much it presses: ``bad``, ``warn`` or ``info``.
        number: How many.
    """

    text: str
    link: str
    tone: str
    number: int


def todo(console: Console, user: User, translate: Translate) -> list[Todo]:
    """What waits for this user, the most pressing first."""
    found: list[Todo] = []
    if Role.DPO in user.roles:
        found += _incidents(console, translate)
    if user.roles & {Role.SECURITY, Role.HR, Role.DPO}:
        systems = list_systems(console.store, console.catalogue.services)
        found += _systems(console, systems, translate)
        if user.roles & {Role.HR, Role.DPO}:
            found += _duties(console, systems, translate)
    if user.roles & {Role.ADMIN, Role.SECURITY}:
        found += _guard(console, translate)
    order = ("bad", "warn", "info")
    return sorted(found, key=lambda item: order.index(item.tone))


def _systems(console: Console, systems: list[System], translate: Translate) -> list[Todo]:
    _ = translate
    today = console.now().date()
    prohibited = _number(systems, lambda item: item.risk == Risk.PROHIBITED and item.status in IN_USE)
    new = _number(systems, lambda item: item.status == Status.DISCOVERED)
    busy = _number(systems, lambda item: item.status == Status.IN_REVIEW)
    late = _number(
        systems, lambda item: item.status in DECIDED and item.expires is not None and item.expires < today
    )
    made = [
        Todo(_("AI that the law prohibits is in use"), "/register?view=prohibited", "bad", prohibited),
        Todo(_("Decisions on AI systems have run out"), "/register?view=expired", "warn", late),
        Todo(_("New AI systems wait for a review"), "/register?view=discovered", "warn", new),
        Todo(_("Reviews of AI systems are under way"), "/register?view=review", "info", busy),
    ]
    return [item for item in made if item.number]


def _duties(console: Console, systems: list[System], translate: Translate) -> list[Todo]:
    _ = translate
    today = console.now().date()
    organisation, services = console.config.organisation, console.catalogue.services
    duties = list_duties(console.store, organisation, services, systems)
    asked = [duty for duty in duties if duty.in_force(today)]
    unowned = sum(duty.state == State.OPEN and not duty.owner for duty in asked)
    ongoing = sum(duty.state in (State.OPEN, State.IN_PROGRESS) for duty in asked) - unowned
    made = [
        Todo(_("Obligations have nobody who sees to them"), "/obligations?view=unowned", "warn", unowned),
        Todo(_("Obligations are being worked on"), "/obligations?view=open", "info", ongoing),
    ]
    return [item for item in made if item.number]


def _incidents(console: Console, translate: Translate) -> list[Todo]:
    _ = translate
    late, rest = count_undecided(console.store, console.now())
    made = [
        Todo(_("Possible data breaches are past 72 hours"), "/incidents?view=undecided", "bad", late),
        Todo(_("Possible data breaches wait for a decision"), "/incidents?view=undecided", "bad", rest),
    ]
    return [item for item in made if item.number]


def _guard(console: Console, translate: Translate) -> list[Todo]:
    _ = translate
    state = console.readiness()
    problems = len(state.get("problems") or ())
    if not problems and state.get("ready"):
        return []
    return [Todo(_("The guard reports a problem"), "/#guard", "bad", max(problems, 1))]


def _number(systems: list[System], fits: Callable[[System], bool]) -> int:
    return sum(map(fits, systems))
