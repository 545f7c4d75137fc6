"""Redaction's share of the work with text: read, give placeholders, rewrite. Plain functions for a worker.

Nothing is kept here between two calls. Presidio's `AnonymizerEngine` is not used for the replacing: it gives
a new text without the places, which the bytes of a request need, takes neighbouring findings of one type
together, and compares every finding with every other.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from agent.examination import Placed
from agent.redact.known import Known
from agent.redact.numbering import Numbering
from agent.redact.restore.marks import Mark, marks
from agent.redact.thread import Thread, thread_of, thread_of_message
from detectors.errors import CannotRewriteError
from detectors.prompts import MAX_BODY, Part, Reading, read, read_message
from detectors.prompts.rewrite import Replacement, rewrite, rewrite_message
from detectors.request import Request
from policies.model import Language


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be redacted.

    Attributes:
        reader: Name of the wire format.
        findings: What must not leave, by part, as the examination gave it.
        known: Value by name of its placeholder, of the conversation so far.
        language: Of the words in placeholders.
        max_body: Bytes of a body, on the wire and decoded.
    """

    reader: str | None
    findings: tuple[Placed, ...]
    known: dict[str, str] = field(repr=False)
    language: Language
    max_body: int = MAX_BODY


@dataclass(frozen=True, slots=True)
class Rewritten[T: Request | bytes | str]:
    """What may leave.

    Attributes:
        content: The request or message with its placeholders.
        new: Value by name, of placeholders that are new to the conversation.
        used: Names of all placeholders of the conversation that stand in it.
        thread: The conversation.
    """

    content: T
    new: dict[str, str] = field(repr=False)
    used: frozenset[str]
    thread: Thread


@dataclass(frozen=True, slots=True)
class Refused:
    """It cannot be redacted, so it must be stopped.

    Attributes:
        reason: That of a `CannotRewriteError`.
    """

    reason: str


def redact_request(request: Request, task: Task) -> Rewritten[Request] | Refused:
    """Put placeholders in a request."""
    try:
        reading = read(request, task.reader, task.max_body)
        work = _Work(reading, task)
        changed = rewrite(request, task.reader, work.replacements, max_body=task.max_body, reading=reading)
    except CannotRewriteError as error:
        return Refused(error.reason)
    return Rewritten(changed, work.new, work.used, thread_of(request, reading, task.max_body))


def redact_message[M: (bytes, str)](data: M, handshake: Request, task: Task) -> Rewritten[M] | Refused:
    """Put placeholders in a WebSocket message; `handshake` is the request that opened it."""
    try:
        reading = read_message(data, task.reader)
        work = _Work(reading, task)
        changed = rewrite_message(data, task.reader, work.replacements, reading=reading)
    except CannotRewriteError as error:
        return Refused(error.reason)
    return Rewritten(changed, work.new, work.used, thread_of_message(handshake, data, reading))


def find_thread(request: Request, reader: str | None, max_body: int = MAX_BODY) -> Thread:
    """The conversation of a request in which nothing is redacted."""
    return thread_of(request, read(request, reader, max_body), max_body)


def find_message_thread(data: bytes | str, handshake: Request, reader: str | None) -> Thread:
    """The conversation of a WebSocket message in which nothing is redacted."""
    return thread_of_message(handshake, data, read_message(data, reader))


_LINE = re.compile(r"[^\s][^\r\n]*")
_MOST_LINES = 5


class _Work:
    """Which placeholder goes where."""

    def __init__(self, reading: Reading, task: Task) -> None:
        texts = [part.text for part in reading.parts]
        marked = [tuple(marks(text)) for text in texts]
        names = {mark.name for found in marked for mark in found}
        numbering = Numbering(task.known, task.language, names - task.known.keys())
        # A finding within a text that is known already is a part of that text.
        spans = list(_spans(reading.parts, task.findings))
        spans = _with_echoes(reading.parts, marked, spans, Known(task.known.values()))
        numbering.names((kind, texts[part][start:end]) for part, start, end, kind in spans)
        self.new = numbering.new
        spans = _with_echoes(reading.parts, marked, spans, Known(numbering.new.values()))
        self.replacements = [
            Replacement(part, start, end, f"<{numbering.name(kind, texts[part][start:end])}>")
            for part, start, end, kind in spans
        ]
        self.used = frozenset(
            names & task.known.keys() | {replacement.text[1:-1] for replacement in self.replacements}
        )


type _Span = tuple[int, int, int, str]


def _spans(parts: Sequence[Part], findings: Sequence[Placed]) -> Iterator[_Span]:
    """The findings as part, start, end and type: sorted, those that touch the same text taken together.

    Those of a few lines are taken line by line: a value without line ends is written the same way everywhere.

    Raises:
        CannotRewriteError: One is not in the client's own text: it is in a file, or all of it is a label.
    """
    for number, start, end, kind in _joined(parts, findings):
        text = parts[number].text
        lines = list(_LINE.finditer(text, start, end))
        if 1 < len(lines) <= _MOST_LINES:
            yield from ((number, line.start(), line.end(), kind) for line in lines)
        else:
            yield number, start, end, kind


def _joined(parts: Sequence[Part], findings: Sequence[Placed]) -> Iterator[_Span]:
    last: _Span | None = None
    for number, finding in sorted((placed.part, placed.finding) for placed in findings):
        if number >= len(parts):
            raise CannotRewriteError("file")
        if finding.end <= parts[number].label:
            raise CannotRewriteError("label")
        start = max(finding.start, parts[number].label)
        if last is not None and last[0] == number and start < last[2]:
            last = (number, last[1], max(last[2], finding.end), last[3])
            continue
        if last is not None:
            yield last
        last = (number, start, finding.end, finding.type)
    if last is not None:
        yield last


def _with_echoes(
    parts: Sequence[Part], marked: Sequence[Sequence[Mark]], spans: Sequence[_Span], known: Known
) -> list[_Span]:
    """The spans, and where known values stand in the rest of the request, placeholders in it left out."""
    by_part: dict[int, list[_Span]] = {}
    for span in spans:
        by_part.setdefault(span[0], []).append(span)
    out: list[_Span] = []
    for number, part in enumerate(parts):
        echoes = [
            (number, start, end, "")
            for start, end in known.find(part.text)
            if start >= part.label
            and not any(start < mark.end and end > mark.start for mark in marked[number])
        ]
        out += _united(by_part.get(number, []), echoes)
    return out


def _united(spans: Sequence[_Span], echoes: Sequence[_Span]) -> Iterator[_Span]:
    """Both, in order. An echo takes the place of the spans in it, and is dropped when it cuts one."""
    place = 0
    for echo in echoes:
        _, start, end, _ = echo
        while place < len(spans) and spans[place][2] <= start:
            yield spans[place]
            place += 1
        upto = place
        while upto < len(spans) and spans[upto][1] < end:
            upto += 1
        if all(start <= span[1] and span[2] <= end for span in spans[place:upto]):
            yield (*echo[:3], spans[place][3] if upto > place else "")
            place = upto
    yield from spans[place:]
