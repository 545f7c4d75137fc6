"""Rewriting every other notation: forms, queries, multipart, lines, records, envelopes, protobuf."""

import gzip
import json
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.prompts import read, read_message
from detectors.prompts.rewrite import CannotRewriteError, Replacement, rewrite, rewrite_message
from detectors.request import Request

TOKEN = "Qorvaxi"
NEW = "<PERSOON_1>"
GEMINI = "https://gemini.google.com/_/BardChatUi/data/StreamGenerate?rt=c"
FORM = "application/x-www-form-urlencoded;charset=utf-8"


def found_in(texts: list[tuple[str, int]]) -> list[Replacement]:
    return [
        Replacement(number, start, start + len(TOKEN), NEW)
        for number, (text, label) in enumerate(texts)
        if (start := text.find(TOKEN, label)) >= 0
    ]


def rewritten(body: bytes, media_type: str, reader: str | None = None, url: str = GEMINI) -> Request:
    request = Request("POST", url, (("content-type", media_type), ("content-length", str(len(body)))), body)
    wanted = found_in([(part.text, part.label) for part in read(request, reader).parts])
    assert wanted, "the reader does not see the token"
    changed = rewrite(request, reader, wanted)
    assert changed.header("content-length") == str(len(changed.body))
    return changed


def varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def field(number: int, data: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(data)) + data


def envelope(data: bytes, flags: int = 0) -> bytes:
    return bytes([flags]) + len(data).to_bytes(4) + data


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)


@given(words, words)
def test_a_prompt_in_json_in_json_in_a_form(before: str, after: str) -> None:
    """Gemini and NotebookLM: a JSON string in a JSON array in a form field."""

    def build(name: str) -> bytes:
        inner = json.dumps([[f"{before} {name} \n{after}", 0, None], ["nl"]], ensure_ascii=False)
        return f"f.req={quote_plus(json.dumps([None, inner]))}&at=ADx%3A17&&b=%7e".encode()

    assert rewritten(build(TOKEN), FORM, "google_form").body == build(NEW)


def test_a_form_field_and_a_name_twice() -> None:
    """Of two fields with one name, the one that says it changes; odd encodings of the others stay."""
    body = b"q=dag+allemaal&q=dag+Qorvaxi%2c+hoe+gaat+het&x=%7E"
    assert rewritten(body, FORM).body == body.replace(b"Qorvaxi", quote(NEW).encode())


def test_a_query() -> None:
    """You.com and DeepL: the prompt stands in the URL."""
    url = "https://you.com/api/streamingSearch?page=1&q=Wie%20is+Qorvaxi%3F&chatId=1-2#a"
    assert rewritten(b"{}", "application/json", "query", url).url == url.replace("Qorvaxi", "%3CPERSOON_1%3E")


def test_a_path_is_refused() -> None:
    """Another path is another resource."""
    request = Request("GET", "https://api.example.com/people/Jan%20Qorvaxi")
    wanted = found_in([(part.text, part.label) for part in read(request).parts])
    with pytest.raises(CannotRewriteError, match="path"):
        rewrite(request, None, wanted)


def test_an_argument_in_a_header() -> None:
    """The Model Context Protocol repeats tool arguments in headers."""
    headers = (("Mcp-Param-Name", "Dag Qorvaxi"), ("X-Name", "Qorvaxi"))
    request = Request("POST", "https://mcp.example.com/mcp", headers, b"")
    wanted = found_in([(part.text, part.label) for part in read(request, "mcp").parts])
    changed = rewrite(request, "mcp", wanted)
    assert changed.headers == (("Mcp-Param-Name", f"Dag {NEW}"), ("X-Name", "Qorvaxi"))


def test_multipart_texts_change_and_files_do_not() -> None:
    """HuggingChat: JSON in one part, a file in the next; the file's bytes stay."""
    body = (
        b'--b1\r\nContent-Disposition: form-data; name="data"\r\n\r\n{"inputs":"Dag Qorvaxi","id":"q"}\r\n'
        b'--b1\r\nContent-Disposition: form-data; name="prompt"\r\n\r\nVoor Qorvaxi\r\n'
        b'--b1\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\nvan Qorvaxi\r\n--b1--\r\n'
    )
    changed = rewritten(body, "multipart/form-data; boundary=b1", "huggingchat").body
    assert changed == body.replace(b"Dag Qorvaxi", b"Dag <PERSOON_1>").replace(
        b"Voor Qorvaxi", b"Voor <PERSOON_1>"
    )


