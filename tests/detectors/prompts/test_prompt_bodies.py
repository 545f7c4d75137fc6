"""Bodies of every notation and every odd kind: what is in them comes out."""

import base64
import gzip
import json
import tracemalloc

import pytest

from detectors.prompts import MAX_BODY, Reading, read, read_message
from detectors.request import Request

BSN = "111222333"
SENTENCE = f"Het burgerservicenummer is {BSN}."


def _read(
    body: bytes,
    content_type: str = "application/json",
    reader: str | None = "openai_chat",
    url: str = "https://a.example/",
) -> Reading:
    return read(Request("POST", url, (("Content-Type", content_type),), body), reader)


def _at(reading: Reading) -> list[str]:
    """Where the BSN was read."""
    return [part.path for part in reading.parts if BSN in part.text]


CHAT = '{"messages": [{"role": "user", "content": "' + SENTENCE + '"}]}'


@pytest.mark.parametrize(
    "body",
    [
        CHAT.encode(),
        CHAT.encode("utf-8-sig"),
        CHAT.encode("utf-16"),
        CHAT.encode("utf-16-le"),
        CHAT.encode("utf-16-be"),
        CHAT.encode("utf-32"),
        CHAT.encode("utf-32-be"),
        b" \r\n\t" + CHAT.encode(),
        b")]}'\n" + CHAT.encode(),
    ],
    ids=["utf8", "utf8-bom", "utf16", "utf16le", "utf16be", "utf32", "utf32be", "space", "xssi"],
)
def test_json_is_json_in_any_unicode(body: bytes) -> None:
    """Byte order marks, UTF-16 and UTF-32 with and without one, and prefixes against script inclusion."""
    for content_type in (
        "application/json",
        "text/plain;charset=UTF-8",
        "application/x-www-form-urlencoded",
        "",
    ):
        assert _at(_read(body, content_type)) == ["messages[0].content"]


def test_characters_that_are_no_text_are_survived() -> None:
    """Invalid UTF-8, lone surrogates, control characters and NaN leave the rest readable, and encodable."""
    body = (
        CHAT.encode()
        .replace(b"Het", b"\xff\xfe\xe9 \\ud800 \x01 Het")
        .replace(b'"role"', b'"x": NaN, "y": -Infinity, "role"')
    )
    reading = _read(body)
    assert _at(reading) == ["messages[0].content"]
    assert all(part.text.encode() for part in reading.parts)


def test_text_in_an_old_charset_is_read() -> None:
    """Windows-1252 without a word about it, and declared ISO 8859-1, keep their letters."""
    for content_type in ("application/json", "application/json; charset=iso-8859-1"):
        reading = _read('{"prompt": "Renée heeft één cliënt."}'.encode("cp1252"), content_type)
        assert reading.parts[0].text == "Renée heeft één cliënt."


def test_both_values_of_a_repeated_key_are_read() -> None:
    """Servers differ in which of two equal keys they take, so both count, each at a path of its own."""
    body = (
        '{"messages": [{"role": "user", "content": "'
        + SENTENCE
        + '", "content": "Niets, ook niet '
        + BSN
        + '"}]}'
    )
    assert _at(_read(body.encode())) == ["messages[0].content", "messages[0].content~2"]


@pytest.mark.parametrize("value", [BSN, f"{BSN}.0", f"-{BSN}", "1.11222333E8", "1.11222333e+08"])
def test_a_number_is_read_with_its_key(value: str) -> None:
    """A bare number says what it is, as Java writes it, too."""
    reading = _read(f'{{"messages": [], "metadata": {{"klantBsn_nummer": {value}}}}}'.encode())
    assert [part.path for part in reading.parts] == ["metadata.klantBsn_nummer"]
    assert reading.parts[0].text.startswith("klant bsn nummer: ")
    assert reading.parts[0].label == len("klant bsn nummer: ")
    assert BSN in reading.parts[0].text


