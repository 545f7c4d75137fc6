"""Every system that the field names is known, by host, path and tenant, with its tier and article."""

from pathlib import Path

import pytest

from detectors.services import load_catalogue
from detectors.services.named_systems import Example, NamedSystem, known_as, load_named_systems, rendered

PAGE = Path(__file__).parents[2] / "docs" / "catalogue.md"
CATALOGUE = load_catalogue()
NAMED = load_named_systems()


def test_the_table_is_up_to_date() -> None:
    """Mended by ``python -m detectors.services.named_systems``."""
    page = PAGE.read_text(encoding="utf-8")
    assert rendered(page) == page


@pytest.mark.parametrize("named", NAMED, ids=lambda named: named.system)
def test_a_named_system_is_in_the_catalogue(named: NamedSystem) -> None:
    """Each has a service with a tier, or the word that the use decides, and why."""
    for name in named.services:
        service = CATALOGUE.services[name]
        assert service.reason
        assert service.article or service.risk in (None, "minimal")


EXAMPLES = [(named, example) for named in NAMED for example in named.known_by]


@pytest.mark.parametrize(("named", "example"), EXAMPLES, ids=lambda item: getattr(item, "url", ""))
def test_a_named_system_is_known_by_its_traffic(named: NamedSystem, example: Example) -> None:
    """Its host, or its path on a general host, tells the service; its signal tells the tenant."""
    found = known_as(example, CATALOGUE)
    assert found
    assert found.service.id in named.services
    assert found.tenant == example.tenant


@pytest.mark.parametrize(
    ("system", "tier", "article"),
    [
        ("Affectiva", "prohibited", "art. 5(1)(f)"),
        ("HireVue", "high", "Annex III 4(a)"),
        ("Paradox.ai (Olivia)", "high", "Annex III 4(a)"),
        ("LinkedIn Recruiter, Talent Insights and Talent Hub", "high", "Annex III 4(a)"),
        ("ChatGPT (Free, Plus, Team)", "limited", "art. 50"),
        ("Fireflies.ai", "limited", "art. 50"),
        ("Clockwise", "minimal", ""),
        ("YouServe HR Virtual Assistant", None, ""),
    ],
)
def test_the_tiers_are_those_of_the_law(system: str, tier: str | None, article: str) -> None:
    """Emotion recognition is prohibited at work, recruiting is high risk, chat is limited."""
    named = next(named for named in NAMED if named.system == system)
    service = CATALOGUE.services[named.services[0]]
    assert (service.risk, service.article) == (tier, article)
