"""What people of the made-up organisation entered: through the same functions as the console's pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from agent.config import Config
from agent.console.roles import Role
from agent.console.users import add_account
from agent.demo.past import Written
from agent.demo.people import company, read_demo
from agent.demo.weeks import Leak
from agent.record.event import Event
from agent.record.store import Store
from agent.register.duties import set_duty
from agent.register.incidents import list_incidents, set_incident
from agent.register.law import Language, Words
from agent.register.literacy import add_training
from agent.register.reveal import approve, ask
from agent.register.seven_steps import answer_point
from agent.register.systems import Actor, set_system
from detectors.yaml_file import StrictModel


class Lists(StrictModel):
    """Some texts in the two languages."""

    nl: tuple[str, ...]
    en: tuple[str, ...]

    def in_language(self, language: Language) -> tuple[str, ...]:
        """The texts in that language."""
        return self.nl if language == "nl" else self.en


class _Entry(StrictModel):
    """Something that somebody entered; a field that is not given was not filled in."""

    by: Role

    def facts(self, language: Language, *without: str) -> dict[str, Any]:
        """The fields that were filled in, in one language."""
        given = {name: getattr(self, name) for name in self.model_fields_set - {"by", *without}}
        return {name: plain(value, language) for name, value in given.items()}


class _System(_Entry):
    service: str
    tenant: str | None = None
    status: str
    name: Words | None = None
    category: str | None = None
    role: str | None = None
    gdpr_role: str | None = None
    risk: str | None = None
    risk_reason: Words | None = None
    expires: int | None = None
    owner: Words | None = None
    purpose: Words | None = None
    conditions: Words | None = None
    documents: Lists | None = None


class _Obligation(_Entry):
    service: str | None = None
    tenant: str | None = None
    id: str
    state: str
    owner: Words
    note: Words | None = None
    evidence: Lists | None = None


class _Training(StrictModel):
    days_ago: int
    group: int
    people: int
    subject: Words


class _Answer(StrictModel):
    point: str
    by: Role
    state: str
    note: Words


class _Naming(StrictModel):
    user: str
    ask: Role
    approve: Role | None = None
    reason: Words


class Entered(StrictModel):
    """Contents of `entered.yaml`."""

    systems: tuple[_System, ...]
    obligations: tuple[_Obligation, ...]
    trainings: tuple[_Training, ...]
    answers: tuple[_Answer, ...]
    namings: tuple[_Naming, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """Where things are entered, and when.

    Attributes:
        store: The store of the demo.
        config: Settings of its guard.
        now: When the demo begins.
    """

    store: Store
    config: Config
    now: datetime

    @property
    def language(self) -> Language:
        """Of what is entered."""
        return self.config.language

    def actor(self, role: Role) -> Actor:
        """The account with a role."""
        return Actor(company().account(role, self.language), self.config.node)


def judge_systems(office: Office) -> None:
    """Enter what was decided about AI systems; the guard's decisions depend on it.

    Raises:
        UsageError: The demo's own data do not fit.
        RecordError: The store cannot be written.
    """
    for system in _entered().systems:
        facts = system.facts(office.language, "service", "tenant")
        if system.expires is not None:
            facts["expires"] = (office.now + timedelta(days=system.expires)).date()
        set_system(office.store, system.service, tenant_of(system.tenant), facts, office.actor(system.by))


def enter(office: Office, written: Written, password: str) -> None:
    """Enter everything else, beginning with the accounts of those who did.

    Args:
        office: Where.
        written: The past: what got out, and everybody's pseudonym.
        password: Of all accounts.

    Raises:
        UsageError: The demo's own data do not fit.
        RecordError: The store cannot be written.
    """
    language, entered = office.language, _entered()
    for account in company().accounts:
        name, admin = account.name.in_language(language), office.actor(Role.ADMIN)
        add_account(office.store, name, [account.role], admin, password=password, language=language)
    for item in entered.obligations:
        facts = item.facts(language, "service", "tenant", "id")
        key = (item.service, tenant_of(item.tenant)) if item.service else None
        set_duty(office.store, item.id, key, facts, office.actor(item.by))
    for answer in entered.answers:
        note = answer.note.in_language(language)
        answer_point(office.store, answer.point, answer.state, note, office.actor(answer.by))
    _trainings(office, entered)
    _namings(office, entered, written.pseudonyms)
    for leak, event in written.leaks:
        _decide(office, leak, event)


@cache
def _entered() -> Entered:
    return read_demo(Entered, "entered.yaml")


def tenant_of(name: str | None) -> str | None:
    """The organisation's own workspace, or the name itself."""
    return company().workspace if name == "own" else name


def plain(value: object, language: Language) -> Any:  # noqa: ANN401 - a value of any field
    """A value in one language."""
    if isinstance(value, Words | Lists):
        return value.in_language(language)
    return value


def _trainings(office: Office, entered: Entered) -> None:
    groups = company().groups
    for item in entered.trainings:
        facts = {
            "day": (office.now - timedelta(days=item.days_ago)).date().isoformat(),
            "group": groups[item.group].id.in_language(office.language),
            "people": str(item.people),
            "subject": item.subject.in_language(office.language),
        }
        add_training(office.store, facts, office.actor(Role.HR), office.now.date())


def _namings(office: Office, entered: Entered, pseudonyms: Mapping[str, str]) -> None:
    for item in entered.namings:
        reason = item.reason.in_language(office.language)
        request = ask(office.store, pseudonyms[item.user], reason, office.actor(item.ask))
        if item.approve:
            approve(office.store, request, office.actor(item.approve))


def _decide(office: Office, leak: Leak, event: Event) -> None:
    """Enter what was decided about a leak; one without a state is new."""
    if leak.state is None:
        return
    found = next(item for item in list_incidents(office.store) if item.first_event == event.id)
    facts: Mapping[str, Any] = {
        "state": leak.state,
        "owner": leak.owner,
        "people": leak.people,
        "answers": leak.answers,
        "notified": event.time + timedelta(hours=leak.notified_after) if leak.notified_after else None,
        "country": plain(leak.country, office.language),
        "measures": plain(leak.measures, office.language),
        "reason": plain(leak.reason, office.language),
    }
    given = {name: value for name, value in facts.items() if value}
    set_incident(office.store, found.id, given, office.actor(Role.DPO))
