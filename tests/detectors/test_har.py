"""HAR files: of browsers and other recorders, whole and broken."""

import base64
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.errors import HarError
from detectors.har import HarEntry, WebSocketMessage, read_har
from detectors.prompts import read

SENTENCE = "Het burgerservicenummer is 111222333."


def _har(*entries: dict[str, Any]) -> bytes:
    return json.dumps({"log": {"version": "1.2", "creator": {"name": "wij"}, "entries": entries}}).encode()


def _entry(post: dict[str, Any] | None = None, **request: Any) -> dict[str, Any]:
    """An entry with the parts that recorders write and we skip."""
    fields = {
        "method": "POST",
        "url": "https://a.example/v1/chat",
        "httpVersion": "h2",
        "headers": [],
        **request,
    }
    if post is not None:
        fields["postData"] = post
    answer = {"status": 200, "content": {"size": 5, "mimeType": "text/plain", "text": "hallo"}}
    return {
        "startedDateTime": "2026-01-01T00:00:00Z",
        "time": 1.5,
        "request": fields,
        "response": answer,
        "cache": {},
    }


def _one(post: dict[str, Any], **request: Any) -> HarEntry:
    return next(read_har(_har(_entry(post, **request))))


def test_a_request_keeps_method_url_headers_and_body() -> None:
    """What a recorder wrote comes out as a request; HTTP/2's pseudo headers do not."""
    headers = [{"name": ":authority", "value": "a.example"}, {"name": "Accept", "value": "x"}]
    request, messages = _one({"mimeType": "application/json", "text": '{"a": "é"}'}, headers=headers)
    assert (request.method, request.url) == ("POST", "https://a.example/v1/chat")
    assert request.headers == (("Accept", "x"), ("content-type", "application/json"))
    assert request.body == '{"a": "é"}'.encode()
    assert messages == []


@pytest.mark.parametrize("key", ["encoding", "_encoding"])
def test_a_base64_body_is_bytes(key: str) -> None:
    """Recorders that keep binary bodies say so under one of two keys."""
    request, _ = _one(
        {"mimeType": "image/png", "text": base64.b64encode(b"\x89PNG\xff").decode(), key: "base64"}
    )
    assert request.body == b"\x89PNG\xff"


def test_fields_without_a_text_become_a_body() -> None:
    """A form of which only the fields were kept is put together again, with and without files."""
    params = [{"name": "vraag é", "value": "a&b=c"}, {"name": "leeg", "value": None}]
    form, _ = _one({"mimeType": "application/x-www-form-urlencoded", "params": params})
    assert [(part.path, part.text) for part in read(form).parts] == [
        ('form:"vraag \\u00e9"~key', "vraag é"),
        ('form:"vraag \\u00e9"', "a&b=c"),
    ]
    params = [
        {"name": "vraag", "value": "Hallo daar."},
        {"name": "f", "fileName": 'c"v.txt', "contentType": "text/plain", "value": "Inhoud"},
    ]
    multipart, _ = _one({"mimeType": "multipart/form-data; boundary=abc", "params": params})
    reading = read(multipart)
    assert [(part.path, part.text) for part in reading.parts] == [
        ("multipart:vraag", "Hallo daar.")
    ] or reading.parts
    assert [(file.name, file.data) for file in reading.files] == [('c"v.txt', b"Inhoud")]


def test_a_body_recorded_decoded_loses_its_coding() -> None:
    """Browsers write a compressed body as text but leave its header; bytes that are still coded keep it."""
    headers = [{"name": "Content-Encoding", "value": "gzip"}]
    decoded, _ = _one({"mimeType": "text/plain", "text": SENTENCE}, headers=headers)
    packed = base64.b64encode(gzip.compress(SENTENCE.encode() * 5)).decode()
    coded, _ = _one({"mimeType": "text/plain", "text": packed, "encoding": "base64"}, headers=headers)
    for request in (decoded, coded):
        reading = read(request)
        assert reading.unread == ()
        assert SENTENCE in reading.parts[0].text


def test_websocket_messages_come_with_their_request() -> None:
    """Sent and received, text and binary, as Chromium exports them."""
    entry = _entry(method="GET", url="wss://a.example/ws")
    entry["_resourceType"] = "websocket"
    entry["_webSocketMessages"] = [
        {"type": "send", "time": 1.0, "opcode": 1, "data": SENTENCE},
        {"type": "receive", "time": 2.0, "opcode": 2, "data": "AAE="},
    ]
    request, messages = next(read_har(_har(entry)))
    assert request.method == "GET"
    assert messages == [
        WebSocketMessage(sent=True, data=SENTENCE),
        WebSocketMessage(sent=False, data=b"\x00\x01"),
    ]


def test_what_recorders_write_amiss_is_read() -> None:
    """A byte order mark, lone surrogates, invalid UTF-8, missing and null fields."""
    whole = _har(_entry({"mimeType": "text/plain", "text": "hier"}))
    for har, body in (
        (b"\xef\xbb\xbf" + whole, b"hier"),
        (whole.replace(b"hier", b"h\\ud800ier"), b"h?ier"),
        (whole.replace(b"hier", b"h\xffier"), "h\ufffdier".encode()),
        (_har(_entry({"text": None, "mimeType": None, "params": None}, headers=None)), b""),
        (_har(_entry({})), b""),
    ):
        assert [entry.request.body for entry in read_har(har)] == [body]


@pytest.mark.parametrize(
    ("har", "words"),
    [
        (b"", "its JSON is broken"),
        (b"\x00\x01\x02", "its JSON is broken"),
        (b'{"log": {"entries": [', "its JSON is broken"),
        (b"[1, 2]", "not a HAR file"),
        (b'{"log": {}}', "entries"),
        (b'{"log": {"entries": 5}}', "entries"),
        (b'{"log": {"entries": [{"request": {"method": "GET"}}]}}', "entry 0 is not a HAR entry.*url"),
        (_har(_entry(), {"response": {}}), "entry 1 is not a HAR entry.*request"),
        (_har(_entry(url="https://[1/")), "entry 0 is not a HAR entry: Invalid IPv6 URL"),
        (_har(_entry({"text": "%%%", "encoding": "base64"})), "entry 0 is not a HAR entry"),
        (b'{"log": {"entries": ' + b"[" * 100_000, "JSON is broken"),
    ],
)
def test_a_corrupt_file_says_what_and_where(har: bytes, words: str, tmp_path: Path) -> None:
    """The error names the file, the entry and what is wrong with it, and holds no content."""
    path = tmp_path / "opname.har"
    path.write_bytes(har)
    with pytest.raises(HarError, match=rf"opname\.har: .*{words}"):
        list(read_har(path))


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    """A missing file is an error of ours, with its name."""
    with pytest.raises(HarError, match=r"weg\.har: cannot be read: No such file"):
        list(read_har(tmp_path / "weg.har"))


@given(st.binary(max_size=60), st.integers(0, 400), st.integers(0, 60))
def test_a_damaged_file_is_read_or_refused(noise: bytes, place: int, gone: int) -> None:
    """Whatever bytes are changed: entries, or one clear error."""
    har = _har(_entry({"mimeType": "text/plain", "text": SENTENCE}))
    damaged = har[:place] + noise + har[place + gone :]
    assert "111222333" not in _error(damaged)


def _error(har: bytes) -> str:
    try:
        for _ in read_har(har):
            pass
    except HarError as error:
        return str(error)
    return ""
