"""Each role's way through the console of a real guard, from sign-in to done, in Debian's Chromium."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from console_fixtures import CLAUDE, ask
from console_visits import PASSWORD, Visitor, visit
from needs import needs
from playwright.sync_api import Browser, Page, expect
from running import Running, wait_until

from agent.record.store import Store
from agent.register.duties import State, list_duties
from agent.register.incidents import IncidentState, list_incidents
from agent.register.law import Organisation
from agent.register.system import Risk, Status
from agent.register.systems import get_system

pytestmark = needs("chromium", "chromium")


def navigate(page: Page, title: str) -> None:
    """Choose a page in the navigation."""
    page.get_by_role("navigation", name="Pagina's").get_by_role("link", name=title, exact=True).click()


def test_administrator_lets_somebody_in(
    console_browser: Browser, console_guard: Running, visitor: Visitor, console_store: Store
) -> None:
    """The link printed at the first start makes an administrator, whose new colleague chooses a password."""
    link = re.search(rf"{re.escape(console_guard.console)}/welcome/\S+", console_guard.log.read_text())
    assert link
    visitor.page.goto(link[0])
    visitor.page.get_by_label("Naam").fill("beheer")
    for box in visitor.page.locator("input[type=password]").all():
        box.fill(PASSWORD)
    visitor.page.get_by_role("button", name="Verder").click()
    navigate(visitor.page, "Gebruikers")
    add = visitor.page.locator('form[action="/users/add"]')
    add.get_by_label("Naam").fill("nieuw")
    add.get_by_label("Security").or_(add.get_by_label("Beveiliging")).check()
    add.get_by_role("button", name="Toevoegen").click()
    given = visitor.page.get_by_role("status").inner_text()
    invitation = re.search(rf"{re.escape(console_guard.console)}/welcome/\S+", given)
    assert invitation
    with visit(console_browser, console_guard.console) as colleague:
        colleague.page.goto(invitation[0].rstrip("."))
        for box in colleague.page.locator("input[type=password]").all():
            box.fill(PASSWORD)
        colleague.page.get_by_role("button", name="Verder").click()
        expect(colleague.page.get_by_role("link", name="AI-register")).to_be_visible()
        colleague.page.goto(invitation[0].rstrip("."))
        assert colleague.page.get_by_label("Nog eens hetzelfde wachtwoord").count() == 0
    visitor.sign_out()


def test_security_refuses_a_new_service(
    visitor: Visitor, console_guard: Running, console_store: Store
) -> None:
    """A service that was found today is refused by a click, and the proxy blocks it within seconds."""
    assert ask(console_guard, CLAUDE, "Vertaal: goedemorgen").status_code == 200
    visitor.sign_in("sanne")
    expect(visitor.page.get_by_role("heading", name="Overzicht")).to_be_visible()
    navigate(visitor.page, "AI-register")
    visitor.page.get_by_role("row").filter(has_text="Anthropic").get_by_role("link").click()
    visitor.page.get_by_label("Besluit", exact=True).select_option("refused")
    visitor.page.get_by_role("button", name="Opslaan").first.click()
    expect(visitor.page.get_by_role("status")).to_have_text("Opgeslagen.")

    def refusal() -> httpx.Response | None:
        answer = ask(console_guard, CLAUDE, "Vertaal: goedenavond")
        return None if answer.status_code == 200 else answer

    refused = wait_until(refusal)
    assert refused
    assert refused.status_code == 403
    assert "afgewezen" in refused.text
    system = get_system(console_store, "anthropic-api")
    assert system
    assert (system.status, system.changed_by) == (Status.REFUSED, "sanne")
    visitor.sign_out()


def test_hr_reviews_completes_and_reports(visitor: Visitor, console_store: Store, tmp_path: Path) -> None:
    """HR judges a service, completes an obligation of it, enters a training and takes the report along."""
    page = visitor.page
    visitor.sign_in("hanna")
    navigate(page, "AI-register")
    page.get_by_role("row").filter(has_text="OpenAI API").get_by_role("link").click()
    page.get_by_label("Waarvoor wordt het gebruikt?").fill("Brieven vertalen")
    page.get_by_label("Wie is verantwoordelijk voor het gebruik?").fill("Hoofd communicatie")
    page.get_by_label("Uw rol volgens de AI-verordening").select_option("deployer")
    page.get_by_label("Uw rol volgens de AVG").select_option("controller")
    page.get_by_label("Risiconiveau volgens de AI-verordening").select_option("limited")
    page.get_by_label("Waarom dit niveau?").fill("Alleen teksten, geen beslissingen over mensen")
    page.get_by_label("Besluit", exact=True).select_option("allowed")
    next_year = (datetime.now(UTC) + timedelta(days=365)).date()
    page.get_by_label("Het besluit geldt tot en met").fill(next_year.isoformat())
    page.get_by_label("Documenten, één per regel").fill("verwerkersovereenkomst 2026-14")
    page.get_by_role("button", name="Opslaan").first.click()
    expect(page.get_by_role("status")).to_have_text("Opgeslagen.")
    system = get_system(console_store, "openai-api")
    assert system
    assert (system.status, system.risk, system.risk_judged) == (Status.ALLOWED, Risk.LIMITED, True)

    duty = page.get_by_role("listitem").filter(has=page.get_by_text("Verwerkersovereenkomst", exact=True))
    duty.locator("summary").click()
    duty.get_by_label("Hoe ver is het?").select_option("done")
    duty.get_by_label("Waar is het bewijs").fill("verwerkersovereenkomst 2026-14")
    duty.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("status")).to_have_text("Opgeslagen.")
    states = {
        (item.service, item.obligation.id): item.state for item in list_duties(console_store, Organisation())
    }
    assert states["openai-api", "gdpr-28"] == State.DONE

    navigate(page, "AI-geletterdheid")
    page.get_by_label("Groep of afdeling").fill("Communicatie")
    page.get_by_label("Hoeveel mensen").fill("14")
    page.get_by_label("Waarin").fill("Prompts zonder persoonsgegevens")
    page.get_by_role("button", name="Toevoegen").click()
    expect(page.get_by_role("status")).to_have_text("De opleiding is toegevoegd.")

    navigate(page, "AI-scan in zeven stappen")
    point = page.locator("#map-suppliers")
    point.locator("summary").click()
    point.get_by_label("Hoe ver is het?").select_option("done")
    point.get_by_label("Notitie").fill("Salaris en verzuim gevraagd op 12 november")
    point.get_by_role("button", name="Opslaan").click()
    expect(point).to_contain_text("Salaris en verzuim gevraagd")

    navigate(page, "HR-rapport")
    page.get_by_label("Maand").select_option(f"{datetime.now(UTC):%Y-%m}")
    with page.expect_download() as download:
        page.get_by_role("button", name="Het rapport maken").click()
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    assert saved.suffix == ".pdf"
    assert saved.read_bytes().startswith(b"%PDF-")
    visitor.sign_out()


def test_dpo_assesses_an_incident(visitor: Visitor, console_store: Store) -> None:
    """A name and address that were sent are a possible breach, which the DPO assesses and decides about."""
    page = visitor.page
    (incident,) = [item for item in list_incidents(console_store) if item.service == "openai-api"]
    assert incident.undecided
    visitor.sign_in("dora")
    navigate(page, "Incidenten")
    page.get_by_role("link", name=incident.id).click()
    for question in page.get_by_role("group").all():
        answer = question.get_by_label("Nee", exact=True)
        if answer.count():
            answer.check()
    page.get_by_label("Hoeveel mensen").fill("1")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("status")).to_have_text("Opgeslagen.")
    page.get_by_label("Datalek, hoeft niet gemeld").check()
    page.get_by_label("Waarom?").fill("Zakelijk adres van één persoon, gewist door de leverancier")
    page.get_by_role("button", name="Besluiten").click()
    expect(page.get_by_role("status")).to_have_text("Opgeslagen.")
    (decided,) = [item for item in list_incidents(console_store) if item.id == incident.id]
    assert (decided.state, decided.changed_by) == (IncidentState.NOT_NOTIFIABLE, "dora")
    visitor.sign_out()


def test_council_reads_who_named_whom(
    console_browser: Browser, console_guard: Running, visitor: Visitor
) -> None:
    """Security asks about a decision, the DPO approves, security looks; the works council reads all of it."""
    why = "Mogelijk datalek: we moeten de betrokkene laten weten wat er met de gegevens is gebeurd"
    with (
        visit(console_browser, console_guard.console) as security,
        visit(console_browser, console_guard.console) as dpo,
    ):
        security.sign_in("sanne")
        navigate(security.page, "Beleid")
        security.page.get_by_role("link", name="Een beslissing uitleggen").click()
        row = security.page.get_by_role("row").filter(has_text="bsn-never-leaves").first
        row.get_by_role("link", name="Uitleggen").click()
        expect(security.page.get_by_label("Uitleg")).to_contain_text("bsn-never-leaves, omdat:")
        security.page.get_by_role("link", name="Vragen om de gebruiker te herleiden").click()
        security.page.get_by_label("Waarom is het nodig").fill(why)
        security.page.get_by_role("button", name="Het verzoek versturen").click()
        dpo.sign_in("dora")
        navigate(dpo.page, "Iemand herleiden")
        dpo.page.get_by_role("button", name="Goedkeuren").click()
        security.page.reload()
        security.page.get_by_role("button", name="De naam tonen").click()
        expect(security.page.get_by_role("heading", name="De naam waar u om vroeg")).to_be_visible()
        expect(security.page.get_by_text("127.0.0.1", exact=True)).to_be_visible()
        dpo.page.reload()
        expect(dpo.page.get_by_text("127.0.0.1", exact=True)).to_have_count(0)
        assert security.complaints == dpo.complaints == []
    visitor.sign_in("olga")
    navigate(visitor.page, "Ondernemingsraad")
    row = visitor.page.get_by_role("row").filter(has_text=why)
    expect(row).to_contain_text("sanne")
    expect(row).to_contain_text("dora")
    expect(row.locator("time")).to_have_count(3)
    expect(visitor.page.get_by_text("127.0.0.1", exact=True)).to_have_count(0)
    visitor.page.get_by_role("link", name=re.compile("Verzoek om instemming")).click()
    expect(visitor.page.get_by_text("Gemeente Voorbeeld legt de ondernemingsraad")).to_be_visible()
    visitor.sign_out()


def test_discovery_from_a_dropped_log(visitor: Visitor, console_store: Store, tmp_path: Path) -> None:
    """Security drops a DNS log, and what it shows stands in the register."""
    log = tmp_path / "dns.log"
    log.write_text("Nov 23 09:15:01 dnsmasq[612]: query[A] www.perplexity.ai from 10.0.0.7\n" * 3)
    visitor.sign_in("sanne")
    navigate(visitor.page, "Opsporen")
    visitor.page.get_by_label("Bestand").set_input_files(log)
    visitor.page.get_by_role("button", name="Doorzoeken").or_(
        visitor.page.get_by_role("button", name="Zoeken")
    ).click()
    visitor.page.get_by_role("button", name="De gekozen diensten aan het register toevoegen").click()
    expect(visitor.page.get_by_role("row").filter(has_text="Perplexity").first).to_be_visible()
    found = get_system(console_store, "perplexity")
    assert found
    assert found.requests == 3


def test_without_scripts_everything_works(
    console_browser: Browser, console_guard: Running, console_store: Store
) -> None:
    """With JavaScript off somebody signs in, answers a point of the AI scan and tries a draft of a policy."""
    with visit(console_browser, console_guard.console, java_script_enabled=False) as plain:
        plain.go("/sign-in")
        plain.page.get_by_label("Naam").fill("alles")
        plain.page.get_by_label("Wachtwoord").fill(PASSWORD)
        plain.page.get_by_role("button", name="Inloggen").click()
        plain.go("/scan")
        point = plain.page.locator("#policy-written")
        point.locator("summary").click()
        point.get_by_label("Hoe ver is het?").select_option("in progress")
        point.get_by_role("button", name="Opslaan").click()
        expect(plain.page.get_by_role("status")).to_have_text("Opgeslagen.")
        plain.go("/policy/draft")
        plain.page.get_by_label("Of plak het hier").fill("name: leeg\n")
        plain.page.get_by_role("button", name="Proberen").click()
        expect(plain.page.get_by_text("zouden anders aflopen", exact=True)).to_be_visible()
        assert plain.elsewhere == []


def test_by_keyboard_alone(visitor: Visitor) -> None:
    """The first stop skips the navigation; from sign-in to an answered point without a mouse."""
    page = visitor.page
    visitor.go("/sign-in")
    page.get_by_label("Naam").focus()
    page.keyboard.type("hanna")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    visitor.go("/scan")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.locator("#contracts-terms summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "state-contracts-terms"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Alleen ChatGPT Enterprise")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Opgeslagen.")
    expect(page.locator("#contracts-terms")).to_contain_text("Alleen ChatGPT Enterprise")
