"""Edits of texts in text: JSON whole or broken, lines, records, forms, queries, plain text.

Each function takes a text as it goes over the wire and gives the edits of it that make the wanted changes.
They follow `detectors.prompts.structure`; what they do not find is refused by `Targets.check`.
"""

from collections.abc import Iterator

from detectors.errors import CannotRewriteError
from detectors.prompts import frames
from detectors.prompts.charset import clean
from detectors.prompts.leaves import plain_number
from detectors.prompts.paths import TOP, Codec, Root, child, shown
from detectors.prompts.rewrite.literals import json_encode, json_literal, percent_literal, plain_literal
from detectors.prompts.rewrite.places import KEY, STRING, Place, TooDeepError, places
from detectors.prompts.rewrite.targets import Edit, Targets, splice

_JSON = Codec("json")
_MARGIN = "\ufeff \t\r\n"


def text_edits(text: str, targets: Targets) -> list[Edit]:
    """Edits in a body or message that is text."""
    kinds = {path.partition(":")[0] for path in targets.paths}
    start = len(text) - len(text.lstrip(_MARGIN))
    if "record" in kinds:
        return _line_edits(text, start, "record", frames.RECORD, targets)
    if "line" in kinds:
        return _line_edits(text, start, "line", "\n", targets)
    whole = text.removeprefix("\ufeff")  # the byte order mark is no part of the text
    if edits := targets.take("body", clean(whole)):
        return plain_literal(whole).written(edits, len(text) - len(whole))
    return json_edits(text, TOP, targets, start + _socket_io(text[start:]))


def value_edits(text: str, path: str, targets: Targets) -> list[Edit]:
    """Edits of a string: of itself, or of what stands in it when it is JSON."""
    if targets.wants(path) and (edits := targets.take(path, clean(text))):
        return edits
    inner = child(path, _JSON)
    return json_edits(text, inner, targets) if targets.wants_in(inner) else []


def json_edits(text: str, root: str, targets: Targets, start: int = 0) -> list[Edit]:
    """Edits in JSON text from `start` on; a number that changes becomes a string."""
    edits: list[Edit] = []
    try:
        for place in places(text, root, start):
            edits += _place_edits(text, place, targets)
    except TooDeepError as error:
        raise CannotRewriteError("not-found") from error
    return edits


def _place_edits(text: str, place: Place, targets: Targets) -> list[Edit]:
    kind, path, start, end = place
    path = shown(path)
    if kind == KEY:
        path += "~key"
        if not targets.wants(path):
            return []
        literal = json_literal(text[start:end])
        return literal.written(targets.take(path, clean(literal.text)), start)
    if not targets.wants(path) and not targets.wants_in(child(path, _JSON)):
        return []
    if kind == STRING:
        literal = json_literal(text[start:end])
        return literal.written(value_edits(literal.text, path, targets), start)
    number = plain_number(text[start:end])
    found = targets.take(path, number)
    return [Edit(start, end, f'"{json_encode(splice(number, found))}"')] if found else []


def field_edits(text: str, kind: str, targets: Targets) -> list[Edit]:
    """Edits in the URL-encoded fields of a form or a query."""
    edits: list[Edit] = []
    start = 0
    for field in text.split("&"):
        name, equals, value = field.partition("=")
        path = Root(kind, percent_literal(name).text).path
        at = start + len(name) + len(equals)
        if targets.wants(f"{path}~key"):
            literal = percent_literal(name)
            edits += literal.written(targets.take(f"{path}~key", literal.text), start)
        if targets.wants(path) or targets.wants_in(child(path, _JSON)):
            literal = percent_literal(value)
            edits += literal.written(value_edits(literal.text, path, targets), at)
        start += len(field) + 1
    return edits


def _line_edits(text: str, start: int, kind: str, mark: str, targets: Targets) -> list[Edit]:
    """Edits in lines or records: each is JSON or a text of its own."""
    edits: list[Edit] = []
    for index, (at, line) in enumerate(_split(text, start, mark)):
        path = Root(kind, index).path
        if found := targets.take(path, clean(line)):
            edits += plain_literal(line).written(found, at)
            continue
        stripped = line.strip()
        lead = len(line) - len(line.lstrip()) + _socket_io(stripped)
        inside = json_edits(line, path, targets, lead)
        edits += plain_literal(line).written(inside, at)
    return edits


def _split(text: str, start: int, mark: str) -> Iterator[tuple[int, str]]:
    for piece in text[start:].split(mark):
        yield start, piece
        start += len(piece) + len(mark)


def _socket_io(text: str) -> int:
    """Length of the packet type before the JSON of a Socket.IO message."""
    return len(text) - len(frames.strip_socket_io(text))
