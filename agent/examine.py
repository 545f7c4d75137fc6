"""Steps 2 and 3 of the way of a request: read it, scan it. Runs in a worker, or in `replay`'s process."""

import hashlib
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from cachetools import LRUCache

from agent.errors import FailureError
from agent.examination import Examination, Placed, ReadFile
from detectors.documents import Limits, read_document
from detectors.prompts import read, read_message
from detectors.prompts.part import File, Part, Reading, Unread
from detectors.request import Request
from detectors.scanner import Scan, Scanner
from policies.lists import Lists

CACHED_TEXTS = 20_000
DOCUMENT_SHARE = 0.6


@dataclass(slots=True)
class Examiner:
    """Reads and scans; remembers what it found in a text, as chat clients send the whole history each turn.

    Texts are remembered by a hash under a key that dies with the process, never as text.

    Attributes:
        scanner: Finds personal data in text.
        max_body: Bytes of a body, on the wire and decoded.
        keep_text: Leave the text in the result (`replay --show-text`).
        limits: How much one document may cost.
    """

    scanner: Scanner
    max_body: int = 64 * 2**20
    keep_text: bool = False
    limits: Limits = field(default_factory=Limits)
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    _seen: LRUCache[bytes, Scan] = field(default_factory=lambda: LRUCache(CACHED_TEXTS), repr=False)

    def request(
        self, request: Request, reader: str | None, lists: Lists | None = None, group: str | None = None
    ) -> Examination:
        """Read and scan an HTTP request. Never raises for what the client sent: see `Examination.unread`."""
        start = time.perf_counter()
        return self._examine(read(request, reader, self.max_body), start, lists, group)

    def message(
        self, data: bytes | str, reader: str | None, lists: Lists | None = None, group: str | None = None
    ) -> Examination:
        """The same for a WebSocket message."""
        start = time.perf_counter()
        return self._examine(read_message(data, reader), start, lists, group)

    def _examine(self, reading: Reading, start: float, lists: Lists | None, group: str | None) -> Examination:
        parts = list(reading.parts)
        unread = list(reading.unread)
        files = []
        for file in reading.files:
            document, passages = _file_parts(file, self.limits)
            files.append(document)
            parts.extend(passages.parts)
            unread.extend(passages.unread)
        scans = [self._scan(part.text) for part in parts]
        if lists:
            scans = [
                replace(scan, findings=lists.apply(part.text, scan.findings, group))
                for part, scan in zip(parts, scans, strict=True)
            ]
        return Examination(
            parts=tuple(part if self.keep_text else Part(part.path, part.role, "") for part in parts),
            chars=tuple(len(part.text) for part in parts),
            files=tuple(files),
            findings=tuple(_placed(parts, scans)),
            unread=tuple(unread),
            language=_main_language(parts, scans),
            seconds=time.perf_counter() - start,
        )

    def _scan(self, text: str) -> Scan:
        key = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=self._key, digest_size=16).digest()
        scan = self._seen.get(key)
        if scan is None:
            scan = self._seen[key] = self.scanner.scan(text)
        return scan


def _file_parts(file: File, limits: Limits) -> tuple[ReadFile, Reading]:
    """The texts of a file as parts, its name among them: names of files often name people."""
    document = read_document(file.data, file.name, file.media_type, limits)
    parts = [Part(_below(file.path, passage.place), "file", passage.text) for passage in document.passages]
    if file.name:
        parts.append(Part(f"{file.path} > name", "file", file.name))
    unread = tuple(Unread(_below(file.path, item.path), item.reason) for item in document.unread)
    summary = ReadFile(file.path, document.kind, len(file.data), len(document.passages))
    return summary, Reading(parts=tuple(parts), unread=unread)


def _below(path: str, place: str) -> str:
    return f"{path} > {place}" if place else path


def _placed(parts: list[Part], scans: list[Scan]) -> Iterator[Placed]:
    """The findings by part; what lies in the key that a reader put in front of a value is no finding."""
    for number, (part, scan) in enumerate(zip(parts, scans, strict=True)):
        for finding in scan.findings:
            if finding.end > part.label:
                yield Placed(number, finding)


def _main_language(parts: list[Part], scans: list[Scan]) -> str:
    """Language of the longest part."""
    longest = max(range(len(parts)), key=lambda number: len(parts[number].text), default=None)
    return "" if longest is None else scans[longest].language


_examiner: Examiner | None = None


def load(max_body: int, deadline: float) -> None:
    """Make this process's examiner; a pool of workers calls it once in each.

    A document gets less time than the deadline, so that what was read of it is scanned before that.
    """
    global _examiner  # noqa: PLW0603 - one a process, made once
    _examiner = Examiner(Scanner(), max_body, limits=Limits(seconds=deadline * DOCUMENT_SHARE))


def loaded() -> Examiner:
    """This process's examiner.

    Raises:
        FailureError: `load` was not called.
    """
    if _examiner is None:
        raise FailureError("the worker was not loaded")
    return _examiner
