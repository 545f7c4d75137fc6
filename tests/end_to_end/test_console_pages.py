"""Every page of the console: who may see it, and whether everybody can use it."""

import pytest
from console_visits import PAGES, PEOPLE, Visitor, visit
from needs import needs
from playwright.sync_api import Browser
from running import Running

from agent.record.store import Store
from agent.register.systems import Actor, set_system

pytestmark = needs("chromium", "chromium")

PHONE = {"width": 360, "height": 740}
ONLY = {
    "/users": "ada",
    "/incidents": "dora",
    "/discovery": "sanne",
}
"""Pages of one role."""


@pytest.mark.parametrize("name", PEOPLE)
def test_each_role_sees_its_pages_and_no_other(visitor: Visitor, name: str) -> None:
    """A page of another role answers 403, in the navigation there is none of those."""
    visitor.sign_in(name)
    for path, roles in PAGES.items():
        answer = visitor.page.context.request.get(visitor.console + path)
        assert answer.status == (200 if PEOPLE[name] in roles else 403), path
    links = visitor.page.get_by_role("navigation", name="Pagina's").get_by_role("link")
    shown = {link.get_attribute("href") for link in links.all()}
    assert shown <= {path for path, roles in PAGES.items() if PEOPLE[name] in roles}
    assert all((path in shown) == (name == owner) for path, owner in ONLY.items())


def test_strangers_come_to_the_sign_in_page(visitor: Visitor) -> None:
    """Without signing in every page leads to the sign-in page, and nowhere else."""
    for path in PAGES:
        answer = visitor.page.context.request.get(visitor.console + path, max_redirects=0)
        assert answer.status == 303, path
        assert answer.headers["location"].startswith("/sign-in"), path


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_no_serious_fault_of_accessibility(
    console_browser: Browser, console_guard: Running, look: str
) -> None:
    """axe-core finds none on any page, in light and dark, on a wide and a narrow screen; no script errs."""
    options = {"viewport": PHONE} if look == "phone" else {"color_scheme": look}
    with visit(console_browser, console_guard.console, **options) as visitor:
        visitor.go("/sign-in")
        faults = visitor.faults()
        visitor.sign_in("alles")
        detail = [f"/incidents/{number}" for number in incidents(visitor)]
        systems = ["/register/system?service=openai-api", *detail, "/incidents/x"]
        for path in (*PAGES, *systems):
            visitor.go(path)
            faults += visitor.faults()
        assert faults == []
        assert [item for item in visitor.complaints if "404" not in item] == []
        assert visitor.elsewhere == []


def test_nothing_is_wider_than_a_phone(console_browser: Browser, console_guard: Running) -> None:
    """No page scrolls sideways on a narrow screen: wide tables scroll by themselves."""
    with visit(console_browser, console_guard.console, viewport=PHONE) as visitor:
        visitor.sign_in("alles")
        wide = {}
        for path in PAGES:
            visitor.go(path)
            width = visitor.page.evaluate("document.documentElement.scrollWidth")
            if width > PHONE["width"]:
                wide[path] = width
        assert wide == {}


@pytest.mark.parametrize("width", [1280, PHONE["width"]], ids=["desk", "phone"])
def test_the_register_fits(console_browser: Browser, console_guard: Running, width: int) -> None:
    """No column is cut off, also with long names and statuses; on a phone each row is a card."""
    long = {"status": "allowed with conditions", "conditions": "geen", "owner": "Hoofd personeelszaken"}
    with Store.open(console_guard.data_dir / "schaduwwacht.db") as store:
        service = "embedded-ai:verzuim.leverancier-van-salarissoftware.example"
        set_system(store, service, None, long, Actor("root", "test"))
    with visit(console_browser, console_guard.console, viewport={"width": width, "height": 800}) as visitor:
        visitor.sign_in("alles")
        visitor.go("/register")
        box = visitor.page.locator(".table")
        assert box.evaluate("box => box.scrollWidth - box.clientWidth") == 0
        assert visitor.page.evaluate("document.documentElement.scrollWidth") == width
        cell = visitor.page.locator("tbody td").first
        said = cell.evaluate("cell => getComputedStyle(cell, '::before').content")
        assert ("Soort" in said) == (width == PHONE["width"])
        assert visitor.faults() == []


def test_facts_keep_room_for_their_answers(console_browser: Browser, console_guard: Running) -> None:
    """A long name of a fact does not press what is said of it into a column of single letters."""
    with Store.open(console_guard.data_dir / "schaduwwacht.db") as store:
        set_system(store, "chatgpt", None, {"owner": "Hoofd personeelszaken"}, Actor("root", "test"))
    with visit(console_browser, console_guard.console, viewport={"width": 1280, "height": 800}) as visitor:
        visitor.sign_in("alles")
        visitor.go("/register/system?service=chatgpt")
        facts = visitor.page.locator(
            "dl.facts", has=visitor.page.get_by_text("Traint met wat mensen invoeren")
        )
        whole = facts.evaluate("box => box.clientWidth")
        answers = facts.locator("dd").evaluate_all("all => all.map(one => one.clientWidth)")
        assert answers
        assert min(answers) > whole / 3


@pytest.mark.parametrize(
    "path",
    ["/users", "/policy", "/policy/decisions", "/coverage", "/council", "/council/dossier/dpia", "/literacy"],
)
def test_no_cell_is_cut_off_on_a_phone(console_browser: Browser, console_guard: Running, path: str) -> None:
    """Each row is a card there, since what a row is for often stands in its last cell."""
    with visit(console_browser, console_guard.console, viewport=PHONE) as visitor:
        visitor.sign_in("alles")
        visitor.go(path)
        hidden = visitor.page.locator(".table").evaluate_all(
            "boxes => boxes.map(box => box.scrollWidth - box.clientWidth)"
        )
        assert hidden
        assert max(hidden) == 0
        assert visitor.faults() == []


def test_the_draft_of_a_notification_is_whole_on_a_phone(
    console_browser: Browser, console_guard: Running
) -> None:
    """Its answers stand there too, with an address that has no place to break."""
    with visit(console_browser, console_guard.console, viewport=PHONE) as visitor:
        visitor.sign_in("alles")
        visitor.go(f"/incidents/{incidents(visitor)[0]}")
        assert "privacy@voorbeeld.nl" in visitor.page.inner_text("main")
        hidden = visitor.page.locator(".table").evaluate("box => box.scrollWidth - box.clientWidth")
        assert hidden == 0


def test_paper_shows_the_page_without_its_buttons(visitor: Visitor) -> None:
    """In print the navigation is gone, and the headings of tables, which are buttons on screen, are there."""
    visitor.sign_in("alles")
    visitor.go("/register")
    visitor.page.emulate_media(media="print")
    assert not visitor.page.get_by_role("navigation", name="Pagina's").is_visible()
    assert visitor.page.locator("thead th").first.inner_text().strip() == "Systeem"
    assert visitor.page.locator("thead th button").first.is_visible()


def incidents(visitor: Visitor) -> list[str]:
    """The numbers of the incidents that the list shows."""
    visitor.go("/incidents")
    links = visitor.page.get_by_role("main").get_by_role("link", name="INC-")
    return [link.inner_text() for link in links.all()]


def test_the_check_of_accessibility_checks(visitor: Visitor) -> None:
    """A page without a language and with a nameless button has faults, by the same check."""
    visitor.go("/sign-in")
    visitor.page.evaluate(
        "document.documentElement.removeAttribute('lang');"
        "document.querySelector('button.main').textContent = '';"
    )
    found = " ".join(visitor.faults())
    assert "html-has-lang" in found
    assert "button-name" in found
