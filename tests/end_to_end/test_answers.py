"""Answers are scanned after they went by, and only recorded."""

import json
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import openai
import pytest
from fixtures import through
from running import Running, call, start, wait_until
from sockets import COPILOT, REALTIME, item, said, send
from websockets.sync.client import connect

from agent.demo.stand_in import ANSWER, StandIn

ACCOUNT = "NL91ABNA0417164300"


@pytest.fixture
def client(guard: Running) -> Iterator[openai.OpenAI]:
    context = ssl.create_default_context(cafile=guard.ca)
    with openai.DefaultHttpxClient(proxy=guard.proxy, verify=context, timeout=60) as http:
        yield openai.OpenAI(api_key="sk-test", http_client=http)


def answers(guard: Running, operation: str, least: int = 1, host: str = "") -> list[dict[str, object]]:
    """Events of answers, waited for: they are written after the client has its answer."""

    def look() -> list[dict[str, object]]:
        lines = call("audit", "export", "--data-dir", guard.data_dir).stdout.splitlines()
        events = [json.loads(line)["event"] for line in lines if '"kind":"answer"' in line]
        return [one for one in events if one["operation"] == operation and host in one["host"]]

    wait_until(lambda: len(look()) >= least)
    return look()


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


class Turnstile(threading.Event):
    """Lets a stream go on a number of times, and no further."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self._left = threading.Semaphore(times)

    def wait(self, timeout: float | None = None) -> bool:
        return self._left.acquire(timeout=timeout)


def test_what_came_before_the_client_left_is_scanned(
    guard: Running, client: openai.OpenAI, nothing_arrived: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client that closes the connection as soon as it has what it wants leaves its event as well."""
    monkeypatch.setattr(nothing_arrived, "go_on", Turnstile(5))
    before = len(answers(guard, "chat", least=0))
    prompt = f"Herhaal: {ACCOUNT}"
    text = ""
    with client.chat.completions.create(
        model="m", messages=[{"role": "user", "content": prompt}], stream=True
    ) as stream:
        while text != ACCOUNT:
            text += next(stream).choices[0].delta.content or ""
    assert len(answers(guard, "chat", least=before + 1)) == before + 1


@pytest.mark.parametrize("url", [COPILOT, REALTIME])
def test_answers_over_a_websocket_are_scanned(guard: Running, nothing_arrived: StandIn, url: str) -> None:
    """Once the service is silent, while the connection is open; the refusals of our own are no answers."""
    context = ssl.create_default_context(cafile=guard.ca)
    host, operation, message = (
        ("copilot.microsoft.com", "chat", send) if url == COPILOT else ("api.openai.com", "realtime", item)
    )
    before = len(answers(guard, operation, 0, host))
    with connect(url, proxy=guard.proxy, ssl=context, open_timeout=60) as socket:
        for text in (f"Herhaal: {ACCOUNT}", "Het BSN is 111222333", "Hallo"):
            socket.send(message(text))
            said(socket)
        events = answers(guard, operation, before + 1, host)
    assert [found[:3] for found in events[-1]["findings"]] == [["IBAN_CODE", "answer", 1]]  # type: ignore[attr-defined]
    assert len(events) == before + 1
    assert len([one for one in nothing_arrived.arrived if one.method == "MESSAGE"]) == 2


def test_a_clean_stop_does_not_wait_for_silence(internet: StandIn, tmp_path: Path) -> None:
    """The last answer on a WebSocket that is open when the guard stops has its event as well."""
    guard = start(tmp_path, *through(internet))
    context = ssl.create_default_context(cafile=guard.ca)
    with connect(COPILOT, proxy=guard.proxy, ssl=context, open_timeout=60) as socket:
        socket.send(send(f"Herhaal: {ACCOUNT}"))
        said(socket)
        assert guard.stop() == 0
    assert [found[:3] for found in answers(guard, "chat")[0]["findings"]] == [["IBAN_CODE", "answer", 1]]  # type: ignore[attr-defined]


def test_an_answer_without_personal_data_is_not_recorded(guard: Running, client: openai.OpenAI) -> None:
    """Nothing found, nothing written: of two answers only the one with a number has an event."""
    assert client.responses.create(model="m", input="Hallo").output_text == ANSWER
    named = client.responses.create(model="m", input=f"Herhaal: Het is {ACCOUNT}.")
    assert ACCOUNT in named.output_text
    assert len(answers(guard, "responses")) == 1
