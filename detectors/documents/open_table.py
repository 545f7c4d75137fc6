"""A table while it is read, and whether it is a table of data or only lays a page out."""

from __future__ import annotations

from collections.abc import Iterator

from detectors.documents.flow import Row, clean_cell

# A table with a cell longer than this lays a page out; its text reads as running text.
_LAYOUT_CELL = 400
# Tables in tables in tables: deeper ones are read as part of the cell around them.
TABLE_DEPTH = 20


# A table with more rows and cells than this is given out in pieces.
_FULL = 50_000


class OpenTable:
    """A table whose rows are still coming in, of HTML or of an office document.

    Attributes:
        rows: Rows of cells of paragraphs.
        number: Which table of the document it is; 0 until it is given out.
    """

    def __init__(self) -> None:
        self.rows: list[list[list[str]]] = []
        self.number = 0
        self._size = 0
        self._given = 0

    @property
    def is_full(self) -> bool:
        """It is time to give out what is here."""
        return self._size >= _FULL

    def open_row(self) -> None:
        """Begin a row."""
        self.rows.append([])
        self._size += 1

    def open_cell(self) -> None:
        """Begin a cell, in a row of its own when none is open."""
        if not self.rows:
            self.open_row()
        self.rows[-1].append([])
        self._size += 1

    def restart(self) -> None:
        """Forget the rows that were given out, less the header."""
        self._given += max(0, len(self.rows) - 1)
        del self.rows[1:]
        self._size = 0

    def put(self, text: str) -> bool:
        """Add a paragraph to the open cell; False when there is none."""
        if not self.rows or not self.rows[-1]:
            return False
        self.rows[-1][-1].append(text)
        return True

    @property
    def is_layout(self) -> bool:
        """One row, one column or whole paragraphs in a cell: not a table of data."""
        wide = any(len(row) > 1 for row in self.rows)
        long = any(sum(map(len, cell)) > _LAYOUT_CELL for row in self.rows for cell in row)
        return len(self.rows) < 2 or not wide or long  # noqa: PLR2004 - a header and a row

    def lines(self) -> Iterator[str]:
        """Row by row; short cells of a row stay on one line."""
        for row in self.rows:
            cells = ["\n".join(cell) for cell in row]
            yield ("\t" if all("\n" not in cell for cell in cells) else "\n").join(cells)

    def numbered(self) -> Iterator[Row]:
        """Row number and filled cells."""
        for at, row in enumerate(self.rows):
            cells = {column: clean_cell(" ".join(cell)) for column, cell in enumerate(row, start=1) if cell}
            if cells:
                yield (at + self._given if at else 0) + 1, cells
