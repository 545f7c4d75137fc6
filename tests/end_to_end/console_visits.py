"""Somebody at the console with Debian's Chromium: what they do, and what the browser complains of."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from agent.console.roles import Role
from agent.console.users import add_account
from agent.record.store import Store
from agent.register.systems import Actor

expect.set_options(timeout=60_000)  # a busy machine is slow
CHROMIUM = "/usr/bin/chromium"
PASSWORD = "een lang wachtwoord voor de test"
QUIET = ["--disable-quic", "--disable-background-networking", "--disable-component-update", "--no-sandbox"]
SERIOUS = {"serious", "critical"}
PEOPLE = {"sanne": Role.SECURITY, "hanna": Role.HR, "dora": Role.DPO, "olga": Role.COUNCIL, "ada": Role.ADMIN}
PAGES: dict[str, set[Role]] = {
    "/": set(Role),
    "/account": set(Role),
    "/users": {Role.ADMIN},
    "/scan": {Role.SECURITY, Role.HR, Role.DPO, Role.COUNCIL},
    "/register": {Role.SECURITY, Role.HR, Role.DPO, Role.COUNCIL},
    "/obligations": {Role.SECURITY, Role.HR, Role.DPO, Role.COUNCIL},
    "/incidents": {Role.DPO},
    "/policy": {Role.SECURITY, Role.HR, Role.DPO, Role.COUNCIL},
    "/policy/decisions": {Role.SECURITY, Role.DPO},
    "/policy/draft": {Role.SECURITY, Role.DPO},
    "/literacy": {Role.HR, Role.DPO, Role.COUNCIL},
    "/report": {Role.HR, Role.DPO, Role.COUNCIL},
    "/discovery": {Role.SECURITY},
    "/coverage": {Role.SECURITY, Role.DPO, Role.COUNCIL},
    "/naming": {Role.SECURITY, Role.HR, Role.DPO, Role.COUNCIL},
    "/council": {Role.COUNCIL, Role.DPO},
    "/council/dossier/wor-27": {Role.COUNCIL, Role.DPO},
    "/council/dossier/dpia": {Role.COUNCIL, Role.DPO},
}
"""Every page of the console, and who may see it."""


@dataclass
class Visitor:
    """A browser window, and what went wrong in it.

    Attributes:
        page: The window.
        console: Address of the console.
        complaints: Errors of scripts, and what the browser wrote to its console.
        elsewhere: Requests to another machine.
    """

    page: Page
    console: str
    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Listen to the window."""
        here = urlsplit(self.console).netloc
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "console",
            lambda said: self.complaints.append(said.text) if said.type in ("error", "warning") else None,
        )
        self.page.context.on(
            "request",
            lambda request: (
                None if urlsplit(request.url).netloc in (here, "") else self.elsewhere.append(request.url)
            ),
        )

    def go(self, path: str) -> int:
        """Open a page; the status of its answer."""
        answer = self.page.goto(self.console + path)
        return answer.status if answer else 0

    def sign_in(self, name: str, password: str = PASSWORD) -> None:
        """Sign in, from wherever the window is."""
        self.go("/sign-in")
        self.page.get_by_label("Naam").fill(name)
        self.page.get_by_label("Wachtwoord").fill(password)
        self.page.get_by_role("button", name="Inloggen").click()
        self.page.wait_for_url(lambda url: "/sign-in" not in url)

    def sign_out(self) -> None:
        """End the session."""
        self.page.locator('form[action="/sign-out"] button').click()
        self.page.wait_for_url("**/sign-in*")

    def faults(self) -> list[str]:
        """Serious faults of accessibility on the page, by axe-core."""
        found: list[dict[str, Any]] = Axe().run(self.page).response["violations"]
        return [
            f"{self.page.url}: {item['id']}: {item['nodes'][0]['html'][:200]}"
            for item in found
            if item["impact"] in SERIOUS
        ]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@contextmanager
def visit(browser: Browser, console: str, **options: Any) -> Iterator[Visitor]:
    """A window of somebody who reads Dutch."""
    context: BrowserContext = browser.new_context(locale="nl-NL", accept_downloads=True, **options)
    visitor = Visitor(context.new_page(), console)
    visitor.watch()
    yield visitor
    context.close()


def give_accounts(database: Path, names: dict[str, Role] | None = None) -> None:
    """Accounts for people with one role each, and for one with all of them."""
    with Store.open(database) as store:
        for name, role in (names or PEOPLE).items():
            add_account(store, name, [role], Actor("root", "test"), password=PASSWORD, language="nl")
        add_account(store, "alles", list(Role), Actor("root", "test"), password=PASSWORD, language="nl")


def this_month() -> str:
    """As the report's form has it."""
    return f"{datetime.now(UTC):%Y-%m}"