def test_numbers_that_steer_are_left_out() -> None:
    """Limits, clocks and seeds are no personal data, and look like it."""
    body = {
        "messages": [],
        "max_tokens": 111222333,
        "seed": 111222333,
        "created_at": 111222333,
        "options": {"num_ctx": 111222333},
    }
    assert _read(json.dumps(body).encode()).parts == ()


def test_a_list_of_numbers_is_one_text() -> None:
    """Numbers in a list stand under the key of the list."""
    reading = _read(f'{{"messages": [], "data": {{"bsns": [{BSN}, 123456782]}}}}'.encode())
    assert [(part.path, part.text) for part in reading.parts] == [("data.bsns", f"bsns: {BSN}, 123456782")]


def test_a_number_of_any_length_is_survived() -> None:
    """Digits beyond what Python turns into an integer are kept as they were written."""
    reading = _read(b'{"messages": [], "data": {"n": ' + b"7" * 100_000 + b"}}")
    assert len(reading.parts[0].text) == 100_000 + len("n: ")


def test_a_key_that_is_text_is_read() -> None:
    """People use names and numbers as keys."""
    reading = _read(json.dumps({"messages": [], "data": {f"Jan, {BSN}": True, "kind": {BSN: 1}}}).encode())
    assert _at(reading) == [f'data["Jan, {BSN}"]~key', f'data.kind["{BSN}"]~key']


@pytest.mark.parametrize("depth", [500, 5000, 200_000])
def test_a_depth_bomb_is_read(depth: int) -> None:
    """Lists and objects nested beyond any parser's stack still give their texts."""
    for opening, closing in (("[", "]"), ('{"a":', "}")):
        body = opening * depth + f'"{SENTENCE}"' + closing * depth
        reading = _read(body.encode())
        assert len(_at(reading)) == 1
        assert reading.unread == ()


@pytest.mark.parametrize(
    "body",
    [
        CHAT[:-3],
        CHAT + ",",
        CHAT + CHAT,
        CHAT.replace("]", ",]"),
        CHAT.replace('"messages"', "messages"),
        CHAT.replace('"', "'"),
        "/* uitleg */ " + CHAT,
        '{"messages": [{"content": "Ren\\u00e9, ' + BSN + '\\n", "role": undefined}]}',
        '{"a": "' + SENTENCE,
    ],
)
def test_broken_json_is_read(body: str) -> None:
    """Cut, doubled, with trailing commas, comments or bare words: every text in it comes out."""
    assert _at(_read(body.encode()))


def test_escapes_in_broken_json_are_undone() -> None:
    """What stands in a string that does not parse is read as the service would read it."""
    reading = _read(b'{"messages": [{"content": "Ren\\u00e9 \\ud83d\\ude00 \\"zei\\" iets"')
    assert reading.parts[0].text == 'René 😀 "zei" iets'
    assert reading.parts[0].path == "messages[0].content"


def test_a_text_that_begins_like_json_is_one_text() -> None:
    """Prose in brackets is read as it stands."""
    reading = _read(b'[Jan] schreef: "hallo", en ging toen weg.', "text/plain")
    assert [part.text for part in reading.parts] == ['[Jan] schreef: "hallo", en ging toen weg.']


def test_lines_and_events_are_read_one_by_one() -> None:
    """NDJSON and server-sent events give each line its path."""
    lines = f"{CHAT}\n\n{CHAT}"
    assert _at(_read(lines.encode(), "application/x-ndjson")) == [
        "line:0.messages[0].content",
        "line:2.messages[0].content",
    ]
    events = f"event: een\ndata: {CHAT}\n\ndata: los {BSN}\n\n"
    assert _at(_read(events.encode(), "text/event-stream")) == ["event:1.messages[0].content", "event:2"]


