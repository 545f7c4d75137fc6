"""Running text and tables, cut into passages of a size a scanner likes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice

from detectors.documents.document import Passage
from detectors.documents.layout import Grid, Lines
from detectors.errors import UnreadableError

# A passage holds about this many characters at most: enough for context, small enough to cache and scan.
PASSAGE_CHARACTERS = 64 * 1024
# A table passage is flushed before rows x columns passes this, so that far-apart cells cost no memory.
_GRID_FIELDS = 100_000
# A header is looked for in this many rows.
_HEADER_ROWS = 20
_HEADER_CELL_CHARACTERS = 60

type Row = tuple[int, Mapping[int, str]]


class Flow:
    """Paragraphs with their numbers, given out as passages.

    Args:
        place: Place of the passages.
        unit: Word before the number, ``paragraph``; empty when the place says it all.
    """

    def __init__(self, place: str, unit: str = "") -> None:
        self._place = place
        self._unit = unit
        self._lines: list[str] = []
        self._names: list[int | str] = []
        self._size = 0

    def add(self, text: str, name: int | str) -> Iterator[Passage]:
        """Put a paragraph behind the others; gives the passage that became full, if one did."""
        for line in text.splitlines() or [""]:
            self._lines.append(line)
            self._names.append(name)
        self._size += len(text) + 1
        if self._size >= PASSAGE_CHARACTERS:
            yield from self.flush()

    def flush(self) -> Iterator[Passage]:
        """What has not been given out yet."""
        text = "\n".join(self._lines)
        if text.strip():
            layout = Lines(tuple(self._names), self._unit)
            yield Passage(self._place, text, layout) if self._unit else Passage(self._place, text)
        self._lines, self._names, self._size = [], [], 0


def table_passages(place: str, rows: Iterable[Row]) -> Iterator[Passage]:
    """A table as tab-separated passages, each beginning with the header row.

    The header is the first row of only labels with a row below it; rows above it (titles) come first.

    Args:
        place: Place of the table.
        rows: Row number, and its filled cells by column number.
    """
    stream = _Until(rows)
    head = list(islice(stream, _HEADER_ROWS))
    at = _header_index(head)
    if at:
        yield from _chunk(place, None, head[:at])
    header, body = (head[at], head[at + 1 :]) if at is not None else (None, head)
    named = set(header[1]) if header else set()
    chunk: list[Row] = []
    columns = set(named)
    size = 0
    given = False
    for row in chain(body, stream):
        chunk.append(row)
        columns.update(row[1])
        size += sum(map(len, row[1].values())) + len(row[1])
        if size >= PASSAGE_CHARACTERS or len(chunk) * len(columns) >= _GRID_FIELDS:
            yield from _chunk(place, header, chunk)
            chunk, columns, size, given = [], set(named), 0, True
    if chunk or (header and not given):
        yield from _chunk(place, header, chunk)
    if stream.error:
        raise stream.error


def clean_cell(text: str) -> str:
    """Text of a cell on one line, without tabs."""
    return text if text.isprintable() else " ".join(text.split())


class _Until(Iterator[Row]):
    """Rows until their reader fails; the failure waits, so that the rows before it are given out first."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = iter(rows)
        self.error: UnreadableError | None = None

    def __next__(self) -> Row:
        try:
            return next(self._rows)
        except UnreadableError as error:
            self.error = error
            raise StopIteration from error


def _chunk(place: str, header: Row | None, rows: list[Row]) -> Iterator[Passage]:
    """One passage of a table."""
    lines = [header, *rows] if header else rows
    columns = sorted({column for _, cells in lines for column in cells})
    text = "\n".join("\t".join([cells.get(column, "") for column in columns]) for _, cells in lines)
    if text.strip():
        yield Passage(place, text, Grid(tuple(number for number, _ in lines), tuple(columns)))


def _header_index(rows: list[Row]) -> int | None:
    """Index of the row that names the columns."""
    for index, (_, cells) in enumerate(rows[:-1]):
        if len(cells) > 1 and all(_is_label(text) for text in cells.values()):
            return index
    return (
        0 if len(rows) > 1 and len(rows[0][1]) == 1 and _is_label(next(iter(rows[0][1].values()))) else None
    )


def _is_label(text: str) -> bool:
    """Short, with letters and hardly a digit: it can name a column."""
    digits = sum(char.isdigit() for char in text)
    letters = any(char.isalpha() for char in text)
    return letters and digits <= 2 and len(text) <= _HEADER_CELL_CHARACTERS and "@" not in text  # noqa: PLR2004
