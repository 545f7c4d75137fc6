"""Which column of a CSV or JSON log is which."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from agent.errors import UsageError
from detectors.yaml_file import StrictModel, read_yaml

_SOURCE = "columns.yaml"
_OWN = ("host", "client", "time", "bytes")


class _Names(StrictModel):
    """Names that columns have elsewhere."""

    host: tuple[str, ...]
    url: tuple[str, ...]
    client: tuple[str, ...]
    time: tuple[str, ...]
    bytes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one log, by name.

    Attributes:
        host: A host name or a URL.
        client: Who asked; None when the log does not say.
        time: When.
        bytes: Bytes sent.
        url: Another column, with the whole URL.
    """

    host: str
    client: str | None = None
    time: str | None = None
    bytes: str | None = None
    url: str | None = None


def check_columns(columns: Mapping[str, str]) -> None:
    """See that the user's column map makes sense.

    Raises:
        UsageError: It does not.
    """
    for name in columns:
        if name not in _OWN:
            raise UsageError(f"--columns {name}=: no such column; choose from {', '.join(_OWN)}")
    if columns and "host" not in columns:
        raise UsageError("--columns: say which column has the host name or URL: host=NAME")


def find_columns(names: Iterable[str], own: Mapping[str, str]) -> Columns | None:
    """The columns among these names; None when there is no host.

    Args:
        names: Names of the log's columns.
        own: The user's map; it has the last word.
    """
    by_lower = {name.lower(): name for name in reversed(list(names))}
    if own:
        found = {name: by_lower.get(column.lower()) for name, column in own.items()}
        return Columns(**found) if found["host"] else None  # type: ignore[arg-type]  # host is there
    known = _names()
    first = {
        name: next((by_lower[one] for one in getattr(known, name) if one in by_lower), None)
        for name in ("host", "client", "time", "bytes", "url")
    }
    host = first["host"] or first["url"]
    return Columns(host, first["client"], first["time"], first["bytes"], first["url"]) if host else None


@cache
def _names() -> _Names:
    text = files("agent.discovery.logs").joinpath(_SOURCE).read_text(encoding="utf-8")
    return read_yaml(_Names, text, _SOURCE)
