"""Values fit for JSON."""

from collections.abc import Mapping
from datetime import date, datetime


def plain(value: object) -> object:
    """A value as JSON has it: times in ISO 8601 with a Z, mappings and tuples as objects and lists."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value
