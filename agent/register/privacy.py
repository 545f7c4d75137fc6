"""Numbers by group as people may see them: groups under five are merged, as `agent.record.groups` says."""

from collections.abc import Mapping

from agent.record.groups import LEAST, OTHER, shown_groups, sizes_of
from agent.record.store import Store

__all__ = ["LEAST", "OTHER", "group_sizes", "merge_groups", "shown_groups"]


def group_sizes(store: Store) -> dict[str, int]:
    """How many people of each group were seen in a month, at the most."""
    with store.read() as connection:
        return sizes_of(connection)


def merge_groups(counts: Mapping[str, int], names: Mapping[str, str]) -> dict[str, int]:
    """Counts by group, under the names that may be shown; a group that is not known is ``other``."""
    merged: dict[str, int] = {}
    for group, number in counts.items():
        name = names.get(group, OTHER)
        merged[name] = merged.get(name, 0) + number
    return merged
