"""The packs that come with the product: their cases pass, and notice every change of a rule."""

import pytest

from detectors.services import Catalogue, load_catalogue
from policies.cases import load_cases
from policies.load import load_policy, packs
from policies.model import Action
from policies.testing import run_cases, survivors

PACKS = ("belgium", "default", "hr-strict", "monitor-only", "public-sector")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The catalogue that comes with the product."""
    return load_catalogue()


def test_these_are_the_packs() -> None:
    """Files with cases are no packs."""
    assert packs() == list(PACKS)


@pytest.mark.parametrize("pack", PACKS)
def test_the_cases_of_a_pack_pass(pack: str) -> None:
    """What must be stopped is stopped, by the rule meant for it; what must pass passes."""
    results = run_cases(load_policy(pack).policy, load_cases(pack))
    assert [(result.name, result.problems) for result in results if not result.passed] == []


@pytest.mark.parametrize("pack", PACKS)
def test_every_change_of_a_pack_fails_a_case(pack: str) -> None:
    """No condition, item, number, score, action, exception or rule can change unnoticed."""
    assert [mutant.change for mutant in survivors(load_policy(pack).policy, load_cases(pack))] == []


@pytest.mark.parametrize("pack", PACKS)
def test_every_rule_says_why(pack: str) -> None:
    """A rule has a reason in both languages, a legal basis, and two different messages."""
    for rule in load_policy(pack).policy.rules:
        assert rule.why, rule.id
        assert rule.why.nl != rule.why.en, rule.id
        assert rule.message.nl != rule.message.en, rule.id
        assert rule.legal, rule.id


@pytest.mark.parametrize("pack", PACKS)
def test_every_rule_has_its_twins(pack: str) -> None:
    """Each rule decides in some case, and in some case of the pack it does not speak."""
    results = run_cases(load_policy(pack).policy, load_cases(pack))
    for rule in load_policy(pack).policy.rules:
        assert any(result.decision.rule == rule.id for result in results), rule.id
        assert any(rule.id not in result.decision.spoke for result in results), rule.id


@pytest.mark.parametrize("pack", PACKS)
def test_the_services_of_the_cases_are_what_they_say(pack: str, catalogue: Catalogue) -> None:
    """A service in a case is in the catalogue, with that category and tier."""
    services = catalogue.services
    for case in load_cases(pack):
        service = services[case.request.service]
        assert service.category == case.request.category, case.name
        assert service.risk == case.request.risk, case.name


@pytest.mark.parametrize("pack", PACKS)
def test_a_pack_never_softens_the_default(pack: str) -> None:
    """What the default pack stops, every pack stops too."""
    default = run_cases(load_policy("default").policy, load_cases("default"))
    other = run_cases(load_policy(pack).policy, load_cases("default"))
    for before, after in zip(default, other, strict=True):
        if before.decision.would is Action.BLOCK:
            assert after.decision.would is Action.BLOCK, before.name


def test_monitor_only_stops_nothing() -> None:
    """Whatever the case, nothing stricter than a log is done."""
    results = run_cases(load_policy("monitor-only").policy, load_cases("monitor-only"))
    assert {result.decision.action for result in results} == {Action.ALLOW, Action.LOG}