def test_a_form_gives_its_fields() -> None:
    """Fields are decoded; JSON in one is read as JSON; many fields cost no more than their text."""
    reading = _read(
        f"a=Hallo+daar%21&b=%7B%22q%22%3A%22{BSN}%22%7D&bsn={BSN}&leeg=".encode(),
        "application/x-www-form-urlencoded",
    )
    assert [(part.path, part.text) for part in reading.parts] == [
        ("form:a", "a: Hallo daar!"),
        ("form:b|json.q", BSN),
        ("form:bsn", f"bsn: {BSN}"),
    ]
    reading = _read(b"messages[0][content]=Hallo+daar", "application/x-www-form-urlencoded")
    assert [(part.path, part.text) for part in reading.parts][-1] == (
        'form:"messages[0][content]"',
        "Hallo daar",
    )


def test_a_query_and_a_path_are_read() -> None:
    """Prompts in an URL count, whatever the body; credentials and identifiers in it do not."""
    url = (
        f"https://a.example/klant/{BSN}/Jan%20Jansen/v1beta?q=Wie+is+{BSN}%3F&key=AIzaSyAbc&sig=abc&{BSN}=ja"
    )
    reading = read(Request("GET", url), None)
    assert [(part.path, part.text) for part in reading.parts] == [
        ("query:q", f"Wie is {BSN}?"),
        (f"query:{BSN}~key", BSN),
        (f"query:{BSN}", "ja"),
        ("path:2", f"klant: {BSN}"),
        ("path:3", "Jan Jansen"),
    ]


def test_headers_that_carry_arguments_are_read() -> None:
    """The Model Context Protocol repeats arguments of tools in headers; other headers are no content."""
    headers = (("Mcp-Param-Klant", f"Jan {BSN}"), ("X-Trace", BSN))
    reading = read(Request("POST", "https://a.example/mcp", headers), "mcp")
    assert [part.path for part in reading.parts] == ["header:mcp-param-klant"]


def test_the_name_of_an_uploaded_body_is_read() -> None:
    """Names of files stand in headers when the body is the file."""
    for name, value in (
        ("X-File-Name", f"salaris%20{BSN}.txt"),
        ("Content-Disposition", f'attachment; filename="salaris {BSN}.txt"'),
        ("Content-Disposition", f"attachment; filename*=UTF-8''salaris%20{BSN}.txt"),
    ):
        reading = read(Request("PUT", "https://a.example/", ((name, value),), b"Inhoud."), "raw_upload")
        assert [part.text for part in reading.parts] == [
            f"{name.lower().replace('-', ' ')}: salaris {BSN}.txt"
        ]


def test_files_in_json_come_out_as_files() -> None:
    """Base64 with a known beginning, data URLs and byte arrays are files, with name and type from around."""
    pdf = b"%PDF-1.7 " + bytes(range(200))
    packed = base64.b64encode(pdf).decode()
    body = {
        "messages": [],
        "een": {"mimeType": "application/pdf", "name": "cv.pdf", "data": packed},
        "twee": f"data:application/pdf;name=cv.pdf;base64,{packed}",
        "drie": packed.replace("+", "-").replace("/", "_").rstrip("="),
        "vier": "\n".join(packed[i : i + 76] for i in range(0, len(packed), 76)),
        "vijf": {"type": "Buffer", "data": list(pdf)},
        "zes": "data:text/plain,Hallo%20daar",
    }
    files = _read(json.dumps(body).encode()).files
    assert [(file.path, file.name, file.media_type, file.data == pdf) for file in files] == [
        ("een.data", "cv.pdf", "application/pdf", True),
        ("twee", "", "application/pdf", True),
        ("drie", "", "application/pdf", True),
        ("vier", "", "application/pdf", True),
        ("vijf.data", "", "application/pdf", True),
        ("zes", "", "text/plain", False),
    ]
    assert files[-1].data == b"Hallo daar"


