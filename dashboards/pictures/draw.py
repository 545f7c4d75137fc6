"""One picture of a dashboard: its panels, laid out as Grafana lays them out."""

import io
from collections.abc import Sequence
from typing import Any

import altair as alt
from PIL import Image, ImageDraw

from dashboards.generator.spec import Board, Kind, Language, Panel, Row
from dashboards.pictures.answers import Series, Source
from dashboards.pictures.tables import grid, matrix, rows_of
from dashboards.pictures.units import shown

COLUMN, LINE, GAP, MARGIN = 46, 26, 8, 14
INK, FAINT, BLUE, EDGE = "#1f2733", "#66707d", "#3274d9", "#d5dae1"
PALETTE = ("#3274d9", "#ff780a", "#37872d", "#c4162a", "#8f3bb8", "#e0b400", "#8e9aab")
FONT = "DejaVu Sans, sans-serif"

type Part = Any
"""A chart of Altair, whose operators give unions of all its kinds."""


def picture(board: Board, source: Source, language: Language) -> bytes:
    """A PNG of a dashboard, in few colours so that it is small."""
    parts: list[tuple[int, int, bytes]] = []
    top = MARGIN
    heading = alt.Title(
        board.title.of(language), subtitle=board.about.of(language), fontSize=20, subtitleFontSize=13
    )
    parts.append((0, top, _strip(heading, 52)))
    top += 52
    for row in board.rows:
        parts.append((0, top, _strip(alt.Title(row.title.of(language), fontSize=14), 24)))
        top += 26
        for left, down, panel in _places(row):
            drawn = _png(_panel(panel, source.answers(panel, language), language), panel.width, panel.height)
            parts.append((left * COLUMN, top + down * LINE, drawn))
        top += _height(row) * LINE + 6
    return _paste(parts, 24 * COLUMN + 2 * MARGIN, top + MARGIN)


def _places(row: Row) -> list[tuple[int, int, Panel]]:
    """Left edge, top edge and panel, in columns and lines."""
    places, left, down, tallest = [], 0, 0, 0
    for panel in row.panels:
        if left + panel.width > 24:  # noqa: PLR2004 - Grafana's grid
            left, down, tallest = 0, down + tallest, 0
        places.append((left, down, panel))
        left, tallest = left + panel.width, max(tallest, panel.height)
    return places


def _height(row: Row) -> int:
    return max(down + panel.height for _, down, panel in _places(row))


def _strip(title: alt.Title, height: int) -> bytes:
    """A line of text over the whole width."""
    title.anchor, title.color, title.subtitleColor = "start", INK, FAINT
    chart = alt.Chart(rows_of([{}])).mark_point(opacity=0).properties(title=title)
    plain = chart.configure(font=FONT).configure_view(stroke=None)
    return _rendered(plain, 24 * COLUMN, height)


def _png(chart: Part, columns: int, lines: int) -> bytes:
    """A panel in its frame."""
    framed = (
        chart.configure(font=FONT)
        .configure_view(stroke=None)
        .configure_axis(labelColor=FAINT, domainColor=EDGE, gridColor="#eceff3", tickColor=EDGE)
    )
    framed = framed.configure_legend(
        labelColor=INK, title=None, orient="bottom", symbolSize=60, offset=4, padding=0
    )
    return _rendered(framed, columns * COLUMN - GAP, lines * LINE - GAP)


def _rendered(chart: Part, width: int, height: int) -> bytes:
    import vl_convert  # noqa: PLC0415 - a second to load, and only pictures need it

    whole = chart.properties(
        width=width,
        height=height,
        padding=8,
        background="white",
        autosize=alt.AutoSizeParams(type="fit", contains="padding"),
    )
    made: bytes = vl_convert.vegalite_to_png(whole.to_dict())
    return made


