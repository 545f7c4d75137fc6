"""Where readers put what they find: bounded in memory, whatever the bytes are."""

from dataclasses import dataclass, field

from detectors.errors import UnreadableError
from detectors.prompts.charset import clean
from detectors.prompts.part import File, Part, Reading, Unread

MOST_PARTS = 20_000
MOST_STEPS = 1_000_000
_MERGED = 32 * 1024
_MOST_UNREAD = 100


@dataclass(slots=True)
class Collector:
    """Parts, files and unread places of one request, in the order of the request.

    After `MOST_PARTS` parts, short texts that follow each other become one part of up to 32 KiB, at the path
    of the first: a body of millions of one-letter strings must not become millions of objects.

    Attributes:
        budget: Bytes that nested codings (a gzipped frame) may still give out.
        steps: Fields, lines, frames and values that may still be looked at one by one.
    """

    budget: int = 64 * 2**20
    steps: int = MOST_STEPS
    _parts: list[Part] = field(default_factory=list)
    _files: list[File] = field(default_factory=list)
    _unread: list[Unread] = field(default_factory=list)
    _waiting: list[str] = field(default_factory=list)
    _waiting_size: int = 0
    _waiting_at: tuple[str, str] = ("", "")

    def spend(self, steps: int) -> None:
        """Count work.

        Raises:
            UnreadableError: ``too-many-values``: a body of millions of tiny values would take minutes.
        """
        self.steps -= steps
        if self.steps < 0:
            raise UnreadableError("too-many-values")

    def text(self, path: str, role: str, text: str, label: str = "") -> None:
        """One text; blank ones hold nothing and are left out."""
        if not text or text.isspace():
            return
        if not text.isascii():
            text = clean(text)
        if len(self._parts) < MOST_PARTS or len(text) > _MERGED:
            if self._waiting:
                self._flush()
            part = Part(path, role, f"{label}: {text}", len(label) + 2) if label else Part(path, role, text)
            self._parts.append(part)
            return
        if not self._waiting:
            self._waiting_at = (path, role)
        self._waiting.append(f"{label}: {text}" if label else text)
        self._waiting_size += len(text)
        if self._waiting_size > _MERGED:
            self._flush()

    def file(self, path: str, name: str, media_type: str, data: bytes) -> None:
        """One file; the path, name and type are as the client gave them."""
        self._files.append(File(path, clean(name), media_type, data))

    def unread(self, path: str, reason: str) -> None:
        """One place that could not be read."""
        if len(self._unread) < _MOST_UNREAD:
            self._unread.append(Unread(path, reason))

    def reading(self) -> Reading:
        """All that was collected."""
        self._flush()
        return Reading(tuple(self._parts), tuple(self._files), tuple(self._unread))

    def _flush(self) -> None:
        if self._waiting:
            path, role = self._waiting_at
            self._parts.append(Part(path, role, "\n".join(self._waiting)))
            self._waiting, self._waiting_size = [], 0
