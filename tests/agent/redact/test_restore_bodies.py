"""Answers of every other kind: codings, plain text, counted lines, types that are left alone, faults."""

import gzip
import json
import logging
import zlib
from typing import Any

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from agent.redact.restore import MessageRestorer, Restorer, is_restorable
from agent.redact.restore.framing import Lines, Values

VALUES = {"PERSOON_1": "Jan de Wit", "BSN_1": "123456782", "PLAATS_1": "Zoë's 😀"}


def run(data: bytes, media_type: str, step: int = 7, **more: Any) -> bytes:
    restorer = Restorer(VALUES, media_type, **more)
    out = [restorer(data[start : start + step]) for start in range(0, len(data), step)]
    return b"".join(chunk for some in [*out, restorer(b"")] for chunk in some)


def _zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("br", brotli.compress),
        ("zstd", _zstd),
        ("", bytes),
    ],
)
def test_a_coded_answer_is_decoded_on_its_way(coding: str, pack: Any) -> None:
    """A server that compresses though it was asked not to."""
    plain = b'data: {"delta":"Dag <PERSOON_1>"}\n\n' * 50
    out = run(pack(plain), "text/event-stream", codings=[coding])
    assert out == plain.replace(b"<PERSOON_1>", b"Jan de Wit")


@pytest.mark.parametrize("codings", [["x-secret"], ["gzip", "br"]])
def test_a_coding_that_is_unknown_leaves_the_answer_alone(codings: list[str]) -> None:
    """Bytes that cannot be read pass as they are, and say so."""
    assert Restorer(VALUES, "text/event-stream", codings).passes
    assert run(b"\x00\x01<PERSOON_1>", "text/event-stream", codings=codings) == b"\x00\x01<PERSOON_1>"


@pytest.mark.parametrize(
    "media_type",
    ["text/html", "image/png", "application/javascript", "application/connect+json", "application/grpc-web"],
)
def test_other_types_pass(media_type: str) -> None:
    """Pages and pictures are no answer of a model; envelopes have lengths that would not fit."""
    assert not is_restorable(media_type)
    assert run(b"<PERSOON_1>" * 3, media_type) == b"<PERSOON_1>" * 3


@pytest.mark.parametrize("step", [1, 2, 5, 1000])
@pytest.mark.parametrize("media_type", ["text/plain; charset=utf-8", "text/markdown", "", "application/json"])
def test_plain_text(media_type: str, step: int) -> None:
    """Also under another name, cut anywhere; a byte that is no UTF-8 survives."""
    data = "Dag <persoon_1>, groeten uit <PLAATS_1>. a<b & c> é".encode() + b"\xff <BSN_1"
    out = "Dag Jan de Wit, groeten uit Zoë's 😀. a<b & c> é".encode() + b"\xff <BSN_1"
    assert run(data, media_type, step) == out


def test_plain_text_is_not_kept() -> None:
    """All but the beginning of a possible placeholder goes on at once."""
    restorer = Restorer(VALUES, "text/plain")
    assert restorer(b"Een tekst die gewoon begint. ") == [b"Een tekst die gewoon begint. "]
    assert restorer(b"En dan <PERS") == [b"En dan "]
    assert restorer(b"OON_1>!") == [b"Jan de Wit!"]
    assert restorer(b"") == []


@given(
    st.lists(st.sampled_from(["Dag <PERSOON_1>", "<PLAATS_1>", "a < b", "é", "😀", "x" * 300]), max_size=5)
)
def test_counted_lines_of_google_keep_their_counts(texts: list[str]) -> None:
    """Gemini and NotebookLM: each line of JSON has its length in UTF-16 code units before it."""

    def build(texts: list[str]) -> bytes:
        out = ")]}'\n\n"
        for text in texts:
            inner = (
                json.dumps([None, None, [[text]]], ensure_ascii=False)
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
            )
            line = json.dumps([["wrb.fr", None, inner]], ensure_ascii=False) + "\n"
            out += f"{len(line.encode('utf-16-le')) // 2}\n{line}"
        return (out + '25\n[["e",4,null,null,131]]\n').encode()

    wanted = [text.replace("<PERSOON_1>", "Jan de Wit").replace("<PLAATS_1>", "Zoë's 😀") for text in texts]
    for step in (1, 11, 10_000):
        out = run(build(texts), "application/json; charset=utf-8", step)
        lines = out.decode().split("\n")[2:-1]
        for number, line in zip(lines[::2], lines[1::2], strict=True):
            assert int(number) == len((line + "\n").encode("utf-16-le")) // 2 or line.startswith('[["e"')
        found = [json.loads(json.loads(line)[0][2])[2][0][0] for line in lines[1:-2:2]]
        assert found == wanted


