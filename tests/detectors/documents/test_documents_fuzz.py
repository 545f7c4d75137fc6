import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detectors.documents import REASONS, Limits, place_at, read_document
from tests.detectors.documents.conftest import all_samples

SAMPLES = all_samples()
TIGHT = Limits(expanded_bytes=8 << 20, characters=1 << 20, seconds=5)
MAGIC = [
    b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf1", b"\x1f\x8b\x08", b"BZh9",
    b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"II*\0", b"BM",
    b"<?xml ", b"<html>", b'{"a":', b"From: a\nTo: b\n", b"a,b\n1,2\n", b"\xff\xfe", b"\0\0\xfe\xff",
]  # fmt: skip


def check(data: bytes) -> None:
    """Reading neither raises nor gives a place that cannot be told."""
    document = read_document(data, limits=TIGHT)
    for passage in document.passages:
        place_at(passage, len(passage.text) // 2)
        passage.text.encode()
    assert {unread.reason for unread in document.unread} <= REASONS


@settings(deadline=None)
@given(st.binary(max_size=2_000))
def test_arbitrary_bytes(data: bytes) -> None:
    """No bytes make the reader raise."""
    check(data)


@settings(deadline=None)
@given(st.sampled_from(MAGIC), st.binary(max_size=1_000))
def test_bytes_behind_a_known_mark(mark: bytes, rest: bytes) -> None:
    """Rubbish that begins like a known format does not make its reader raise."""
    check(mark + rest)


@settings(deadline=None)
@given(st.text(max_size=500))
def test_arbitrary_text(text: str) -> None:
    """No text makes the reader raise."""
    check(text.encode("utf-8", errors="surrogatepass"))


@pytest.mark.parametrize("name", sorted(SAMPLES))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32), changes=st.integers(1, 40))
def test_damaged_documents(name: str, seed: int, changes: int) -> None:
    """A document with some bytes changed, dropped or doubled does not make its reader raise."""
    chance = random.Random(seed)
    data = bytearray(SAMPLES[name].data)
    for _ in range(changes):
        at = chance.randrange(len(data))
        match chance.randrange(4):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + chance.randrange(1, 20)]
            case 2:
                data[at:at] = data[at : at + chance.randrange(1, 50)]
            case _:
                data[at : at + 4] = chance.choice([b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f"])
        if not data:
            break
    check(bytes(data))
