"""No combination of reports, exports, pages and metrics says anything of a group of fewer than five."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from report_traffic import ANN, SETTING

from agent.record.append import Entry, append
from agent.record.event import Event
from agent.record.groups import first_day, last_day
from agent.record.schema import daily_requests, people, systems
from agent.record.store import Store
from agent.record.totals import request_totals
from agent.register.exports import export_register, read_register
from agent.register.law import Organisation
from agent.register.literacy import add_training, literacy_by_group
from agent.register.privacy import group_names, months_between
from agent.reports.build import build
from agent.reports.model import Report
from agent.reports.period import period
from agent.reports.render import render

MONTHS = ("2026-07", "2026-08", "2026-09")
GROUPS = ("a", "b", "c", "d", "e", "")
FIVE = 5
BASE = 7
"""Each group of each month gets a power of this as its number of requests, so that a sum tells its terms."""
slow = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[
        Phase.explicit,
        Phase.reuse,
        Phase.generate,
    ],  # shrinking takes minutes
)
GROWING = {("2026-07", "a"): 4, ("2026-08", "a"): 5, ("2026-09", "a"): 9} | {
    (month, group): 6 for month in MONTHS for group in "bc"
}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with its tables, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    Store.open(path).close()
    return path


@pytest.fixture
def new_store(empty: Path, tmp_path: Path) -> Iterator[list[Store]]:
    """Stores that are closed at the end; `fresh` adds them."""
    opened: list[Store] = []
    yield opened
    for store in opened:
        store.close()


def fresh(opened: list[Store], empty: Path) -> Store:
    """A new store beside the empty one."""
    path = empty.with_name(f"{len(list(empty.parent.iterdir()))}.db")
    shutil.copy(empty, path)
    store = Store.open(path)
    opened.append(store)
    return store


def report_of(store: Store, first: date, last: date, today: date) -> Report:
    """The report of some days, as it is made that day."""
    return build(
        store, SETTING, period(first, last, today), datetime(today.year, today.month, today.day, tzinfo=UTC)
    )


# --- what can be worked out -------------------------------------------------------------------------------

type Sizes = dict[tuple[str, str], int]
_sizes = st.dictionaries(
    st.tuples(st.sampled_from(MONTHS), st.sampled_from(GROUPS)), st.integers(1, 9), min_size=2
)


def arrive(store: Store, sizes: Sizes, before: Sizes) -> None:
    """People come who were not there before; their group's requests of the month are a power of `BASE`."""
    places = [(month, group) for month in MONTHS for group in GROUPS]
    with store.write() as connection:
        if not before:
            row = {"service": "chatgpt", "tenant": "", "first_seen": datetime(2026, 7, 1, tzinfo=UTC)}
            connection.execute(systems.insert(), row)
        for (month, group), size in sizes.items():
            old = before.get((month, group), 0)
            names = [{"month": month, "group": group, "pseudonym": f"{group}{n}"} for n in range(old, size)]
            if names:
                connection.execute(people.insert(), names)
            if not old:
                key = {"day": first_day(month), "service": "chatgpt", "tenant": "", "group": group}
                row = key | {"action": "log", "would": "", "outcome": "forwarded"}
                number = BASE ** places.index((month, group))
                connection.execute(daily_requests.insert(), row | {"requests": number})


def published(store: Store, today: date) -> set[int]:
    """Every number of requests in the reports of all months and runs of months, as they are that day."""
    numbers = {0}
    firsts = [first_day(month) for month in MONTHS if first_day(month) <= today]
    lasts = [last_day(month) for month in MONTHS]
    for first in firsts:
        for last in lasts:
            if last < first:
                continue
            data = json.loads(render(report_of(store, first, last, today), "json", "nl"))
            for section in data["sections"]:
                numbers |= {item["value"] for item in section["figures"] if item["id"] == "requests"}
                for table in section["tables"]:
                    places = [
                        n for n, item in enumerate(table["columns"]) if item["id"] in ("requests", "passed")
                    ]
                    numbers |= {row[place] for row in table["rows"] for place in places}
    numbers |= {row.requests for row in request_totals(store)}
    for groups in (system.groups for system in read_register(store, Organisation()).systems):
        numbers |= set(groups.values())
    return numbers


