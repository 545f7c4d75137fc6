"""Times in logs. The query keeps the earliest and the latest as text that sorts; Python reads those two.

So no engine parses ten million times, and a time that is nonsense stops nothing. A clock splits a time into a
*moment*, text that sorts as time does, and a *stamp*, all that must be equal for that to hold: the month,
where it has a name; the offset from UTC; AM or PM. The stamp is part of what the query groups by.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

import ibis
import ibis.expr.types as ir

_ISO = (
    r"([0-9]{4}[-/][0-9]{2}[-/][0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]+)?)"
    r"(Z| ?[+-][0-9]{2}:?[0-9]{2})?"
)
_NAMED = (
    r"([0-9]{1,2})[-/ ]([A-Z][a-z]{2})[-/ ]([0-9]{4})[: ]([0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.][0-9]+)?)"
    r"( ?[+-][0-9]{4})?"
)
_SYSLOG = r"([A-Z][a-z]{2}) +([0-9]{1,2}) ([0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.][0-9]+)?)((?: [0-9]{4})?)"
_NUMERIC = (
    r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4}),? ([0-9]{1,2}):([0-9]{2}:[0-9]{2})(?:[.][0-9]+)?"
    r"((?: [AP]M)?)"
)
_FORTIGATE = r"date=([0-9]{4}-[0-9]{2}-[0-9]{2}) time=([0-9]{2}:[0-9]{2}:[0-9]{2})"
_EPOCH = r"([0-9]{9,19}(?:[.][0-9]+)?|[0-9][.][0-9]+E[0-9]+)"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NOON = 12
_MILLI, _MICRO, _NANO = 1e11, 1e14, 1e17

Split = Callable[[ir.StringValue], tuple[ir.StringValue, ir.StringValue]]


@dataclass(frozen=True, slots=True)
class Clock:
    """How a log writes time.

    Attributes:
        name: What the stamp begins with; `read_moment` goes by it.
        split: The stamp and the moment of a text with a time in it; empty moments when there is none.
    """

    name: str
    split: Split


def clock_of(texts: Iterable[str]) -> Clock | None:
    """The clock of a log, by the times of its first lines; None when it has none that we know."""
    texts = list(texts)
    scores = {name: sum(bool(re.search(pattern, text)) for text in texts) for name, pattern in _PATTERNS}
    best = max(scores, key=lambda name: scores[name], default="")
    if not scores.get(best):
        return None
    if best == "numeric":
        best = "month-first" if _month_first(texts) else "day-first"
    return CLOCKS[best]


def _month_first(texts: Iterable[str]) -> bool:
    """Whether 10/20/2026 is in October: where a part tells, by that; else by the country's habits."""
    found = [match for text in texts if (match := re.search(_NUMERIC, text))]
    if any(int(match[1]) > _NOON for match in found):
        return False
    return any(int(match[2]) > _NOON or match[6] for match in found)


def _iso(text: ir.StringValue) -> tuple[ir.StringValue, ir.StringValue]:
    moment = text.re_extract(_ISO, 1).replace("/", "-").replace("T", " ").replace(",", ".")
    return text.re_extract(_ISO, 2).strip(), moment


def _named(text: ir.StringValue) -> tuple[ir.StringValue, ir.StringValue]:
    month, year, zone = (text.re_extract(_NAMED, group) for group in (2, 3, 5))
    moment = text.re_extract(_NAMED, 1).lpad(2, "0") + " " + text.re_extract(_NAMED, 4)
    return year + "|" + month + "|" + zone.strip(), moment


def _syslog(text: ir.StringValue) -> tuple[ir.StringValue, ir.StringValue]:
    month, year = text.re_extract(_SYSLOG, 1), text.re_extract(_SYSLOG, 4).strip()
    moment = text.re_extract(_SYSLOG, 2).lpad(2, "0") + " " + text.re_extract(_SYSLOG, 3)
    return year + "|" + month + "|", moment


def _fortigate(text: ir.StringValue) -> tuple[ir.StringValue, ir.StringValue]:
    moment = text.re_extract(_FORTIGATE, 1) + " " + text.re_extract(_FORTIGATE, 2)
    return text.re_extract(r' tz="([-+0-9:]+)"', 1), moment


def _numeric(text: ir.StringValue, day: int, month: int) -> tuple[ir.StringValue, ir.StringValue]:
    half = text.re_extract(_NUMERIC, 6).strip()
    hour = text.re_extract(_NUMERIC, 4)
    hour = ibis.ifelse((half != "") & (hour == str(_NOON)), "00", hour.lpad(2, "0"))
    days = [text.re_extract(_NUMERIC, group).lpad(2, "0") for group in (month, day)]
    date = text.re_extract(_NUMERIC, 3) + "-" + days[0] + "-" + days[1]
    return half, date + " " + hour + ":" + text.re_extract(_NUMERIC, 5)


def _epoch(text: ir.StringValue) -> tuple[ir.StringValue, ir.StringValue]:
    return ibis.literal(""), text.re_extract(_EPOCH, 1)


_PATTERNS = (
    ("iso", _ISO),
    ("named", _NAMED),
    ("syslog", _SYSLOG),
    ("numeric", _NUMERIC),
    ("epoch", rf"^\W?{_EPOCH}(?![0-9])"),
)
CLOCKS = {
    "iso": Clock("iso", _iso),
    "named": Clock("named", _named),
    "syslog": Clock("syslog", _syslog),
    "day-first": Clock("half", lambda text: _numeric(text, 1, 2)),
    "month-first": Clock("half", lambda text: _numeric(text, 2, 1)),
    "epoch": Clock("epoch", _epoch),
    "fortigate": Clock("iso", _fortigate),
}


def read_moment(clock: str, stamp: str, moment: str, zone: tzinfo, now: datetime) -> datetime | None:
    """The time, in UTC; None when it is nonsense.

    Args:
        clock: Name of the clock.
        stamp: Its stamp.
        moment: Its moment.
        zone: Where the log does not say.
        now: A time without a year is the last such before this.
    """
    try:
        if clock == "epoch":
            return _of_epoch(float(moment))
        if clock == "iso":
            time = datetime.fromisoformat(f"{moment}{stamp}")
        elif clock == "half":
            time = datetime.fromisoformat(moment) + timedelta(hours=_NOON if stamp == "PM" else 0)
        else:
            time = _of_month(stamp, moment, zone, now)
        return (time if time.tzinfo else time.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _of_epoch(seconds: float) -> datetime:
    """Seconds since 1970; or thousandths, millionths or billionths, told by their size."""
    for size, unit in ((_NANO, 1e9), (_MICRO, 1e6), (_MILLI, 1e3)):
        if seconds >= size:
            seconds /= unit
            break
    return datetime.fromtimestamp(seconds, UTC)


def _of_month(stamp: str, moment: str, zone: tzinfo, now: datetime) -> datetime:
    year, month, offset = stamp.split("|")
    day, time = moment.split(" ")
    rest = f"{_MONTHS.index(month) + 1:02}-{day} {time}{offset}"
    if year:
        return datetime.fromisoformat(f"{year}-{rest}")
    found = datetime.fromisoformat(f"{now.year}-{rest}").replace(tzinfo=zone)
    if found > now + timedelta(days=1):
        found = datetime.fromisoformat(f"{now.year - 1}-{rest}").replace(tzinfo=zone)
    return found