@given(st.binary(max_size=300), st.lists(st.integers(0, 300), max_size=10), st.integers(1, 60))
def test_framing_loses_nothing(data: bytes, cuts: list[int], limit: int) -> None:
    """Lines and values, with a low limit on what is kept: every byte comes out, in order."""
    for framing in (Lines(limit), Values(limit), Lines(limit, counted=True)):
        out, place = b"", 0
        for cut in [*sorted(cuts), len(data)]:
            units = framing.feed(data[place:cut])
            out += b"".join(unit.data for unit in units)
            assert all(b"".join(framing.split(unit.data)) == unit.data for unit in units)
            place = max(place, cut)
        assert out + framing.end() == data


@given(
    st.lists(st.recursive(st.text(max_size=5), lambda inner: st.lists(inner, max_size=3)), max_size=6),
    st.booleans(),
)
def test_values_are_the_values_of_the_document(items: list[Any], as_array: Any) -> None:
    """Each object or list is one event, brackets and quotes in strings notwithstanding."""
    trees = [{"a": item} for item in items]
    text = json.dumps(trees) if as_array else "\n".join(map(json.dumps, trees))
    framing = Values(10_000)
    units = [unit for byte in text.encode() for unit in framing.feed(bytes([byte]))]
    found = [unit.data.strip(b" ,[\n]") for unit in units]
    assert [json.loads(data) for data in found if data] == trees


def test_spaces_that_keep_a_connection_alive_go_on() -> None:
    """Before a document, between two, and before its kind is known."""
    restorer = Restorer(VALUES, "application/json")
    assert restorer(b" \n") == [b" \n"]
    assert restorer(b'{"a":') == []
    assert restorer(b'"<BSN_1>"}') == [b'{"a":"123456782"}']
    assert restorer(b"\n") == [b"\n"]
    assert Restorer(VALUES, "")(b"\r\n") == [b"\r\n"]


def test_a_fault_lets_the_answer_pass(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Should an event break the restorer, it goes on as it came, and the log says where, not what."""

    def broken(*_: Any) -> Any:
        raise RuntimeError("<PERSOON_1>")

    restorer = Restorer(VALUES, "text/event-stream")
    assert restorer(b'data: {"a":"Dag <PERS"}\n') == []
    monkeypatch.setattr("agent.redact.restore.channels.json_literal", broken, raising=False)
    monkeypatch.setattr("agent.redact.restore.strings.json_literal", broken)
    with caplog.at_level(logging.ERROR):
        out = restorer(b'data: {"a":"OON_1>"}\ndata: [DONE]\n')
    assert out == [b'data: {"a":"Dag <PERS"}\ndata: {"a":"OON_1>"}\ndata: [DONE]\n']
    assert "RuntimeError" in caplog.text
    assert "PERSOON" not in caplog.text


def test_a_coding_that_breaks_off_lets_the_answer_pass(caplog: pytest.LogCaptureFixture) -> None:
    """Bytes that are not what the header says arrive; the client sees what the server sent."""
    assert run(b"this is no gzip at all", "text/plain", codings=["gzip"]) == b"this is no gzip at all"
    assert "not restored" in caplog.text


def test_an_answer_is_shown_to_who_watches() -> None:
    """Decoded, and before it goes on."""
    seen: list[bytes] = []
    run(gzip.compress(b'data: {"id":"resp_1"}\n'), "text/event-stream", codings=["gzip"], watch=seen.append)
    assert b"".join(seen) == b'data: {"id":"resp_1"}\n'


def test_messages_of_signalr() -> None:
    """Several records in one message, one of them cut; a value that comes later is known from then on."""
    restorer = MessageRestorer({"PERSOON_1": "Jan de Wit"})
    record = '{"type":1,"target":"update","arguments":[{"writeAtCursor":"%s"}]}\x1e'
    assert restorer.take('{"type":6}\x1e' + record % "Dag <PERS") == []
    assert restorer.take(record % "OON_1> <BSN_1>") == [
        '{"type":6}\x1e' + record % "Dag Jan de Wit",
        record % " <BSN_1>",
    ]
    restorer.add({"PERSOON_1": "Jan de Wit", "BSN_1": "123456782"})
    assert restorer.take(record % "<BSN_1>") == [record % "123456782"]


def test_a_message_that_nothing_goes_on_with_is_not_kept_long() -> None:
    """A WebSocket does not end after an answer: four other messages are enough."""
    restorer = MessageRestorer(VALUES)
    assert restorer.take('{"text":"a <"}') == []
    assert [restorer.take(f'{{"event":{n}}}') for n in range(5)][-1] == [
        '{"text":"a <"}', '{"event":0}', '{"event":1}', '{"event":2}', '{"event":3}', '{"event":4}',
    ]  # fmt: skip
