"""What systems, accounts and the catalogue's reasons are called in the two languages."""

import pytest

from agent.register.said import (
    account_code,
    account_words,
    article_words,
    reason_words,
    service_name,
    system_name,
)
from detectors.services import load_catalogue

SERVICES = load_catalogue().services


@pytest.mark.parametrize(
    ("service", "dutch", "english"),
    [
        ("chatgpt", "ChatGPT", "ChatGPT"),
        (
            "unknown-ai:gpu1.test",
            "Onbekende AI-dienst (gpu1.test)",
            "Unknown AI service (gpu1.test)",
        ),
        ("embedded-ai:crm.example", "AI in crm.example", "AI inside crm.example"),
        (
            "embedded-ai:extension-kbfnbcaeplbcioakkpcpgfkobkghlhen",
            "AI in Grammarly (browserextensie)",
            "AI inside Grammarly (browser extension)",
        ),
        ("planning-2000", "planning-2000", "planning-2000"),
    ],
)
def test_services_have_a_name_in_both_languages(service: str, dutch: str, english: str) -> None:
    """AI outside the catalogue has one too, not its id."""
    assert service_name(service, SERVICES, "nl") == dutch
    assert service_name(service, SERVICES, "en") == english
    assert system_name(service, english, "nl") == dutch


def test_a_name_that_people_gave_stays() -> None:
    """It is theirs, in whatever language."""
    assert system_name("unknown-ai:gpu1.test", "Ons eigen model", "en") == "Ons eigen model"


@pytest.mark.parametrize(
    ("service", "tenant", "dutch", "english"),
    [
        ("chatgpt", "acme", "acme", "acme"),
        ("chatgpt", "other", "account van een ander", "somebody else's account"),
        ("microsoft-365-copilot", None, "geen account van de organisatie", "no account of the organisation"),
        ("microsoft-copilot", None, "account niet te zien", "account not visible"),
        ("unknown-ai:gpu1.test", None, "account niet te zien", "account not visible"),
        ("github-copilot", "business", "zakelijk account", "business account"),
        ("planning-2000", None, "", ""),
    ],
)
def test_accounts_are_said_as_far_as_they_are_known(
    service: str, tenant: str | None, dutch: str, english: str
) -> None:
    """Nobody is called a consumer because a service does not tell the account."""
    code = account_code(service, tenant, SERVICES)
    assert (account_words(code, "nl"), account_words(code, "en")) == (dutch, english)


def test_every_reason_and_article_of_the_catalogue_has_its_dutch() -> None:
    """A new one in `detectors/catalogue` gets a line in `said.yaml`."""
    reasons = {service.reason for service in SERVICES.values()} - {""}
    assert {reason for reason in reasons if reason_words(reason, "nl") is None} == set()
    articles = {article_words(service.article, "nl") for service in SERVICES.values()}
    assert {text for text in articles if "(" in text or "Annex" in text} == set()
    assert article_words("Annex III 4(a)", "nl") == "bijlage III, punt 4, a)"
    assert article_words("Annex III 4(a)", "en") == "Annex III 4(a)"
