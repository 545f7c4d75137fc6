"""The report's page in Debian's Chromium: accessible in light and dark, and it fits a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from needs import needs
from playwright.sync_api import Browser, sync_playwright

from agent.reports.model import Report
from agent.reports.render import render

CHROMIUM = "/usr/bin/chromium"
pytestmark = needs("chromium", "chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_axe_finds_nothing(
    browser: Browser, report: Report, tmp_path: Path, scheme: str, language: str
) -> None:
    """No fault of accessibility, contrast included."""
    (tmp_path / "report.html").write_bytes(render(report, "html", language))  # type: ignore[arg-type]
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()  # axe itself is a script, which the page forbids
    page.goto((tmp_path / "report.html").as_uri())
    found = Axe().run(page)
    context.close()
    assert [(item["id"], item["impact"]) for item in found.response["violations"]] == []


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_it_fits(browser: Browser, report: Report, tmp_path: Path, width: int) -> None:
    """Nothing sticks out of the window, the browser has no complaint, and nothing is fetched."""
    (tmp_path / "report.html").write_bytes(render(report, "html", "nl"))
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    complaints: list[str] = []
    fetched: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("request", lambda request: fetched.append(request.url))
    page.goto((tmp_path / "report.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
    assert len(fetched) == 1
    context.close()
