"""Coaching in a real browser and with a real SDK: stopped, a reason given, sent."""

import ssl
from collections.abc import Iterator

import httpx
import openai
import pytest
from fixtures import through
from needs import needs
from playwright.sync_api import Browser, Page, expect, sync_playwright
from running import Running, call, start

from agent.demo.stand_in import ANSWER, StandIn

POLICY = """\
name: coaching
rules:
  - id: names
    action: coach
    when: {finds: [{types: [PERSON]}]}
    message: {nl: Hier staat een naam in., en: There is a name in this.}
    coach: {minutes: 5, free_text: optional}
"""
PROMPT = "Schrijf een brief aan mevrouw Fatima El Amrani over haar rooster."
OTHER = "Schrijf een brief aan de heer Sander Verbruggen over zijn rooster."
CHAT = "https://api.openai.com/v1/chat/completions"


@pytest.fixture(scope="module")
def coaching(internet: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A guard that coaches whoever writes a name."""
    folder = tmp_path_factory.mktemp("coaching")
    (folder / "policy.yaml").write_text(POLICY)
    running = start(folder, *through(internet), "--policy", folder / "policy.yaml")
    yield running
    running.stop()


@pytest.fixture
def client(coaching: Running) -> Iterator[openai.OpenAI]:
    context = ssl.create_default_context(cafile=coaching.ca)
    headers = {"accept-language": "nl"}
    with openai.DefaultHttpxClient(proxy=coaching.proxy, verify=context, timeout=60, headers=headers) as http:
        yield openai.OpenAI(api_key="sk-test", http_client=http)


@pytest.fixture(scope="module")
def browser(coaching: Running) -> Iterator[Browser]:
    arguments = [
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-sandbox",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=arguments, proxy={"server": coaching.proxy}
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(ignore_https_errors=True, locale="nl-NL") as context:
        yield context.new_page()


def ask(client: openai.OpenAI, *prompts: str) -> str | None:
    answer = client.chat.completions.create(
        model="m", messages=[{"role": "user", "content": prompt} for prompt in prompts]
    )
    return answer.choices[0].message.content


def link_of(client: openai.OpenAI, prompt: str) -> str:
    """The link in the refusal of a prompt."""
    with pytest.raises(openai.PermissionDeniedError) as refused:
        ask(client, prompt)
    assert "Hier staat een naam in." in refused.value.message
    return "https://" + refused.value.message.rpartition("https://")[2].rstrip("'}")


@needs("chromium", "chromium")
def test_a_reason_lets_the_same_prompt_pass(
    client: openai.OpenAI, page: Page, nothing_arrived: StandIn, coaching: Running
) -> None:
    """Stopped, page in Dutch, reason given: the same prompt passes, its history too, another is stopped."""
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(link_of(client, PROMPT))
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    expect(page.get_by_role("heading", level=1)).to_have_text("Even nadenken voor u verstuurt")
    expect(page.get_by_text("naam (1)")).to_be_visible()
    page.get_by_label("Dit gebruik is met mijn leidinggevende afgesproken").check()
    page.get_by_label("In uw eigen woorden").fill("Standaardbrief over roosters")
    page.get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("U kunt het nu versturen")
    assert not [item for item in nothing_arrived.arrived if item.host == "api.openai.com"]
    assert ask(client, PROMPT) == ANSWER
    assert ask(client, PROMPT, "Korter graag") == ANSWER
    link_of(client, OTHER)
    assert b"Verbruggen" not in nothing_arrived.bodies()
    assert coaching.metric("schaduwwacht_coach_total", outcome="passed") == 1
    assert coaching.metric("schaduwwacht_coach_total", outcome="used") == 2
    assert [text for text in errors if "403" not in text] == []


@needs("chromium", "chromium")
def test_a_page_that_is_stopped_shows_the_form_itself(page: Page, nothing_arrived: StandIn) -> None:
    """A prompt in the address of a page is stopped with the form in its place."""
    page.goto("https://chatgpt.com/?q=Brief+aan+mevrouw+Fatima+El+Amrani")
    expect(page.get_by_role("heading", level=1)).to_have_text("Even nadenken voor u verstuurt")
    page.get_by_label("Een andere reden").check()
    page.get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("U kunt het nu versturen")
    page.goto("https://chatgpt.com/?q=Brief+aan+mevrouw+Fatima+El+Amrani")
    expect(page.get_by_text("stand-in")).to_be_visible()
    assert len(nothing_arrived.arrived) >= 1


def test_words_with_a_name_are_not_kept(client: openai.OpenAI, coaching: Running) -> None:
    """An explanation that names somebody is refused and kept nowhere; one without is in the export."""
    prompt = "Geef een oordeel over mevrouw Anneke van der Meulen."
    link = link_of(client, prompt)
    context = ssl.create_default_context(cafile=coaching.ca)
    with httpx.Client(proxy=coaching.proxy, verify=context, timeout=60) as http:
        named = http.post(link, data={"reason": "agreed", "words": "Gevraagd door mevrouw Joke Terpstra"})
        assert named.status_code == 422
        assert "Terpstra" not in named.text
        assert http.post(link, data={"reason": "nonsense"}).status_code == 422
        fine = http.post(link, data={"reason": "agreed", "words": "Jaarlijkse beoordeling"})
        assert fine.status_code == 200
        assert http.post(link, data={"reason": "agreed"}).status_code == 404
    kept = call("audit", "export", "--data-dir", coaching.data_dir).stdout
    assert "Jaarlijkse beoordeling" in kept
    assert "Terpstra" not in kept
    assert "Meulen" not in kept


def test_a_script_of_the_page_cannot_give_a_reason(client: openai.OpenAI, coaching: Running) -> None:
    """Whatever a site's own script sends to the link, it gets no form and gives no pass."""
    link = link_of(client, "Schrijf aan mevrouw Lotte Segers.")
    context = ssl.create_default_context(cafile=coaching.ca)
    with httpx.Client(proxy=coaching.proxy, verify=context, timeout=60) as http:
        answer = http.post(link, data={"reason": "agreed"}, headers={"sec-fetch-mode": "cors"})
    assert answer.status_code == 404
    link_of(client, "Schrijf aan mevrouw Lotte Segers.")
