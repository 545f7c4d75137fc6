"""Tables, as text on a grid."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from dashboards.generator.spec import Language, Panel, Text
from dashboards.pictures.answers import Series

type Part = Any
INK, FAINT, STRIPE = "#1f2733", "#66707d", "#f5f7f9"
LINE = 21


def rows_of(values: list[dict[str, Any]]) -> alt.Data:
    """Rows for a chart."""
    data: alt.Data = alt.Data(values=values)  # type: ignore[no-untyped-call] # Altair's
    return data


def grid(panel: Panel, series: Sequence[Series], language: Language, width: int, height: int) -> Part:
    """Labels and the numbers of all queries side by side, the largest first."""
    rows: dict[tuple[str, ...], dict[int, float]] = {}
    for item in series:
        key = tuple(item.labels.get(label, "") for label, _ in panel.columns)
        rows.setdefault(key, {})[item.query] = item.last
    numbers = [
        query.legend.of(language) if isinstance(query.legend, Text) else query.legend
        for query in panel.queries
    ]
    order = sorted(rows, key=lambda key: (-rows[key].get(0, 0), key))
    head = [heading.of(language) for _, heading in panel.columns] + numbers
    body = [
        [_word(panel, word, language) for word in key]
        + [f"{rows[key][place]:.0f}" if place in rows[key] else "0" for place in range(len(numbers))]
        for key in order
    ]
    return _draw(head, body, len(panel.columns), width, height)


def matrix(panel: Panel, series: Sequence[Series], language: Language, width: int, height: int) -> Part:
    """One label down, another across."""
    (down, heading), (across, _) = panel.columns
    numbers = {(item.labels[down], item.labels[across]): item.last for item in series}
    known = list(panel.values)
    lines = sorted({line for line, _ in numbers}, key=known.index)
    columns = sorted({column for _, column in numbers}, key=known.index)
    head = [heading.of(language), *(_word(panel, column, language) for column in columns)]
    body = [
        [_word(panel, line, language), *(f"{numbers[line, column]:.0f}" for column in columns)]
        for line in lines
    ]
    return _draw(head, body, 1, width, height)


def _word(panel: Panel, word: str, language: Language) -> str:
    value = panel.values.get(word)
    return value.text.of(language) if value else word


def _draw(head: list[str], body: list[list[str]], words: int, width: int, height: int) -> Part:
    """Text to the left for words, to the right for numbers; every second line on a stripe."""
    body = body[: max(1, (height - 26) // LINE)]
    share = 1.7 if words == 1 and len(head) < 5 else 1.5  # noqa: PLR2004 - few columns leave room
    parts = [share] * words + [1.0] * (len(head) - words)
    edges = [sum(parts[:place]) / sum(parts) * (width - 20) + 10 for place in range(len(parts) + 1)]
    cells = []
    for line, row in enumerate([head, *body]):
        for place, text in enumerate(row):
            left = place < words
            cells.append(
                {
                    "text": text,
                    "x": edges[place] if left else edges[place + 1],
                    "y": 16 + line * LINE,
                    "left": left,
                    "color": FAINT if line == 0 else INK,
                }
            )
    stripes = [{"y": 16 + line * LINE} for line in range(2, len(body) + 1, 2)]
    base = alt.Chart(rows_of(cells), width=width, height=height).encode(
        x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, width], nice=False)),
        y=alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[height, 0], nice=False)),
        text="text:N",
        color=alt.Color("color:N", scale=None),
    )
    band = (
        alt.Chart(rows_of(stripes))
        .mark_bar(height=LINE, color=STRIPE)
        .encode(y=alt.Y("y:Q", axis=None), x=alt.value(0), x2=alt.value(width))
    )
    limit = (width - 20) / sum(parts) * share - 8
    words_ = base.transform_filter("datum.left").mark_text(align="left", fontSize=12, limit=limit)
    numbers = base.transform_filter("!datum.left").mark_text(
        align="right", fontSize=12, limit=(width - 20) / sum(parts) - 4
    )
    return alt.layer(band, words_, numbers)
