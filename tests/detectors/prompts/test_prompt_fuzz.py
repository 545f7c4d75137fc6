"""Any bytes at all: an answer, never an error, and nothing that a later step cannot take."""

import gzip
import json

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from wire_sample import Sample, encode, load_samples

from detectors.prompts import Reading, read, read_message, reader_names
from detectors.request import Request

SAMPLES = load_samples()
READERS = st.sampled_from([*reader_names(), None, "no-such-reader"])
CONTENT_TYPES = st.sampled_from(
    [
        "",
        "application/json",
        "application/x-www-form-urlencoded; charset=utf-16",
        "multipart/form-data; boundary=grens",
        "multipart/related",
        "text/plain; charset=rot13",
        "text/event-stream",
        "application/connect+proto",
        "application/grpc-web-text",
        "application/x-protobuf",
        "application/octet-stream",
    ]
)
quick = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _is_sound(reading: Reading) -> bool:
    """No fault of ours, and only what the scanner, the policy and the event can take."""
    assert "reader-error" not in {item.reason for item in reading.unread}
    for part in reading.parts:
        assert part.path
        assert part.role in {"user", "system", "assistant", "tool", "draft", "unknown"}
        assert 0 <= part.label <= len(part.text)
        assert part.text.encode()
        assert part.path.encode()
    return all(file.path.encode() and file.name.encode() is not None for file in reading.files)


@quick
@given(st.binary(max_size=400), CONTENT_TYPES, READERS)
@example(b"\x00\x00\x00\x00\x05hallo", "application/connect+proto", "connect")
@example(b'{"a":"\\ud800"}', "application/json", None)
def test_any_bytes_are_read(body: bytes, content_type: str, reader: str | None) -> None:
    """Every reader takes every body, as a request and as a WebSocket message."""
    headers = (("Content-Type", content_type),)
    assert _is_sound(read(Request("POST", "https://a.example/", headers, body), reader))
    assert _is_sound(read_message(body, reader))


@quick
@given(
    st.sampled_from(SAMPLES),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 20), st.binary(max_size=20)), max_size=4),
    st.sampled_from(["", "gzip"]),
)
def test_a_damaged_request_is_read(
    sample: Sample, changes: list[tuple[int, int, bytes]], coding: str
) -> None:
    """Requests in every wire format with bytes put in, taken out and changed."""
    content_type, body = encode(sample.encoding, sample.body) if sample.encoding != "query" else ("", b"a=1")
    for place, gone, noise in changes:
        at = place % (len(body) + 1)
        body = body[:at] + noise + body[at + gone :]
    headers = (("Content-Type", content_type), ("Content-Encoding", coding))
    body = gzip.compress(body) if coding else body
    assert _is_sound(read(Request("POST", "https://a.example/", headers, body), sample.reader))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@quick
@given(json_values, READERS)
def test_any_json_is_read(value: object, reader: str | None) -> None:
    """Every JSON value, NaN and lone surrogates included, in every reader."""
    body = json.dumps(
        {"messages": [{"role": value, "content": value}], "input": value, "prompt": value}
    ).encode()
    assert _is_sound(read(Request("POST", "https://a.example/", (), body), reader))


@quick
@given(st.text(max_size=60), st.text(max_size=30), READERS)
def test_any_url_is_read(query: str, path: str, reader: str | None) -> None:
    """Paths and queries of any characters, half-finished escapes included."""
    assert _is_sound(read(Request("GET", f"https://a.example/{path}?{query}"), reader))
