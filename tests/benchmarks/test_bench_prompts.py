"""How fast requests and HAR files are read; the aim for a HAR of 75 MB is 20 MB/s on one core in 1 GiB."""

import json
import resource
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from wire_sample import encode, load_samples

from detectors.har import read_har
from detectors.prompts import read
from detectors.request import Request
from detectors.services import load_catalogue

SIZE = 75_000_000
HEADERS = [{"name": f"x-header-{number}", "value": "een waarde"} for number in range(14)]


def _har(path: Path, turns: int) -> None:
    """A HAR of 75 MB: our densest sample, then the same with turns of a conversation of a paragraph each."""
    sample = next(sample for sample in load_samples() if sample.reader == "openai_chat")
    body = json.loads(encode(sample.encoding, sample.body)[1])
    for role in ["user", "assistant"] * turns:
        body["messages"].append({"role": role, "content": "Een zin over verlof en loon. " * 20})
    method, url = sample.requests[0].split(" ", 1)
    post = {"mimeType": "application/json", "text": json.dumps(body)}
    entry = json.dumps(
        {"request": {"method": method, "url": url, "headers": HEADERS, "postData": post}, "time": 1}
    )
    entries = ",\n".join([entry] * (SIZE // len(entry)))
    path.write_text(f'{{"log": {{"version": "1.2", "entries": [{entries}]}}}}')


@pytest.mark.parametrize("turns", [0, 5, 50])
def test_reading_a_har(benchmark: BenchmarkFixture, tmp_path: Path, turns: int) -> None:
    """Steps 1 and 2 of `replay`: recognise and read each request; no conversation, a short and a long one."""
    path = tmp_path / "groot.har"
    _har(path, turns)
    catalogue = load_catalogue()

    def read_all() -> int:
        parts = 0
        for request, _ in read_har(path):
            found = catalogue.recognise(request)
            parts += len(read(request, found.operation.reader if found and found.operation else None).parts)
        return parts

    assert benchmark.pedantic(read_all, rounds=3) > 0
    benchmark.extra_info["MB/s"] = round(path.stat().st_size / 1e6 / benchmark.stats["min"], 1)
    benchmark.extra_info["peak MiB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@pytest.mark.parametrize("kind", ["chat", "large text", "file"])
def test_reading_a_request(benchmark: BenchmarkFixture, kind: str) -> None:
    """One chat request with tools; a prompt of 10 MB; a file of 10 MB in base64."""
    sample = next(sample for sample in load_samples() if sample.reader == "openai_chat")
    content_type, body = encode(sample.encoding, sample.body)
    if kind != "chat":
        text = "Een zin over verlof. " * 500_000 if kind == "large text" else "JVBERi0x" * 1_300_000
        body = json.dumps({"messages": [{"role": "user", "content": text}]}).encode()
    request = Request(
        "POST", "https://api.openai.com/v1/chat/completions", (("Content-Type", content_type),), body
    )
    assert benchmark(read, request, "openai_chat").unread == ()
