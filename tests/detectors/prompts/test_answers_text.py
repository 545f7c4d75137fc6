"""The text of answers, whole and streamed."""

import gzip
import json
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from detectors.prompts.answers import read_answer

TEXT = "Mevrouw Fatima El Amrani (BSN 111222333) komt morgen."


def streamed(pieces: list[str]) -> bytes:
    """A stream as OpenAI gives it."""
    deltas = [{"choices": [{"index": 0, "delta": {"content": piece}}]} for piece in pieces]
    return "".join(f"data: {json.dumps(delta)}\n\n" for delta in deltas).encode() + b"data: [DONE]\n\n"


@given(st.lists(st.integers(0, len(TEXT)), max_size=20))
def test_a_stream_is_one_text_however_it_is_cut(cuts: list[int]) -> None:
    """The pieces at one place of the events are one text again."""
    places = sorted({0, *cuts, len(TEXT)})
    pieces = [TEXT[start:end] for start, end in pairwise(places)]
    assert TEXT in read_answer(streamed(pieces))


def test_whole_ndjson_and_packed_answers_are_read() -> None:
    """One JSON object, one a line, and gzip; what is cut off gives what there is."""
    whole = json.dumps({"content": [{"type": "text", "text": TEXT}]}).encode()
    assert TEXT in read_answer(whole)
    assert TEXT in read_answer(gzip.compress(whole), ("gzip",))
    lines = "\n".join(json.dumps({"message": {"content": piece}}) for piece in (TEXT[:9], TEXT[9:]))
    assert TEXT in read_answer(lines.encode())
    assert any("Amrani" in text for text in read_answer(whole[:-4]))


@given(st.binary(max_size=2000))
def test_arbitrary_bytes_never_raise(data: bytes) -> None:
    """Any bytes give texts, perhaps none."""
    assert all(isinstance(text, str) for text in read_answer(data, ("br",)))
    assert all(isinstance(text, str) for text in read_answer(data))
