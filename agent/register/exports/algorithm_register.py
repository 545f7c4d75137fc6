"""The Dutch Algoritmeregister, publication standard 1.0 (https://algoritmes.overheid.nl).

The fields, their limits and their fixed values are those of the standard. A choice, a link or a date that
people have still to make stays empty: the register does not publish an entry without its required fields.
"""

import json
from datetime import datetime
from typing import Any

from agent.register.exports.register import Register, facts_of
from agent.register.exports.tables import csv_bytes
from agent.register.notification import TO_BE_COMPLETED
from agent.register.system import Risk, Status, System

LIMITS = {"name": 100, "description_short": 350, "organization": 100, "provider": 200, "source_id": 100}
_LONG = 2500
_BLANK = TO_BE_COMPLETED["nl"]


def to_algorithm_register(register: Register) -> bytes:
    """CSV: a byte order mark, all fields quoted."""
    entries = [_flat(entry(register, system)) for system in register.systems]
    fields = list(entries[0]) if entries else list(_flat(_EMPTY))
    return csv_bytes([fields, *([item[name] for name in fields] for item in entries)])


def to_algorithm_register_json(register: Register) -> bytes:
    """JSON: a list of entries as the register's delivery interface takes them."""
    entries = [entry(register, system) for system in register.systems]
    return json.dumps(entries, ensure_ascii=False, indent=2).encode() + b"\n"


_EMPTY: dict[str, Any] = {
    "name": "",
    "description_short": _BLANK,
    "organization": "",
    "category": [],
    "status": "",
    "begin_date": "",
    "end_date": "",
    "contact_email": "",
    "website": "",
    "publication_category": "",
    "url": "",
    "goal": _BLANK,
    "proportionality": _BLANK,
    "human_intervention": _BLANK,
    "risks": _BLANK,
    "lawful_basis": _BLANK,
    "lawful_basis_grouping": [],
    "process_index_url": "",
    "impacttoetsen_grouping": [],
    "impacttoetsen": _BLANK,
    "source_data": _BLANK,
    "source_data_grouping": [],
    "methods_and_models": _BLANK,
    "provider": "",
    "publiccode": "",
    "lang": "nld",
    "standard_version": "1.0",
    "source_id": "",
    "tags": "",
}


def entry(register: Register, system: System) -> dict[str, Any]:
    """One entry: what is known filled in, one line a text, within the limits."""
    facts = facts_of(register, system)
    gone = system.status in (Status.REFUSED, Status.RETIRED)
    known = {
        "name": system.name,
        "description_short": system.purpose,
        "organization": register.organisation.name,
        "status": _status(system, gone=gone),
        "begin_date": _month(system.first_seen),
        "end_date": _month(system.last_seen) if gone else "",
        "contact_email": register.organisation.contact,
        "publication_category": "Hoog-risico AI-systeem" if system.risk == Risk.HIGH else "",
        "goal": system.purpose,
        "source_data": f"Waargenomen in het verkeer: {facts['kind_names']}." if system.kinds else "",
        "provider": system.vendor,
        "source_id": f"{system.service}/{system.tenant}" if system.tenant else system.service,
        "tags": system.category,
    }
    return _EMPTY | {name: _fit(name, value) for name, value in known.items() if value}


def _status(system: System, *, gone: bool) -> str:
    if gone:
        return "Buiten gebruik"
    return "In gebruik" if system.first_seen else "In ontwikkeling"


def _month(moment: datetime | None) -> str:
    return f"{moment:%Y-%m}" if moment else ""


def _fit(name: str, text: str) -> str:
    """One line within the field's limit; cut at the end with an ellipsis."""
    line = " ".join(text.split())
    limit = LIMITS.get(name, _LONG)
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _flat(item: dict[str, Any]) -> dict[str, str]:
    """Lists as JSON, so that a CSV field holds all of it."""
    return {
        name: json.dumps(value, ensure_ascii=False) if isinstance(value, list) and value else str(value or "")
        for name, value in item.items()
    }
