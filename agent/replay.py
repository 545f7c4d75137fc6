"""`schaduwwacht replay`: what the guard would have done with recorded traffic, by the same steps."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from agent.detection import PLAIN, Detection, make_scanner
from agent.discovery.recorded import recognise_recorded
from agent.errors import FailureError, UsageError
from agent.examination import Examination, joined
from agent.examine import Examiner
from agent.verdict import carries_content, decision_context
from detectors.errors import HarError
from detectors.har import HarEntry, read_har
from detectors.request import mask_query
from detectors.services import Catalogue, Recognised
from policies.decide import decide
from policies.explain import Explanation, explain
from policies.lists import Lists, compile_lists
from policies.model import Policy


def replay_all(
    paths: Iterable[Path],
    catalogue: Catalogue,
    policy: Policy,
    *,
    show_text: bool,
    detection: Detection = PLAIN,
) -> Iterator[dict[str, Any]]:
    """One result a request, in the order of the files.

    Args:
        paths: HAR files.
        catalogue: Which requests are AI traffic.
        policy: Decides.
        show_text: Print what was read and found.
        detection: What the scanner is made with.

    Yields:
        The JSON of `replay`. A WebSocket's messages count with the request that opened it.

    Raises:
        FailureError: A file cannot be read, or is no HAR.
    """
    examiner = Examiner(make_scanner(detection), keep_text=show_text)
    lists = compile_lists(policy) or None
    number = 0
    for path in paths:
        try:
            for entry in read_har(path):
                yield {"n": number, **replay_one(entry, catalogue, policy, examiner, lists)}
                number += 1
        except HarError as error:
            raise FailureError(str(error)) from error


def replay_one(
    entry: HarEntry, catalogue: Catalogue, policy: Policy, examiner: Examiner, lists: Lists | None = None
) -> dict[str, Any]:
    """What would have been done with one request."""
    request = entry.request
    recognised = recognise_recorded(entry, catalogue)
    head = {"method": request.method, "url": mask_query(request.url)}
    if recognised is None:
        return head | {
            "service": None,
            "operation": None,
            "tenant": None,
            "parts": [],
            "files": [],
            "findings": [],
        }
    examination = examine(entry, recognised, examiner, lists)
    decision = decide(
        policy,
        decision_context(recognised, examination),
        (placed.finding for placed in examination.findings),
    )
    return head | {
        "service": recognised.service.id,
        "operation": recognised.operation.name if recognised.operation else None,
        "tenant": recognised.tenant,
        **_content(examination, show_text=examiner.keep_text),
        "decision": {
            "action": decision.action.value,
            "would": decision.would.value,
            "rule": decision.rule,
            "reason": decision.reason("en"),
        },
    }


def explain_one(
    path: Path, number: int, catalogue: Catalogue, policy: Policy, detection: Detection = PLAIN
) -> Explanation:
    """Why the guard would have decided so about one request of a HAR file, counted as `replay` does.

    Raises:
        FailureError: The file cannot be read, or is no HAR.
        UsageError: It has no such request, or one that is no AI traffic.
    """
    try:
        entry = next(islice(read_har(path), number, None), None)
    except HarError as error:
        raise FailureError(str(error)) from error
    recognised = recognise_recorded(entry, catalogue) if entry else None
    if entry is None or recognised is None:
        problem = "is no AI traffic" if entry else "is not there"
        raise UsageError(f"{path}: request {number} {problem}; `replay` lists them")
    examiner = Examiner(make_scanner(detection))
    examination = examine(entry, recognised, examiner, compile_lists(policy) or None)
    found = (placed.finding for placed in examination.findings)
    return explain(policy, decision_context(recognised, examination), found)


def examine(
    entry: HarEntry, recognised: Recognised, examiner: Examiner, lists: Lists | None = None
) -> Examination:
    """Read and scan one request and what the client sent over the WebSocket that it opened."""
    reader = recognised.operation.reader if recognised.operation else None
    examination = Examination()
    if carries_content(entry.request, recognised):
        examination = examiner.request(entry.request, reader, lists)
    sent = [examiner.message(message.data, reader, lists) for message in entry.messages if message.sent]
    return joined([examination, *sent])


def _content(examination: Examination, *, show_text: bool) -> dict[str, Any]:
    """Parts, files and findings as printed; no text unless asked for."""
    parts: list[dict[str, Any]] = []
    for part, chars in zip(examination.parts, examination.chars, strict=True):
        entry: dict[str, Any] = {"path": part.path, "role": part.role, "chars": chars}
        parts.append(entry | {"text": part.text} if show_text else entry)
    findings: list[dict[str, Any]] = []
    for placed in examination.findings:
        found = placed.finding
        entry = {"part": placed.part, "type": found.type, "start": found.start, "end": found.end}
        entry["score"] = round(found.score, 3)
        if show_text:
            entry["text"] = examination.parts[placed.part].text[found.start : found.end]
        findings.append(entry)
    files = [
        {"path": file.path, "kind": file.kind, "bytes": file.bytes, "passages": file.passages}
        for file in examination.files
    ]
    unread = [{"path": item.path, "reason": item.reason} for item in examination.unread]
    return {"parts": parts, "files": files, "findings": findings, "unread": unread}
