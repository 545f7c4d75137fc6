"""The days that a report is about, and the days before them."""

from datetime import date, timedelta

from agent.errors import UsageError
from agent.record.groups import first_day, last_day, month_of
from agent.register.privacy import months_between
from agent.reports.model import Period

MOST_DAYS = 3660


def period(first: date | None, last: date | None, today: date) -> Period:
    """The period that was asked for; without an answer the last month that has ended.

    Whole months are compared with as many whole months before, other days with as many days before.

    Args:
        first: First day, or None: that of the month of `last`.
        last: Last day, or None: that of the month of `first`.
        today: To know which month has ended.

    Raises:
        UsageError: The days are in the wrong order, in the future or too many.
    """
    if first is None and last is None:
        last = today.replace(day=1) - timedelta(days=1)
    first = first or first_day(month_of(last or today))
    last = last or last_day(month_of(first))
    if last < first:
        raise UsageError(f"--to {last}: comes before --from {first}")
    if first > today:
        raise UsageError(f"--from {first}: has yet to come: choose {today} or an earlier day")
    if (last - first).days > MOST_DAYS:
        raise UsageError(f"--from {first} --to {last}: at most {MOST_DAYS} days")
    before_last = first - timedelta(days=1)
    before_first = first - (last - first) - timedelta(days=1)
    if first.day == 1 and last == last_day(month_of(last)):
        before_first = _months_earlier(first, len(months_between(first, last)))
    return Period(first, last, before_first, before_last)


def _months_earlier(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 - months, 12)
    return date(year, month + 1, 1)
