"""Which column of a log is which: by name, and by what stands in it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from agent.discovery.logs.moments import clock_of
from agent.errors import UsageError
from detectors.yaml_file import StrictModel, read_yaml

_SOURCE = "columns.yaml"
_OWN = ("host", "client", "time", "bytes")
_HOST = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://)?(?:[^/@\s]*@)?(?:[\w*-]+\.)+[^\W\d_][\w-]*\.?(?::[0-9]+)?(?:[/?#].*)?",
    re.IGNORECASE,
)
_PATH = re.compile(r"/\S*")
_DAY = re.compile(r"[0-9]{4}[-/][0-9]{2}[-/][0-9]{2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}")
_HOUR = re.compile(r"[0-9]{1,2}:[0-9]{2}:[0-9]{2}")
_OURS = ("agent", "beat", "container", "host", "kubernetes", "log", "observer")
_FEW = 0.1
"""The share of a column's values that must be of its kind: much traffic goes to addresses without a name."""
_ENOUGH = 5
"""So many values that are all the same are the name of the machine that keeps the log."""

Values = Callable[[str], Sequence[str]]


class _Names(StrictModel):
    """Names that columns have elsewhere."""

    host: tuple[str, ...]
    url: tuple[str, ...]
    client: tuple[str, ...]
    time: tuple[str, ...]
    day: tuple[str, ...]
    bytes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one log, by name.

    Attributes:
        host: A host name or a URL.
        client: Who asked; None when the log does not say.
        time: When.
        bytes: Bytes sent.
        url: Another column, with the whole URL or its path.
        day: The date, where `time` is only the time of day.
    """

    host: str
    client: str | None = None
    time: str | None = None
    bytes: str | None = None
    url: str | None = None
    day: str | None = None

    def used(self) -> list[str]:
        """Those that there are."""
        named = (self.host, self.client, self.time, self.bytes, self.url, self.day)
        return list(dict.fromkeys(name for name in named if name is not None))


def check_columns(columns: Mapping[str, str]) -> None:
    """See that the user's column map makes sense.

    Raises:
        UsageError: It does not.
    """
    for name in columns:
        if name not in _OWN:
            raise UsageError(f"--columns {name}: no such column; choose from {', '.join(_OWN)}")
    if columns and "host" not in columns:
        raise UsageError("--columns: say which column has the host name or URL: host=NAME")


def find_columns(names: Sequence[str], own: Mapping[str, str], values: Values) -> Columns | None:
    """The columns among these names; None when there is no host.

    Args:
        names: Names of the log's columns.
        own: The user's map; it has the last word.
        values: What stands in a column, in the first lines.
    """
    if own:
        by_lower = {name.lower(): name for name in reversed(names)}
        found = {name: by_lower.get(column.lower()) for name, column in own.items()}
        return Columns(**found) if found["host"] else None  # type: ignore[arg-type]  # host is there
    known = _names()
    url = next(
        _fitting(known.url, names, values, lambda text: _HOST.fullmatch(text) or _PATH.match(text)), None
    )
    host = _host(list(_fitting((*known.host, *known.url), names, values, _HOST.fullmatch)), values)
    if host is None:
        return None
    time, day = _moment(names, values)
    client = next(_fitting(known.client, names, values, lambda text: text != "-"), None)
    size = next(_fitting(known.bytes, names, values, str.isdecimal), None)
    return Columns(host, client, time, size, url, day)


def _host(found: Sequence[str], values: Values) -> str | None:
    """The first, unless it is always the same while another is not."""
    for name in found:
        seen = values(name)
        if len(seen) < _ENOUGH or len(set(seen)) > 1:
            return name
    return found[0] if found else None


def _moment(names: Sequence[str], values: Values) -> tuple[str | None, str | None]:
    """The column with the time; with the time of day and with the date where those are two."""
    known = _names()
    hour = next(_fitting(known.time, names, values, _HOUR.match), None)
    day = next(_fitting(known.day, names, values, _DAY.fullmatch), None)
    if hour and day and values(hour) and not clock_of(values(hour)):
        return hour, day
    return next(_fitting(known.time, names, values, lambda text: clock_of([text])), None), None


def _fitting(
    known: Sequence[str], names: Sequence[str], values: Values, fits: Callable[[str], object]
) -> Iterator[str]:
    """The columns that have one of the known names and values that fit, in the order of the known names."""
    whole = {_plain(name): name for name in reversed(names)}
    ends = {end: name for name in reversed(names) for end in _ends(_plain(name))}
    for where in (whole, ends):
        for one in known:
            name = where.get(_plain(one))
            if name and _fit(values(name), fits):
                yield name


def _fit(seen: Sequence[str], fits: Callable[[str], object]) -> bool:
    """Whether enough values fit; where there are no values at all, the name must do."""
    filled = [value for value in seen if value]
    return not seen or sum(bool(fits(value)) for value in filled) >= max(1, _FEW * len(filled))


def _ends(name: str) -> list[str]:
    """``b.c`` and ``c`` of ``a.b.c``; nothing of what the machine that keeps the log says of itself."""
    parts = name.split(".")
    if parts[0] in _OURS:
        return []
    return [".".join(parts[start:]) for start in range(1, len(parts))]


def _plain(name: str) -> str:
    """The name without what differs from make to make."""
    return re.sub(r"ipaddr(?:ess)?", "ip", re.sub(r"[^a-z0-9.]", "", name.lower()))


@cache
def _names() -> _Names:
    text = files("agent.discovery.logs").joinpath(_SOURCE).read_text(encoding="utf-8")
    return read_yaml(_Names, text, _SOURCE)
