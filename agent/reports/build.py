"""Make a report of the store: read once, then one section after the other."""

from datetime import datetime
from importlib.metadata import version

from agent.record.store import Store
from agent.reports.facts import Setting, gather
from agent.reports.model import Period, Report
from agent.reports.sections import account, legal, mapping, practice

SECTIONS = (
    account.overview,
    mapping.map_the_ai,
    mapping.roles,
    mapping.risks,
    practice.stop_and_train,
    practice.policy,
    legal.other_law,
    legal.contracts,
    legal.obligations,
    account.coverage,
    account.privacy,
)


def build(store: Store, setting: Setting, period: Period, made: datetime | None = None) -> Report:
    """The report of some days.

    Args:
        store: An open store.
        setting: Whose report it is, and what is in force.
        period: See `agent.reports.period`.
        made: The moment; None is now.

    Raises:
        RecordError: The store cannot be read.
    """
    facts = gather(store, setting, period, made)
    return Report(
        organisation=setting.organisation.name,
        period=period,
        made=facts.made,
        version=version("schaduwwacht"),
        sections=tuple(section(facts) for section in SECTIONS),
    )
