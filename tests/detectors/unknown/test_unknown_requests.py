"""AI that no catalogue has is known by its requests; other kinds of API are not taken for it."""

import json
import os
import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from detectors.har import read_har
from detectors.prompts import read
from detectors.request import Request
from detectors.services import load_catalogue
from detectors.unknown import Score, answer_signals, describe, judge, outside_signals
from detectors.unknown.body import FORM_SHAPES, body_signals, message_signals
from detectors.unknown.shapes import SHAPES
from detectors.unknown.signals import load_signals

RECORDED = os.environ.get("SCHADUWWACHT_RECORDED", "")
MAX_BODY = 2**26
MISSED = 31
DATA = Path(__file__).parents[2] / "data"


NOT_KNOWN = "not_known"


@dataclass(frozen=True)
class Written:
    """A request of `tests/data`, and the beginning of its answer where that is there."""

    kind: str
    request: Request
    answer: str

    @property
    def score(self) -> Score:
        """As the guard scores it, its answer included."""
        answered = answer_signals((), self.answer.encode()) if self.answer else ()
        return judge((*outside_signals(self.request), *body_signals(self.request, MAX_BODY), *answered))


def load(name: str) -> list[Written]:
    """All requests of a file of `tests/data`."""
    kinds = yaml.safe_load((DATA / name).read_text("utf-8"))
    return [written(kind, row) for kind, rows in kinds.items() for row in rows]


def written(kind: str, row: list[Any]) -> Written:
    """Method, URL and body; more headers and the answer may be absent."""
    method, url, body = row[:3]
    more, answer = row[3] if len(row) > 3 else {}, row[4] if len(row) > 4 else ""
    headers = {"Content-Type": "application/json", "User-Agent": "Mozilla/5.0"} | more
    data = body if isinstance(body, str) else json.dumps(body, default=str) if body is not None else ""
    pairs = tuple((key, str(value)) for key, value in headers.items())
    return Written(kind, Request(method, url, pairs, data.encode()), answer)


TO_AI = load("unknown-ai-requests.yaml")
KNOWN = [row for row in TO_AI if row.kind != NOT_KNOWN]


def score(request: Request) -> Score:
    """As the guard scores it."""
    return judge((*outside_signals(request), *body_signals(request, MAX_BODY)))


def elsewhere(request: Request) -> Request:
    """The same request to a host that nobody knows."""
    parts = urlsplit(request.url)
    return replace(request, url=urlunsplit(("http", "intranet.example", parts.path, parts.query, "")))


@pytest.mark.parametrize("row", KNOWN, ids=lambda row: f"{row.kind} {row.request.path}")
def test_every_written_request_to_ai_is_known(row: Written) -> None:
    """Self-hosted servers, gateways, agents and assistants of sites, none of them in the catalogue."""
    assert load_catalogue().recognise(row.request) is None
    assert row.score.is_ai, row.score


def test_what_shows_nothing_of_a_model_is_counted() -> None:
    """A request as any site has it is not known; what the documentation says of its number holds."""
    missed = [row for row in TO_AI if row.kind == NOT_KNOWN]
    assert [row.request.url for row in missed if row.score.is_ai] == []
    assert (len(missed), len(TO_AI)) == (MISSED, 261)


@pytest.mark.parametrize("row", KNOWN, ids=lambda row: f"{row.kind} {row.request.path}")
def test_what_is_known_can_be_read(row: Written) -> None:
    """The reader that the signals choose finds the text or the file, and leaves nothing unread."""
    reading = read(row.request, row.score.operation.reader)
    assert reading.unread == ()
    assert reading.parts or reading.files or row.answer or not row.request.body


def test_no_ordinary_request_is_taken_for_ai() -> None:
    """More than 500 requests to other kinds of API, many with words and shapes that AI uses too."""
    rows = load("ordinary-api-requests.yaml")
    assert len(rows) == 597
    assert [(row.request.url, row.score) for row in rows if row.score.is_ai] == []


