"""How fast requests and HAR files are read; the aim for a HAR of 75 MB is 20 MB/s on one core in 1 GiB.

Time is that of the process, so that what else the machine does counts less.
"""

import base64
import json
import resource
import time
from pathlib import Path
from typing import Any

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


def _every_sample(path: Path) -> None:
    """A HAR of 75 MB: every sample request in turn, each with a short answer, as the format demands one."""
    entries = []
    for sample in load_samples():
        if not sample.requests or sample.is_message:
            continue
        request = sample.request(*sample.requests[0].split(" ", 1))
        headers = [*HEADERS, *({"name": name, "value": value} for name, value in request.headers)]
        recorded: dict[str, Any] = {"method": request.method, "url": request.url, "headers": headers}
        if request.body:
            body = {"text": base64.b64encode(request.body).decode(), "encoding": "base64"}
            if request.body.isascii():
                body = {"text": request.body.decode()}
            recorded["postData"] = {"mimeType": request.header("content-type")} | body
        content = {"mimeType": "application/json", "text": '{"ok": true}'}
        answer = {"status": 200, "headers": HEADERS[:4], "content": content}
        entries.append(json.dumps({"request": recorded, "response": answer, "time": 1}))
    whole = ",\n".join(entries)
    entries = [whole] * (SIZE // len(whole))
    path.write_text(f'{{"log": {{"version": "1.2", "entries": [{",".join(entries)}]}}}}')


@pytest.mark.parametrize("content", ["every sample", 0, 5, 50])
def test_reading_a_har(benchmark: BenchmarkFixture, tmp_path: Path, content: str | int) -> None:
    """Steps 1 and 2 of `replay`: each sample, with answers; the densest with 0, 5 or 50 turns, without."""
    path = tmp_path / "groot.har"
    if isinstance(content, int):
        _har(path, content)
    else:
        _every_sample(path)
    catalogue = load_catalogue()
    seconds = []

    def read_all() -> int:
        parts, start = 0, time.process_time()
        for request, _ in read_har(path):
            found = catalogue.recognise(request)
            parts += len(read(request, found.operation.reader if found and found.operation else None).parts)
        seconds.append(time.process_time() - start)
        return parts

    assert benchmark.pedantic(read_all, rounds=3) > 0
    benchmark.extra_info["MB/s"] = round(path.stat().st_size / 1e6 / min(seconds), 1)
    benchmark.extra_info["peak MiB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(content, benchmark.extra_info)


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
