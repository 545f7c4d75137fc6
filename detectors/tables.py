"""Structure of a text: which column header, key, XML element, SQL column or URL parameter rules which value.

A header or key decides what a value is, and keeps labels of its neighbours away from it. Tables are what
people paste: CSV with any delimiter, cells copied from a spreadsheet (tabs), markdown, aligned columns.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

type HasLabel = Callable[[int, int], bool]
"""Whether a known label stands between two positions."""


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """A value that has a header.

    Attributes:
        start: First code point of the value, quotes and blanks left out.
        end: One past the last.
        header_start: First code point of the column header or key that rules it.
        header_end: One past its last.
        limit: Labels that stand before this position say nothing about the value.
    """

    start: int
    end: int
    header_start: int
    header_end: int
    limit: int


class Cells:
    """The cells of a text, sorted, not overlapping."""

    def __init__(self, cells: Iterable[Cell] = ()) -> None:
        self.all: list[Cell] = []
        for cell in sorted(cells):
            if not self.all or self.all[-1].end <= cell.start:
                self.all.append(cell)
        self._starts = [cell.start for cell in self.all]

    def at(self, position: int) -> Cell | None:
        """The cell that holds the code point at `position`."""
        index = bisect_right(self._starts, position) - 1
        if index < 0 or self.all[index].end <= position:
            return None
        return self.all[index]


def read_cells(plain: str, has_label: HasLabel = lambda _start, _end: True) -> Cells:
    r"""Find the cells of tables, JSON and URL parameters in a text.

    Args:
        plain: The text folded to ASCII, with `\n` line ends.
        has_label: Whether a known label stands in a span. Lines with commas are a table only when one of them
            does: otherwise they are prose.
    """
    pairs = [*_json_pairs(plain), *_parameters(plain), *_elements(plain), *_inserted(plain)]
    return Cells([*pairs, *_tables(plain, has_label)])


_PAIR = re.compile(r'"([^"\\\n]{1,60})" ?: ?(?:"((?:[^"\\\n]|\\.){1,120})"|(-?\d[\w.+-]{0,40}))')
_ANYTHING = frozenset({"value", "waarde", "nummer", "number", "text", "content", "data", "input", "v", "nr"})


def _json_pairs(plain: str) -> Iterator[Cell]:
    if '"' not in plain:
        return
    for pair in _PAIR.finditer(plain):
        group = 2 if pair.group(2) is not None else 3
        limit = max(0, pair.start() - 60) if pair.group(1).lower() in _ANYTHING else pair.start()
        yield Cell(*pair.span(group), *pair.span(1), limit)


_PARAMETER = re.compile(r"[?&]([\w.\[\]-]{1,40})=([^&\s#\"'<>]{1,200})")


def _parameters(plain: str) -> Iterator[Cell]:
    if "=" not in plain:
        return
    for parameter in _PARAMETER.finditer(plain):
        yield Cell(*parameter.span(2), *parameter.span(1), parameter.start())


_ELEMENT = re.compile(
    r"<(?:\w{1,30}:)?([A-Za-z_][\w.-]{0,60})(?: [^<>]{0,300})?>([^<>]{1,200})</(?:\w{1,30}:)?\1>"
)
_MARKUP = frozenset(
    {"a", "b", "i", "u", "p", "em", "td", "th", "li", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6",
     "div", "pre", "sub", "sup", "code", "font", "mark", "span", "cite", "label", "title", "small",
     "option", "strong", "button"}
)  # fmt: skip
"""Elements of HTML that say how a text looks, not what it is."""


def _elements(plain: str) -> Iterator[Cell]:
    """XML elements that hold text: ``<Voornaam>Stijn</Voornaam>``."""
    if "</" not in plain:
        return
    for element in _ELEMENT.finditer(plain):
        start, end = _trim(plain, *element.span(2))
        if start < end and "\n" not in plain[start:end] and element.group(1).lower() not in _MARKUP:
            yield Cell(start, end, *element.span(1), element.start())


_INSERT = re.compile(
    r"insert (?:ignore )?into [\w.`\"\[\]]{1,80} ?\(([^()]{1,1000})\)\s{0,3}values\s{0,3}", re.IGNORECASE
)
_TUPLE = re.compile(r"\s{0,8},?\s{0,8}\(((?:[^()']++|'(?:[^']|'')*+')*+)\)")
_SQL_VALUE = re.compile(r"\s*+(?:'((?:[^']|'')*+)'|\"([^\"]*+)\"|([^,'\"]*+))\s*+(?:,|\Z|(?=['\"]))")
"""The comma after a literal may be missing: rows with errors are what people ask about."""

_COLUMN = re.compile(r"[^\s,`\"\[\]]+")


def _inserted(plain: str) -> Iterator[Cell]:
    """The values of an SQL ``INSERT INTO table (columns) VALUES (...), (...)``."""
    if not any(word in plain for word in ("INSERT", "insert", "Insert")):
        return
    for insert in _INSERT.finditer(plain):
        columns = [column.span() for column in _COLUMN.finditer(plain, *insert.span(1))]
        position = insert.end()
        while row := _TUPLE.match(plain, position):
            position = row.end()
            values = list(_sql_values(plain, *row.span(1)))
            if len(values) == len(columns):
                for column, (start, end) in zip(columns, values, strict=True):
                    if start < end:
                        yield Cell(start, end, *column, row.start())


def _sql_values(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the values of one row, quotes left out."""
    inside = plain[start:end]
    position = 0
    while position < len(inside) and (value := _SQL_VALUE.match(inside, position)):
        group = next((number for number in (1, 2) if value.group(number) is not None), 3)
        left, right = _trim(inside, *value.span(group)) if group == 3 else value.span(group)  # noqa: PLR2004 - bare
        yield start + left, start + right
        if value.end() == position:
            return
        position = value.end()


