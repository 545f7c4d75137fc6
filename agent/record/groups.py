"""Groups too small to be shown: whoever sees a number of four people can guess whose it is.

A group counts as large enough when five different people of it were seen in this month or the last. The
others are merged, and when they are fewer than five together, the smallest large group joins them: else the
rest would give them away.
"""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from agent.record.schema import people

LEAST = 5
OTHER = "other"


def sizes_of(connection: Connection) -> dict[str, int]:
    """How many people of each group were seen in a month, at the most."""
    query = sa.select(people.c.group, people.c.month, sa.func.count()).group_by(
        people.c.group, people.c.month
    )
    sizes: dict[str, int] = {}
    for group, _, number in connection.execute(query):
        sizes[group] = max(sizes.get(group, 0), number)
    return sizes


def shown_groups(sizes: Mapping[str, int], least: int = LEAST) -> dict[str, str]:
    """The name under which each group may be shown.

    Args:
        sizes: People a group.
        least: The smallest number that may be shown.
    """
    large = sorted((size, group) for group, size in sizes.items() if size >= least and group)
    rest = sum(size for group, size in sizes.items() if size < least or not group)
    if 0 < rest < least and large:
        large.pop(0)
    names = {group: group for _, group in large}
    return {group: names.get(group, OTHER) for group in sizes}