@pytest.mark.skipif(not RECORDED, reason="SCHADUWWACHT_RECORDED names no HAR file with recorded requests")
def test_recorded_requests_are_known_on_another_host() -> None:
    """At least 95 % of what real clients sent, and 90 % when the path does not tell either."""
    requests = [elsewhere(entry.request) for entry in read_har(Path(RECORDED))]
    known = sum(score(request).is_ai for request in requests)
    by_body = sum(judge(body_signals(request, MAX_BODY)).is_ai for request in requests)
    print(f"known {known}, by the body alone {by_body}, of {len(requests)}")  # noqa: T201 - for the report
    assert known >= 0.95 * len(requests)
    assert by_body >= 0.9 * len(requests)


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        ([("Anthropic-Version", "2023-06-01")], "header-anthropic"),
        ([("OpenAI-Organization", "org-1")], "header-openai"),
        ([("Copilot-Integration-Id", "vscode-chat")], "header-copilot"),
        ([("Mcp-Session-Id", "s")], "header-mcp"),
        ([("Grazie-Agent", "{}")], "header-grazie"),
        ([("xi-api-key", "k")], "header-elevenlabs"),
        ([("X-Stainless-Lang", "python")], "header-stainless"),
        ([("Authorization", "Bearer sk-ant-api03-x")], "key-ai"),
        ([("x-api-key", "gsk_x")], "key-ai"),
        ([("Authorization", "Bearer sk-0123456789abcdefgh")], "key-openai"),
        ([("User-Agent", "AsyncAzureOpenAI/Python 1.2")], "agent-ai"),
        ([("User-Agent", "ollama-python/0.4")], "agent-ai"),
    ],
)
def test_a_header_shows_a_client_of_ai(headers: list[tuple[str, str]], name: str) -> None:
    """Each kind of header is known by its name, in any case, or by what it says."""
    assert outside_signals(Request("POST", "http://x.example/a", tuple(headers))) == (name,)


@pytest.mark.parametrize("value", ["Bearer sk_live_51H", "Bearer eyJhbGciOi.e30.x", "Basic c2stYW50LQ=="])
def test_another_key_shows_nothing(value: str) -> None:
    """Keys of other services are no sign of AI."""
    assert outside_signals(Request("POST", "http://x.example/a", (("Authorization", value),))) == ()


def test_of_the_paths_the_heaviest_counts() -> None:
    """A path that fits several rows is not counted several times."""
    request = Request("POST", "http://x.example/api/v1/ai/chat/completions")
    assert outside_signals(request) == ("path-chat-completions",)


@pytest.mark.parametrize(
    ("path", "embedded"),
    [("/api/copilotkit", True), ("/api/ai/chat", True), ("/v1/chat/completions", False)],
)
def test_a_route_of_a_site_is_ai_inside_it(path: str, embedded: bool) -> None:  # noqa: FBT001 - a case
    """Routes that only a site's own page calls are told from interfaces for anybody."""
    assert judge(outside_signals(Request("POST", f"http://x.example{path}"))).embedded is embedded


@pytest.mark.parametrize(
    ("path", "body", "reader", "reply"),
    [
        ("/v1/chat/completions", {}, "openai_chat", "openai"),
        ("/gateway", {"contents": [{"parts": [{"text": "a"}]}]}, "gemini", "google"),
        ("/x", {"jsonrpc": "2.0", "method": "tools/call", "params": {}}, "mcp", "jsonrpc"),
        (
            "/x",
            {"messages": [{"role": "user", "parts": [{"type": "text", "text": "a"}]}]},
            "ai_sdk",
            "generic",
        ),
        ("/x", {"model": "gpt-4o", "input": "a b"}, "generic", "generic"),
    ],
)
def test_the_shape_tells_how_to_read_and_refuse(path: str, body: object, reader: str, reply: str) -> None:
    """A body whose form is known is read by its own reader, any other by the generic one."""
    request = Request("POST", f"http://x.example{path}", body=json.dumps(body).encode())
    operation = score(request).operation
    assert (operation.reader, operation.reply) == (reader, reply)


def test_a_compressed_body_is_opened() -> None:
    """Content codings do not hide what is asked."""
    body = json.dumps({"model": "gpt-4o", "messages": [{"role": "user", "content": "a"}]}).encode()
    packed = zlib.compress(body, wbits=31)
    request = Request("POST", "http://x.example/a", (("Content-Encoding", "gzip"),), packed)
    assert score(request).is_ai


def test_each_shape_has_its_row_and_its_words() -> None:
    """The code and the table name the same shapes; each signal has words in two languages."""
    names = {signal.name for signal in load_signals().bodies}
    assert names == {*SHAPES, *FORM_SHAPES}
    for signal in load_signals().all:
        assert describe(signal.name, "nl") != describe(signal.name, "en")
    assert describe("of-a-newer-version", "nl") == "of-a-newer-version"


FIELDS = [
    "messages",
    "role",
    "content",
    "parts",
    "text",
    "model",
    "prompt",
    "input",
    "inputs",
    "tools",
    "contents",
    "params",
    "method",
    "jsonrpc",
    "request",
    "requests",
    "parameters",
    "toolConfig",
    "query",
    "options",
]
JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=5),
)


@given(JSON)
def test_no_json_breaks_it(body: object) -> None:
    """Fields may hold anything."""
    assert isinstance(message_signals(json.dumps(body)), tuple)


@given(st.binary(max_size=200), st.sampled_from(["", "gzip", "br, gzip", "nonsense"]))
def test_no_bytes_break_it(body: bytes, coding: str) -> None:
    """Nor may bytes, codings or names."""
    headers = (("content-encoding", coding), ("content-type", "multipart/form-data; boundary=x"))
    for more in (headers, headers[:1]):
        assert isinstance(score(Request("POST", "http://x.example/%FF", more, body)), Score)
