"""The tables of `docs/wire-formats.md`: what reads each operation of each service, and restores its answer.

``python -m agent.coverage`` writes them into the page; a test says when that is needed.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from agent.redact.restore import MessageRestorer, Restorer
from detectors.prompts.formats import Answer, Family, load_families, load_formats
from detectors.services import Catalogue, load_catalogue
from detectors.services.model import Route, Service

PAGE = Path("docs/wire-formats.md")
_START, _END = "<!-- generated: {} -->", "<!-- end of {} -->"
_FAMILY = 15
_KINDS = {"prompt": "sent text", "upload": "file"}
_TEXT = b'{"text": "<BSN_1>"}'


class Row(NamedTuple):
    """One operation of a service."""

    service: Service
    route: Route


class Probe(NamedTuple):
    """A small answer in one format.

    Attributes:
        words: The format, for the tables.
        content_type: Its ``Content-Type``; None for messages of a WebSocket.
        body: An answer with a placeholder in it.
    """

    words: str
    content_type: str | None
    body: bytes


PROBES: dict[Answer, Probe] = {
    "json": Probe("JSON", "application/json", _TEXT),
    "sse": Probe("events", "text/event-stream", b"data: " + _TEXT + b"\n\n"),
    "ndjson": Probe("JSON lines", "application/x-ndjson", _TEXT + b"\n"),
    "array": Probe("JSON array", "application/json", b"[" + _TEXT + b"]"),
    "counted": Probe("counted lines", "application/json", b")]}'\n\n22\n[" + _TEXT + b"]\n"),
    "numbered": Probe("numbered lines", "text/plain", b'0:"<BSN_1>"\n'),
    "text": Probe("text", "text/plain", b"Uw nummer is <BSN_1>."),
    "websocket": Probe("messages", None, _TEXT),
    "connect": Probe("envelopes", "application/connect+proto", b"\0\0\0\0\x09\x0a\x07<BSN_1>"),
    "protobuf": Probe("protobuf", "application/x-protobuf", b"\x0a\x07<BSN_1>"),
    "eventstream": Probe("AWS event stream", "application/vnd.amazon.eventstream", b"\0" * 12 + _TEXT),
    "sound": Probe("sound", "audio/mpeg", b"ID3<BSN_1>"),
}


@cache
def is_restored(answer: Answer) -> bool:
    """Whether placeholders in answers of this format become values again: tried on a small one."""
    probe, values = PROBES[answer], {"BSN_1": "123456782"}
    if probe.content_type is None:
        messages = MessageRestorer(values)
        out = "".join([*messages.take(probe.body.decode()), *messages.end()]).encode()
    else:
        restorer = Restorer(values, probe.content_type)
        out = b"".join([*restorer(probe.body), *restorer(b"")])
    return b"123456782" in out


def rows(catalogue: Catalogue) -> Iterator[Row]:
    """Every operation of every service that carries text or files; not those behind one that takes it all."""
    for service in catalogue.services.values():
        taken: list[Route] = []
        for route in service.routes:
            # A pattern that ends in one before it, as `/a/files$` in `/files$`, never has its turn.
            hidden = any(
                route.pattern.endswith(one.pattern) and one.methods >= route.methods for one in taken
            )
            if route.operation.kind in _KINDS and not hidden:
                yield Row(service, route)
            taken.append(route)


def rendered(page: str) -> str:
    """The page with its tables as they should be."""
    own, shared = _operations(load_catalogue())
    tables = {"readers": _readers(), "shared operations": shared, "operations": own}
    for name, table in tables.items():
        start, end = _START.format(name), _END.format(name)
        before, _, rest = page.partition(start)
        _, _, after = rest.partition(end)
        page = f"{before}{start}\n{table}\n{end}{after}"
    return page


def _readers() -> str:
    """One row a reader: what it does beyond reading every text, and the file that says where that is from."""
    found = []
    for entry, family in load_families().items():
        facts = f"[{entry}](../detectors/prompts/wire/{entry}), {family.checked}"
        found += [f"| `{name}` | {_beyond(family, name)} | {facts} |" for name in sorted(family.readers)]
    return "\n".join(["| reader | knows | facts and their date |", "| --- | --- | --- |", *found])


def _beyond(family: Family, name: str) -> str:
    form = family.readers[name]
    known = ["the body is one file"] if form.body == "file" else []
    known += ["envelopes"] if form.body == "envelopes" else []
    known += ["a draft, whatever the message says"] if form.fixed_role else []
    roles = {*form.roles} | ({form.role} - {"unknown"})
    known += [f"roles {', '.join(sorted(roles))}"] if roles else []
    for words, patterns in (
        ("JSON in strings", form.nested),
        ("protobuf in strings", form.protobuf),
        ("files", form.files),
        ("sound", form.audio),
        ("tokens", form.tokens),
    ):
        known += [words] if patterns else []
    return "; ".join(known) or "roles as the messages give them"


def _operations(catalogue: Catalogue) -> tuple[str, str]:
    """Rows by service, and the rows that many services share because they speak the same interface."""
    users: dict[Route, list[str]] = defaultdict(list)
    for service, route in rows(catalogue):
        users[route].append(service.id)
    own = [
        (service, route)
        for route, services in users.items()
        if len(services) < _FAMILY
        for service in services
    ]
    head = "operation | path | reader | what leaves | refusal | restored in answers |"
    line = "| --- | --- | --- | --- | --- | --- | --- |"
    lines = [f"| service | {head}", line]
    lines += [f"| {service} | {_row(route)}" for service, route in sorted(own, key=_order)]
    shared = [f"| services | {head}", line]
    shared += [
        f"| {len(services)} | {_row(route)}" for route, services in users.items() if len(services) >= _FAMILY
    ]
    return "\n".join(lines), "\n".join(shared)


def _order(row: tuple[str, Route]) -> tuple[str, str, str]:
    service, route = row
    return service, route.operation.name, route.pattern


def _row(route: Route) -> str:
    operation = route.operation
    leaves = "draft, before it is sent" if operation.draft else _KINDS[operation.kind]
    path = route.pattern.replace("|", "\\|")
    methods = "" if "POST" in route.methods else f"{', '.join(sorted(route.methods))} "
    cells = [
        operation.name,
        f"{methods}`{path}`",
        f"`{operation.reader}`",
        leaves,
        operation.reply,
        _restored(route),
    ]
    return " | ".join(cells) + " |"


def _restored(route: Route) -> str:
    """The formats of the answer that are restored, and those that are not."""
    if route.operation.kind == "upload":
        return "-"
    answers = load_formats()[route.operation.reader].answers
    able = ", ".join(PROBES[answer].words for answer in answers if is_restored(answer))
    unable = ", ".join(PROBES[answer].words for answer in answers if not is_restored(answer))
    return f"{able}; not {unable}" if able and unable else able or f"not {unable}"


def main() -> None:
    """Write the tables into the page."""
    page = Path(sys.argv[1]) if len(sys.argv) > 1 else PAGE
    page.write_text(rendered(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
