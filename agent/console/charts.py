"""Charts: drawn by Vega-Lite to SVG that stands in the page, in the page's own colours, and said in words.

The colours are placeholders in the drawing, replaced by the style sheet's variables: so a chart follows
light, dark and print, and needs neither a script nor inline style.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import altair as alt
import vl_convert
from markupsafe import Markup

COLOURS = range(1, 7)
"""Numbers of the colours of series; `console.css` says what they look like."""
_INK = {
    "#010203": "var(--text)",
    "#010204": "var(--line)",
    "#010205": "var(--soft)",
    **{f"#0a0b0{n}": f"var(--chart-{n})" for n in COLOURS},
}
_TEXT, _LINE, _SOFT = list(_INK)[:3]
_COLOUR = re.compile(r'(fill|stroke)="(#0[0-9a-f]{5})"')
_GROUND = re.compile(r'<rect width="[\d.]+" height="[\d.]+" fill="white"/>')
_SIZE = re.compile(r'^(<svg [^>]*?) width="[\d.]+" height="[\d.]+"')
_WIDTH = 420
"""Drawn at this width and scaled to the page's, so that its letters are about as large as the page's."""
_LETTER, _MOST_LETTERS = 7.2, 24
"""Room for a letter of a label: browsers have other fonts than the one that Vega measures with."""


class Series(NamedTuple):
    """What bars are divided into.

    Attributes:
        name: As the reader says it.
        colour: One of `COLOURS`.
    """

    name: str
    colour: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart in a page; macro ``figure`` of parts.html shows it.

    Attributes:
        svg: The drawing, hidden from screen readers.
        series: What the colours mean.
        words: The same facts, a line each.
    """

    svg: Markup
    series: tuple[Series, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One piece of a bar.

    Attributes:
        label: The bar it is part of.
        series: Which piece; empty when a bar has one.
        value: How long.
        said: The value as the reader writes it.
    """

    label: str
    series: str
    value: float
    said: str


def bars(parts: Sequence[Bar], series: Sequence[Series | str] = ()) -> Chart:
    """Lying bars, the first on top; for what is compared by name.

    Args:
        parts: Their pieces.
        series: What the pieces are; those without a colour get one in order.
    """
    return _chart(parts, series, upright=False)


def columns(parts: Sequence[Bar], series: Sequence[Series | str] = ()) -> Chart:
    """Upright bars, the first on the left; for what runs in time. The same arguments."""
    return _chart(parts, series, upright=True)


def _chart(parts: Sequence[Bar], series: Sequence[Series | str], *, upright: bool) -> Chart:
    coloured = tuple(
        Series(item, COLOURS[n % len(COLOURS)]) if isinstance(item, str) else item
        for n, item in enumerate(series)
    )
    return Chart(_draw(tuple(parts), coloured, upright=upright), coloured, _words(parts))


def _words(parts: Sequence[Bar]) -> tuple[str, ...]:
    lines: dict[str, list[str]] = {}
    for part in parts:
        said = f"{part.series.lower()} {part.said}" if part.series else part.said
        lines.setdefault(part.label, []).append(said)
    return tuple(f"{label}: {', '.join(said)}" for label, said in lines.items())


@lru_cache(maxsize=256)
def _draw(parts: tuple[Bar, ...], series: tuple[Series, ...], *, upright: bool) -> Markup:
    """The same facts are drawn once."""
    known = {item.name: n for n, item in enumerate(series)} or {"": 0}
    rows = [
        {"label": _short(part.label), "series": part.series, "value": part.value, "rank": known[part.series]}
        for part in parts
    ]
    labels = list(dict.fromkeys(_short(part.label) for part in parts))
    inks = [f"#0a0b0{item.colour}" for item in series] or ["#0a0b01"]
    scale = alt.Scale(domain=list(known), range=inks)
    chart = (
        alt.Chart(alt.Data(values=rows))  # type: ignore[no-untyped-call]
        .mark_bar(cornerRadius=1)
        .encode(
            color=alt.Color("series:N", scale=scale, legend=None),
            order=alt.Order("rank:Q"),
            **_axes(labels, upright=upright),
        )
        .properties(
            width=_WIDTH,
            height=220 if upright else 40 + 26 * len(labels),
            autosize=alt.AutoSizeParams(type="fit", contains="padding"),
        )
        .configure_view(stroke=None)
        .configure_axis(labelColor=_TEXT, gridColor=_LINE, domainColor=_SOFT, labelFontSize=12)
    )
    return _inline(vl_convert.vegalite_to_svg(chart.to_dict()))


def _axes(labels: list[str], *, upright: bool) -> dict[str, Any]:
    """Names along one axis, amounts along the other."""
    room = 0 if upright else 6 + _LETTER * max(map(len, labels), default=0)
    names = alt.Axis(
        title=None,
        labelLimit=0,
        labelAngle=0,
        labelOverlap="parity",
        labelSeparation=10,
        ticks=False,
        minExtent=room,
    )
    amounts = alt.Axis(title=None, tickCount=4, format="~s", grid=True, domain=False, ticks=False)
    if upright:
        return {
            "x": alt.X("label:N", sort=labels, axis=names),
            "y": alt.Y("value:Q", axis=amounts, stack="zero"),
        }
    return {
        "y": alt.Y("label:N", sort=labels, axis=names),
        "x": alt.X("value:Q", axis=amounts, stack="zero"),
    }


def _short(label: str) -> str:
    return label if len(label) <= _MOST_LETTERS else label[: _MOST_LETTERS - 1].rstrip() + "…"


def _inline(svg: str) -> Markup:
    """A drawing fit for a page: no ground, no fixed size, the page's colours, silent for screen readers."""
    svg = _GROUND.sub("", svg, count=1)
    svg = _SIZE.sub(r'\1 aria-hidden="true" focusable="false"', svg, count=1)
    svg = _COLOUR.sub(lambda found: f'{found[1]}="{_INK.get(found[2], found[2])}"', svg)
    return Markup(svg)  # noqa: S704 - drawn from data that Vega escapes; a test tries names that look like code
