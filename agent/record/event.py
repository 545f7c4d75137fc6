"""One event: what happened, to which service, and what was done. Never text, never a found value."""

import json
import re
import secrets
import time as clock
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from detectors.finding import Finding

VERSION = 1
"""Version of the canonical form. A new field with a default needs no new version: defaults are left out."""

_MAX = 200
_UNSAFE = re.compile(r"[\x00-\x1f\x7f]+")
_INDEX = re.compile(r"\[\d+\]")
_WORDS = frozenset(
    """
    messages message content contents parts part text input inputs output prompt prompts query queries system
    system_instruction systeminstruction instructions tools tool tool_calls function functions arguments
    function_call functioncall args result response description name parameters data file files file_data
    filedata inline_data inlinedata attachments source body form multipart json header url path title metadata
    user assistant history chat conversation suffix documents document texts value values q variables events
    answer event item items delta partial_query author_content request requests completion choices
    context examples
    """.split()  # noqa: SIM905 - a list of words is read as words
)
"""Steps of paths as AI services name them; any other step may be somebody's data."""


def new_id(moment: datetime | None = None) -> str:
    """A UUIDv7 (RFC 9562): milliseconds first, so that ids sort by time; the rest is random.

    Args:
        moment: Whose milliseconds; None is now.
    """
    now = clock.time_ns() // 1_000_000 if moment is None else int(moment.timestamp() * 1000)
    value = now << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    return str(UUID(int=value & ~(0x3 << 62) | 0x2 << 62))


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, order=True)
class FindingCount:
    """How many findings of one type in one place.

    Attributes:
        type: Entity type.
        place: Where, e.g. ``messages[].content``; made by `place_of`, so that it holds no data.
        count: How many.
        max_score: The surest of them.
    """

    type: str
    place: str
    count: int = 1
    max_score: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened. Versioned, and without any text of a prompt.

    Attributes:
        kind: ``decision``; ``answer``: what a scanned answer held; ``coach``: a reason that a user gave;
            what was done to the record itself: ``register``, ``obligation``, ``incident``, ``scan``,
            ``training``, ``purge``, ``reveal``, ``policy``, ``account``, ``console`` (sign-ins, refusals and
            downloads there), ``start``, ``stop``; or ``traffic``: counts of what was not looked into.
        node: The machine it happened on.
        id: UUIDv7.
        time: When, in UTC.
        service: Service id of the catalogue.
        operation: Which of its operations, or None.
        tenant: The contracted tenant, or None for a consumer account.
        draft: True for text that left before the user pressed send.
        method: HTTP method.
        host: Host name.
        status: Status of the system in the register when the decision fell, or None.
        mode: ``enforce`` or ``monitor``.
        group: Group of the user, or None.
        pseudonym: Keyed pseudonym of the user, or None.
        action: What was done.
        would: What enforcing would have done, where that differs from `action`.
        rule: The rule that decided.
        policy_version: The policy in force.
        findings: What was found, counted by type and place.
        parts: Texts read.
        chars: Their code points.
        files: Files read.
        bytes: Size of the request's body.
        unread: Why parts could not be read.
        scan_ms: Time reading and scanning took.
        decision_ms: Time deciding took.
        outcome: ``forwarded``, ``stopped``, ``failed``, ``cancelled``.
        actor: Who did it, for changes by people: a user name of the console or the command line.
        detail: More facts, name and value; for a ``decision``: ``reason`` that a coached user gave, and
            ``evidence`` by which AI outside the catalogue was known.
    """

    kind: str
    node: str
    id: str = field(default_factory=new_id)
    time: datetime = field(default_factory=_now)
    service: str | None = None
    operation: str | None = None
    tenant: str | None = None
    draft: bool = False
    method: str | None = None
    host: str | None = None
    status: str | None = None
    mode: str = "enforce"
    group: str | None = None
    pseudonym: str | None = None
    action: str = ""
    would: str | None = None
    rule: str | None = None
    policy_version: str | None = None
    findings: tuple[FindingCount, ...] = ()
    parts: int = 0
    chars: int = 0
    files: int = 0
    bytes: int = 0
    unread: tuple[str, ...] = ()
    scan_ms: float = 0.0
    decision_ms: float = 0.0
    outcome: str = ""
    actor: str | None = None
    detail: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Bound every string that may come from outside, and fix the time zone."""
        for name in ("node", "operation", "tenant", "method", "host", "group", "rule", "actor"):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, _bounded(value))
        if self.time.tzinfo is None:
            raise ValueError("an event's time needs a time zone")
        object.__setattr__(self, "time", self.time.astimezone(UTC))


