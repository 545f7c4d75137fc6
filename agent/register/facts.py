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
    """The value as its column wants it."""
    if name not in {*_ENUMS, *_TEXTS, "expires", "documents"}:
        known = ", ".join(sorted({*_ENUMS, *_TEXTS, "expires", "documents"}))
        raise UsageError(f"{name}: no such field; choose from {known}")
    if name == "documents":
        return [str(item) for item in _items(value)]
    if value is None or value == "":
        return Status.DISCOVERED if name == "status" else None
    if name in _ENUMS:
        try:
            return _ENUMS[name](str(value))
        except ValueError as error:
            raise UsageError(f"{name}: {value!r}: choose from {', '.join(_ENUMS[name])}") from error
    if name == "expires":
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError as error:
            raise UsageError(f"expires: {value!r}: write a date as 2027-12-31") from error
    text = str(value)
    if len(text) > _MAX_TEXT or "\0" in text:
        raise UsageError(f"{name}: at most {_MAX_TEXT} characters, without NUL")
    return text


def _items(value: object) -> Iterable[object]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) or not isinstance(value, Iterable) else value


def for_event(value: object) -> str:
    """A changed value in the event; texts that people write may hold names, so only that they changed."""
    if isinstance(value, StrEnum | date):
        return str(value)
    return "emptied" if value in (None, []) else "changed"
