"""Numbers as Grafana would write them."""

import time

from dashboards.generator.spec import Language

_LONG = ((365 * 86400, "jaar", "years"), (86400, "dagen", "days"), (3600, "uur", "hours"), (60, "min", "min"))


def shown(number: float, unit: str, language: Language) -> str:
    """A number with its unit.

    Args:
        number: The number.
        unit: Grafana's name of the unit.
        language: For words and the decimal sign.
    """
    if unit == "percentunit":
        text = f"{number * 100:.1f}".removesuffix(".0") + " %"
    elif unit == "bytes":
        text = f"{number / 2**20:.0f} MiB"
    elif unit == "s":
        text = f"{number * 1000:.0f} ms" if number < 1 else f"{number:.1f} s"
    elif unit == "reqps":
        text = f"{number:.1f} /s"
    elif unit in ("dtdurations", "dateTimeFromNow"):
        seconds = number if unit == "dtdurations" else time.time() - number / 1000
        text = _duration(seconds, language)
        if unit == "dateTimeFromNow":
            text += " geleden" if language == "nl" else " ago"
    else:
        text = f"{number:,.0f}".replace(",", " ")
    return text.replace(".", ",") if language == "nl" else text


def _duration(seconds: float, language: Language) -> str:
    for length, dutch, english in _LONG:
        if seconds >= length:
            return (
                f"{seconds / length:.1f}".removesuffix(".0") + " " + (dutch if language == "nl" else english)
            )
    return f"{seconds:.0f} s"