def _bounded(text: str) -> str:
    """Printable, encodable and at most 200 code points."""
    clean = _UNSAFE.sub("", text)[:_MAX]
    return clean.encode("utf-8", "replace").decode()


_DEFAULTS: dict[str, Any] = {
    f.name: f.default for f in fields(Event) if f.name not in ("kind", "node", "id", "time")
}


def encode(event: Event) -> bytes:
    """The canonical form: JSON with sorted keys, without spaces and without fields that have their default.

    These bytes are what the hash chain covers, so they never change for a given event.
    """
    data: dict[str, Any] = {
        "v": VERSION,
        "kind": event.kind,
        "node": event.node,
        "id": event.id,
        "time": event.time.isoformat(timespec="microseconds").replace("+00:00", "Z"),
    }
    for name, default in _DEFAULTS.items():
        value = getattr(event, name)
        if value != default:
            data[name] = value
    if event.findings:
        data["findings"] = [[f.type, f.place, f.count, round(f.max_score, 3)] for f in event.findings]
    for name in ("scan_ms", "decision_ms"):
        if name in data:
            data[name] = round(data[name], 2)
    return canonical(data)


def decode(body: bytes) -> Event:
    """The event of a canonical form.

    Raises:
        ValueError: Not an event, or one of a newer version.
    """
    data = json.loads(body)
    if not isinstance(data, dict) or data.pop("v", None) != VERSION:
        raise ValueError("not an event of this version")
    data["time"] = datetime.fromisoformat(data["time"])
    data["findings"] = tuple(FindingCount(*item) for item in data.get("findings", ()))
    data["unread"] = tuple(data.get("unread", ()))
    data["detail"] = tuple((name, value) for name, value in data.get("detail", ()))
    try:
        return Event(**data)
    except TypeError as error:
        raise ValueError("not an event of this version") from error


def canonical(data: object) -> bytes:
    """JSON in the one form that is hashed and signed."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def count_findings(found: Iterable[tuple[str, Finding]]) -> tuple[FindingCount, ...]:
    """Findings with the path they stood at, counted by type and place."""
    by_place = sorted((f.type, place_of(path), f.score) for path, f in found)
    counts = []
    for (kind, place), items in groupby(by_place, key=lambda item: item[:2]):
        scores = [score for _, _, score in items]
        counts.append(FindingCount(kind, place, len(scores), max(scores)))
    return tuple(counts)


def place_of(path: str) -> str:
    """A path fit to be stored: without indexes, and with a ``*`` for every step that is no known word.

    Clients name JSON keys, form fields and archive members, so a step may hold somebody's name or number.

    >>> place_of("messages[12].content"), place_of("form:cv J. de Vries 123456782.text")
    ('messages[].content', 'form:*.*.text')
    """
    kind, colon, rest = path[:_MAX].partition(":")
    if not colon:
        kind, rest = "", path[:_MAX]
    steps = ".".join(_step(step) for step in _INDEX.sub("[]", rest).split("."))
    return f"{_step(kind)}:{steps}" if colon else steps


def _step(step: str) -> str:
    return step if not step or step.replace("[]", "").lower() in _WORDS | {""} else "*"
