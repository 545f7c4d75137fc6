"""What a reader takes out of a request."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of text that leaves.

    Offsets of findings count code points of `text`. A bare value carries its key in front, so that the
    scanner sees ``bsn: 123456782`` and not just digits; `label` says how many code points that takes.

    Attributes:
        path: Where it stands, e.g. ``messages[1].content``, ``form:f.req|json[1]|json[0][0]``, ``query:q``;
            grammar in `detectors.prompts.paths`.
        role: ``user``, ``system``, ``assistant``, ``tool`` or ``draft``; ``unknown`` when nothing says.
        text: The text as the service would read it.
        label: Code points at the start of `text` that are a key put there by the reader, not content.
    """

    path: str
    role: str
    text: str
    label: int = 0


@dataclass(frozen=True, slots=True)
class File:
    """One uploaded or embedded file, not yet read.

    Attributes:
        path: Where it stands in the request, e.g. ``multipart:file`` or ``messages[0].content[1].file``.
        name: File name as given by the client, or an empty string.
        media_type: As declared by the client; the document readers judge by content.
        data: The bytes, transfer codings (base64) taken off.
    """

    path: str
    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Unread:
    """A place that could not be read, so that nobody can call it clean.

    Attributes:
        path: Where it stands; empty for the whole body.
        reason: One of `UnreadableError`'s reasons, or ``reader-error`` when a reader itself failed.
    """

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything a request says: texts, files and what could not be read."""

    parts: tuple[Part, ...] = ()
    files: tuple[File, ...] = ()
    unread: tuple[Unread, ...] = ()

    def __add__(self, other: Reading) -> Reading:
        """Both readings after one another."""
        return Reading(self.parts + other.parts, self.files + other.files, self.unread + other.unread)
