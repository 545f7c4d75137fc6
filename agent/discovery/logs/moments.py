"""Times in logs. The query keeps the earliest and the latest as text that sorts; Python reads those two.

So no engine parses ten million times, and a time that is nonsense stops nothing. A clock splits a time into a
*moment*, text that sorts as time does, and a *stamp*, all that must be equal for that to hold: the month,
where it has a name; the offset from UTC; AM or PM. The stamp is part of what the query groups by.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo

import ibis
import ibis.expr.types as ir

_ISO = (
    r"([0-9]{4}[-/][0-9]{2}[-/][0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]+)?)"
    r"(Z| ?[+-][0-9]{2}:?[0-9]{2}| UTC| GMT)?"
)
_COLONS = r"([0-9]{4}):([0-9]{2}):([0-9]{2})-([0-9]{2}:[0-9]{2}:[0-9]{2})"
_NAMED = (
    r"([0-9]{1,2})[-/ ]([A-Z][a-z]{2})[-/ ]([0-9]{4})[: ]([0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.][0-9]+)?)"
    r"( ?[+-][0-9]{4})?"
)
_SYSLOG = (
    r"([A-Z][a-z]{2}) +([0-9]{1,2}) ((?:[0-9]{4} )?)([0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.][0-9]+)?)"
    r"((?: [0-9]{4})?)( UTC| GMT)?"
)
_HALF = "[ \xa0\u202f]?([AaPp][.]?[Mm])"
"""AM or PM, after one of the spaces that Windows writes there."""
_NUMERIC = (
    r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4}),? ([0-9]{1,2}):([0-9]{2}:[0-9]{2})(?:[.][0-9]+)?"
    rf"(?:{_HALF})?"
)
_WORDED = rf"([A-Z][a-z]{{2}}) ([0-9]{{1,2}}), ([0-9]{{4}}),? ([0-9]{{1,2}}):([0-9]{{2}}:[0-9]{{2}}){_HALF}"
_FORTIGATE = r"date=([0-9]{4}-[0-9]{2}-[0-9]{2}) time=([0-9]{2}:[0-9]{2}:[0-9]{2})"
_EPOCH = r"([0-9]{9,19}(?:[.][0-9]+)?|[0-9][.][0-9]+E[0-9]+)"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NOON = 12
_UTC = "@utc"
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


def in_utc(clock: Clock) -> Clock:
    """The same clock, of a log that is in UTC and does not say so line by line."""
    return replace(clock, name=f"{clock.name.removesuffix(_UTC)}{_UTC}")


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
    month, before, after, zone = (text.re_extract(_SYSLOG, group) for group in (1, 3, 5, 6))
    moment = text.re_extract(_SYSLOG, 2).lpad(2, "0") + " " + text.re_extract(_SYSLOG, 4)
    return (before + after).strip() + "|" + month + "|" + zone.strip(), moment


def _worded(text: ir.StringValue) -> tuple[ir.StringValue, ir.StringValue]:
    month, day, year, hour, rest, half = (text.re_extract(_WORDED, group) for group in range(1, 7))
    half = _half(half)
    return year + "|" + month + "|" + half, day.lpad(2, "0") + " " + _hour(hour, half) + ":" + rest


def _colons(text: ir.StringValue) -> tuple[ir.StringValue, ir.StringValue]:
    year, month, day, time = (text.re_extract(_COLONS, group) for group in range(1, 5))
    return ibis.literal(""), year + "-" + month + "-" + day + " " + time


def _fortigate(text: ir.StringValue) -> tuple[ir.StringValue, ir.StringValue]:
    moment = text.re_extract(_FORTIGATE, 1) + " " + text.re_extract(_FORTIGATE, 2)
    return text.re_extract(r' tz="?([-+0-9:]+)', 1), moment


def _half(text: ir.StringValue) -> ir.StringValue:
    """``AM`` or ``PM`` of ``a.m.``, ``pm`` and so on."""
    return text.upper().replace(".", "")


def _hour(hour: ir.StringValue, half: ir.StringValue) -> ir.StringValue:
    """Two digits; on a clock of twelve hours the first is 12."""
    return ibis.ifelse((half != "") & (hour == str(_NOON)), "00", hour.lpad(2, "0"))


def _numeric(text: ir.StringValue, day: int, month: int) -> tuple[ir.StringValue, ir.StringValue]:
    half = _half(text.re_extract(_NUMERIC, 6))
    hour = _hour(text.re_extract(_NUMERIC, 4), half)
    days = [text.re_extract(_NUMERIC, group).lpad(2, "0") for group in (month, day)]
    date = text.re_extract(_NUMERIC, 3) + "-" + days[0] + "-" + days[1]
    return half, date + " " + hour + ":" + text.re_extract(_NUMERIC, 5)


def _epoch(text: ir.StringValue) -> tuple[ir.StringValue, ir.StringValue]:
    return ibis.literal(""), text.re_extract(_EPOCH, 1)


_PATTERNS = (
    ("iso", _ISO),
    ("named", _NAMED),
    ("syslog", _SYSLOG),
    ("worded", _WORDED),
    ("numeric", _NUMERIC),
    ("colons", _COLONS),
    ("epoch", rf"^\W?{_EPOCH}(?![0-9])"),
)
CLOCKS = {
    "iso": Clock("iso", _iso),
    "named": Clock("named", _named),
    "syslog": Clock("syslog", _syslog),
    "worded": Clock("worded", _worded),
    "colons": Clock("iso", _colons),
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
        clock, utc, _ = clock.partition(_UTC)
        zone = UTC if utc else zone
        if clock == "epoch":
            return _of_epoch(float(moment))
        if clock == "iso":
            time = datetime.fromisoformat(f"{moment}{_offset(stamp)}")
        elif clock == "half":
            time = datetime.fromisoformat(moment) + _afternoon(stamp)
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


def _offset(stamp: str) -> str:
    """As Python wants it."""
    return "Z" if stamp in ("UTC", "GMT") else stamp


def _afternoon(stamp: str) -> timedelta:
    return timedelta(hours=_NOON if stamp == "PM" else 0)


def _of_month(stamp: str, moment: str, zone: tzinfo, now: datetime) -> datetime:
    year, month, end = stamp.split("|")
    day, time = moment.split(" ")
    offset = "" if end in ("AM", "PM") else _offset(end)
    rest = f"{_MONTHS.index(month) + 1:02}-{day} {time}{offset}"
    if year:
        return datetime.fromisoformat(f"{year}-{rest}") + _afternoon(end)
    found = datetime.fromisoformat(f"{now.year}-{rest}").replace(tzinfo=zone)
    if found > now + timedelta(days=1):
        found = datetime.fromisoformat(f"{now.year - 1}-{rest}").replace(tzinfo=zone)
    return found