def test_a_list_of_numbers_in_lines_is_no_file() -> None:
    """Nine digits a line are base64 to a machine, and people to the law."""
    body = json.dumps({"model": "m", "messages": [{"role": "user", "content": "\n".join([BSN] * 3000)}]})
    assert _at(_read(body.encode())) == ["messages[0].content"]


def test_signatures_are_skipped_and_text_in_their_place_is_not() -> None:
    """A thinking block's signature is no text; a sentence or a number there is."""
    block = {"type": "thinking", "thinking": "Hm.", "signature": "EqQBCkgIARABGAIiQ" * 30}
    body = {"messages": [{"role": "assistant", "content": [block]}]}
    assert [part.path for part in _read(json.dumps(body).encode(), reader="anthropic_messages").parts] == [
        "messages[0].content[0].thinking"
    ]
    block["signature"] = SENTENCE
    assert _at(_read(json.dumps(body).encode(), reader="anthropic_messages")) == [
        "messages[0].content[0].signature"
    ]


def test_a_body_of_another_shape_is_read_broadly() -> None:
    """A reader that meets another format than its own takes every text, identifiers included."""
    reading = _read(json.dumps({"vraag": {"user_id": "Jansen", "tekst": SENTENCE}}).encode())
    assert [part.path for part in reading.parts] == ["vraag.user_id", "vraag.tekst"]


def test_multipart_is_read_whatever_its_form() -> None:
    """Bare newlines, a boundary that no header names, names in UTF-8, base64 parts, text around the parts."""
    body = (
        f"vooraf {BSN}\r\n"
        '--x y\r\nContent-Disposition: form-data; name="vraag"\r\n\r\n' + SENTENCE + "\r\n"
        "--x y\nContent-Disposition: form-data; name=plat\n\nplat " + BSN + "\n"
        "--x y\r\nContent-Disposition: form-data; name=\"f\"; filename*=UTF-8''Ren%C3%A9%20cv.txt\r\n"
        "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nSGFsbG8gZGFhcg==\r\n"
        f"--x y--\r\nachteraf {BSN}"
    ).encode()
    for content_type in ('multipart/form-data; boundary="x y"', "multipart/form-data"):
        found = _read(body if "bound" in content_type else body.partition(b"\r\n")[2], content_type)
        assert _at(found)[-3:] == ["multipart:vraag", "multipart:plat", "multipart:epilogue"]
        assert [(file.name, file.data) for file in found.files] == [("René cv.txt", b"Hallo daar")]


def test_an_upload_is_a_file() -> None:
    """Raw bytes are a file for the upload reader; elsewhere by their first bytes; PDF in ASCII, too."""
    pdf = b"%PDF-1.4\n1 0 obj\n"
    for reader, content_type in (("raw_upload", ""), (None, "application/pdf"), ("multipart", "")):
        files = _read(pdf, content_type, reader).files
        assert [(file.path, file.media_type, file.data) for file in files] == [
            ("body", "application/pdf", pdf)
        ]


def test_the_start_of_a_resumable_upload_is_read_as_text() -> None:
    """Its JSON names the file; the bytes come in a later request."""
    headers = (("X-Goog-Upload-Command", "start"), ("Content-Type", "application/json"))
    body = json.dumps({"file": {"display_name": f"salaris {BSN}"}}).encode()
    reading = read(Request("POST", "https://a.example/upload", headers, body), "raw_upload")
    assert _at(reading) == ["file.display_name"]
    assert reading.files == ()


def test_unknown_bytes_are_a_file_and_their_text_is_read() -> None:
    """Bytes of no known kind are handed on as a file, and runs of text in them are read."""
    body = (
        b"\xf7\xfe\x00\x9c" * 50
        + SENTENCE.encode()
        + b"\x00\x81" * 90
        + SENTENCE.encode("utf-16-le")
        + b"\x9d" * 9
    )
    reading = _read(body, "application/octet-stream")
    assert len(_at(reading)) == 2
    assert [file.media_type for file in reading.files] == ["application/octet-stream"]


