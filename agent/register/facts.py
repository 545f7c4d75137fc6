"""What people may set of a system, and whether a value fits."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any

from agent.errors import UsageError
from agent.register.system import GdprRole, Risk, Role, Status

_ENUMS: dict[str, type[StrEnum]] = {"status": Status, "risk": Risk, "role": Role, "gdpr_role": GdprRole}
_TEXTS = {"name", "category", "owner", "purpose", "conditions", "risk_reason"}
_MAX_TEXT = 2000


def checked(name: str, value: Any) -> Any:  # noqa: ANN401 - a value from outside
    """The value as its column wants it.

    Raises:
        UsageError: No such field, or a value that does not fit.
    """
    known = {*_ENUMS, *_TEXTS, "expires", "documents"}
    if name not in known:
        raise UsageError(f"{name}: no such field; choose from {', '.join(sorted(known))}")
    if name == "documents":
        return as_items(value)
    if value is None or value == "":
        return Status.DISCOVERED if name == "status" else None
    if name in _ENUMS:
        return as_choice(name, value, _ENUMS[name])
    if name == "expires":
        return as_date(name, value)
    return as_text(name, value)


def as_choice(name: str, value: object, choices: type[StrEnum]) -> StrEnum:
    """One of a fixed list.

    Raises:
        UsageError: It is not.
    """
    try:
        return choices(str(value))
    except ValueError as error:
        raise UsageError(f"{name}: {value!r}: choose from {', '.join(choices)}") from error


def as_date(name: str, value: object) -> date:
    """A day.

    Raises:
        UsageError: It is not.
    """
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as error:
        raise UsageError(f"{name}: {value!r}: write a date as 2027-12-31") from error


def as_text(name: str, value: object) -> str | None:
    """A text of a bearable length, or None for an empty one.

    Raises:
        UsageError: It is too long.
    """
    if value is None or value == "":
        return None
    text = str(value)
    if len(text) > _MAX_TEXT or "\0" in text:
        raise UsageError(f"{name}: at most {_MAX_TEXT} characters, without NUL")
    return text


def as_items(value: object) -> list[str]:
    """A list of texts."""
    if value is None:
        return []
    items = [value] if isinstance(value, str) or not isinstance(value, Iterable) else value
    return [text for item in items if (text := as_text("item", item))]


def for_event(value: object) -> str:
    """A changed value in the event; texts that people write may hold names, so only that they changed."""
    if isinstance(value, StrEnum | date):
        return str(value)
    return "emptied" if value in (None, []) else "changed"
