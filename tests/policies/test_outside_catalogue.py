"""Rules about AI outside the catalogue, and about accounts that are not the organisation's own."""

import pytest

from policies.consistency import unknown_services
from policies.context import Context
from policies.decide import decide
from policies.model import Action, Policy


def policy(**services: list[str]) -> Policy:
    """A policy that blocks some services."""
    rule = {
        "id": "some",
        "action": "block",
        "when": {"services": services},
        "message": {"nl": "a", "en": "a"},
    }
    return Policy.model_validate({"name": "p", "rules": [rule]})


def blocked(rules: Policy, service: str = "chatgpt", tenant: str | None = None) -> bool:
    return decide(rules, Context(service, "chat", None, tenant), ()).action is Action.BLOCK


@pytest.mark.parametrize(
    ("ids", "service", "is_blocked"),
    [
        (["unknown-ai"], "unknown-ai:gpu1.example", True),
        (["unknown-ai"], "embedded-ai:crm.example", False),
        (["embedded-ai"], "embedded-ai:crm.example", True),
        (["unknown-ai:gpu1.example"], "unknown-ai:gpu1.example", True),
        (["unknown-ai:gpu1.example"], "unknown-ai:gpu2.example", False),
        (["unknown-ai"], "chatgpt", False),
    ],
)
def test_a_family_stands_for_all_of_its_services(ids: list[str], service: str, is_blocked: bool) -> None:  # noqa: FBT001 - a case
    """One rule is enough for AI that nobody knew when it was written."""
    assert blocked(policy(ids=ids), service) is is_blocked


def test_a_family_is_no_slip_of_the_pen() -> None:
    """`policy check` warns of ids that the catalogue does not have, but not of these."""
    rules = policy(ids=["unknown-ai", "embedded-ai:crm.example", "chatgtp"])
    assert unknown_services(rules, {"chatgpt"}) == [("some", "chatgtp")]


@pytest.mark.parametrize(
    ("tenants", "for_whom"),
    [
        (["none"], {None, "other"}),
        (["any"], {"ours"}),
        (["other"], {"other"}),
        (["ours"], {"ours"}),
        (["none", "any"], {None, "other", "ours"}),
    ],
)
def test_another_account_is_no_contract_of_ours(tenants: list[str], for_whom: set[str | None]) -> None:
    """`none` is everything that is not ours, `any` only what is, and `other` can be told apart."""
    rules = policy(tenants=tenants)
    assert {tenant for tenant in (None, "other", "ours") if blocked(rules, tenant=tenant)} == for_whom