def test_a_multipart_text_in_base64_is_refused() -> None:
    """A transfer coding is not followed back."""
    coded = b"RGFnIFFvcnZheGksIGhvZSBnYWF0IGhldD8="
    body = (
        b'--b\r\nContent-Disposition: form-data; name="prompt"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        + coded
        + b"\r\n--b--\r\n"
    )
    with pytest.raises(CannotRewriteError, match="coding"):
        rewritten(body, "multipart/form-data; boundary=b")


@pytest.mark.parametrize(
    "body",
    [
        b'{"a":"Dag Qorvaxi"}\n  {"b": "x"} \n\n{"a":"en Qorvaxi"}\n',
        b'{"type":4,"arguments":[{"message":{"text":"Dag Qorvaxi"}}]}\x1e{"type":6}\x1e',
        b'42["user_message",{"contents":[{"value":"Dag Qorvaxi"}]}]',
        b"Dag Qorvaxi, dit is gewone tekst.",
        b'\n\n {"broken": "Dag Qorvaxi", "cut": "o',
    ],
)
def test_lines_records_packets_and_plain_text(body: bytes) -> None:
    """NDJSON, SignalR, Socket.IO, text and JSON that breaks off."""
    assert rewritten(body, "text/plain").body == body.replace(TOKEN.encode(), NEW.encode())


@given(words, st.integers(0, 4), st.integers(0, 300))
def test_protobuf_lengths_follow(around: str, depth: int, size: int) -> None:
    """The lengths of all messages around a changed string are told anew, over the edge of a byte too."""

    def build(name: str) -> bytes:
        data = field(1, f"Dag {name}, hoe gaat het? {around}".encode()) + varint(2 << 3) + varint(size)
        for _ in range(depth):
            data = field(3, field(1, b"user") + field(2, data) + field(4, b"x" * size))
        return data

    assert rewritten(build(TOKEN), "application/proto", "connect").body == build(NEW)


def test_envelopes_with_json_protobuf_and_gzip() -> None:
    """Connect and gRPC: a changed message goes out uncompressed, the others as they came."""
    proto = field(1, field(1, b"Dag Qorvaxi, hoe gaat het?"))
    plain = field(1, field(1, b"Dag <PERSOON_1>, hoe gaat het?"))
    other = envelope(gzip.compress(field(1, b"iets anders hier")), 1)
    body = envelope(gzip.compress(proto), 1) + other + envelope(b'{"m":{"text":"Dag Qorvaxi!"}}')
    changed = rewritten(body, "application/connect+proto", "connect").body
    assert changed == envelope(plain) + other + envelope(b'{"m":{"text":"Dag <PERSOON_1>!"}}')


def test_messages_of_a_websocket() -> None:
    """Copilot's text frames, and a binary one with protobuf."""
    message = '{"event":"send","content":[{"type":"text","text":"Dag Qorvaxi"}],"n":1.0}'
    wanted = found_in([(part.text, part.label) for part in read_message(message, "copilot_consumer").parts])
    assert rewrite_message(message, "copilot_consumer", wanted) == message.replace(TOKEN, NEW)
    data = varint(2 << 3) + b"\1" + field(5, field(2, b"Dag Qorvaxi!"))
    wanted = found_in([(part.text, part.label) for part in read_message(data, None).parts])
    changed = varint(2 << 3) + b"\1" + field(5, field(2, b"Dag <PERSOON_1>!"))
    assert rewrite_message(data, None, wanted) == changed
    assert rewrite_message(data, None, []) is data


def test_a_message_that_also_reads_as_text_is_refused() -> None:
    """Protobuf of which every byte can be printed: read as text, its lengths would not follow."""
    data = field(5, field(1, b"Dag Qorvaxi, hoe gaat het vandaag?"))
    wanted = found_in([(part.text, part.label) for part in read_message(data, None).parts])
    with pytest.raises(CannotRewriteError):
        rewrite_message(data, None, wanted)


@given(st.binary(max_size=200), st.sampled_from(["", "application/json", FORM, "application/grpc"]))
def test_any_bytes_are_rewritten_rightly_or_refused(data: bytes, media_type: str) -> None:
    """No other error, and a result that reads as it should: `rewrite` checks that itself."""
    request = Request("POST", GEMINI, (("content-type", media_type),), b"Qorvaxi " + data + b' "Qorvaxi"')
    wanted = found_in([(part.text, part.label) for part in read(request).parts])
    try:
        changed = rewrite(request, None, wanted)
    except CannotRewriteError:
        return
    texts = [part.text for part in read(changed).parts]
    assert sum(NEW in text for text in texts) == len(wanted)
