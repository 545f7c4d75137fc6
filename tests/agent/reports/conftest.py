"""A report over a store that was filled with made-up traffic."""

from collections.abc import Iterator
from datetime import date

import pytest
from report_traffic import MADE, SETTING, fill

from agent.record.store import Store
from agent.reports.build import build
from agent.reports.model import Report
from agent.reports.period import period


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with two months of use."""
    with Store.open(tmp_path_factory.mktemp("report") / "record.db") as store:
        fill(store)
        yield store


@pytest.fixture(scope="session")
def report(filled: Store) -> Report:
    """The report of October 2026."""
    return build(filled, SETTING, period(date(2026, 10, 1), date(2026, 10, 31), MADE.date()), MADE)
