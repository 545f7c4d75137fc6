"""What reading and scanning one request gave. Light to import: the detectors are loaded in the workers."""

from dataclasses import dataclass, field

from detectors.finding import Finding
from detectors.prompts.part import Part, Unread


@dataclass(frozen=True, slots=True)
class ReadFile:
    """An uploaded file after reading, without its content.

    Attributes:
        path: Where it stood in the request.
        kind: What the content is, e.g. ``pdf``.
        bytes: Its size.
        passages: How many pieces of text it gave.
    """

    path: str
    kind: str
    bytes: int
    passages: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding with the place of its text.

    Attributes:
        part: Number of the part it stands in.
        finding: Type, span in that part, score.
    """

    part: int
    finding: Finding

    def __reduce__(self) -> tuple[object, ...]:
        """See `Finding`."""
        return Placed, (self.part, self.finding)


@dataclass(frozen=True, slots=True)
class Examination:
    """What reading and scanning one request gave.

    Attributes:
        parts: The texts; those of files come last, with role ``file``. The text itself is empty unless kept.
        chars: Length of each part's text, in code points.
        files: The files.
        findings: What was found, in order of part and place.
        values: For each finding a number that is the same for the same value: see `policies.values`.
        digests: A keyed hash of each part's text, the same in all workers of a guard.
        unread: What could not be read, and why.
        language: Language of most of the text.
        seconds: Time it took.
    """

    parts: tuple[Part, ...] = ()
    chars: tuple[int, ...] = ()
    files: tuple[ReadFile, ...] = ()
    findings: tuple[Placed, ...] = ()
    values: tuple[int, ...] = ()
    digests: tuple[bytes, ...] = field(default=(), repr=False)
    unread: tuple[Unread, ...] = ()
    language: str = ""
    seconds: float = 0.0


def joined(examinations: list[Examination]) -> Examination:
    """Several examinations as one: a request that opened a WebSocket, and its messages."""
    if len(examinations) == 1:
        return examinations[0]
    findings: list[Placed] = []
    values: list[int] = []
    offset = 0
    for one in examinations:
        findings += [Placed(placed.part + offset, placed.finding) for placed in one.findings]
        values += [len(values) + value for value in one.values]
        offset += len(one.parts)
    return Examination(
        parts=tuple(part for one in examinations for part in one.parts),
        chars=tuple(length for one in examinations for length in one.chars),
        files=tuple(file for one in examinations for file in one.files),
        findings=tuple(findings),
        values=tuple(values),
        digests=tuple(digest for one in examinations for digest in one.digests),
        unread=tuple(item for one in examinations for item in one.unread),
        language=max(examinations, key=lambda one: sum(one.chars)).language,
        seconds=sum(one.seconds for one in examinations),
    )
