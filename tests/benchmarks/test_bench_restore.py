"""Restoring and rewriting: megabytes a second, and what an event waits, against passing it through."""

import json
from collections.abc import Callable, Sequence

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from agent.redact.restore import Restorer
from agent.redact.worker import Task, redact_request
from detectors.prompts import read
from detectors.prompts.rewrite import Replacement, rewrite
from detectors.request import Request

PLAIN = {f"PERSOON_{number}": f"Jan de Wit{number}" for number in range(1, 30)}
ODD = PLAIN | {"ADRES_1": "Dorpsstraat 1\n1234 AB Ede"}
WORDS = ["Dag", " beste", " mensen", ",", " hier", " is", " het", " antwoord", ".", "\n"]
HTML = ["<div>", " a", " < ", "b", "</p>", " x", "<", "br>", "&", "nbsp;"]
SPLIT = ["Dag ", "<", "PERS", "OON", "_1", "2>", ",", " hoe", " gaat", " het"]
EVENTS = 5_000


def stream(words: Sequence[str]) -> list[bytes]:
    """An answer of OpenAI's, an event a chunk."""
    chunks = []
    for number in range(EVENTS):
        delta = {"content": words[number % len(words)]}
        tree = {
            "id": "chatcmpl-AbCdEfGhIjKlMnOpQrStUvWxYz012",
            "object": "chat.completion.chunk",
            "created": 1_760_000_000,
            "model": "gpt-4.1-mini-2025-04-14",
            "choices": [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": None}],
        }
        chunks.append(f"data: {json.dumps(tree, separators=(',', ':'))}\n\n".encode())
    return chunks


def send(restorer: Callable[[bytes], Sequence[bytes]], chunks: Sequence[bytes]) -> None:
    for chunk in chunks:
        restorer(chunk)
    restorer(b"")


def per_event(benchmark: BenchmarkFixture, chunks: Sequence[bytes]) -> None:
    mean = benchmark.stats.stats.mean
    benchmark.extra_info["microseconds an event"] = round(mean / len(chunks) * 1e6, 2)
    benchmark.extra_info["MB/s"] = round(sum(map(len, chunks)) / mean / 1e6, 1)


@pytest.mark.parametrize(
    ("words", "values"),
    [
        pytest.param(WORDS, None, id="pass-through"),
        pytest.param(WORDS, PLAIN, id="nothing-in-it"),
        pytest.param(HTML, PLAIN, id="html-in-it"),
        pytest.param(SPLIT, PLAIN, id="placeholder-in-every-ten"),
        pytest.param(WORDS, ODD, id="nothing-in-it-value-with-line-end"),
    ],
)
def test_events(benchmark: BenchmarkFixture, words: Sequence[str], values: dict[str, str] | None) -> None:
    """A stream of 5,000 deltas, each in its own chunk."""
    chunks = stream(words)
    make: Callable[[], Callable[[bytes], Sequence[bytes]]] = (
        (lambda: lambda chunk: [chunk]) if values is None else (lambda: Restorer(values, "text/event-stream"))
    )
    benchmark.pedantic(lambda: send(make(), chunks), rounds=5, warmup_rounds=1)
    per_event(benchmark, chunks)


@pytest.mark.parametrize("media_type", ["application/json", "text/plain"])
def test_documents(benchmark: BenchmarkFixture, media_type: str) -> None:
    """A whole answer of four megabytes in chunks of 16 KiB, a placeholder in every kilobyte."""
    text = json.dumps({"content": ("Dag <PERSOON_7>, " + "alles goed. " * 80) * 4000}).encode()
    chunks = [text[start : start + 16384] for start in range(0, len(text), 16384)]
    benchmark.pedantic(lambda: send(Restorer(PLAIN, media_type), chunks), rounds=5, warmup_rounds=1)
    per_event(benchmark, chunks)


def history(turns: int) -> Request:
    """A chat request with so many turns of a thousand characters, a name in each."""
    messages = [
        {"role": "user", "content": f"Ik ben Jan de Wit{turn % 20} en " + "vertel iets. " * 75}
        for turn in range(turns)
    ]
    body = json.dumps({"model": "gpt-4.1", "messages": messages}).encode()
    return Request("POST", "https://api.openai.com/v1/chat/completions", (), body)


@pytest.mark.parametrize("turns", [1, 10, 100, 1000])
def test_rewriting(benchmark: BenchmarkFixture, turns: int) -> None:
    """Of one request, in a worker: reading it again to check included."""
    request = history(turns)
    reading = read(request, "openai_chat")
    wanted = [Replacement(number, 7, 17, "<PERSOON_1>") for number in range(turns)]
    benchmark(lambda: rewrite(request, "openai_chat", wanted, reading=reading))
    benchmark.extra_info["KB"] = len(request.body) // 1000


@pytest.mark.parametrize("turns", [1, 100])
def test_redacting(benchmark: BenchmarkFixture, turns: int) -> None:
    """All that the worker does: read, look for what is known, rewrite."""
    request = history(turns)
    task = Task("openai_chat", (), PLAIN, "nl")
    benchmark(lambda: redact_request(request, task))
    benchmark.extra_info["KB"] = len(request.body) // 1000
