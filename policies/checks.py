"""Whether each field of a condition holds: the one place, for deciding and for explaining alike."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from detectors.services.found import family_of
from policies.conditions import DAYS, Condition, Files, Finds, Services, Window
from policies.context import Context, Found
from policies.terms import ANY_TENANT, NO_GROUP, NO_TENANT, OTHER_TENANT

NOT_JUDGED = "discovered"
"""Status of a service that is not in the register yet."""


@dataclass(frozen=True, slots=True)
class Check:
    """One field of a condition.

    Attributes:
        field: Its name in the policy file, e.g. ``services.tenants``.
        entry: The part of the condition that it is about: a `Finds`, the `Services`, ...
        holds: Whether a request satisfies it.
        looks_inside: Whether it depends on what the request holds.
    """

    field: str
    entry: Finds | Services | Files | Condition
    holds: Callable[[Context, Found], bool]
    looks_inside: bool = False


@lru_cache(maxsize=4096)
def checks(condition: Condition) -> tuple[Check, ...]:
    """The fields that a condition gives, cheapest first. All must hold."""
    return tuple(_checks(condition))


def _checks(condition: Condition) -> Iterator[Check]:
    if condition.services:
        yield from _service_checks(condition.services)
    if condition.direction:
        yield Check("direction", condition, lambda context, _: context.direction in condition.direction)
    if condition.groups:
        yield Check("groups", condition, lambda context, _: (context.group or NO_GROUP) in condition.groups)
    if condition.draft is not None:
        yield Check("draft", condition, lambda context, _: context.draft is condition.draft)
    if condition.times:
        yield Check("times", condition, lambda context, _: _is_within(condition.times, context.time))
    if condition.chars:
        chars = condition.chars
        yield Check("chars", condition, lambda context, _: context.chars >= chars, looks_inside=True)
    if condition.files:
        yield _files_check(condition.files)
    for finds in condition.finds:
        yield _finds_check(finds)


def _service_checks(services: Services) -> Iterator[Check]:
    asked: tuple[tuple[str, frozenset[str], Callable[[Context], str | None]], ...] = (
        ("categories", services.categories, lambda context: context.category),
        ("risks", services.risks, lambda context: context.risk),
        ("statuses", services.statuses, lambda context: context.status or NOT_JUDGED),
    )
    if services.ids:
        yield Check("services.ids", services, lambda context, _: _is_service(services.ids, context))
    for name, wanted, actual in asked:
        if wanted:
            yield Check(f"services.{name}", services, _is_one_of(wanted, actual))
    if services.tenants:
        yield Check("services.tenants", services, lambda context, _: _has_tenant(services.tenants, context))


def _is_one_of(
    wanted: frozenset[str], actual: Callable[[Context], str | None]
) -> Callable[[Context, Found], bool]:
    return lambda context, _: actual(context) in wanted


def _is_service(wanted: frozenset[str], context: Context) -> bool:
    """By its own id, or that of its family: ``unknown-ai`` stands for every unknown AI service."""
    return context.service in wanted or family_of(context.service) in wanted


def _has_tenant(wanted: frozenset[str], context: Context) -> bool:
    if context.tenant in {None, OTHER_TENANT}:  # somebody else's account is no contract of ours
        return NO_TENANT in wanted or (context.tenant or NO_TENANT) in wanted
    return ANY_TENANT in wanted or context.tenant in wanted


def _files_check(files: Files) -> Check:
    return Check("files", files, lambda context, _: count_files(files, context) >= files.count, True)  # noqa: FBT003 - it looks inside


def count_files(files: Files, context: Context) -> int:
    """How many files of a request are meant."""
    return sum(
        (not files.kinds or file.kind in files.kinds) and file.bytes >= files.bytes for file in context.files
    )


def _finds_check(finds: Finds) -> Check:
    return Check("finds", finds, lambda _, found: found.count(finds) >= finds.count, True)  # noqa: FBT003 - it looks inside


def _is_within(windows: tuple[Window, ...], time: datetime) -> bool:
    return any(_is_in(window, time) for window in windows)


def _is_in(window: Window, time: datetime) -> bool:
    """Whether a moment is in a window; after midnight it is the day before that counts."""
    local = time.astimezone(ZoneInfo(window.timezone))
    hour = f"{local:%H:%M}"
    if window.after < window.before:
        return window.after <= hour < window.before and DAYS[local.weekday()] in window.days
    if hour >= window.after:
        return DAYS[local.weekday()] in window.days
    yesterday = local.date() - timedelta(days=1)
    return hour < window.before and DAYS[yesterday.weekday()] in window.days
