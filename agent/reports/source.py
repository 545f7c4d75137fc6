"""Where a report finds its store and its setting."""

from agent.config import Config
from agent.knowledge import read_catalogue, read_policy
from agent.record.store import Store
from agent.reports.facts import PolicyInForce, Setting


def open_store(config: Config) -> Store:
    """The store that knows most: a fleet's, or this machine's own.

    A node of a fleet makes no report of its own events: beside the fleet's, it would give away a small
    group's numbers on the other nodes.

    Raises:
        StoreError: It cannot be opened.
    """
    return Store.open(config.central or config.database_location)


def read_setting(config: Config) -> Setting:
    """What a report says and does not find in the store.

    Raises:
        UsageError: The catalogue or the policy is wrong.
    """
    loaded = read_policy(config.policy)
    policy = loaded.policy
    in_force = PolicyInForce(policy.name, loaded.version, policy.mode, len(policy.rules))
    return Setting(config.organisation, read_catalogue(config).services, in_force, config.retention_months)
