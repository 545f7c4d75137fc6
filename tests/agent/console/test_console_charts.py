"""Charts and the sums behind them."""

import re
import threading
from datetime import date, timedelta

import pytest
from lxml import etree
from starlette.requests import Request

from agent.console.charts import COLOURS, Bar, Series, bars, columns
from agent.console.figures import Kept, read_figures
from agent.console.leaf import leaf_of
from agent.record.append import Entry, append
from agent.record.event import Event, FindingCount
from agent.record.store import Store

EVIL = '<script>alert(1)</script>&"{{7*7}}'
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("draw", [bars, columns])
def test_a_chart_is_a_drawing_and_words(draw: object) -> None:
    """SVG without size, style or colour of its own, hidden from screen readers; and the facts in words."""
    parts = [Bar("May", "Stopped", 3, "3"), Bar("May", "Sent", 4000, "4,000"), Bar("June", "Sent", 1, "1")]
    chart = draw(parts, [Series("Stopped", 3), "Sent"])  # type: ignore[operator]
    root = etree.fromstring(chart.svg)
    assert root.get("aria-hidden") == "true"
    assert root.get("width") is None
    assert "style" not in chart.svg
    assert not re.search(r"#[0-9a-f]{6}", chart.svg)
    assert {"var(--chart-3)", "var(--chart-2)", "var(--text)"} <= set(
        re.findall(r"var\(--[\w-]+\)", chart.svg)
    )
    assert chart.words == ("May: stopped 3, sent 4,000", "June: sent 1")
    assert [item.colour for item in chart.series] == [3, 2]


def test_names_in_charts_are_text() -> None:
    """A service that is called like code is drawn as text."""
    chart = bars([Bar(EVIL, "", 1, "1")])
    assert "<script" not in chart.svg
    assert etree.fromstring(chart.svg) is not None
    assert EVIL in chart.words[0]


def test_more_series_than_colours_and_long_names() -> None:
    """Colours come round again; a long name is cut in the drawing, not in the words."""
    names = [f"series {n}" for n in range(len(COLOURS) + 1)]
    chart = bars([Bar("x" * 100, name, 1, "1") for name in names], names)
    assert chart.series[0].colour == chart.series[-1].colour
    assert "x" * 30 not in chart.svg
    assert "x" * 100 in chart.words[0]


def test_nothing_to_draw() -> None:
    """An empty chart is still a drawing."""
    assert etree.fromstring(bars([]).svg) is not None


def test_sums_of_the_overview(store: Store) -> None:
    """Thirty days, the thirty before, twelve weeks; groups by whole month."""
    ages = {0: "block", 29: "allow", 30: "block", 59: "coach", 83: "block", 100: "block"}
    made = [
        Event(
            kind="decision", node="n1", service="chatgpt", action=action, outcome="stopped", group="HR",
            pseudonym="p", findings=(FindingCount("NL_BSN", "messages[].content", 5, 0.9),),
            time=Event(kind="x", node="n1").time.replace(
                year=2026, month=11, day=23, hour=12, minute=0
            ) - timedelta(days=age),
        )
        for age, action in ages.items()
    ]  # fmt: skip
    with store.write() as connection:
        append(connection, [Entry.of(event) for event in made])
    found = read_figures(store, TODAY)
    assert found.actions == {"block": 1, "allow": 1}
    assert found.actions_before == {"block": 1, "coach": 1}
    assert found.kinds == {("NL_BSN", "block"): 1, ("NL_BSN", "allow"): 1}
    assert sum(found.weeks.values()) == 4
    assert found.groups == {"other": 1}


def test_a_value_that_costs_little_is_always_fresh() -> None:
    """Each asking works it out anew."""
    numbers = iter(range(10))
    kept = Kept(lambda: next(numbers))
    assert [kept.get(), kept.get(), kept.get()] == [0, 1, 2]


def test_a_value_rests_when_told_to() -> None:
    """Until its rest is over."""
    now, numbers = [0.0], iter(range(10))
    kept = Kept(lambda: next(numbers), rest=5, clock=lambda: now[0])
    assert [kept.get(), kept.get()] == [0, 0]
    now[0] = 5.0
    assert kept.get() == 1


def test_a_value_that_costs_much_is_made_beside_the_page() -> None:
    """The page gets the old one at once; the next page the new one. Only one is made at a time."""
    now, numbers, go_on = [0.0], iter(range(10)), threading.Event()

    def work() -> int:
        number = next(numbers)
        if number:
            go_on.wait(60)
        now[0] += 1
        return number

    kept = Kept(work, clock=lambda: now[0])
    assert kept.get() == 0
    now[0] += 20
    assert [kept.get(), kept.get(), kept.get()] == [0, 0, 0]
    go_on.set()
    for thread in threading.enumerate():
        if thread.name == "figures":
            thread.join(60)
    assert kept.get() == 1


@pytest.mark.parametrize(
    ("query", "total", "number", "first", "previous", "following"),
    [
        ("", 0, 1, 0, "", ""),
        ("", 100, 1, 0, "", ""),
        ("view=all", 101, 1, 0, "", "/x?view=all&part=2"),
        ("part=2&view=all", 250, 2, 100, "/x?view=all&part=1", "/x?view=all&part=3"),
        ("part=99", 250, 3, 200, "/x?part=2", ""),
        ("part=-1", 250, 1, 0, "", "/x?part=2"),
        ("part=%C2%B2", 250, 1, 0, "", "/x?part=2"),
        ("part=" + "9" * 30, 250, 1, 0, "", "/x?part=2"),
    ],
)
def test_parts_of_a_list(  # noqa: PLR0917 - the columns of the table
    query: str, total: int, number: int, first: int, previous: str, following: str
) -> None:
    """Whatever the address asks for, it is a part that is there."""
    scope = {"type": "http", "path": "/x", "query_string": query.encode(), "headers": []}
    leaf = leaf_of(Request(scope), total)
    assert (leaf.number, leaf.first, leaf.previous, leaf.next) == (number, first, previous, following)
