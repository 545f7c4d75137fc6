"""Steps 2 and 3 of the way of a request: read it, scan it. Runs in a worker, or in `replay`'s process."""

import hashlib
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from cachetools import LRUCache

from agent.detection import PLAIN, Detection, ScannerSource
from agent.errors import FailureError
from agent.examination import Examination, Placed, ReadFile
from detectors.documents import Limits, read_document
from detectors.prompts import read, read_message
from detectors.prompts.answers import read_answer
from detectors.prompts.part import File, Part, Reading, Unread
from detectors.request import Request
from detectors.scanner import Scan, Scanner
from policies.lists import Lists
from policies.values import number_values

CACHED_TEXTS = 20_000
DOCUMENT_SHARE = 0.6


@dataclass(slots=True)
class Examiner:
    """Reads and scans; remembers what it found in a text, as chat clients send the whole history each turn.

    Texts are remembered by a hash under a key that dies with the guard, never as text.

    Attributes:
        scanner: Finds personal data in text.
        max_body: Bytes of a body, on the wire and decoded.
        keep_text: Leave the text in the result (`replay --show-text`).
        limits: How much one document may cost.
        key: Of the hashes; the same in all workers of a guard.
        source: Where a new scanner comes from when the index of known people is replaced.
    """

    scanner: Scanner
    max_body: int = 64 * 2**20
    keep_text: bool = False
    limits: Limits = field(default_factory=Limits)
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    source: ScannerSource | None = None
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

    def answer(
        self, body: bytes, codings: tuple[str, ...], lists: Lists | None = None, group: str | None = None
    ) -> Examination:
        """The same for the answer of a service."""
        start = time.perf_counter()
        texts = read_answer(body, codings, self.max_body)
        parts = tuple(Part("answer", "assistant", text) for text in texts)
        return self._examine(Reading(parts=parts), start, lists, group)

    def text(self, text: str) -> Scan:
        """Scan a text that did not come from a request."""
        self._renew()
        return self._scan(text, self._digest(text))

    def _examine(self, reading: Reading, start: float, lists: Lists | None, group: str | None) -> Examination:
        self._renew()
        parts = list(reading.parts)
        unread = list(reading.unread)
        files = []
        for file in reading.files:
            document, passages = _file_parts(file, self.limits)
            files.append(document)
            parts.extend(passages.parts)
            unread.extend(passages.unread)
        digests = [self._digest(part.text) for part in parts]
        scans = [self._scan(part.text, digest) for part, digest in zip(parts, digests, strict=True)]
        if lists:
            scans = [
                replace(scan, findings=lists.apply(part.text, scan.findings, group))
                for part, scan in zip(parts, scans, strict=True)
            ]
        findings = tuple(_placed(parts, scans))
        return Examination(
            parts=tuple(part if self.keep_text else Part(part.path, part.role, "") for part in parts),
            chars=tuple(len(part.text) for part in parts),
            files=tuple(files),
            findings=findings,
            values=number_values((parts[placed.part].text, placed.finding) for placed in findings),
            digests=tuple(digests),
            unread=tuple(unread),
            language=_main_language(parts, scans),
            seconds=time.perf_counter() - start,
        )

    def _renew(self) -> None:
        """Take over an index of known people that was replaced; what was remembered no longer holds."""
        scanner = self.source.renewed() if self.source else None
        if scanner is not None:
            self.scanner = scanner
            self._seen.clear()

    def _digest(self, text: str) -> bytes:
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=self.key, digest_size=16).digest()

    def _scan(self, text: str, digest: bytes) -> Scan:
        scan = self._seen.get(digest)
        if scan is None:
            scan = self._seen[digest] = self.scanner.scan(text)
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
    """The findings by part, without what lies in the key that a reader put in front of a value."""
    for number, (part, scan) in enumerate(zip(parts, scans, strict=True)):
        for finding in scan.findings:
            if finding.start >= part.label:
                yield Placed(number, finding)
            elif finding.end > part.label:
                yield Placed(number, replace(finding, start=part.label))


def _main_language(parts: list[Part], scans: list[Scan]) -> str:
    """Language of the longest part."""
    longest = max(range(len(parts)), key=lambda number: len(parts[number].text), default=None)
    return "" if longest is None else scans[longest].language


_examiner: Examiner | None = None
_problem = "the worker was not loaded"


def load(max_body: int, deadline: float, key: bytes, detection: Detection = PLAIN) -> None:
    """Make this process's examiner; a pool of workers calls it once in each.

    A document gets less time than the deadline, so that what was read of it is scanned before that. What
    stands in the way is told at the first request, as a pool only logs what goes wrong here.
    """
    global _examiner, _problem  # noqa: PLW0603 - one a process, made once
    source = ScannerSource(detection)
    limits = Limits(seconds=deadline * DOCUMENT_SHARE)
    try:
        _examiner = Examiner(source.scanner(), max_body, limits=limits, key=key, source=source)
    except FailureError as error:
        _problem = str(error)


def loaded() -> Examiner:
    """This process's examiner.

    Raises:
        FailureError: `load` was not called, or failed.
    """
    if _examiner is None:
        raise FailureError(_problem)
    return _examiner
