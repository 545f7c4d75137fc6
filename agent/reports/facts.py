"""Everything a report is made from, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Literal

from agent.record.groups import GroupNames, first_day, month_of
from agent.record.store import Store
from agent.register import scan_counts
from agent.register.duties import Duty
from agent.register.law import Organisation
from agent.register.literacy import Training, list_trainings
from agent.register.privacy import GroupNumber, group_names, group_requests, months_between
from agent.register.said import account_code
from agent.register.seven_steps import StepState, seven_steps
from agent.register.system import ServiceFacts, Status, System
from agent.reports.breaches import Breaches, read_breaches
from agent.reports.model import Period, SystemName
from agent.reports.sums import Handling, Sums, by_month, first_known, read_sums

APPROVED = frozenset({Status.ALLOWED, Status.CONDITIONAL})
TREND_MONTHS = 12


@dataclass(frozen=True, slots=True)
class PolicyInForce:
    """The policy when the report is made.

    Attributes:
        name: Its name.
        version: Its version.
        mode: Whether it is enforced.
        rules: How many rules it has.
    """

    name: str
    version: str
    mode: Literal["enforce", "monitor"]
    rules: int


@dataclass(frozen=True, slots=True)
class Setting:
    """What a report says and does not find in the store.

    Attributes:
        organisation: Whose it is.
        catalogue: `Catalogue.services`.
        policy: The policy in force.
        retention_months: How long events are kept.
    """

    organisation: Organisation
    catalogue: Mapping[str, ServiceFacts]
    policy: PolicyInForce
    retention_months: int


@dataclass(frozen=True)
class Facts:
    """What a report is made from.

    Attributes:
        setting: What it does not find in the store.
        period: About which days.
        made: The moment it is made.
        now: Sums of the period.
        before: Sums of the period before; None when nothing was recorded then.
        since: First day that was recorded, or None.
        systems: The register.
        duties: Its obligations.
        breaches: Possible data breaches that began in the period.
        before_breaches: Those of the period before.
        trainings: Trainings of the period.
        before_trainings: Those of the period before.
        names: Groups that may be shown.
        groups: Requests by group, of the months of the period.
        months: The months of the period.
        trend: Requests by month, up to the end of the period.
        steps: How far the AI scan is.
    """

    setting: Setting
    period: Period
    made: datetime
    now: Sums
    before: Sums | None
    since: date | None
    systems: tuple[System, ...]
    duties: tuple[Duty, ...]
    breaches: Breaches
    before_breaches: Breaches
    trainings: tuple[Training, ...]
    before_trainings: tuple[Training, ...]
    names: GroupNames
    groups: tuple[GroupNumber, ...]
    months: tuple[str, ...]
    trend: Mapping[str, Mapping[Handling, int]]
    steps: tuple[StepState, ...]

    @cached_property
    def known(self) -> dict[tuple[str, str | None], System]:
        """Systems by service and tenant."""
        return {(system.service, system.tenant): system for system in self.systems}

    def is_approved(self, system: tuple[str, str | None]) -> bool:
        """Whether people allow it, now."""
        found = self.known.get(system)
        return found is not None and found.status in APPROVED

    def named(self, system: System) -> SystemName:
        """Its name, without its account."""
        return SystemName(system.service, system.name)

    def account(self, system: System) -> str | None:
        """Its account, or a code for what is known of it."""
        return account_code(system.service, system.tenant, self.setting.catalogue)

    def category(self, system: tuple[str, str | None]) -> str:
        """Its category, or ``other``."""
        found = self.known.get(system)
        return (found.category if found else "") or "other"


def gather(store: Store, setting: Setting, period: Period, made: datetime | None = None) -> Facts:
    """Read what a report of these days is made from."""
    moment = made or datetime.now(UTC)
    since = first_known(store)
    counted = scan_counts.gather(
        store, setting.organisation, setting.catalogue, setting.policy.mode, moment.date()
    )
    months = months_between(period.first, min(period.last, moment.date()))
    names = group_names(store, moment.date())
    has_before = since is not None and since <= period.before_last
    return Facts(
        setting=setting,
        period=period,
        made=moment,
        now=read_sums(store, period.first, period.last),
        before=read_sums(store, period.before_first, period.before_last) if has_before else None,
        since=since,
        systems=counted.systems,
        duties=counted.duties,
        breaches=read_breaches(store, period.first, period.last),
        before_breaches=read_breaches(store, period.before_first, period.before_last),
        trainings=tuple(list_trainings(store, period.first, period.last)),
        before_trainings=tuple(list_trainings(store, period.before_first, period.before_last)),
        names=names,
        groups=tuple(group_requests(store, months, names)),
        months=tuple(months),
        trend=by_month(store, _trend_months(since, months[-1])),
        steps=tuple(seven_steps(store, counted)),
    )


def _trend_months(since: date | None, last: str) -> list[str]:
    """At most a year, from the first month that was recorded, up to the last of the report."""
    if since is None or month_of(since) > last:
        return [last]
    return months_between(since, first_day(last))[-TREND_MONTHS:]
