"""A real browser on ChatGPT's site through a real guard."""

import json
from collections.abc import Iterator

import pytest
from needs import needs
from playwright.sync_api import Page, sync_playwright
from running import Running

from agent.demo.stand_in import ANSWER, Arrived, StandIn

pytestmark = needs("chromium", "chromium")

BSN = "111222333"
SEND = """
async ([path, body]) => {
  const answer = await fetch(path, {
    method: "POST",
    headers: {"content-type": "application/json", accept: "text/event-stream"},
    body: JSON.stringify(body),
  });
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) text += piece.value;
  return {status: answer.status, type: answer.headers.get("content-type"), text};
}
"""


def message(text: str) -> dict[str, object]:
    """What the site sends when the user presses send."""
    content = {"content_type": "text", "parts": [text]}
    return {
        "action": "next",
        "messages": [{"id": "1", "author": {"role": "user"}, "content": content}],
        "model": "auto",
        "parent_message_id": "client-created-root",
    }


def sent_to_chatgpt(internet: StandIn) -> list[Arrived]:
    """What arrived there; Chromium asks its maker for updates in between."""
    return [item for item in internet.arrived if item.host.endswith("chatgpt.com")]


@pytest.fixture(scope="module")
def page(guard: Running) -> Iterator[Page]:
    quiet = [
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-sandbox",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=quiet, proxy={"server": guard.proxy}
        )
        context = browser.new_context(ignore_https_errors=True, locale="nl-NL")
        page = context.new_page()
        page.goto("https://chatgpt.com/")
        yield page
        browser.close()


def test_a_prompt_with_bsn_is_answered_in_the_chat(page: Page, nothing_arrived: StandIn) -> None:
    """The site gets a stream that it shows as an answer with our reason; the prompt never arrives."""
    answer = page.evaluate(SEND, ["/backend-api/f/conversation", message(f"Brief voor BSN {BSN}")])
    assert answer["status"] == 200
    assert answer["type"].startswith("text/event-stream")
    events = [
        line.removeprefix("data: ") for line in answer["text"].splitlines() if line.startswith("data: {")
    ]
    bubble = json.loads(events[0])["v"]["message"]
    assert bubble["author"]["role"] == "assistant"
    assert "burgerservicenummer" in bubble["content"]["parts"][0]
    assert [item for item in sent_to_chatgpt(nothing_arrived) if item.method == "POST"] == []


def test_a_harmless_prompt_is_answered_by_the_service(page: Page, nothing_arrived: StandIn) -> None:
    """A harmless prompt gets the service's own stream."""
    answer = page.evaluate(SEND, ["/backend-api/f/conversation", message("Recept voor erwtensoep")])
    assert ANSWER in answer["text"]
    assert [item.target for item in sent_to_chatgpt(nothing_arrived)] == ["/backend-api/f/conversation"]


def test_typing_a_bsn_is_stopped_before_send(page: Page, nothing_arrived: StandIn) -> None:
    """What the site sends while the user types is stopped too."""
    draft = {"partial_query": {"content": {"content_type": "text", "parts": [f"BSN {BSN}"]}}}
    prepared = page.evaluate(SEND, ["/backend-api/f/conversation/prepare", draft])
    assert json.loads(prepared["text"])["status"] == "error"
    assert sent_to_chatgpt(nothing_arrived) == []


def test_a_page_with_a_bsn_in_its_address_shows_our_page(page: Page, nothing_arrived: StandIn) -> None:
    """A link with a BSN in it shows a page that says what happened, in the browser's language."""
    other = page.context.new_page()
    other.goto(f"https://chatgpt.com/?q=Brief+voor+BSN+{BSN}")
    assert other.locator("h1").inner_text() == "Niet verstuurd"
    assert "burgerservicenummer" in other.locator("p").inner_text()
    other.close()
    assert sent_to_chatgpt(nothing_arrived) == []