def terms(number: int) -> dict[str, set[str]]:
    """The groups of each month of which a sum or difference of numbers is made."""
    places = [(month, group) for month in MONTHS for group in GROUPS]
    found: dict[str, set[str]] = {}
    for month, group in places:
        digit = (number + BASE // 2) % BASE - BASE // 2
        number = (number - digit) // BASE
        if digit:
            found.setdefault(month, set()).add(group)
    return found


@slow
@example(sizes={("2026-07", "a"): 5, ("2026-07", "b"): 1}, share=1.0)
@example(sizes=GROWING, share=0.5)
@given(sizes=_sizes, share=st.floats(0, 1))
def test_no_difference_is_of_few(sizes: Sizes, share: float, empty: Path, new_store: list[Store]) -> None:
    """The difference of any two numbers, and of a total with any two, is of five people or more.

    Reports are made twice in the last month: when only a part of its people have come, and when it is closed.
    """
    store = fresh(new_store, empty)
    some = {place: max(1, round(size * share)) for place, size in sizes.items()}
    arrive(store, some, {})
    numbers = published(store, date(2026, 9, 20))
    arrive(store, sizes, some)
    numbers |= published(store, date(2026, 9, 30))
    numbers |= published(store, date(2026, 10, 9))
    everything = sorted(numbers)
    differences = {high - low for low, high in combinations(everything, 2)}
    total = max(everything)
    differences |= {total - one - other for one, other in combinations(everything, 2)}
    for difference in differences:
        for month, groups in terms(difference).items():
            seen = sum(sizes.get((month, group), 0) for group in groups)
            everybody = {group for (when, group) in sizes if when == month}
            assert seen >= FIVE or groups == everybody, (difference, month, groups)


def test_a_group_that_grows_to_five_is_named_from_then_on(empty: Path, new_store: list[Store]) -> None:
    """Four people in July and five in August: July's number stays hidden, also behind reports of both."""
    store = fresh(new_store, empty)
    july, august = MONTHS[:2]
    arrive(store, {(july, "a"): 4, (july, "b"): 9, (july, "c"): 3} | {(august, g): 5 for g in "abc"}, {})
    names = group_names(store, date(2026, 10, 9))
    assert (names.named(july), names.named(august)) == ({"b"}, {"a", "b", "c"})
    numbers = published(store, date(2026, 10, 9))
    hidden = BASE ** GROUPS.index("a")
    assert all(high - low != hidden for low, high in combinations(sorted(numbers), 2))
    rows = {
        row[0]: row[1:3]
        for row in report_of(store, first_day(july), last_day(august), date(2026, 10, 9))
        .table("departments")
        .rows
    }
    assert rows["a"][0] == 1
    assert rows["b"][0] == 2


# --- what can be told apart -------------------------------------------------------------------------------

_day = st.integers(0, 75).map(lambda n: date(2026, 7, 1) + timedelta(days=n))
_steps = st.lists(
    st.tuples(_day, st.sampled_from(["large", "large", "small"]), st.integers(0, 11), st.integers(0, 2)),
    min_size=20,
    max_size=70,
)
SMALL = ("p", "q", "r")
EVERYBODY = [(date(2026, 8, 3), size, person, 0) for size in ("large", "small") for person in range(12)]


@slow
@given(steps=_steps, one=st.permutations(range(12)), other=st.permutations(range(12)))
def test_two_worlds_look_the_same(
    steps: list[tuple[date, str, int, int]],
    one: list[int],
    other: list[int],
    empty: Path,
    new_store: list[Store],
) -> None:
    """Whoever of the small groups does what: nothing that is shown tells two divisions of them apart.

    Twelve people are in three groups of four, in one way or in another. Reports, exports, the literacy page
    and the metrics are the same, half-way and at the end: no combination of them says more of a small group.
    """
    shown = []
    for division in (one, other):
        store = fresh(new_store, empty)
        write(store, EVERYBODY, division, 1000)
        half = len(steps) // 2
        outputs: list[bytes] = []
        for number, part in enumerate((steps[:half], steps[half:])):
            write(store, part, division, number * half)
            small = SMALL[division[number] % 3]
            facts = {"day": "2026-08-03", "group": small, "people": "3", "subject": "AI"}
            add_training(store, facts, ANN, date(2026, 9, 20))
            outputs += everything_shown(store, date(2026, 9, 20))
        outputs += everything_shown(store, date(2026, 11, 9))
        shown.append(outputs)
        assert "it" in group_names(store).named("2026-08")
    assert shown[0] == shown[1]
    assert not any(f'"{name}"'.encode() in output for name in SMALL for output in shown[0])


def write(store: Store, steps: list[tuple[date, str, int, int]], division: list[int], begin: int) -> None:
    """Events of large groups, of people without a group, and of people in the small ones."""
    events = []
    for number, (day, size, person, action) in enumerate(steps, begin):
        large = ("hr", "it", "it", "hr", None)[person % 5]
        group = large if size == "large" else SMALL[division[person] % 3]
        doing = (("block", "stopped"), ("coach", "stopped"), ("log", "forwarded"))[action]
        events.append(
            Event(
                kind="decision",
                node="n1",
                id=f"00000000-0000-7000-8000-{number:012d}",
                time=datetime(day.year, day.month, day.day, 9, tzinfo=UTC),
                service="chatgpt",
                group=group,
                pseudonym=f"{size}{person}",
                action=doing[0],
                outcome=doing[1],
            )
        )
    with store.write() as connection:
        for event in events:
            append(connection, [Entry.of(event)])


def everything_shown(store: Store, today: date) -> list[bytes]:
    """All that people and Prometheus can see of groups that day."""
    first, last = date(2026, 7, 1), date(2026, 9, 30)
    outputs = []
    for months in months_between(first, last), ["2026-08"]:
        found = report_of(store, first_day(months[0]), last_day(months[-1]), today)
        outputs += [render(found, "json", "nl"), render(found, "json", "en")]
    week = report_of(store, date(2026, 8, 10), date(2026, 8, 16), today)
    outputs.append(render(week, "json", "nl"))
    register = read_register(store, Organisation())
    outputs += [export_register(register, form) for form in ("csv", "gdpr-30", "algoritmeregister")]
    outputs.append(repr(sorted(request_totals(store))).encode())
    outputs.append(repr(literacy_by_group(store, first, last)).encode())
    return outputs