def _paste(parts: list[tuple[int, int, bytes]], width: int, height: int) -> bytes:
    whole = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(whole)
    for left, top, part in parts:
        image = Image.open(io.BytesIO(part)).convert("RGB")
        whole.paste(image, (MARGIN + left, top))
        if image.width < 24 * COLUMN:
            box = (MARGIN + left, top, MARGIN + left + image.width, top + image.height)
            pen.rounded_rectangle(box, 4, outline=EDGE)
    out = io.BytesIO()
    whole.quantize(96, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _panel(panel: Panel, series: Sequence[Series], language: Language) -> Part:
    width, height = panel.width * COLUMN - GAP - 16, panel.height * LINE - GAP - 40
    if not series:
        chart: Part = _words(panel.empty.of(language), width, height, FAINT, 16)
    else:
        chart = _KINDS[panel.kind](panel, series, language, width, height)
    title = alt.Title(
        panel.title.of(language), anchor="start", fontSize=12, color=INK, offset=6, frame="bounds"
    )
    return chart.properties(title=title)


def _words(text: str, width: int, height: int, color: str, size: int) -> Part:
    values = rows_of([{"text": text}])
    return (
        alt.Chart(values, width=width, height=height)
        .mark_text(fontSize=size, color=color, limit=width - 10)
        .encode(text="text:N", x=alt.value(width / 2), y=alt.value(height / 2))
    )


def _stat(panel: Panel, series: Sequence[Series], language: Language, width: int, height: int) -> Part:
    """The number, or with `names` the name of its series, in the colour of its step."""
    first = series[0]
    text = first.name if panel.names else shown(first.last, panel.unit, language)
    return _words(
        text, width, height, _step_colour(panel, first.last), min(34, round(width * 1.5 / len(text)))
    )


def _step_colour(panel: Panel, number: float) -> str:
    colour = BLUE
    for start, of_step in panel.steps:
        if start is None or number >= start:
            colour = of_step
    return colour


def _gauge(panel: Panel, series: Sequence[Series], language: Language, width: int, height: int) -> Part:
    """Bars with their name before and their number behind them."""
    order = sorted(series, key=lambda item: _place(panel, item))
    rows = [
        {
            "name": _name(panel, item, language),
            "number": item.last,
            "text": shown(item.last, panel.unit, language),
            "color": _colour(panel, item, place),
        }
        for place, item in enumerate(order)
    ]
    most = max(item.last for item in order) or 1
    room = 1.05 + 0.1 * max(len(str(row["text"])) for row in rows)
    names = [_name(panel, item, language) for item in order]
    base = alt.Chart(rows_of(rows), width=width, height=height).encode(
        y=alt.Y(
            "name:N",
            sort=names,
            title=None,
            axis=alt.Axis(
                labelLimit=150, labelFontSize=12, domain=False, ticks=False, minExtent=150, maxExtent=150
            ),
        ),
        x=alt.X("number:Q", title=None, axis=None, scale=alt.Scale(domain=[0, most * room], nice=False)),
    )
    bars = base.mark_bar(height={"band": 0.6}).encode(color=alt.Color("color:N", scale=None))
    return bars + base.mark_text(align="left", dx=5, fontSize=13, color=INK).encode(text="text:N")


def _place(panel: Panel, series: Series) -> tuple[int, float]:
    """Order of a panel's known values, then the largest first."""
    known = list(panel.values)
    return (known.index(series.name) if series.name in known else len(known), -series.last)


def _name(panel: Panel, series: Series, language: Language) -> str:
    value = panel.values.get(series.name)
    return value.text.of(language) if value else series.name or panel.title.of(language)


def _colour(panel: Panel, series: Series, place: int) -> str:
    value = panel.values.get(series.name)
    if value and value.color:
        return value.color
    if panel.steps and panel.kind is Kind.GAUGE:
        return _step_colour(panel, series.last)
    return BLUE if panel.kind is Kind.GAUGE else PALETTE[place % len(PALETTE)]


def _graph(panel: Panel, series: Sequence[Series], language: Language, width: int, height: int) -> Part:
    """Lines, or bars on each other, over time."""
    order = sorted(series, key=lambda item: _place(panel, item)[0])
    names = [_name(panel, item, language) for item in order]
    rows = [
        {"at": at * 1000, "number": number, "name": name, "place": place}
        for place, (name, item) in enumerate(zip(names, order, strict=True))
        for at, number in item.points
    ]
    colours = [_colour(panel, item, place) for place, item in enumerate(order)]
    base = alt.Chart(rows_of(rows), width=width, height=height).encode(
        x=alt.X("at:T", title=None, axis=alt.Axis(format="%H:%M:%S", tickCount=5, grid=False)),
        y=alt.Y(
            "number:Q",
            title=None,
            axis=alt.Axis(
                tickCount=4,
                format=_FORMATS.get(panel.unit, "~s"),
                labelExpr=f"datum.label + '{_SUFFIXES.get(panel.unit, '')}'",
                minExtent=40,
            ),
            scale=alt.Scale(domain=[0, panel.high or _highest(panel, order)], nice=panel.high is None),
        ),
        color=alt.Color(
            "name:N",
            scale=alt.Scale(domain=names, range=colours),
            legend=alt.Legend(columns=max(2, width // 150), labelLimit=140),
        ),
    )
    if panel.kind is Kind.BARS:
        points = max(len(item.points) for item in order)
        size = max(2, (width - 70) / max(points, 30) * 0.9)
        bars: Part = base.mark_bar(size=size).encode(order="place:Q")
        return bars
    lines: Part = base.mark_line(strokeWidth=2, interpolate="linear")
    return alt.layer(lines, *_limits(panel))


def _highest(panel: Panel, series: Sequence[Series]) -> float:
    """Top of the axis: the data, stacked when they are bars, and the limits."""
    sums: dict[float, float] = {}
    for item in series:
        for at, number in item.points:
            both = sums.get(at, 0.0) + number if panel.kind is Kind.BARS else max(sums.get(at, 0.0), number)
            sums[at] = both
    limits = [start for start, _ in panel.steps if start is not None]
    return max([*sums.values(), *limits]) * 1.05 or 1.0


def _limits(panel: Panel) -> list[alt.Chart]:
    """Dashed lines where a step begins."""
    return [
        alt.Chart(rows_of([{"number": start}]))
        .mark_rule(strokeDash=[5, 4], color=colour)
        .encode(y="number:Q")
        for start, colour in panel.steps
        if start is not None
    ]


def _table(panel: Panel, series: Sequence[Series], language: Language, width: int, height: int) -> Part:
    return grid(panel, series, language, width, height)


def _matrix(panel: Panel, series: Sequence[Series], language: Language, width: int, height: int) -> Part:
    return matrix(panel, series, language, width, height)


_FORMATS = {"percentunit": ".3~%", "bytes": ".2~s", "s": "~g", "reqps": "~g"}
_SUFFIXES = {"s": " s", "bytes": "B", "reqps": "/s"}
_KINDS = {
    Kind.STAT: _stat,
    Kind.GAUGE: _gauge,
    Kind.BARS: _graph,
    Kind.LINES: _graph,
    Kind.TABLE: _table,
    Kind.MATRIX: _matrix,
}
