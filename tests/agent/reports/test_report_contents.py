"""What a report counts: sums of the period, the period before, and what is left out."""

from datetime import date
from pathlib import Path

import pytest
from report_traffic import MADE, SETTING, SIZES

from agent.errors import UsageError
from agent.record.store import Store
from agent.reports.build import build
from agent.reports.model import Report, SystemName
from agent.reports.period import period
from agent.reports.texts import Texts, words

TODAY = date(2026, 11, 5)


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (None, None, ("2026-10-01", "2026-10-31", "2026-09-01", "2026-09-30")),
        ("2026-07-01", "2026-09-30", ("2026-07-01", "2026-09-30", "2026-04-01", "2026-06-30")),
        ("2026-03-01", None, ("2026-03-01", "2026-03-31", "2026-02-01", "2026-02-28")),
        (None, "2026-10-10", ("2026-10-01", "2026-10-10", "2026-09-21", "2026-09-30")),
        ("2026-10-12", "2026-10-18", ("2026-10-12", "2026-10-18", "2026-10-05", "2026-10-11")),
        ("2026-01-01", "2026-12-31", ("2026-01-01", "2026-12-31", "2025-01-01", "2025-12-31")),
    ],
)
def test_period(first: str | None, last: str | None, found: tuple[str, ...]) -> None:
    """Whole months are compared with whole months, other days with as many days; default: last month."""
    days = [date.fromisoformat(day) if day else None for day in (first, last)]
    made = period(*days, TODAY)
    assert (made.first, made.last, made.before_first, made.before_last) == tuple(
        map(date.fromisoformat, found)
    )


@pytest.mark.parametrize(
    ("first", "last", "problem"),
    [
        ("2026-10-02", "2026-10-01", "comes before"),
        ("2026-11-06", "2026-11-07", "has yet to come"),
        ("2010-01-01", "2026-10-01", "at most"),
    ],
)
def test_what_is_no_period(first: str, last: str, problem: str) -> None:
    """Days in the wrong order, in the future or too many are refused."""
    with pytest.raises(UsageError, match=problem):
        period(date.fromisoformat(first), date.fromisoformat(last), TODAY)


def test_sums_agree_with_each_other(report: Report) -> None:
    """What was stopped, replaced and let through is all there is, however it is divided."""
    whole = report.figure("requests").value
    ways = [report.figure(f"requests-{way}").value for way in ("stopped", "replaced", "passed")]
    assert whole
    assert sum(number for number in ways if number) == whole
    for name in ("systems", "categories", "departments", "department-purposes", "decisions"):
        assert (
            sum(number for number in report.table(name).column("requests") if isinstance(number, int))
            == whole
        )
    trend = dict(
        zip(report.table("trend").column("month"), report.table("trend").column("requests"), strict=True)
    )
    assert trend == {"2026-09": report.figure("requests").before, "2026-10": whole}


def test_leaks_add_up_by_kind(report: Report) -> None:
    """A kind's requests are those stopped, replaced, sent to approved AI and let through elsewhere."""
    for row in report.table("leaks").rows:
        assert sum(number for number in row[1:5] if isinstance(number, int)) == row[5]


def test_small_departments_are_not_named(report: Report) -> None:
    """The board and the lawyers are part of the rest, in trainings too."""
    large = {name for name, size in SIZES.items() if name and size >= 5}
    assert set(report.table("departments").column("group")) == {*large, "other"}
    assert report.table("trained-groups").rows == (("ict", 6), ("other", 3))


def test_a_department_is_told_about_whole_months(filled: Store) -> None:
    """A report of a week has the departments of its month: a department's week may be one person's."""
    month, week = (
        build(filled, SETTING, period(date(2026, 10, first), date(2026, 10, last), TODAY), MADE)
        for first, last in ((1, 31), (12, 18))
    )
    assert month.table("departments") == week.table("departments")
    assert month.figure("requests") != week.figure("requests")


def test_nothing_of_people_is_in_it(report: Report) -> None:
    """No pseudonym, no rule and no node: those could tell who it was."""
    tables = [table for section in report.sections for table in section.tables]
    cells = [str(cell) for table in tables for row in table.rows for cell in row]
    assert not {"n1", "rule"} & set(cells)
    pseudonyms = [f"{month}{group}" for month in ("09", "10") for group in SIZES]
    assert not any(pseudonym in cell for pseudonym in pseudonyms for cell in cells)


def test_open_obligations_have_owners_and_dates(report: Report) -> None:
    """Each stands with its law, state, owner and the day from which it applies; what is done does not."""
    rows = {row[0]: row for row in report.table("obligations").rows}
    assert rows["ai-act-4"][1:4] == ("ai-act-4", (), 1)
    assert rows["ai-act-4"][4:] == ("in progress", "Opleidingen", date(2025, 2, 2))
    assert SystemName("chatgpt", "ChatGPT", "acme") in rows["gdpr-28"][2]
    numbers = report.table("obligations").column("number")
    assert sum(number for number in numbers if isinstance(number, int)) == report.figure("duties-open").value


def test_a_long_list_of_incidents_is_cut_and_said(
    filled: Store, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All are counted; listed are those that wait for people first."""
    monkeypatch.setattr("agent.reports.breaches.MOST", 5)
    monkeypatch.setattr("agent.reports.sections.legal.MOST", 5)
    short = build(filled, SETTING, report.period, MADE)
    whole = report.table("incidents").rows
    assert len(whole) == report.figure("incidents").value == short.figure("incidents").value
    assert len(short.table("incidents").rows) == 5
    assert set(short.table("incidents").column("state")) == {"open", "in assessment"}
    assert short.table("incident-states") == report.table("incident-states")
    assert "incidents-shown" in [note.id for part in short.sections for note in part.notes]


def test_the_alternatives_share(report: Report) -> None:
    """How much goes to approved AI follows from the requests to each system."""
    rows = report.table("alternatives").rows
    approved = sum(row[2] for row in rows if isinstance(row[2], int))
    others = sum(row[3] for row in rows if isinstance(row[3], int))
    assert report.figure("approved-share").value == round(approved / (approved + others), 4)


def test_without_a_period_before_nothing_is_compared(filled: Store) -> None:
    """When nothing was recorded before, there is no change to show."""
    first = build(filled, SETTING, period(date(2026, 9, 1), date(2026, 9, 30), TODAY), MADE)
    assert all(figure.before is None for part in first.sections for figure in part.figures)
    notes = [note.id for part in first.sections for note in part.notes]
    assert "not-compared" in notes


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_id_has_words(report: Report, language: str) -> None:
    """Nothing is shown by its code."""
    texts = Texts(language)  # type: ignore[arg-type]
    for section in report.sections:
        assert texts.section(section)
        for note in section.notes:
            assert "{" not in texts.note(note)
        for figure in section.figures:
            assert texts.figure(figure)
        for table in section.tables:
            assert texts.table(table)
            assert all(texts.column(column) for column in table.columns)


def test_sheet_names_stay_apart() -> None:
    """No two tables get the same sheet name, in 31 letters, which is what Excel takes."""
    for language in ("nl", "en"):
        names = [item.in_language(language)[:31].casefold() for item in words().tables.values()]
        assert len(names) == len(set(names))


def test_report_of_a_file(tmp_path: Path) -> None:
    """A report does not change the store beyond the names of groups: made twice, it is the same."""
    with Store.open(tmp_path / "r.db") as store:
        days = period(date(2026, 10, 1), date(2026, 10, 31), TODAY)
        assert build(store, SETTING, days, MADE) == build(store, SETTING, days, MADE)
