"""Which accounts a policy knows by name."""

from policies.model import Policy
from policies.terms import ANY_TENANT, NO_TENANT, OTHER_TENANT

_WORDS = frozenset({ANY_TENANT, NO_TENANT, OTHER_TENANT})


def named_tenants(policy: Policy) -> frozenset[str]:
    """The tenants that its rules name; whoever wrote them there knows them already."""
    return frozenset(
        tenant
        for rule in policy.rules
        for condition in (rule.when, rule.unless)
        if condition and condition.services
        for tenant in condition.services.tenants - _WORDS
    )
