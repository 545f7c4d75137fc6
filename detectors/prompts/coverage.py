"""The tables of `docs/wire-formats.md`: which operation of which service is read by what.

``python -m detectors.prompts.coverage`` writes them into the page; a test says when that is needed.
"""

import sys
from collections import defaultdict
from pathlib import Path

from detectors.prompts.formats import Family, load_families
from detectors.services import Catalogue, load_catalogue
from detectors.services.model import Operation

PAGE = Path("docs/wire-formats.md")
_START, _END = "<!-- generated: {} -->", "<!-- end of {} -->"
_FAMILY = 15
_KINDS = {"prompt": "sent text", "upload": "file"}

type Row = tuple[Operation, str]


def rendered(page: str) -> str:
    """The page with its tables as they should be."""
    catalogue = load_catalogue()
    own, shared = _operations(catalogue)
    tables = {"readers": _readers(), "shared operations": shared, "operations": own}
    for name, table in tables.items():
        start, end = _START.format(name), _END.format(name)
        before, _, rest = page.partition(start)
        _, _, after = rest.partition(end)
        page = f"{before}{start}\n{table}\n{end}{after}"
    return page


def _readers() -> str:
    """One row a reader: what it does beyond reading every text, and the file that says where that is from."""
    rows = []
    for entry, family in load_families().items():
        facts = f"[{entry}](../detectors/prompts/wire/{entry}), {family.checked}"
        rows += [f"| `{name}` | {_beyond(family, name)} | {facts} |" for name in sorted(family.readers)]
    return "\n".join(["| reader | knows | facts and their date |", "| --- | --- | --- |", *rows])


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
    users: dict[Row, list[str]] = defaultdict(list)
    for service in catalogue.services.values():
        for route in service.routes:
            if route.operation.kind in _KINDS:
                users[route.operation, route.pattern].append(service.id)
    own = [
        (service, operation, pattern)
        for (operation, pattern), services in users.items()
        if len(services) < _FAMILY
        for service in services
    ]
    head = "operation | path | reader | what leaves | refusal |"
    lines = [f"| service | {head}", "| --- | --- | --- | --- | --- | --- |"]
    lines += [f"| {service} | {_row(op, pattern)}" for service, op, pattern in sorted(own, key=_order)]
    shared = [f"| services | {head}", "| --- | --- | --- | --- | --- | --- |"]
    for (operation, pattern), services in users.items():
        if len(services) >= _FAMILY:
            shared.append(f"| {len(services)} | {_row(operation, pattern)}")
    return "\n".join(lines), "\n".join(shared)


def _order(row: tuple[str, Operation, str]) -> tuple[str, str, str]:
    service, operation, pattern = row
    return service, operation.name, pattern


def _row(operation: Operation, pattern: str) -> str:
    leaves = "draft, before it is sent" if operation.draft else _KINDS[operation.kind]
    path = pattern.replace("|", "\\|")
    return f"{operation.name} | `{path}` | `{operation.reader}` | {leaves} | {operation.reply} |"


def main() -> None:
    """Write the tables into the page."""
    page = Path(sys.argv[1]) if len(sys.argv) > 1 else PAGE
    page.write_text(rendered(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
