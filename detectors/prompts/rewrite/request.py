"""`rewrite`: the same request with some texts changed, checked by reading it again."""

from collections.abc import Iterable

from detectors.errors import CannotRewriteError
from detectors.prompts.decode import decode_body
from detectors.prompts.part import File, Reading
from detectors.prompts.reader import MAX_BODY, read
from detectors.prompts.rewrite.binary import (
    edited,
    rewrite_document,
    rewrite_envelopes,
    rewrite_multipart,
)
from detectors.prompts.rewrite.literals import plain_literal
from detectors.prompts.rewrite.signed import DIGESTS, is_signed
from detectors.prompts.rewrite.targets import Edit, Replacement, Targets, edits_by_part, holds_parts, splice
from detectors.prompts.rewrite.text import field_edits, value_edits
from detectors.request import Request

_DROPPED = DIGESTS | {"content-encoding"}


def rewrite(
    request: Request,
    reader: str | None,
    replacements: Iterable[Replacement],
    *,
    max_body: int = MAX_BODY,
    reading: Reading | None = None,
) -> Request:
    """Give the request with texts of its parts replaced, and everything else byte for byte as it was.

    Content codings are taken off. The result is read again: each part must say exactly what it said with its
    replacements made, and nothing may have come or gone. So a format that this module misjudges is refused.

    Args:
        request: The request as it came.
        reader: Name of the wire format, as for `detectors.prompts.read`.
        replacements: What to put in place of which text; they must not overlap.
        max_body: Most bytes of the body, before and after each content coding.
        reading: What `read` gives for the request, when the caller has it.

    Raises:
        CannotRewriteError: The body is signed, a text stands in a file, or it was encoded in a way that
            cannot be followed back. The request must not be sent.
    """
    reading = reading if reading is not None else read(request, reader, max_body)
    edits = edits_by_part(reading.parts, replacements)
    if not edits:
        return request
    if is_signed(request):
        raise CannotRewriteError("signed")
    if any(reading.parts[number].path.startswith("path:") for number in edits):
        raise CannotRewriteError("path")  # another path is another resource
    targets = Targets(reading.parts, edits)
    changed = Request(
        request.method,
        _url(request.url, targets),
        _headers(request, targets),
        _body(request, max_body, targets),
    )
    targets.check()
    changed = _with_length(changed)
    compare(reading, edits, read(changed, reader, max_body))
    return changed


def compare(before: Reading, edits: dict[int, list[Edit]], after: Reading) -> None:
    """See that a rewritten request or message says what it should and nothing else.

    Raises:
        CannotRewriteError: It does not.
    """
    paths = sorted(before.parts[number].path for number in edits)
    holders = {before.parts[number].path for number in edits if holds_parts(before.parts[number].path, paths)}
    wanted = [
        (part.role, splice(part.text[part.label :], edits.get(number, ())))
        for number, part in enumerate(before.parts)
        if part.path not in holders
    ]
    found = [(part.role, part.text[part.label :]) for part in after.parts if part.path not in holders]
    if wanted != found or before.unread != after.unread or not _among(after.files, before.files):
        raise CannotRewriteError("mismatch")
    gone = [_content(before, number)[start:end] for number in edits for start, end, _ in edits[number]]
    if any(text in part.text for part in after.parts if part.path in holders for text in gone):
        raise CannotRewriteError("mismatch")


def _content(reading: Reading, number: int) -> str:
    part = reading.parts[number]
    return part.text[part.label :]


def _among(some: tuple[File, ...], every: tuple[File, ...]) -> bool:
    """Whether no file is new. Some may be gone: a text that also read as base64 no longer does."""
    left = iter(every)
    return all(any(file.data == other.data for other in left) for file in some)


def _body(request: Request, max_body: int, targets: Targets) -> bytes:
    data, reason = decode_body(request.body, request.header_values("content-encoding"), max_body)
    if reason:
        raise CannotRewriteError("coding")
    kinds = {path.partition(":")[0] for path in targets.paths if ":" in path}
    if "multipart" in kinds:
        return rewrite_multipart(data, request.header("content-type"), targets)
    if "form" in kinds:
        return edited(data, lambda text: field_edits(text, "form", targets))
    if "frame" in kinds:
        coding = request.header("connect-content-encoding") or request.header("grpc-encoding") or "gzip"
        return rewrite_envelopes(data, coding, max_body, targets)
    if kinds and kinds <= {"query", "header", "path"} and all(":" in path for path in targets.paths):
        return data
    return rewrite_document(data, targets)


def _url(url: str, targets: Targets) -> str:
    """The URL with texts of its query changed."""
    before, mark, rest = url.partition("?")
    query, hash_mark, fragment = rest.partition("#")
    edits = field_edits(query, "query", targets) if mark else []
    return before + mark + splice(query, edits) + hash_mark + fragment


def _headers(request: Request, targets: Targets) -> tuple[tuple[str, str], ...]:
    """The headers for the new body, with changed arguments in those that carry any."""
    changed = []
    for name, value in request.headers:
        if name.lower() in _DROPPED:
            continue
        edits = value_edits(value, f"header:{name.lower()}", targets)
        changed.append((name, splice(value, plain_literal(value).written(edits))))
    return tuple(changed)


def _with_length(request: Request) -> Request:
    """The request with its Content-Length, when it has one, told anew."""
    length = str(len(request.body))
    headers = tuple(
        (name, length if name.lower() == "content-length" else value) for name, value in request.headers
    )
    return Request(request.method, request.url, headers, request.body)
