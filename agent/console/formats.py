"""Dates, numbers and sizes as the reader writes them, as filters for the templates."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers

from agent.console.language import locale_of, translate
from agent.console.terms import TERMS
from agent.register.law import Language
from agent.register.notification import kind_name

NONE = "\u2013"
"""What stands where there is no value."""
_LONG = re.compile(r"[^\W\d_]{16,}")
_PART = re.compile(
    r"(?:gegevens|beschermings|effect|grond|rechten|verwerkers|verwerkings|gebruiks|ondernemings|"
    r"functionaris|personeel|vertegenwoordigings|technologische|registratie|voorlichtings|geletterdheids)"
    r"(?=[^\W\d_]{4})",
    re.IGNORECASE,
)
"""Where long words of the law have a seam."""
_STEP = 1000
_SIZES = ("kB", "MB", "GB", "TB")


def filters(language: Language, zone: str) -> Mapping[str, Callable[..., Any]]:
    """The filters for one language, with times in a zone."""
    locale, place = locale_of(language), ZoneInfo(zone)

    def day(value: date | datetime | None, form: str = "medium") -> str:
        if value is None:
            return NONE
        moment = value.astimezone(place).date() if isinstance(value, datetime) else value
        return dates.format_date(moment, format=form, locale=locale)

    def moment(value: datetime | None, form: str = "short") -> str:
        if value is None:
            return NONE
        local = value.astimezone(place)
        clock = dates.format_time(local, format="short", locale=locale)
        return f"{day(value, 'medium' if form == 'short' else form)} {clock}"

    def number(value: float | None, digits: int | None = None) -> str:
        if value is None:
            return NONE
        form = None if digits is None else "#,##0." + "0" * digits if digits else "#,##0"
        return str(numbers.format_decimal(value, format=form, locale=locale))

    def percent(value: float | None) -> str:
        return NONE if value is None else str(numbers.format_percent(value, format="#,##0%", locale=locale))

    def filesize(value: int | None) -> str:
        return NONE if value is None else _size(value, locale)

    return {
        "date": day,
        "datetime": moment,
        "number": number,
        "percent": percent,
        "filesize": filesize,
        "term": lambda value: term(value, language),
        "kind": lambda value: kind_word(str(value), language),
        "machine": _machine,
        "seams": seams,
        "pairs": lambda values: [(str(value), term(value, language)) for value in values],
    }


def term(value: object, language: Language) -> str:
    """A fixed word of the data (a status, a tier, an action) as people say it."""
    if value is None or value == "":
        return NONE
    word = str(value)
    return translate(language, TERMS[word]) if word in TERMS else word


def kind_word(kind: str, language: Language) -> str:
    """A kind of finding, as people say it."""
    word = term(kind, language) if kind in TERMS else kind_name(kind, language)
    return word[:1].upper() + word[1:]


def seams(text: str) -> str:
    """A text with soft hyphens in its long Dutch words, for browsers that know no Dutch hyphenation."""
    return _LONG.sub(lambda found: _PART.sub("\\g<0>\N{SOFT HYPHEN}", found[0]), text)


def _machine(value: Any) -> str:  # noqa: ANN401 - a template's value
    """A time for ``<time datetime>`` and for sorting."""
    return "" if value is None else str(value.isoformat())


def _size(value: int, locale: Locale) -> str:
    size, unit = float(value), "B"
    for larger in _SIZES:
        if size < _STEP:
            break
        size, unit = size / _STEP, larger
    form = "#,##0" if unit == "B" or size >= _STEP / 10 else "#,##0.0"
    return f"{numbers.format_decimal(size, format=form, locale=locale)} {unit}"
