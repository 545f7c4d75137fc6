"""Bar charts as SVG, for the report and the console. Colours are told apart without seeing colour.

A chart is never alone: the table beside it holds its figures, and the SVG has a title and a description.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, cast

import altair as alt
import vl_convert

INK, LINE = "#1b1f24", "#c9d1d9"
SERIES = ("#0b5cad", "#e0a100", "#5aa469", "#b4433f")
"""Blue, ochre, green, red: different in lightness too, and at least 3:1 against white and black."""
_STEP, _UPRIGHT = 26, 170
_WIDTH = 520
_LONGEST = 240


@dataclass(frozen=True, slots=True)
class Picture:
    """What a chart shows.

    Attributes:
        id: Used in the SVG's ids; unique on a page.
        title: Its name.
        text: What it shows, in words.
        bars: Label, series and number of each bar, in order.
        upright: Bars stand.
        font: Font of the labels.
    """

    id: str
    title: str
    text: str
    bars: Sequence[tuple[str, str, int]]
    upright: bool = False
    font: str = "sans-serif"


def svg(picture: Picture, *, on_page: bool = False) -> str:
    """The chart as SVG.

    Args:
        picture: What it shows.
        on_page: It stands in a page, and takes its colour of text from there, so that dark pages work too.
    """
    drawn = vl_convert.vegalite_to_svg(_chart(picture))
    return _described(drawn, picture, on_page=on_page)


def _chart(picture: Picture) -> dict[str, Any]:
    labels = list(dict.fromkeys(label for label, _, _ in picture.bars))
    series = list(dict.fromkeys(name for _, name, _ in picture.bars))
    rows = [{"label": label, "series": name, "number": n} for label, name, n in picture.bars]
    name_axis = alt.Axis(title=None, labelLimit=_LONGEST, labelAngle=0, domainColor=LINE, ticks=False)
    most = max((number for _, _, number in picture.bars), default=0)
    number_axis = alt.Axis(
        title=None, gridColor=LINE, domain=False, ticks=False, tickCount=4, format=",d", tickMinStep=1
    )
    label = (alt.X if picture.upright else alt.Y)("label:N", sort=labels, axis=name_axis)
    scale = alt.Scale(domain=[0, 1]) if most == 0 else alt.Scale(nice=True)
    number = (alt.Y if picture.upright else alt.X)("number:Q", stack=True, axis=number_axis, scale=scale)
    colour = alt.Color(
        "series:N",
        sort=series,
        scale=alt.Scale(domain=series, range=list(SERIES[: len(series)])),
        legend=None if len(series) == 1 else alt.Legend(title=None, orient="top", symbolType="square"),
    )
    chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar(size=30 if picture.upright else 16)
        .encode(label, number, color=colour, order=alt.Order("place:O"))
        .transform_calculate(place=f"indexof({series!r}, datum.series)")
        .properties(width=_WIDTH, height=_UPRIGHT if picture.upright else alt.Step(_STEP))
        .configure(font=picture.font, background="transparent", locale=_locale())
        .configure_view(stroke=None)
        .configure_axis(labelColor=INK, labelFontSize=12)
        .configure_legend(labelColor=INK, labelFontSize=12)
    )
    return cast("dict[str, Any]", chart.to_dict())


def _locale() -> alt.Locale:
    """A thin space between thousands, which no language takes for a decimal sign."""
    number = alt.NumberLocale(
        decimal=",", thousands="\N{NARROW NO-BREAK SPACE}", grouping=[3], currency=["", ""]
    )
    return alt.Locale(number=number)


_ROLES = re.compile(r' (?:aria-[a-z]+|role|style|class)="[^"]*"')
_OPENING = re.compile(r"<svg\b([^>]*)>")


def _described(drawn: str, picture: Picture, *, on_page: bool) -> str:
    """One image with a name and a description, not one per bar; no styles, so that a strict CSP holds."""
    clean = _ROLES.sub("", drawn)
    if on_page:
        clean = clean.replace(INK, "currentColor")
    head = (
        f'role="img" aria-labelledby="{escape(picture.id)}-title {escape(picture.id)}-text" class="chart"'
        f'><title id="{escape(picture.id)}-title">{escape(picture.title)}</title>'
        f'<desc id="{escape(picture.id)}-text">{escape(picture.text)}</desc>'
    )
    return _OPENING.sub(lambda found: f"<svg{found[1]} {head}", clean, count=1)
