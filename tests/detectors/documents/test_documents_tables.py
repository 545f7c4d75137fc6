import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.documents import Limits, Passage, cell_at, place_at, read_document
from detectors.documents.flow import table_passages
from detectors.documents.layout import column_name


@given(st.integers(1, 16_384))
def test_column_names_count_on(number: int) -> None:
    """Column names are numbers in base 26 without a zero."""
    value = 0
    for letter in column_name(number):
        value = value * 26 + ord(letter) - ord("A") + 1

    assert value == number


@given(
    st.dictionaries(
        st.integers(1, 3000),
        st.dictionaries(st.integers(1, 60), st.integers(0, 10**9), min_size=1, max_size=6),
        max_size=80,
    )
)
def test_every_cell_is_found_back(cells: dict[int, dict[int, int]]) -> None:
    """Whatever the shape of a sheet, each value stands in a passage at the place of its cell."""
    rows = [
        (row, {at: f"<{row}:{at}:{value}>" for at, value in line.items()})
        for row, line in sorted(cells.items())
    ]
    passages = list(table_passages("sheet A", rows))

    for row, line in rows:
        for column, text in line.items():
            name = f"{column_name(column)}{row}"
            holders = [passage for passage in passages if text in passage.text]
            assert holders
            assert all(place_at(each, each.text.index(text)) == f"sheet A!{name}" for each in holders)


def test_long_sheet_repeats_its_header() -> None:
    """A sheet too long for one passage is cut, and each piece begins with the column names."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Overzicht salarissen 2026"])
    sheet.append([])
    sheet.append(["Naam", "BSN"])
    for number in range(20_000):
        sheet.append(["Janssen", 100_000_000 + number])
    out = io.BytesIO()
    book.save(out)

    passages = [each for each in read_document(out.getvalue()).passages if each.place == "sheet Sheet"]

    assert passages[0].text == "Overzicht salarissen 2026"
    assert len(passages) > 2
    assert all(passage.text.startswith("Naam\tBSN\n") for passage in passages[1:])
    last = passages[-1]
    assert cell_at(last, last.text.rindex("100019999")) == "B20003"


def test_cells_limit_keeps_the_rows_before_it() -> None:
    """A sheet over the limit gives the rows up to it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number in range(2_000):
        sheet.append([f"rij {number}"])
    out = io.BytesIO()
    book.save(out)

    document = read_document(out.getvalue(), limits=Limits(cells=1_500))

    assert any("rij 1499" in passage.text for passage in document.passages)
    assert {unread.reason for unread in document.unread} == {"too-large"}


@pytest.mark.parametrize("text", ["", "a"])
def test_offset_outside_a_text_has_a_place(text: str) -> None:
    """An offset at the end of a passage does not fail."""
    passage = Passage("page 1", text)

    assert place_at(passage, len(text)) == "page 1"
    assert cell_at(passage, 0) is None
