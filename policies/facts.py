"""What a request shows and what a condition asks for, in the words of the policy file."""

from collections import Counter
from collections.abc import Iterable
from typing import Protocol
from zoneinfo import ZoneInfo

from policies.checks import NOT_JUDGED, Check, count_files
from policies.conditions import DAYS, Condition, Files, Finds, Services, Window
from policies.context import Context, Found, is_meant
from policies.terms import NO_GROUP, NO_TENANT, Language

_FEW = 4
"""More types than this are counted rather than named."""


class Phrase(Protocol):
    """Fills in one phrase of `words.yaml`."""

    def __call__(self, name: str, language: Language, **values: object) -> str:
        """The phrase in that language."""


def facts(
    check: Check, context: Context, found: Found, language: Language, phrase: Phrase
) -> tuple[str, str]:
    """What the request shows, and what the condition asks for."""
    match check.entry:
        case Finds() as finds:
            return _finds(finds, found, language, phrase)
        case Files() as files:
            return _files(files, context, language, phrase)
        case Services() as services:
            name = check.field.removeprefix("services.")
            return _service(name, context), _either(getattr(services, name), language, phrase)
        case Condition() as condition:
            return _request(check.field, condition, context, language, phrase)


def _finds(finds: Finds, found: Found, language: Language, phrase: Phrase) -> tuple[str, str]:
    first, *others = sorted(finds.types)
    types = _either(finds.types, language, phrase)
    if len(others) > _FEW:
        types = phrase("one_of_many", language, first=first, count=len(others))
    wanted = phrase("from_score", language, types=types, score=f"{finds.score:g}")
    number = found.count(finds)
    if number >= finds.count:
        return _what_was_found(finds, found, number, language, phrase), wanted
    name = "at_least_different" if finds.distinct else "at_least"
    actual = phrase(name, language, count=number, needed=finds.count)
    below = sum(one.type in finds.types and one.score < finds.score for one in found.findings)
    return phrase("uncertain", language, count=actual, below=below) if below else actual, wanted


def _what_was_found(finds: Finds, found: Found, number: int, language: Language, phrase: Phrase) -> str:
    """``3 x PERSON, 1 x ADDRESS``."""
    counts = Counter(one.type for one in found.findings if is_meant(finds, one))
    values = ", ".join(
        phrase("times", language, count=count, type=kind) for kind, count in sorted(counts.items())
    )
    return phrase("different", language, values=values, count=number) if finds.distinct else values


def _files(files: Files, context: Context, language: Language, phrase: Phrase) -> tuple[str, str]:
    kinds = _either(files.kinds, language, phrase) if files.kinds else phrase("any", language)
    wanted = phrase("from_bytes", language, kinds=kinds, bytes=files.bytes) if files.bytes else kinds
    return phrase("at_least", language, count=count_files(files, context), needed=files.count), wanted


def _service(name: str, context: Context) -> str:
    shown = {
        "ids": context.service,
        "categories": context.category,
        "risks": context.risk or "-",
        "statuses": context.status or NOT_JUDGED,
        "tenants": context.tenant or NO_TENANT,
    }
    return shown[name]


def _request(
    field: str, condition: Condition, context: Context, language: Language, phrase: Phrase
) -> tuple[str, str]:
    match field:
        case "groups":
            return context.group or NO_GROUP, _either(condition.groups, language, phrase)
        case "direction":
            return context.direction, _either(condition.direction, language, phrase)
        case "chars":
            return str(context.chars), str(condition.chars)
        case "times":
            local = context.time.astimezone(ZoneInfo(condition.times[0].timezone))
            windows = _either(map(_window, condition.times), language, phrase)
            return f"{DAYS[local.weekday()]} {local:%H:%M}", windows
        case _:  # draft
            return str(context.draft).lower(), str(condition.draft).lower()


def _window(window: Window) -> str:
    days = ", ".join(day for day in DAYS if day in window.days)
    return f"{days} {window.after}-{window.before} ({window.timezone})"


def _either(names: Iterable[str], language: Language, phrase: Phrase) -> str:
    """``a, b or c`` of a set."""
    *first, last = sorted(names)
    return phrase("either", language, most=", ".join(first), last=last) if first else last
