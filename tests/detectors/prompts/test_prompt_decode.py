"""Content codings: all of them, stacked, broken, hostile."""

import gzip
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from detectors.prompts import read
from detectors.prompts.decode import decode_body
from detectors.request import Request

MIB = 2**20
LIMIT = 4 * MIB
TEXT = b'{"messages": [{"role": "user", "content": "Een vraag over verlof."}]}' * 3
CODED = {
    "gzip": gzip.compress(TEXT, mtime=0),
    "x-gzip": gzip.compress(TEXT),
    "GZIP": gzip.compress(TEXT),
    "deflate": zlib.compress(TEXT),
    "br": brotli.compress(TEXT),
    "zstd": zstandard.compress(TEXT),
    "identity": TEXT,
}


@pytest.mark.parametrize("coding", CODED)
def test_each_coding_comes_off(coding: str) -> None:
    """The codings that HTTP clients use, by any case of their name."""
    assert decode_body(CODED[coding], [coding], LIMIT) == (TEXT, None)


def test_raw_deflate_comes_off() -> None:
    """Some clients mean raw deflate where the RFC means zlib."""
    packer = zlib.compressobj(wbits=-15)
    assert decode_body(packer.compress(TEXT) + packer.flush(), ["deflate"], LIMIT) == (TEXT, None)


def test_stacked_codings_come_off_in_order() -> None:
    """The last coding named is the first taken off, in one header or in several."""
    body = brotli.compress(gzip.compress(TEXT))
    assert decode_body(body, ["gzip", "br"], LIMIT) == (TEXT, None)
    for headers in (
        (("Content-Encoding", "gzip, br"),),
        (("content-encoding", "gzip"), ("Content-Encoding", "br")),
    ):
        reading = read(Request("POST", "https://a.example/", headers, body))
        assert "Een vraag over verlof." in "".join(part.text for part in reading.parts)
        assert reading.unread == ()


def test_members_and_frames_follow_each_other() -> None:
    """Several gzip members or zstd frames in one body are one text; zero padding is none."""
    assert (
        decode_body(gzip.compress(TEXT) + gzip.compress(TEXT) + b"\0" * 9, ["gzip"], LIMIT).data == TEXT * 2
    )
    assert decode_body(zstandard.compress(TEXT) * 2, ["zstd"], LIMIT).data == TEXT * 2


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_stops_at_the_limit(coding: str) -> None:
    """Zeros that grow beyond the limit are a bomb, whatever the coding; nothing of them is kept."""
    zeros = bytes(64 * MIB)
    packed = {
        "gzip": lambda: gzip.compress(zeros),
        "deflate": lambda: zlib.compress(zeros),
        "br": lambda: brotli.compress(zeros, quality=4),
        "zstd": lambda: zstandard.compress(zeros),
    }[coding]()
    assert decode_body(packed, [coding], LIMIT) == (b"", "bomb")


def test_a_body_over_the_limit_is_too_large() -> None:
    """Too large on the wire, or a little too large when decoded, is said so and is no bomb."""
    assert decode_body(bytes(LIMIT + 1), [], LIMIT) == (b"", "too-large")
    noise = b"".join(bytes([i % 251, i % 17]) for i in range(3000))
    assert decode_body(gzip.compress(noise), ["gzip"], 5000).reason in {"too-large", "bomb"}


@pytest.mark.parametrize(
    ("codings", "body", "reason"),
    [
        (["gzip"], CODED["gzip"][:-9], "truncated"),
        (["br"], CODED["br"][:-3], "truncated"),
        (["zstd"], CODED["zstd"][:-3], "truncated"),
        (["deflate"], CODED["deflate"][:-5], "truncated"),
        (["gzip"], TEXT, "truncated"),
        (["gzip"], b"", None),
        (["deflate"], CODED["deflate"] + b"more", "trailing-data"),
        (["compress"], TEXT, "unknown-coding"),
        (["gzip", "rot13"], TEXT, "unknown-coding"),
        (["gzip"] * 9, TEXT, "bomb"),
    ],
)
def test_what_does_not_decode_says_why(codings: list[str], body: bytes, reason: str | None) -> None:
    """A body that cannot be decoded is never taken for a clean one."""
    assert decode_body(body, codings, LIMIT).reason == reason


def test_what_came_out_before_a_break_is_read() -> None:
    """A truncated body is unread, and its beginning is read all the same."""
    body = gzip.compress(TEXT, compresslevel=0)
    reading = read(Request("POST", "https://a.example/", (("content-encoding", "gzip"),), body[:-20]))
    assert [item.reason for item in reading.unread] == ["truncated"]
    assert any("verlof" in part.text for part in reading.parts)


def test_a_compressed_body_without_a_header_is_read() -> None:
    """Bytes that are gzip, zlib or zstd are unpacked, whether a header says so or not."""
    for coding in ("gzip", "deflate", "zstd"):
        reading = read(Request("POST", "https://a.example/", (), CODED[coding]))
        assert any("verlof" in part.text for part in reading.parts)


@given(
    st.binary(max_size=300),
    st.lists(st.sampled_from(["gzip", "x-gzip", "deflate", "br", "zstd", "identity", "", "zip"]), max_size=5),
)
def test_decoding_any_bytes_is_total(body: bytes, codings: list[str]) -> None:
    """Whatever bytes come with whatever codings: an answer within the limit, never an error."""
    data, reason = decode_body(body, codings, 1000)
    assert len(data) <= 1000
    assert reason in {None, "too-large", "bomb", "truncated", "trailing-data", "unknown-coding"}
