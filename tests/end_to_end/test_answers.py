"""Answers are scanned after they went by, and only recorded."""

import json
import ssl
import time
from collections.abc import Iterator

import openai
import pytest
from running import Running, call

from agent.demo.stand_in import ANSWER, StandIn

ACCOUNT = "NL91ABNA0417164300"


@pytest.fixture
def client(guard: Running) -> Iterator[openai.OpenAI]:
    context = ssl.create_default_context(cafile=guard.ca)
    with openai.DefaultHttpxClient(proxy=guard.proxy, verify=context, timeout=30) as http:
        yield openai.OpenAI(api_key="sk-test", http_client=http)


def answers(guard: Running, operation: str) -> list[dict[str, object]]:
    """Events of answers, waited for: they are written after the client has its answer."""
    for _ in range(15):
        lines = call("audit", "export", "--data-dir", guard.data_dir).stdout.splitlines()
        found = [json.loads(line)["event"] for line in lines if '"kind":"answer"' in line]
        if wanted := [event for event in found if event["operation"] == operation]:
            return wanted
        time.sleep(0.2)
    return []


def test_an_account_number_in_a_streamed_answer_is_recorded(
    guard: Running, client: openai.OpenAI, nothing_arrived: StandIn
) -> None:
    """The client gets the answer as it comes; type, place and count are recorded, the number is not."""
    prompt = f"Herhaal: Maak het over naar {ACCOUNT}."
    stream = client.chat.completions.create(
        model="m", messages=[{"role": "user", "content": prompt}], stream=True
    )
    text = "".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices)
    assert text == prompt.removeprefix("Herhaal: ")
    (event,) = answers(guard, "chat")
    assert event["findings"][0][:3] == ["IBAN_CODE", "answer", 1]  # type: ignore[index]
    assert (event["action"], event["rule"]) == ("log", "personal-data-in-answer")
    assert ACCOUNT not in json.dumps(event)
    assert len(nothing_arrived.arrived) == 1


def test_what_came_before_the_client_left_is_scanned(
    guard: Running, client: openai.OpenAI, nothing_arrived: StandIn
) -> None:
    """A client that closes the connection as soon as it has what it wants leaves its event as well."""
    nothing_arrived.go_on.clear()  # the service stands still after its first event
    stream = client.chat.completions.create(
        model="client-that-leaves",
        messages=[{"role": "user", "content": f"Herhaal: {ACCOUNT}"}],
        stream=True,
    )
    next(chunk for chunk in stream if chunk.choices)
    stream.close()
    assert [event["findings"] for event in answers(guard, "chat")]
    nothing_arrived.go_on.set()


def test_an_answer_without_personal_data_is_not_recorded(guard: Running, client: openai.OpenAI) -> None:
    """Nothing found, nothing written: of two answers only the one with a number has an event."""
    assert client.responses.create(model="m", input="Hallo").output_text == ANSWER
    named = client.responses.create(model="m", input=f"Herhaal: Het is {ACCOUNT}.")
    assert ACCOUNT in named.output_text
    assert len(answers(guard, "responses")) == 1
