"""Redaction with restore: the service sees placeholders, the user sees names."""

import ssl
from collections.abc import Callable, Iterator

import anthropic
import httpx
import openai
import pytest
from fixtures import through
from running import Running, start
from sockets import COPILOT, REALTIME, item, said, send
from websockets.sync.client import connect

from agent.demo.stand_in import ANSWER, StandIn

NAME = "Fatima El Amrani"
PROMPT = f"Schrijf een brief aan mevrouw {NAME} over haar nieuwe rooster."
POLICY = """\
name: redact-names
rules:
  - id: names
    action: redact
    when: {finds: [{types: [PERSON]}]}
    message: {nl: Namen zijn vervangen., en: Names were replaced.}
"""


@pytest.fixture(scope="module")
def redacting(internet: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A guard that replaces names."""
    folder = tmp_path_factory.mktemp("redacting")
    (folder / "policy.yaml").write_text(POLICY)
    running = start(folder, *through(internet), "--policy", folder / "policy.yaml")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def client(redacting: Running) -> Iterator[openai.OpenAI]:
    context = ssl.create_default_context(cafile=redacting.ca)
    with httpx.Client(proxy=redacting.proxy, verify=context, timeout=60) as http:
        yield openai.OpenAI(api_key="sk-test", http_client=http)


def test_the_service_sees_a_placeholder_and_the_user_the_name(
    client: openai.OpenAI, nothing_arrived: StandIn
) -> None:
    """A whole answer: the name never arrives, and is back in what the SDK gives."""
    answer = client.chat.completions.create(model="m", messages=[{"role": "user", "content": PROMPT}])
    assert answer.choices[0].message.content == f"Over {NAME}: {ANSWER}"
    assert b"<PERSOON_1>" in nothing_arrived.arrived[0].body
    assert b"Amrani" not in nothing_arrived.bodies()


def test_a_streamed_answer_is_restored(client: openai.OpenAI, nothing_arrived: StandIn) -> None:
    """A placeholder spread over several events comes back as the name."""
    stream = client.chat.completions.create(
        model="m", messages=[{"role": "user", "content": PROMPT}], stream=True
    )
    text = "".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices)
    assert text == f"Over {NAME}: {ANSWER}"
    assert b"Amrani" not in nothing_arrived.bodies()


def test_anthropic_streams_are_restored(redacting: Running, nothing_arrived: StandIn) -> None:
    """The same for Anthropic's SDK."""
    context = ssl.create_default_context(cafile=redacting.ca)
    with anthropic.DefaultHttpxClient(proxy=redacting.proxy, verify=context) as http:
        claude = anthropic.Anthropic(api_key="sk-ant-test", http_client=http)
        message = {"role": "user", "content": PROMPT}
        with claude.messages.stream(model="m", max_tokens=99, messages=[message]) as stream:  # type: ignore[list-item]
            assert "".join(stream.text_stream) == f"Over {NAME}: {ANSWER}"
    assert b"Amrani" not in nothing_arrived.bodies()


def test_what_cannot_be_rewritten_is_stopped(redacting: Running, nothing_arrived: StandIn) -> None:
    """A signed request cannot be changed, so it is stopped."""
    context = ssl.create_default_context(cafile=redacting.ca)
    url = "https://bedrock-runtime.eu-west-1.amazonaws.com/model/amazon.nova-micro-v1:0/converse"
    headers = {"authorization": "AWS4-HMAC-SHA256 Credential=x/20261122/eu-west-1/bedrock/aws4_request"}
    body = {"messages": [{"role": "user", "content": [{"text": PROMPT}]}]}
    with httpx.Client(proxy=redacting.proxy, verify=context, timeout=60) as http:
        assert http.post(url, json=body, headers=headers).status_code == 403
    assert nothing_arrived.arrived == []


def test_a_request_without_names_is_not_changed(client: openai.OpenAI, nothing_arrived: StandIn) -> None:
    """Nothing found, nothing replaced: the answer is the service's own."""
    answer = client.chat.completions.create(model="m", messages=[{"role": "user", "content": "Hallo"}])
    assert answer.choices[0].message.content == ANSWER


@pytest.mark.parametrize(
    ("url", "message"),
    [(COPILOT, send), (REALTIME, item)],
)
def test_messages_over_a_websocket_are_redacted_and_restored(
    redacting: Running, nothing_arrived: StandIn, url: str, message: Callable[[str], str]
) -> None:
    """The service sees placeholders in each message, the user names in each answer."""
    context = ssl.create_default_context(cafile=redacting.ca)
    with connect(url, proxy=redacting.proxy, ssl=context, open_timeout=60) as socket:
        for name in (NAME, "Sanne de Vries"):
            socket.send(message(f"Schrijf een brief aan mevrouw {name}."))
            assert said(socket) == f"Over {name}: {ANSWER}"
        socket.send(message("Dank je wel"))
        assert said(socket) == ANSWER
    assert b"<PERSOON_2>" in nothing_arrived.bodies()
    assert b"Amrani" not in nothing_arrived.bodies()
    assert b"Sanne" not in nothing_arrived.bodies()
