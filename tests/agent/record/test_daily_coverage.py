"""What was not seen is summed by day, over restarts and nodes."""

from datetime import UTC, date, datetime

import pytest

from agent.record.coverage import CONNECTION, UNSCANNED, CoverageKeeper, read_coverage
from agent.record.store import Store

DAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_only_growth_is_added(store: Store) -> None:
    """Keeping twice adds what is new, once; a restart begins at nought and adds again."""
    counts = {(CONNECTION, "pinned"): 2}
    keeper = CoverageKeeper(store, "n1", lambda: counts)
    keeper.keep(NOON)
    keeper.keep(NOON)
    counts[CONNECTION, "pinned"] = 5
    keeper.keep(NOON)
    CoverageKeeper(store, "n1", lambda: {(CONNECTION, "pinned"): 1}).keep(NOON)
    assert read_coverage(store, DAY, DAY).connections == {"pinned": 6}


def test_nodes_and_days_are_summed(store: Store) -> None:
    """All nodes of a fleet count together, within the days asked for only."""
    for node in ("n1", "n2"):
        CoverageKeeper(store, node, lambda: {(CONNECTION, "passed"): 3, (UNSCANNED, "picture"): 1}).keep(NOON)
    CoverageKeeper(store, "n1", lambda: {(CONNECTION, "passed"): 9}).keep(NOON.replace(day=1))
    found = read_coverage(store, DAY, DAY)
    assert (found.connections, found.unscanned) == ({"passed": 6}, {"picture": 2})
    assert found.days == {DAY: {"passed": 6}}


def test_what_could_not_be_written_is_written_later(store: Store) -> None:
    """A failed write loses no count."""
    store.close()
    path = store.path
    assert path
    moved = path.rename(path.with_suffix(".away"))
    keeper = CoverageKeeper(store, "n1", lambda: {(CONNECTION, "pinned"): 2})
    with pytest.raises(Exception, match="put the database back"):
        keeper.keep(NOON)
    moved.rename(path)
    keeper.keep(NOON)
    assert read_coverage(store, DAY, DAY).connections == {"pinned": 2}
