"""Real clients through a real guard: what is stopped does not arrive, what is harmless is answered."""

import json
import ssl
import subprocess
from collections.abc import Iterator

import anthropic
import httpx
import openai
import pytest
from google import genai
from google.genai import errors as google_errors
from running import Running

from agent.demo.stand_in import ANSWER, StandIn

BSN = "111222333"
LEAK = f"Maak een brief voor Joke Zandstra, BSN {BSN}, over haar contract."
HARMLESS = "Schrijf een recept voor erwtensoep voor vier personen."


@pytest.fixture(scope="module")
def http(guard: Running) -> Iterator[httpx.Client]:
    context = ssl.create_default_context(cafile=guard.ca)
    with httpx.Client(proxy=guard.proxy, verify=context, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def openai_client(http: httpx.Client) -> openai.OpenAI:
    return openai.OpenAI(api_key="sk-test", http_client=http)


@pytest.fixture(scope="module")
def anthropic_client(guard: Running) -> Iterator[anthropic.Anthropic]:
    context = ssl.create_default_context(cafile=guard.ca)
    with anthropic.DefaultHttpxClient(proxy=guard.proxy, verify=context) as client:
        yield anthropic.Anthropic(api_key="sk-ant-test", http_client=client)


def test_openai_chat_with_bsn_raises_permission_error(
    openai_client: openai.OpenAI, nothing_arrived: StandIn
) -> None:
    """The OpenAI SDK raises its own permission error with our message, once, and nothing arrives."""
    with pytest.raises(openai.PermissionDeniedError) as caught:
        openai_client.chat.completions.create(model="m", messages=[{"role": "user", "content": LEAK}])
    assert "burgerservicenummer" in str(caught.value)
    assert BSN not in str(caught.value)
    assert nothing_arrived.arrived == []
    assert nothing_arrived.connects == []


def test_openai_responses_with_bsn_raises_permission_error(
    openai_client: openai.OpenAI, nothing_arrived: StandIn
) -> None:
    """The same for the responses API."""
    with pytest.raises(openai.PermissionDeniedError, match="bsn-never-leaves"):
        openai_client.responses.create(model="m", input=LEAK)
    assert nothing_arrived.arrived == []


def test_openai_harmless_prompt_is_answered(openai_client: openai.OpenAI, nothing_arrived: StandIn) -> None:
    """A harmless prompt gets the service's answer, unchanged."""
    answer = openai_client.chat.completions.create(
        model="m", messages=[{"role": "user", "content": HARMLESS}]
    )
    assert answer.choices[0].message.content == ANSWER
    assert [item.host for item in nothing_arrived.arrived] == ["api.openai.com"]


def test_openai_stream_is_not_buffered(openai_client: openai.OpenAI, nothing_arrived: StandIn) -> None:
    """The client has the first event before the service sends the second."""
    nothing_arrived.go_on.clear()
    stream = openai_client.chat.completions.create(
        model="m", messages=[{"role": "user", "content": HARMLESS}], stream=True
    )
    first = next(stream)
    sent_when_first_arrived = len(nothing_arrived.sent_at)
    nothing_arrived.go_on.set()
    words = [chunk.choices[0].delta.content or "" for chunk in stream]
    assert first.choices[0].delta.role == "assistant"
    assert sent_when_first_arrived == 1
    assert "".join(words).strip() == ANSWER


def test_anthropic_message_with_bsn_raises_permission_error(
    anthropic_client: anthropic.Anthropic, nothing_arrived: StandIn
) -> None:
    """The Anthropic SDK raises its own permission error with our message."""
    with pytest.raises(anthropic.PermissionDeniedError, match="burgerservicenummer"):
        anthropic_client.messages.create(
            model="m", max_tokens=9, messages=[{"role": "user", "content": LEAK}]
        )
    assert nothing_arrived.arrived == []


def test_anthropic_bsn_in_system_prompt_and_tool_result_is_found(
    anthropic_client: anthropic.Anthropic, nothing_arrived: StandIn
) -> None:
    """System prompts and tool results leave too, so they are read too."""
    result = {"type": "tool_result", "tool_use_id": "t", "content": f"Werknemer met BSN {BSN}"}
    with pytest.raises(anthropic.PermissionDeniedError):
        anthropic_client.messages.create(
            model="m", max_tokens=9, system=f"BSN: {BSN}", messages=[{"role": "user", "content": HARMLESS}]
        )
    with pytest.raises(anthropic.PermissionDeniedError):
        anthropic_client.messages.create(
            model="m", max_tokens=9, messages=[{"role": "user", "content": [result]}]
        )
    assert nothing_arrived.arrived == []


def test_anthropic_stream_is_answered(
    anthropic_client: anthropic.Anthropic, nothing_arrived: StandIn
) -> None:
    """A harmless streamed prompt gets its stream."""
    with anthropic_client.messages.stream(
        model="m", max_tokens=9, messages=[{"role": "user", "content": HARMLESS}]
    ) as stream:
        assert "".join(stream.text_stream).strip() == ANSWER


def test_gemini_with_bsn_raises_client_error(guard: Running, nothing_arrived: StandIn) -> None:
    """Google's SDK raises its own client error, and passes what is harmless."""
    arguments = {"proxy": guard.proxy, "verify": ssl.create_default_context(cafile=guard.ca)}
    with genai.Client(api_key="test", http_options={"client_args": arguments}) as client:
        with pytest.raises(google_errors.ClientError, match="PERMISSION_DENIED"):
            client.models.generate_content(model="gemini-m", contents=LEAK)
        assert nothing_arrived.arrived == []
        assert client.models.generate_content(model="gemini-m", contents=HARMLESS).text == ANSWER


def test_curl_is_refused_with_the_reason(guard: Running, nothing_arrived: StandIn) -> None:
    """Curl gets status 403 and the reason as JSON."""
    body = json.dumps({"model": "m", "input": f"BSN {BSN}"})
    curl = ["curl", "-s", "--cacert", guard.ca, "-x", guard.proxy, "-w", "%{http_code}"]
    call = [*curl, "-H", "content-type: application/json", "-d", body, "https://api.openai.com/v1/responses"]
    answer = subprocess.run(call, capture_output=True, text=True, check=True, timeout=60).stdout
    assert answer.endswith("403")
    assert "bsn-never-leaves" in answer
    assert nothing_arrived.arrived == []


def test_drafts_are_stopped_like_sends(http: httpx.Client, nothing_arrived: StandIn) -> None:
    """ChatGPT's prepare and autocomplete calls carry text before it is sent: they are stopped as well."""
    draft = {"partial_query": {"content": {"content_type": "text", "parts": [LEAK]}}}
    prepared = http.post("https://chatgpt.com/backend-api/f/conversation/prepare", json=draft)
    typed = http.post(
        "https://chatgpt.com/backend-api/conversation/experimental/generate_autocompletions",
        json={"input_text": LEAK},
    )
    assert prepared.json()["status"] == "error"
    assert typed.headers["x-schaduwwacht"] == "blocked"
    assert nothing_arrived.arrived == []


def test_claude_web_is_refused_in_its_own_stream(http: httpx.Client, nothing_arrived: StandIn) -> None:
    """Claude's web chat gets a stream of its own format with the reason."""
    url = "https://claude.ai/api/organizations/0a1b2c3d-0000-4000-8000-000000000000/chat_conversations/c/completion"
    answer = http.post(url, json={"prompt": LEAK, "attachments": []})
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert "content_block_delta" in answer.text
    assert "burgerservicenummer" in answer.text
    assert nothing_arrived.arrived == []


def test_page_load_is_refused_with_a_page(http: httpx.Client, nothing_arrived: StandIn) -> None:
    """A person whose page load is stopped reads a page in a language they asked for."""
    answer = http.get(
        f"https://chatgpt.com/?q=Brief+voor+BSN+{BSN}",
        headers={"accept": "text/html", "accept-language": "en-GB,en;q=0.9", "sec-fetch-mode": "navigate"},
    )
    assert answer.status_code == 403
    assert '<html lang="en">' in answer.text
    assert nothing_arrived.arrived == []