def test_an_envelope_that_does_not_open_is_unread() -> None:
    """A compressed frame that is cut, or coded in a way that nobody knows, is never taken for clean."""
    packed = gzip.compress(SENTENCE.encode() * 9)
    frame = b"\x01" + len(packed).to_bytes(4) + packed
    cut = read(
        Request("POST", "https://a.example/", (("content-type", "application/connect+proto"),), frame[:-5]),
        "connect",
    )
    assert {item.reason for item in cut.unread} == {"truncated"}
    headers = (("content-type", "application/grpc"), ("grpc-encoding", "snappy"))
    odd = read(Request("POST", "https://a.example/", headers, frame), "connect")
    assert {item.reason for item in odd.unread} == {"unknown-coding"}


def test_grpc_web_text_is_read() -> None:
    """Envelopes in base64 are opened."""
    message = b"\x0a" + bytes([len(SENTENCE)]) + SENTENCE.encode()
    body = base64.b64encode(b"\0" + len(message).to_bytes(4) + message)
    assert _at(_read(body, "application/grpc-web-text", "connect")) == ["frame:0.f1"]


def test_a_websocket_message_is_read_in_any_of_its_framings() -> None:
    """SignalR records, Socket.IO packets, plain JSON, text and bytes."""
    for message, path in (
        (CHAT, "messages[0].content"),
        (CHAT + "\x1e", "record:0.messages[0].content"),
        (f"42/chat,7{json.dumps(['bericht', SENTENCE])}", "[1]"),
        (SENTENCE, "body"),
    ):
        assert _at(read_message(message)) == [path]
        assert _at(read_message(message.encode())) == [path]
    assert read_message("x" * 11, max_body=10).unread[0].reason == "too-large"


@pytest.mark.parametrize("unit", ['"a",', "[],", '{"a":1},', "1,", "123456,", "1.5,"])
def test_a_body_of_very_many_values_stays_small(unit: str) -> None:
    """One-letter strings and empty lists cost about what they weigh; the text after them is still found."""
    body = ("[" + unit * 150_000 + f'"{SENTENCE}"]').encode()
    tracemalloc.start()
    reading = _read(body, reader=None)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert _at(reading)
    assert peak < 64 * 2**20


@pytest.mark.parametrize(
    ("unit", "content_type"),
    [
        ('["a",{}],', "application/json"),
        ("{}\n", "application/x-ndjson"),
        ("a=1&", "application/x-www-form-urlencoded"),
        ("data:1\n\n", "text/event-stream"),
        ("a\x1e", ""),
        ("--b\r\n\r\n", "multipart/form-data; boundary=b"),
    ],
)
def test_a_body_of_millions_of_values_is_unread_and_read_as_text(unit: str, content_type: str) -> None:
    """Beyond a million pieces a body is one text, and said to be unread: minutes of work help nobody."""
    start = "[" if unit.startswith("[") else "{}\n" if unit == "{}\n" else ""
    body = (start + unit * (2_600_000 // len(unit)) + SENTENCE).encode()
    reading = _read(body, content_type, reader=None)
    assert [item.reason for item in reading.unread] == ["too-many-values"]
    assert set(_at(reading)) == {"body"}


def test_a_failure_of_a_reader_is_visible(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A fault in our own code makes the request unread, and logs no text."""
    monkeypatch.setattr("detectors.prompts.reader.unpack", lambda *_: 1 / 0)
    reading = _read(CHAT.encode())
    assert [item.reason for item in reading.unread] == ["reader-error"]
    assert BSN not in caplog.text


def test_the_default_limit_holds() -> None:
    """A body over 64 MiB is too large to read."""
    assert (
        read(Request("POST", "https://a.example/", (), bytes(MAX_BODY + 1))).unread[0].reason == "too-large"
    )
