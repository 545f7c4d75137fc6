"""Fuzz the readers of wire formats; see README.md.

The first four bytes of an input choose the reader, the content type, the content coding and the way in.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import atheris

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1] / "detectors" / "prompts")]
with atheris.instrument_imports(include=["detectors"]):
    from detectors.prompts import Reading, read, read_message, reader_names
    from detectors.request import Request

from fuzzing import fuzz  # noqa: E402 - the readers come first, to be instrumented
from wire_sample import encode, load_samples  # noqa: E402

LONGEST = 32 * 1024
URL = "https://a.example/v1/chat"
READERS = sorted(reader_names())
TYPES = [
    "", "application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=grens",
    "multipart/related", "text/event-stream", "text/plain; charset=utf-16", "application/x-ndjson",
    "application/connect+proto", "application/grpc-web-text", "application/x-protobuf",
    "application/octet-stream",
]  # fmt: skip
CODINGS = ["", "", "", "", "gzip", "x-gzip", "deflate", "br", "zstd", "gzip, br"]
MESSAGES = {"message", "records", "socketio"}


def one(data: bytes) -> None:
    """Read an input as a message, a request with a body, or a URL."""
    if len(data) < 4:
        return
    reader = READERS[data[0] % len(READERS)]
    headers = (
        ("content-type", TYPES[data[1] % len(TYPES)]),
        ("content-encoding", CODINGS[data[2] % len(CODINGS)]),
    )
    way, body = data[3] % 8, data[4:]
    if way == 0:
        check(read_message(body, reader))
    elif way == 1:
        check(read_message(body.decode("utf-8", "replace"), reader))
    elif way == 2:
        check(read(Request("GET", f"https://a.example/{_url(body)}"), reader))
    else:
        check(read(Request("POST", URL, headers, body), reader))


def check(reading: Reading) -> None:
    """Only what the later steps can take."""
    if "reader-error" in {item.reason for item in reading.unread}:
        raise RuntimeError("a fault of ours")
    for part in reading.parts:
        part.text.encode()
        part.path.encode()
        if not 0 <= part.label <= len(part.text):
            raise RuntimeError("a label longer than its text")


def seeds() -> Iterator[bytes]:
    """Every sample of the tests."""
    for sample in load_samples():
        if sample.encoding == "query":
            continue
        content_type, body = encode(sample.encoding, sample.body)
        kind = next(
            (n for n, name in enumerate(TYPES) if name and name.split(";")[0] == content_type.split(";")[0]),
            0,
        )
        yield bytes([READERS.index(sample.reader), kind, 0, 0 if sample.encoding in MESSAGES else 3]) + body


def _url(data: bytes) -> str:
    """Bytes as the path and query of a URL; brackets make an address that Python refuses to take apart."""
    return data.decode("latin-1").replace("[", "").replace("]", "")


if __name__ == "__main__":
    fuzz(one, seeds, LONGEST)