type _Row = list[tuple[int, int]]
"""Spans of the cells of one line."""

_DELIMITERS = "\t;|,"
_BLANKS = "  "
_PROSE = (",", _BLANKS)
"""Delimiters that ordinary text has too."""

_LOOK_AHEAD = 3
_MAX_MISSES = 2
"""Rows in a run that may have another number of cells: a comma in an unquoted address."""

_MAX_HEADER_LINE = 1000
_ALIGNED = re.compile(r" {2,}")
_HEADER = re.compile(r"[^\d\n{}=<>]{1,40}(?:\d{0,2})")
_SENTENCE = re.compile(r"[?!]|\. |: ")
_NO_HEADER = re.compile(r"[ \t]*(?:[(<]|[-*+] )|[^\n]*(?:</|insert into )", re.IGNORECASE)
"""Bullets, which begin prose; XML and SQL, which are read in their own way."""
_MAX_HEADER_WORDS = 5
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""The columns of a spreadsheet, which somebody copied along: the header is in the next line."""
_RULE = re.compile(r"[\s:+=-]*")


def _tables(plain: str, has_label: HasLabel) -> Iterator[Cell]:
    """Cells of forms, and cells below a header line in every run of lines with as many cells."""
    lines = list(_lines(plain))
    forms = _forms(plain, lines, has_label)
    yield from forms.values()
    header: _Row = []
    delimiter = ""
    misses = 0
    for index, (start, end) in enumerate(lines):
        if start in forms:
            header = []
            continue
        if header:
            row = _split(plain, start, end, delimiter)
            if len(row) == len(header):
                misses = 0
                yield from _row_cells(plain, header, row, start)
                continue
            misses += 1
            if misses <= _MAX_MISSES and start < end:
                continue
        misses = 0
        header, delimiter = _header(plain, lines[index : index + 1 + _LOOK_AHEAD], has_label)


def _forms(plain: str, lines: list[tuple[int, int]], has_label: HasLabel) -> dict[int, Cell]:
    """Labels in one column and values in the next, by the start of their line: ``naam    Vos``."""
    found: dict[int, Cell] = {}
    run: dict[int, Cell] = {}
    labels = 0
    for start, end in [*lines, (len(plain), len(plain))]:
        pair = _FORM_LINE.match(plain, start, end) if end > start else None
        if pair:
            run[start] = Cell(*_trim(plain, *pair.span(2)), *pair.span(1), start)
            labels += has_label(*pair.span(1))
            continue
        if labels > 1:  # one is a table's header
            found |= run
        run, labels = {}, 0
    return found


_FORM_LINE = re.compile(
    r"[ \t]{0,8}([^\s:|;,][^\n\t:|;,]{0,38}?[^\s:|;,])(?: {2,}|\t+)([^\s|](?:[^\s|]| (?! )){0,118})$"
)


def _lines(plain: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start <= len(plain):
        end = plain.find("\n", start)
        end = len(plain) if end < 0 else end
        yield start, end
        start = end + 1


def _header(plain: str, lines: list[tuple[int, int]], has_label: HasLabel) -> tuple[_Row, str]:
    """The cells of a header line and its delimiter; no cells when the line is not the head of a table.

    Args:
        plain: The text.
        lines: The line and a few after it: one of those has to have as many cells.
        has_label: See `read_cells`.
    """
    start, end = lines[0]
    if not 0 < end - start <= _MAX_HEADER_LINE or _NO_HEADER.match(plain, start, end):
        return [], ""
    for delimiter in (*_DELIMITERS, _BLANKS):
        if plain.find(delimiter, start, end) < 0:
            continue
        row = _split(plain, start, end, delimiter)
        names = [plain[left:right] for left, right in row]
        if len([*filter(None, names)]) < 2 or not all(map(_is_header, names)) or "".join(names) in _LETTERS:  # noqa: PLR2004
            continue
        if delimiter in _PROSE and not has_label(start, end):
            continue
        if any(len(_split(plain, *line, delimiter)) == len(row) for line in lines[1:]):
            return row, delimiter
    return [], ""


def _is_header(cell: str) -> bool:
    """Whether a cell reads like a column header: short, no number, no sentence."""
    if not cell:
        return True
    return bool(
        _HEADER.fullmatch(cell) and not _SENTENCE.search(cell) and cell.count(" ") < _MAX_HEADER_WORDS
    )


def _split(plain: str, start: int, end: int, delimiter: str) -> _Row:
    """Spans of a line's cells, quotes and blanks taken off."""
    if delimiter == _BLANKS:
        cuts = [match.span() for match in _ALIGNED.finditer(plain, start, end)]
    else:
        cuts = [(cut, cut + 1) for cut in _cuts(plain, start, end, delimiter)]
    if delimiter == "|" and plain[start:end].strip().startswith("|"):
        start, end = plain.index("|", start) + 1, max(plain.rindex("|", start, end), start + 1)
        cuts = [cut for cut in cuts if start <= cut[0] < end]
    edges = [start, *(edge for cut in cuts for edge in cut), end]
    return [_trim(plain, *edges[index : index + 2]) for index in range(0, len(edges), 2)]


def _cuts(plain: str, start: int, end: int, delimiter: str) -> Iterator[int]:
    """Where a line is cut; a delimiter inside double quotes does not count."""
    quoted = False
    if plain.find('"', start, end) < 0:
        cut = plain.find(delimiter, start, end)
        while cut >= 0:
            yield cut
            cut = plain.find(delimiter, cut + 1, end)
        return
    for position in range(start, end):
        if plain[position] == '"':
            quoted = not quoted
        elif plain[position] == delimiter and not quoted:
            yield position


def _trim(plain: str, start: int, end: int) -> tuple[int, int]:
    while start < end and plain[start] in " \t\"'*":
        start += 1
    while end > start and plain[end - 1] in " \t\"'*":
        end -= 1
    return start, end


def _row_cells(plain: str, header: _Row, row: _Row, limit: int) -> Iterator[Cell]:
    for (header_start, header_end), (start, end) in zip(header, row, strict=True):
        if not _RULE.fullmatch(plain, start, end):
            yield Cell(start, end, header_start, header_end, limit)
