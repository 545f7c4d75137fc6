"""Names of AI outside the catalogue and of accounts, in the reader's language, on every page."""

from collections.abc import Callable
from typing import Any

import pytest
from console_people import NAME, keep, prompt

from agent.console.roles import Role
from agent.console.users import set_language
from agent.record.store import Store
from agent.register.systems import Actor, set_system

UNKNOWN = "unknown-ai:gpu1.example"
WORDS = {
    "nl": ("Onbekende AI-dienst (gpu1.example)", "AI in crm.example", "account van een ander"),
    "en": ("Unknown AI service (gpu1.example)", "AI inside crm.example", "somebody else&#39;s account"),
}
PAGES = (
    "/",
    "/register",
    "/incidents",
    "/policy/decisions",
    "/obligations?view=all",
    "/scan",
    "/council/dossier/dpia",
)


@pytest.fixture
def seen(store: Store) -> None:
    """Names went to an unknown service, to AI inside a site and to somebody else's account."""
    let_through = {"action": "log", "rule": "personal-data-seen", "outcome": "forwarded", "findings": (NAME,)}
    for service, tenant in ((UNKNOWN, None), ("embedded-ai:crm.example", None), ("chatgpt", "other")):
        keep(store, prompt(service=service, tenant=tenant, host="x.example", would="block", **let_through))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.usefixtures("seen")
def test_names_follow_the_reader(store: Store, signed_in: Callable[..., Any], language: str) -> None:
    """No id and no word of the other language, on any page."""
    browser = signed_in(*set(Role) - {Role.ADMIN}, name="alles")
    set_language(store, "alles", language)  # type: ignore[arg-type]
    unknown, embedded, account = WORDS[language]
    wrong = [*WORDS["en" if language == "nl" else "nl"], "unknown-ai:", "(other)", ">other<"]
    for page in PAGES:
        text = browser.get(page).text.replace("service=unknown-ai%3A", "")
        shown = text.replace(f'value="{UNKNOWN}"', "")
        assert unknown in shown, page
        assert embedded in shown, page
        assert account in shown or page == "/", page
        for word in wrong:
            assert word not in shown, f"{page}: {word}"


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.usefixtures("seen")
def test_one_system_and_one_decision_too(store: Store, signed_in: Callable[..., Any], language: str) -> None:
    """The page of a system, of an incident and of a decision, with the draft of the notification."""
    browser = signed_in(*set(Role) - {Role.ADMIN}, name="alles")
    set_language(store, "alles", language)  # type: ignore[arg-type]
    name = WORDS[language][0]
    assert f"<h1>{name}" in browser.get(f"/register/system?service={UNKNOWN}").text
    places = (("/incidents", 'href="/incidents/INC'), ("/policy/decisions", 'href="/policy/decisions/0'))
    for listing, start in places:
        text = browser.get(listing).text
        rows = [row for row in text.split("<tr") if name in row]
        assert rows, listing
        path = rows[0].split(start)[1].split('"')[0]
        page = browser.get(start.removeprefix('href="') + path).text
        assert page.count(name) >= (2 if listing == "/incidents" else 1)
        assert WORDS["en" if language == "nl" else "nl"][0] not in page


@pytest.mark.usefixtures("seen")
def test_a_name_that_people_gave_is_shown_everywhere(store: Store, signed_in: Callable[..., Any]) -> None:
    """The register's own name goes before the catalogue's."""
    set_system(store, UNKNOWN, None, {"name": "Ons eigen model"}, Actor("root", "n1"))
    browser = signed_in(*set(Role) - {Role.ADMIN}, name="alles")
    for page in ("/register", "/incidents", "/policy/decisions", "/obligations?view=all"):
        assert "Ons eigen model" in browser.get(page).text, page


def test_a_service_that_tells_no_account_is_no_consumers(store: Store, signed_in: Callable[..., Any]) -> None:
    """Copilot for consumers never names an account; Microsoft 365 Copilot names one or none."""
    keep(store, prompt(service="microsoft-copilot"), prompt(service="microsoft-365-copilot"))
    page = signed_in(Role.HR).get("/register").text
    assert "account not visible" in page
    assert "no account of the organisation" in page
    assert "consumer" not in page


@pytest.mark.parametrize(
    ("language", "shown", "not_shown"),
    [
        (
            "nl",
            (
                "AI-verordening, art. 26, lid 7",
                "AVG, art. 28",
                "Verordening (EU) 2024/1689",
                "werft en selecteert mensen",
                "AI-verordening, bijlage III, punt 4, a)",
            ),
            ("art. 26(7)", "GDPR", "recruits", "Annex", "AI Act", 'lang="en"'),
        ),
        (
            "en",
            (
                "AI Act, art. 26(7)",
                "GDPR, art. 28",
                "Regulation (EU) 2024/1689",
                "recruits and selects people",
                "AI Act, Annex III 4(a)",
            ),
            ("lid 7", "AVG", "werft", "bijlage"),
        ),
    ],
)
def test_law_and_reasons_follow_the_reader(
    store: Store,
    signed_in: Callable[..., Any],
    language: str,
    shown: tuple[str, ...],
    not_shown: tuple[str, ...],
) -> None:
    """Articles, laws and reasons of the catalogue, on the page of a system and of all obligations."""
    keep(store, prompt(service="hirevue", findings=(NAME,)))
    browser = signed_in(Role.HR)
    set_language(store, Role.HR, language)  # type: ignore[arg-type]
    system = browser.get("/register/system?service=hirevue").text
    every = browser.get("/obligations?view=all").text
    assert [word for word in shown if word not in system] == []
    assert [word for word in shown[:3] if word not in every] == []
    assert [word for word in not_shown if word in system or word in every] == []
