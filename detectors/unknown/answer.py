"""What the answer shows, when the request did not: the first bytes of a stream that a model writes."""

from collections.abc import Iterable

from detectors.unknown.fragments import has_fragments
from detectors.unknown.signals import AnswerSignal, load_signals, named_signals, pattern_of

STREAMED = (
    "text/event-stream",
    "application/x-ndjson",
    "application/jsonl",
    "text/plain",
    "application/json",
)
"""Content types in which models stream; text/plain is that of the AI SDK before its version 5."""

FIRST = 4096
"""Bytes of an answer that are looked at."""


def may_stream(content_type: str) -> bool:
    """Whether an answer of this type is worth a look."""
    return content_type.partition(";")[0].strip().lower() in STREAMED


def is_whole_answer(name: str) -> bool:
    """Whether a signal is that of an answer that comes all at once."""
    signal = named_signals().get(name)
    return isinstance(signal, AnswerSignal) and signal.whole


def answer_signals(headers: Iterable[tuple[str, str]], first: bytes = b"") -> tuple[str, ...]:
    """Names of what an answer shows.

    Args:
        headers: Name and value pairs of the answer.
        first: Its first bytes, content codings taken off.
    """
    names = [key.lower() for key, _ in headers]
    text = first[:FIRST].decode("utf-8", "replace").lstrip()
    return tuple(
        signal.name
        for signal in load_signals().answers
        if (signal.pattern and pattern_of(signal.pattern).search(text))
        or (signal.header and any(pattern_of(signal.header).search(name) for name in names))
        or (signal.shape and has_fragments(text))
    )
